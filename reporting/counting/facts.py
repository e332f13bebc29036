"""What is known of assignments at the end of a day.

The deadline then in force, the last step of the latest entry, a pause, an end. With `up_to`,
entries of later periods are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from plans.models import (
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentPause,
    AssignmentQuerySet,
)
from reporting.models import EntryEvent, ReportingPeriod


@dataclass(frozen=True)
class Facts:
    """What is known of an assignment at the end of a day.

    `deadline_unextended` is the one that the first extension in force moved, if there was one.
    """

    deadline: date | None = None
    deadline_unextended: date | None = None
    ended: str = ""  # an EndReason, or nothing
    is_paused: bool = False
    last_status: str = ""  # an EntryStatus, or nothing where nothing was reported
    last_state: str = ""  # a DeclaredState
    reported_on: date | None = None


# What `with_facts` finds
KNOWN_THEN = (
    "deadline_then",
    "deadline_unextended",
    "is_paused_then",
    "last_step",
    "last_reported_at",
)


def with_facts(
    assignments: AssignmentQuerySet, *, as_of: date, up_to: ReportingPeriod | None
) -> AssignmentQuerySet:
    """Find what was KNOWN_THEN of ASSIGNMENTS; each mention of it is one subquery more."""
    last = _events(as_of, up_to).filter(assignment=OuterRef("pk"))
    ledger = _ledger(as_of).filter(assignment=OuterRef("pk"))
    extended = _extensions(as_of).filter(assignment=OuterRef("pk"))
    step = Concat("to_status", Value(" "), "state", output_field=CharField())
    return assignments.alias(
        deadline_then=Subquery(ledger.values("deadline_to")[:1]),
        deadline_unextended=Subquery(extended.values("deadline_from")[:1]),
        is_paused_then=Exists(_pauses(as_of).filter(assignment=OuterRef("pk"))),
        last_step=Subquery(last.annotate(step=step).values("step")[:1]),
        last_reported_at=Subquery(last.values("reported_at")[:1]),
    )


def facts_of(
    assignments: AssignmentQuerySet, *columns: str, as_of: date, up_to: ReportingPeriod | None
) -> Iterator[tuple[Facts, dict[str, Any]]]:
    """The facts of each of ASSIGNMENTS, beside a row of COLUMNS and `deadline_then`; one query."""
    known = with_facts(assignments, as_of=as_of, up_to=up_to)
    known = known.annotate(**{name: F(name) for name in KNOWN_THEN})
    for row in known.order_by().values(*columns, "ended_on", "end_reason", *KNOWN_THEN):
        last_status, _, last_state = (row["last_step"] or "").partition(" ")
        reported_at = row["last_reported_at"]
        facts = Facts(
            deadline=row["deadline_then"],
            deadline_unextended=row["deadline_unextended"],
            ended=row["end_reason"] if row["ended_on"] and row["ended_on"] <= as_of else "",
            is_paused=row["is_paused_then"],
            last_status=last_status,
            last_state=last_state,
            reported_on=timezone.localdate(reported_at) if reported_at else None,
        )
        yield facts, row


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to DAY, local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


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
