"""First page of officers and heads of units: what their units owe, and what they may confirm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import Generic, NamedTuple, Self, TypeVar

from django.db.models import F

from plans.models import Assignment, AssignmentQuerySet
from reporting.contributions.assigned import TaskPart, parts_of
from reporting.counting.fact_version import fact_version
from reporting.counting.status import Label
from reporting.counting.status_columns import labelled, with_status
from reporting.entries.assignment_rows import AssignmentRow, On, ids_in, rows_of
from reporting.filing.submission_list import SubmissionRow, rows_for, units_read_by
from reporting.models import EntryStatus, ProgressEntry
from tracker.lib import statements
from units import roles
from units.models import Unit, User

NEEDS_ACTION = (Label.OVERDUE, Label.DUE_SOON)
NUM_ROWS = 30
RETURNED = (
    *("pk", "submission", "assignment__task__code", "assignment__task__title"),
    *("submission__period__plan__short_title", "submission__period__name"),
    *("submission__unit__short_name", "return_reason", "answer_by"),
)
# Each card shows so many rows, so that all cards of a unit fit one screen
NUM_TO_CONFIRM = 2
NUM_RETURNED = 4
NUM_SUBMISSIONS = 5
NUM_PRESSING = 4
NUM_PARTS = 2

Row = TypeVar("Row")


@dataclass(frozen=True)
class Folded(Generic[Row]):
    """Rows that a card shows, and those that it opens on demand."""

    first: Sequence[Row]
    more: Sequence[Row]

    @classmethod
    def of(cls, rows: Sequence[Row], num_shown: int) -> Self:
        return cls(rows[:num_shown], rows[num_shown:])


class ReturnedResult(NamedTuple):
    """A result to complete; its columns are `RETURNED`."""

    pk: int
    submission_id: int
    code: str
    title: str
    plan_title: str
    period_name: str
    unit_name: str
    reason: str
    answer_by: date


@dataclass
class OfficerDesk:
    """Work owed by the user's units with its deadlines, and submissions to confirm as their head.

    `submissions` are those of all open periods, soonest due first; `pressing` are the first of
    `num_pressing`; `fileable` are the ids of the units the user files for; `parts` are the tasks
    that these co-ordinate.
    """

    units: list[Unit]
    to_confirm: Folded[SubmissionRow]
    returned: Folded[ReturnedResult]
    submissions: list[SubmissionRow]
    pressing: list[AssignmentRow]
    num_pressing: int
    fileable: set[int]
    parts: Sequence[TaskPart]
    # Contributions that wait for the user as head
    parts_to_confirm: Folded[TaskPart]

    @property
    def has_urgent(self) -> bool:
        return bool(self.to_confirm.first or self.parts_to_confirm.first or self.returned.first)

    @property
    def shown_submissions(self) -> list[SubmissionRow]:
        """Where there is no room for all, those that wait for the unit take it."""
        waiting_first = sorted(self.submissions, key=lambda row: not row.waits_for_unit)
        return sorted(waiting_first[:NUM_SUBMISSIONS], key=_due)

    @property
    def num_unfinished(self) -> int:
        return sum(row.waits_for_unit for row in self.submissions)

    @property
    def num_contributed(self) -> int:
        return sum(part.is_sent for part in self.parts)

    @property
    def due_parts(self) -> list[TaskPart]:
        """Contributions that the office requires and that were not sent."""
        return [part for part in self.parts if part.is_due]

    @property
    def shown_parts(self) -> list[TaskPart]:
        return self.due_parts[:NUM_PARTS]


def officer_desk(user: User, *, today: date, desk: int | None = None) -> OfficerDesk | None:
    """Read the desk; None, without a query of its own, for people who read no unit.

    `desk`: one of several units of the user, whose work alone is shown.
    """
    if not roles.units_with("read_filings", by=user):
        return None
    version = fact_version()
    units = [unit for unit in units_read_by(user) if desk in (None, unit.pk)]
    fileable = _at(desk, roles.units_with("file_progress", by=user))
    confirmable = _at(desk, roles.units_with("confirm_filing", by=user))
    parts = parts_of(fileable | confirmable, today=today)
    rows = sorted(rows_for(user, units=units, today=today, version=version), key=_due)
    to_confirm = [row for row in rows if row.is_to_confirm] if confirmable else []
    parts_to_confirm = [part for part in _parts_at(confirmable, parts) if part.is_with_head]
    on = On.of_all(today, version=version)
    pressing = _pressing(units, on)
    return OfficerDesk(
        units=units,
        returned=Folded.of(_returned(units), NUM_RETURNED),
        to_confirm=Folded.of(to_confirm, NUM_TO_CONFIRM),
        submissions=[row for row in rows if row.period.is_open],
        pressing=rows_of(pressing[:NUM_PRESSING], on=on),
        num_pressing=len(pressing),
        fileable=fileable,
        parts=_parts_at(fileable, parts),
        parts_to_confirm=Folded.of(parts_to_confirm, NUM_TO_CONFIRM),
    )


def _at(desk: int | None, units: set[int]) -> set[int]:
    return units if desk is None else units & {desk}


def _parts_at(units: set[int], parts: Sequence[TaskPart]) -> list[TaskPart]:
    return [part for part in parts if part.unit_id in units]


def _returned(units: Sequence[Unit]) -> list[ReturnedResult]:
    """What the office returned to `units`, soonest due first; one query."""
    selected, given = statements.marks_or_ids([unit.pk for unit in units])

    def build() -> statements.Query:
        rows = ProgressEntry.objects.filter(
            submission__unit__in=selected, status=EntryStatus.RETURNED
        )
        found: statements.Query = rows.order_by("answer_by", "pk").values(*RETURNED)
        return found[:NUM_ROWS]

    rows = statements.rows_of(("returned", selected), RETURNED, build, given=given)
    return list(starmap(ReturnedResult, rows))


def _pressing(units: Sequence[Unit], on: On) -> list[int]:
    """The assignments of `units` that need their officer, soonest due first; one query."""
    selected, given = statements.marks_or_ids([unit.pk for unit in units])

    def pressing() -> AssignmentQuerySet:
        owed = Assignment.objects.owed().filter(unit__in=selected)
        rows = with_status(owed, as_of=on.as_of, judged=on.judged, with_period=False)
        return labelled(rows, NEEDS_ACTION).order_by(F("deadline_then"), "pk")

    return ids_in(pressing, on.key, "pressing", selected, given=given)


def _due(row: SubmissionRow) -> tuple[date, int]:
    return row.period.due_on, row.period.pk
