"""Results of the units on their assignments, as of the end of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from plans.models import Plan
from reporting.counting.facts import end_of
from reporting.models import EntryEvent, EntryStatus, ReportingPeriod, has_percent


@dataclass
class Reported:
    """An entry at the end of the day: its last step and the content last sent.

    `percent` is None where the kind of the task has none, whatever was sent once.
    """

    entry: int
    assignment: int
    period: int
    status: str
    state: str
    percent: int | None
    content: dict[str, Any]
    decided_on: date | None

    @property
    def is_accepted(self) -> bool:
        return self.status == EntryStatus.ACCEPTED

    def text(self, name: str) -> str:
        """The text of the field `name`, one of `TEXT_NAMES` of `entries.fields`."""
        return str(self.content.get(name, "")).strip()


def reported(plan: Plan, periods: Iterable[ReportingPeriod], *, as_of: date) -> list[Reported]:
    """The entries of `periods` sent at least once by the end of `as_of`, in one query.

    Read from the events, not from the entries: later decisions and changes do not count.
    """
    events = EntryEvent.objects.filter(
        entry__submission__period__in=[period.pk for period in periods],
        assignment=F("entry__assignment"),
        assignment__task__plan=plan,
        at__lt=end_of(as_of),
    ).order_by("entry__submission__period__data_to", "entry_id", "at", "pk")
    found: dict[int, Reported] = {}
    for entry, assignment, period, kind, status, state, percent, content, at in events.values_list(
        "entry_id",
        "assignment_id",
        "entry__submission__period_id",
        "assignment__task__kind",
        "to_status",
        "state",
        "percent",
        "content",
        "at",
    ):
        percent = percent if has_percent(kind) else None
        row = found.get(entry)
        if row is None:
            row = Reported(entry, assignment, period, status, state, percent, {}, None)
            found[entry] = row
        row.status, row.state, row.percent = status, state, percent
        row.content = content or row.content
        row.decided_on = timezone.localdate(at) if status == EntryStatus.ACCEPTED else None
    return list(found.values())
