"""The numbers of a snapshot by their places, as sentences write them."""

from collections.abc import Iterable, Mapping

from reporting.papers.blocks import Document, Runs
from reporting.reviews.editing.applying import BlockEdit
from reporting.reviews.editing.words import words_of
from reporting.reviews.snapshots.places import found_at
from tracker.lib.template_tags import decimal


def figures_for(
    document: Document, edits: Iterable[BlockEdit], snapshot: Mapping[str, object]
) -> dict[str, str]:
    """The figures of today that the machine's sentences and people's `edits` name, by place."""
    written = [runs for edit in edits if (runs := edit.runs)]
    said = [words_of(block) or () for block in document.all_blocks()]
    found = {place: figure_at(snapshot, place) for place in _places(written)}
    known = {place: text for place, text in found.items() if text is not None}
    return known | {run.figure: run.text for runs in said for run in runs if run.figure}


def figure_at(snapshot: Mapping[str, object], place: str) -> str | None:
    """The number at `place`, or how many rows are there; None where the place is gone."""
    found = found_at(snapshot, place)
    if isinstance(found, list):
        return decimal(len(found))
    return decimal(found) if isinstance(found, int) else None


def _places(written: Iterable[Runs]) -> set[str]:
    return {run.figure for runs in written for run in runs if run.figure}
