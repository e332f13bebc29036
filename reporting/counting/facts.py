"""Facts about assignments at the end of a day, from which their status is derived.

The deadline then in force, the last step of the latest entry, a pause, an end. With `up_to`,
entries of later periods are ignored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.utils import timezone

from plans.models import (
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentPause,
    AssignmentQuerySet,
)
from reporting.models import EntryEvent, ReportingPeriod

_Model = TypeVar("_Model", bound=models.Model)


@dataclass(frozen=True)
class Facts:
    """Facts about one assignment at the end of a day.

    `deadline_unextended` is the deadline before the first extension in force, if there is one.
    """

    deadline: date | None = None
    deadline_unextended: date | None = None
    ended: str = ""  # an EndReason, or empty
    is_paused: bool = False
    last_status: str = ""  # an EntryStatus, or empty where nothing was reported
    last_state: str = ""  # a DeclaredState
    reported_on: date | None = None


# Columns that `with_facts` makes available
FACTS = (
    "deadline_then",
    "deadline_unextended",
    "pause_then",
    "last_status",
    "last_state",
    "last_reported_at",
)


def with_facts(
    assignments: AssignmentQuerySet, *, as_of: date, up_to: ReportingPeriod | None
) -> AssignmentQuerySet:
    """Join the rows that hold the facts about `assignments`, and alias their columns.

    Each joined row is found by one subquery. A subquery for each column would be repeated at
    every mention of the column.
    """
    return assignments.alias(
        last_event=_joined("entry_events", _events(as_of, up_to)),
        deadline_event=_joined("events", _ledger(as_of)),
        first_extension=_joined("events", _extensions(as_of)),
        current_pause=_joined("pauses", _pauses(as_of)),
    ).alias(
        deadline_then=F("deadline_event__deadline_to"),
        deadline_unextended=F("first_extension__deadline_from"),
        pause_then=F("current_pause__pk"),
        last_status=F("last_event__to_status"),
        last_state=F("last_event__state"),
        last_reported_at=F("last_event__reported_at"),
    )


def facts_of(
    assignments: AssignmentQuerySet, *columns: str, as_of: date, up_to: ReportingPeriod | None
) -> Iterator[tuple[Facts, dict[str, Any]]]:
    """Facts about each of `assignments`, with a row of `columns` and `deadline_then`; one query."""
    known = with_facts(assignments, as_of=as_of, up_to=up_to)
    known = known.annotate(**{name: F(name) for name in FACTS})
    for row in known.order_by().values(*columns, "ended_on", "end_reason", *FACTS):
        reported_at = row["last_reported_at"]
        facts = Facts(
            deadline=row["deadline_then"],
            deadline_unextended=row["deadline_unextended"],
            ended=row["end_reason"] if row["ended_on"] and row["ended_on"] <= as_of else "",
            is_paused=row["pause_then"] is not None,
            last_status=row["last_status"] or "",
            last_state=row["last_state"] or "",
            reported_on=timezone.localdate(reported_at) if reported_at else None,
        )
        yield facts, row


def end_of(day: date) -> datetime:
    """The first moment after `day`, local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _joined(relation: str, rows: models.QuerySet[_Model]) -> FilteredRelation:
    """The first of `rows` among those of `relation`, or none."""
    first = rows.filter(assignment=OuterRef("pk")).values("pk")[:1]
    return FilteredRelation(relation, condition=Q(**{f"{relation}__pk": Subquery(first)}))


def _events(as_of: date, up_to: ReportingPeriod | None) -> models.QuerySet[EntryEvent]:
    events = EntryEvent.objects.filter(at__lt=end_of(as_of))
    if up_to is not None:
        events = events.filter(period_data_to__lte=up_to.data_to)
    return events.order_by("-period_data_to", "-at", "-pk")


def _ledger(as_of: date) -> models.QuerySet[AssignmentEvent]:
    return AssignmentEvent.objects.filter(
        kind=AssignmentEventKind.DEADLINE_SET, effective_on__lte=as_of
    ).order_by("-effective_on", "-pk")


def _extensions(as_of: date) -> models.QuerySet[AssignmentEvent]:
    return AssignmentEvent.objects.filter(is_extension=True, effective_on__lte=as_of).order_by(
        "effective_on", "pk"
    )


def _pauses(as_of: date) -> models.QuerySet[AssignmentPause]:
    return AssignmentPause.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=as_of), first_day__lte=as_of
    )
