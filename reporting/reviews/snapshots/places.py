"""What stands at a place of a snapshot, as papers and addresses name it.

A place is the steps to it with full stops between them. A row of a list is named by what it is
about, "topics.:group-1.num_parts", because its number changes when the figures are frozen again:
a new task or another unit that is late moves those behind it. Papers printed before have numbers,
"topics.1.num_parts", which still lead to that row.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tracker.lib.text import fold

Step = str | int
# What the rows of a list differ in, besides the task that they may be about
_FIELDS = ("key", "code", "unit_name", "name", "task", "words")
_LONGEST = 40


def place_of(snapshot: Mapping[str, object], path: Iterable[Step]) -> tuple[str, object]:
    """The place that the `path` leads to, as ("figures", "filers", 0, "late"), and what is there.

    A row whose name others have too keeps its number.
    """
    steps: list[str] = []
    found: object = snapshot
    for step in path:
        if isinstance(found, list) and isinstance(step, int):
            steps.append(_named(found, step))
            found = found[step]
        elif isinstance(found, Mapping):
            steps.append(str(step))
            found = found[step]
    return ".".join(steps), found


def found_at(snapshot: Mapping[str, object], place: str) -> int | str | list[object] | None:
    """The number, the words or the list at `place`; None where nothing of these is there."""
    found: object = snapshot
    for step in numbered(snapshot, place):
        found = _below(found, step)
    return found if isinstance(found, int | str | list) else None


def numbered(snapshot: Mapping[str, object], place: str) -> list[str]:
    """The steps of `place` with the numbers of the rows that it names, where they are there."""
    steps: list[str] = []
    found: object = snapshot
    for step in place.split("."):
        number = _number(found, step) if isinstance(found, list) else None
        steps.append(step if number is None else str(number))
        found = _below(found, steps[-1])
    return steps


def _below(found: object, step: str) -> object:
    if isinstance(found, Mapping):
        return found.get(step)
    is_row = isinstance(found, list) and step.isdecimal() and int(step) < len(found)
    return found[int(step)] if isinstance(found, list) and is_row else None


def _named(rows: list[object], index: int) -> str:
    own = _words_of(rows[index])
    is_unique = any(own) and list(map(_words_of, rows)).count(own) == 1
    return _short(*own) if is_unique else str(index)


def _number(rows: list[object], step: str) -> int | None:
    """The row that `step` means; None where none or more than one has that name."""
    if step.isdecimal():
        return int(step)
    found = [index for index, row in enumerate(rows) if _short(*_words_of(row)) == step]
    return found[0] if len(found) == 1 else None


def _words_of(row: object) -> tuple[str, str]:
    """The task that a row is about and its name; empty where it has none, as a number."""
    if isinstance(row, Mapping):
        for field in _FIELDS:
            if field in row:
                return "" if field == "task" else str(row.get("task", "")), str(row[field])
    return "", ""


@lru_cache(maxsize=8192)
def _short(task: str, name: str) -> str:
    """The words in letters that an address may hold; of long ones the beginning and a sum."""
    words = re.sub(r"[\W_]+", "-", fold(f"{task} {name}")).strip("-")
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]}-{zlib.crc32(words.encode()):x}"
    return f":{words}"
