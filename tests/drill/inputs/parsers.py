"""Bad text and broken files given to the parsers alone; only their own refusals may come out."""

import io
import random
from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.forms import Field

from tests.drill.inputs.attempt import Findings, Seen
from tests.drill.inputs.values import bytes_mutated, mutated, one
from tests.reporting.evidence.uploads import docx, image, pdf, pdf_saying, xlsx
from tracker.lib import legacy, pasted, secrecy, uploads
from tracker.lib.number_field import NumberField
from tracker.lib.numbers import parse_decimal, parse_id
from tracker.lib.refusal import Refused
from tracker.lib.text import compose, fold
from units.forms import DateField

FILES: dict[str, bytes] = {}
TEXTS: dict[str, Callable[[str], object]] = {
    "number": parse_decimal,
    "id": parse_id,
    "composed": compose,
    "folded": fold,
    "secrecy": secrecy.mark_in,
    "legacy": legacy.found_in,
    "pasted": pasted.tidy,
}


def fields() -> dict[str, Field]:
    return {"day": DateField(required=False), "number field": NumberField(required=False)}


def send(num_inputs: int, chance: random.Random) -> Findings:
    findings = Findings()
    for what, parse in _in_turn(num_inputs, chance):
        error, status = "", 422
        try:
            parse()
        except (Refused, ValidationError, ValueError):
            pass
        except Exception as found:
            error, status = f"{type(found).__name__}: {found}", 500
        findings.add(what, Seen(status, f"parser {what.split()[0]}", error))
    return findings


def _in_turn(num_inputs: int, chance: random.Random) -> Iterator[tuple[str, Callable[[], object]]]:
    """A fourth of the inputs are files, which take longer to read."""
    files, checks = _files(), {**TEXTS, **{name: field.clean for name, field in fields().items()}}
    for index in range(num_inputs):
        if index % 4 == 0:
            name = chance.choice(sorted(files))
            content = bytes_mutated(files[name], chance)
            yield f"file {name}", lambda name=name, content=content: _check(name, content)
        else:
            kind = chance.choice(sorted(checks))
            text = str(mutated({"a": [one(chance)]}, chance).get("a", [""])[0])
            yield f"{kind} {text[:60]!r}", lambda kind=kind, text=text: checks[kind](text)


def _check(name: str, content: bytes) -> object:
    return uploads.check(io.BytesIO(content), name=name, size=len(content))


def _files() -> dict[str, bytes]:
    if not FILES:
        FILES.update(
            {
                "a.docx": docx("Kế hoạch", "B¸o c¸o", extra={"word/_rels/a.xml.rels": "<a/>"}),
                "a.xlsx": xlsx("Số liệu", "120"),
                "a.pdf": pdf(),
                "b.pdf": pdf_saying("<p>Báo cáo</p>"),
                "a.png": image("PNG"),
                "a.jpg": image("JPEG"),
            }
        )
    return FILES
