"""From the place of a figure to the rows that it counts, and whether they still agree."""

from collections.abc import Callable
from dataclasses import dataclass

from reporting.models import Review
from reporting.reviews.schema import Snapshot
from reporting.reviews.snapshots.documents import documents_of
from reporting.reviews.snapshots.places import found_at, numbered
from reporting.reviews.snapshots.snapshot import is_current
from reporting.reviews.tracing import listing
from reporting.reviews.tracing.counts import Steps, trace_figures, trace_groups
from reporting.reviews.tracing.cutoff import CutoffRows
from reporting.reviews.tracing.helpers import trace_commitments, trace_contributions
from reporting.reviews.tracing.listing import Traced
from reporting.reviews.tracing.numbers import trace_indicators
from reporting.reviews.tracing.topics import trace_topics
from tracker.lib.template_tags import decimal


@dataclass(frozen=True)
class TracedFigure:
    """The figure as it was frozen, and what is read again for the same day."""

    frozen: int | str
    traced: Traced

    @property
    def agrees(self) -> bool:
        return self.frozen == self.traced.number

    @property
    def frozen_words(self) -> str:
        return _in_words(self.frozen)

    @property
    def words(self) -> str:
        return _in_words(self.traced.number)


def trace(review: Review, place: str) -> TracedFigure | None:
    """The rows of the figure at `place` of the snapshot; None where there is no such figure."""
    frozen = review.snapshot
    return Tracer(review, frozen).trace(place) if is_current(frozen) else None


class Tracer:
    """Traces figures of one review; rows that several count are read once."""

    def __init__(self, review: Review, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.rows = CutoffRows(review, snapshot)

    def trace(self, place: str) -> TracedFigure | None:
        found = found_at(self.snapshot, place)
        first, *others = numbered(self.snapshot, place)
        if found is None or first not in TRACERS:
            return None
        traced = TRACERS[first](self.rows, others)
        if traced is None:
            return None
        return TracedFigure(len(found) if isinstance(found, list) else found, traced)


def _documents(rows: CutoffRows, steps: Steps) -> Traced | None:
    if steps:
        return None
    found = documents_of(rows.results, rows.as_of)
    return listing.documents("Văn bản được nêu làm minh chứng", found)


TRACERS: dict[str, Callable[[CutoffRows, Steps], Traced | None]] = {
    "figures": trace_figures,
    "groups": trace_groups,
    "topics": trace_topics,
    "indicators": trace_indicators,
    "contributions": trace_contributions,
    "commitments": trace_commitments,
    "documents": _documents,
}


def _in_words(number: int | str) -> str:
    return number if isinstance(number, str) else decimal(number)
