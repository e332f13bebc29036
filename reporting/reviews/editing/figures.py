"""The numbers of a snapshot by their places, as sentences write them."""

from collections.abc import Iterable, Mapping

from reporting.papers.blocks import Document, Runs, Table
from reporting.papers.sentences import in_digits
from reporting.reviews.editing.applying import BlockEdit
from reporting.reviews.editing.words import words_of
from reporting.reviews.snapshots.places import found_at, numbered
from tracker.lib.template_tags import decimal


def figures_for(
    document: Document, edits: Iterable[BlockEdit], snapshot: Mapping[str, object]
) -> dict[str, str]:
    """The figures of today that the machine and people's `edits` name, by place.

    People's are written as the machine's sentences or the tables of the body write that number, or
    as they were.
    """
    said = _said_by_machine(document)
    written = _in_runs(edit.runs or () for edit in edits)
    if written.keys() <= said.keys():
        return said
    by_number = {_numbered(snapshot, place): text for place, text in said.items()}
    found = dict(said)
    for place in written.keys() - said.keys():
        text = written[place]
        now = by_number.get(_numbered(snapshot, place)) or figure_at(snapshot, place, like=text)
        if now is not None:
            found[place] = now
    return found


def _said_by_machine(document: Document) -> dict[str, str]:
    """The figures in the tables of the body and in sentences, of which the latter come first."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    cells = _in_runs(cell.runs for table in tables for row in table.rows for cell in row.cells)
    return cells | _in_runs(words_of(block) or () for block in document.all_blocks())


def _in_runs(words: Iterable[Runs]) -> dict[str, str]:
    """The figures in `words` as they are written there, by place."""
    return {run.figure: run.text for runs in words for run in runs if run.figure}


def figure_at(snapshot: Mapping[str, object], place: str, *, like: str = "") -> str | None:
    """The number or the words at `place`, or how many rows are there; None where it is gone.

    A small number has a zero before it where `like`, as it was written, had one.
    """
    found = found_at(snapshot, place)
    if isinstance(found, list):
        found = len(found)
    if not isinstance(found, int):
        return found
    return in_digits(found) if like.startswith("0") else decimal(found)


def _numbered(snapshot: Mapping[str, object], place: str) -> str:
    return ".".join(numbered(snapshot, place))
