"""Corrections at their place in the text: what was printed, and what it is read as."""

from collections.abc import Iterable
from typing import NamedTuple

from plans.importing.findings import Findings

LONGEST_WORDS = 200


class MisprintMark(NamedTuple):
    printed: str
    corrected: str
    note: str


def marks_of(found: Findings) -> dict[int, list[MisprintMark]]:
    """Marks by passage; not those too long for one line, whose passage keeps its raw text."""
    repaired = {passage["index"]: passage["printed"] for passage in found["passages"]}
    marks: dict[int, list[MisprintMark]] = {}
    for row in found["corrections"]:
        mark = MisprintMark(
            row["printed_words"], row["corrected_words"], row["note"][:LONGEST_WORDS]
        )
        rows = marks.get(row["passage"], [])
        is_short = max(len(mark.printed), len(mark.corrected)) <= LONGEST_WORDS
        is_there = bool(mark.corrected) and mark.corrected in repaired.get(row["passage"], "")
        if is_short and is_there and mark.printed not in {other.printed for other in rows}:
            marks[row["passage"]] = [*rows, mark]
    return marks


def with_misprints(repaired: str, marks: Iterable[MisprintMark]) -> str:
    """The text as it was printed, beside which the corrections are shown."""
    for mark in marks:
        repaired = repaired.replace(mark.corrected, mark.printed, 1)
    return repaired
