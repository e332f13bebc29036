"""Texts of plans with labels: what a reader would find in them.

`developed/` was looked at while the rules were written, `held_out/` was written before and never
used to change a rule. A label is a file of JSON beside its text:

- `head`: the fields of the head and of the foot; an empty field is not in the text.
- `tasks`: rows of text, leads, co-ordinating bodies, words and day of the deadline. The text is
  written as "first words … last words". A task is a sentence of a part about tasks or about
  carrying out, or a clause of it after a semicolon that begins with a verb, a body or a cited
  document. A sentence that only says who, when or with what result belongs to the one before; one
  about the past and the formula at the end are none. Later sentences of a paragraph have the
  leads of the first unless they name their own. A deadline that lasts over days, months or
  quarters in a row has their words and ends with the last; of occasions apart the first counts.
- `documents`: kind, number, day and issuer of what the text cites. `targets`: value and unit; a
  range has its first number. The money that a task may cost and where it is done are none.
- `noisy`: the text itself is as a scanner or a broken file leaves it.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[3]


@dataclass(frozen=True)
class Sample:
    """A text with its labels."""

    name: str
    text: str
    labels: dict[str, Any]
    is_held_out: bool

    @property
    def is_noisy(self) -> bool:
        return bool(self.labels.get("noisy"))

    def words(self, shortened: str) -> str:
        """The words of the text that a label shortens."""
        first, dots, last = shortened.partition(" … ")
        if not dots:
            return shortened
        text = " ".join(self.text.split())
        start = text.index(first)
        return text[start : text.index(last, start + len(first)) + len(last)]


@cache
def samples() -> tuple[Sample, ...]:
    """All texts, those that were developed against first."""
    return tuple(_sample(path) for path in sorted(FOLDER.glob("*/*.json")))


def _sample(path: Path) -> Sample:
    labels = json.loads(path.read_text())
    source = ROOT / labels["text"] if "text" in labels else path.with_suffix(".txt")
    return Sample(path.stem, source.read_text(), labels, path.parent.name == "held_out")
