"""Status labels, derived from facts for any day. One rule, written for one row and for SQL.

`status_from` reads the facts about one assignment; `status_columns` has the same answers in SQL. A
property-based test proves that they agree. Where rows are only counted, `statuses_of` computes the
status in Python.

Work with a deadline and one-off work has a label of its own; recurring and continuous work is
judged per period (`Status.period`), which is also its label where it has no deadline.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from plans.models import AssignmentQuerySet, EndReason
from reporting.counting.facts import Facts, facts_of
from reporting.counting.labels import (
    BY_RANK,
    DONE,
    OF_PERIOD,
    OUTSIDE,
    SETTLED,
    Cell,
    Label,
    Timing,
    cell_of,
)
from reporting.models import DeclaredState, EntryStatus, ReportingPeriod

__all__ = [
    "DONE",
    "OF_PERIOD",
    "OUTSIDE",
    "SETTLED",
    "Cell",
    "Label",
]  # for the pages that show a status


@dataclass(frozen=True)
class Status:
    """Label and cell; `period` is the label of the judged period of periodic work in force."""

    label: Label
    cell: Cell
    period: Label | None = None


def status_from(facts: Facts, *, as_of: date, soon: int | None = None) -> Status:
    """The status of an assignment at the end of the day `as_of`."""
    soon = settings.DUE_SOON_DAYS if soon is None else soon
    label = _label_of(facts, as_of=as_of, soon=soon)
    has_period = facts.is_periodic and not _is_suspended(facts) and not facts.unit_ended
    period = _period_label(facts) if has_period else None
    return Status(label, cell_of(label, _timing_of(facts, label, as_of=as_of)), period)


def _is_suspended(facts: Facts) -> bool:
    return bool(facts.ended) or facts.is_paused


def _label_of(facts: Facts, *, as_of: date, soon: int) -> Label:
    if facts.ended:
        return Label.TRANSFERRED if facts.ended == EndReason.TRANSFERRED else Label.DROPPED
    if facts.is_paused:
        return Label.PAUSED
    is_judged_by_period = facts.is_periodic and facts.deadline is None
    if facts.done_in and not is_judged_by_period:
        return _done_label(facts)
    if facts.unit_ended:
        return Label.UNIT_ENDED
    if is_judged_by_period:
        return _period_label(facts)
    return _open_label(facts, as_of=as_of, soon=soon)


def _done_label(facts: Facts) -> Label:
    """In time, late, or in time only because the deadline was extended."""
    if facts.deadline is None:
        return Label.DONE_UNDATED
    if facts.done_on is None:
        return Label.DONE_ON_TIME
    if facts.done_on > facts.deadline:
        return Label.DONE_LATE
    unextended = facts.deadline_unextended
    needed_it = unextended is not None and facts.done_on > unextended
    return Label.DONE_EXTENDED if needed_it else Label.DONE_ON_TIME


def _open_label(facts: Facts, *, as_of: date, soon: int) -> Label:
    """The label of work that still has to be done."""
    if facts.accepted_state == DeclaredState.NOT_APPLICABLE and not facts.is_periodic:
        return Label.NOT_APPLICABLE
    if facts.sent_status == EntryStatus.SENT and facts.sent_state == DeclaredState.DONE:
        return Label.AWAITING_VERIFICATION
    if facts.deadline and facts.deadline < as_of:
        return Label.OVERDUE
    if facts.sent_status == EntryStatus.RETURNED:
        return Label.RETURNED
    if facts.deadline and facts.deadline <= as_of + timedelta(days=soon):
        return Label.DUE_SOON
    if not facts.sent_status or facts.sent_state == DeclaredState.NOT_STARTED:
        return Label.NOT_STARTED
    return Label.IN_PROGRESS


def _period_label(facts: Facts) -> Label:
    """The label of the judged period; a later accepted result counts for it."""
    judged_in = facts.judged_in
    if facts.accepted_in is not None and (judged_in is None or facts.accepted_in >= judged_in):
        if facts.accepted_state == DeclaredState.DONE:
            return Label.PERIOD_DONE
        if facts.accepted_state == DeclaredState.NOT_APPLICABLE:
            return Label.NOT_APPLICABLE
        return Label.IN_PROGRESS
    return Label.NOT_DUE if facts.judged_rank is None else BY_RANK[facts.judged_rank]


def _timing_of(facts: Facts, label: Label, *, as_of: date) -> Timing:
    """A completion reported in time waits without being late."""
    if facts.deadline is None:
        return Timing.UNDATED
    stopped_on = as_of
    if label == Label.AWAITING_VERIFICATION and facts.sent_on:
        stopped_on = facts.sent_on
    return Timing.LATE if facts.deadline < stopped_on else Timing.ON_TIME


def statuses_of(
    assignments: AssignmentQuerySet,
    *columns: str,
    as_of: date,
    up_to: ReportingPeriod | None = None,
    soon: int | None = None,
) -> Iterator[tuple[Status, dict[str, Any]]]:
    """The status of each of `assignments`, with its `columns` and `deadline_then`."""
    for facts, row in facts_of(assignments, *columns, as_of=as_of, up_to=up_to):
        yield status_from(facts, as_of=as_of, soon=soon), row
