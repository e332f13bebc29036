"""The latest steps of a task's assignments and of their reports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    DateField,
    F,
    QuerySet,
    Value,
    When,
)

from plans.access import Reach
from plans.models import AssignmentEvent, AssignmentEventKind, Task
from reporting.dashboards.task_sources import readable_of_any, reader_of_any
from reporting.models import EntryEvent, EntryStatus
from tracker.lib import statements
from units.models import User

NUM_EVENTS = 30
COLUMNS = (
    *("is_step", "at_moment", "row", "unit_name", "by_name", "what", "words"),
    *("is_marked", "day_from", "day_to", "named", "of_entry"),
)


@dataclass(frozen=True)
class LedgerRow:
    """A step of an assignment; `document` is the number of the one that sets a deadline."""

    at: datetime
    unit_name: str
    by: str
    kind: str
    note: str
    is_extension: bool
    deadline_from: date | None
    deadline_to: date | None
    document: str

    @property
    def words(self) -> str:
        return "Gia hạn" if self.is_extension else str(AssignmentEventKind(self.kind).label)


@dataclass(frozen=True)
class StepRow:
    """A step of a report. `entry_id` is None where the reader may not open it.

    The result behind a transfer is with the old unit, which its reader may not read.
    """

    at: datetime
    unit_name: str
    by: str
    status: str
    note: str
    period_name: str
    entry_id: int | None

    @property
    def words(self) -> str:
        return str(EntryStatus(self.status).label)


def histories_of(task: Task, *, user: User) -> tuple[list[LedgerRow], list[StepRow]]:
    """The latest steps that `user` may read, newest first; one query for both."""
    reader, given = reader_of_any(task, user=user)

    def build() -> statements.Query:
        ledger, steps = _ledger(reader), _steps(reader)
        both = ledger.values_list(*COLUMNS).union(steps.values_list(*COLUMNS), all=True)
        return both.order_by(F("at_moment").desc(), F("row").desc())

    key = "histories of a task", reader
    rows = statements.rows_of(key, (), build, given=(task.pk, *given))
    return list(_ledger_rows(rows)), list(_step_rows(rows))


def _ledger_rows(rows: list[statements.Row]) -> Iterator[LedgerRow]:
    for is_step, at, _, unit, by, kind, note, is_extension, *days, document, _ in rows:
        if not is_step:
            first, second = days
            yield LedgerRow(
                at, unit, by or "", kind, note, is_extension, first, second, document or ""
            )


def _step_rows(rows: list[statements.Row]) -> Iterator[StepRow]:
    for is_step, at, _, unit, by, status, note, _, _, _, period, entry in rows:
        if is_step:
            yield StepRow(at, unit, by, status, note, period, entry)


def _ledger(reader: Reach) -> QuerySet[AssignmentEvent]:
    """With COLUMNS."""
    readable = readable_of_any(reader)
    events = AssignmentEvent.objects.filter(
        task=statements.MARK, assignment__in=readable.values("pk")
    )
    latest = events.order_by("-at", "-pk").values("pk")[:NUM_EVENTS]
    return (
        AssignmentEvent.objects.filter(pk__in=latest)
        .order_by()
        .annotate(
            is_step=Value(False),
            at_moment=F("at"),
            row=F("pk"),
            unit_name=F("unit__short_name"),
            by_name=F("by__full_name"),
            what=F("kind"),
            words=F("note"),
            is_marked=F("is_extension"),
            day_from=F("deadline_from"),
            day_to=F("deadline_to"),
            named=F("document__number"),
            of_entry=Value(None, output_field=BigIntegerField()),
        )
    )


def _steps(reader: Reach) -> QuerySet[EntryEvent]:
    """With COLUMNS. PostgreSQL joined people and periods of all events before it limited them."""
    readable = readable_of_any(reader)
    events = EntryEvent.objects.filter(assignment__in=readable.values("pk"))
    latest = events.order_by("-at", "-pk").values("pk")[:NUM_EVENTS]
    no_day = Value(None, output_field=DateField())
    own = When(assignment=F("entry__assignment"), then=F("entry"))
    return (
        EntryEvent.objects.filter(pk__in=latest)
        .order_by()
        .annotate(
            is_step=Value(True),
            at_moment=F("at"),
            row=F("pk"),
            unit_name=F("assignment__unit__short_name"),
            by_name=F("by__full_name"),
            what=F("to_status"),
            words=F("note"),
            is_marked=Value(False, output_field=BooleanField()),
            day_from=no_day,
            day_to=no_day,
            named=F("entry__submission__period__name"),
            of_entry=Case(own, default=None, output_field=BigIntegerField()),
        )
    )
