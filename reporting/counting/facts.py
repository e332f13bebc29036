"""Facts about assignments at the end of a day, from which their status is derived.

Deadline, pause and end; the earliest accepted completion, the latest accepted and the latest sent
result; for recurring and continuous work, the result of the judged period (see `judged`). With
`up_to`, later periods are ignored.

Facts of today are kept (`AssignmentStanding`, columns of the assignment). Facts of a past day are
read from the histories. Both are joined as the same columns, and a property-based test proves
them equal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from plans.models import (
    PERIODIC,
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentPause,
    AssignmentQuerySet,
)
from reporting.counting.judged import Judged, judged_on, outer
from reporting.counting.labels import RANK, Label
from reporting.models import (
    DeclaredState,
    EntryEvent,
    EntryStatus,
    ProgressEntry,
    ReportingPeriod,
)
from tracker.lib import statements

_Model = TypeVar("_Model", bound=models.Model)

# Sent, and not accepted
UNDECIDED = (EntryStatus.SENT, EntryStatus.RETURNED)
MISSING = Value(RANK[Label.PERIOD_MISSING])


@dataclass(frozen=True)
class Facts:
    """Facts about one assignment at the end of a day.

    `deadline_unextended` is the deadline before the first extension in force, if there is one.
    A period is named by its last day.
    """

    is_periodic: bool = False
    deadline: date | None = None
    deadline_unextended: date | None = None
    ended: str = ""  # an EndReason, or empty
    is_paused: bool = False
    unit_ended: bool = False
    done_in: date | None = None
    done_on: date | None = None
    accepted_in: date | None = None
    accepted_state: str = ""  # a DeclaredState
    sent_status: str = ""  # an EntryStatus, or empty where nothing was reported
    sent_state: str = ""
    sent_on: date | None = None
    judged_in: date | None = None
    # Label of the judged period by what is sent and not accepted, as a rank
    judged_rank: int | None = None


# Columns that `with_facts` makes available
FACTS = (
    "deadline_then",
    "deadline_unextended_then",
    "paused_then",
    "done_in",
    "done_on",
    "accepted_in",
    "accepted_state",
    "sent_status",
    "sent_state",
    "sent_on",
    "judged_in",
    "judged_rank",
)
# Of these, the columns of a standing
STANDING = (
    "done_in",
    "done_on",
    "accepted_in",
    "accepted_state",
    "sent_status",
    "sent_state",
    "sent_on",
)
PLAIN = ("ended_on", "end_reason", "unit__last_day", "task__kind")


def with_facts(
    assignments: AssignmentQuerySet,
    *,
    as_of: date,
    up_to: ReportingPeriod | None,
    judged: Judged | None = None,
) -> AssignmentQuerySet:
    """Join the rows that hold the facts about `assignments`, and alias the columns in FACTS.

    `judged`: the judged periods of that day, if the caller has read them.
    """
    judged = judged or judged_on(as_of, up_to=up_to)
    if is_present(as_of, up_to):
        return _kept(assignments, judged)
    return _derived(assignments, judged, as_of=as_of, up_to=up_to)


def is_present(as_of: date, up_to: ReportingPeriod | None) -> bool:
    """Whether the kept facts hold for this day."""
    return up_to is None and as_of == timezone.localdate()


def facts_of(
    assignments: AssignmentQuerySet, *columns: str, as_of: date, up_to: ReportingPeriod | None
) -> Iterator[tuple[Facts, dict[str, Any]]]:
    """Facts about each of `assignments`, with a row of `columns` and `deadline_then`."""
    known = with_facts(assignments, as_of=as_of, up_to=up_to)
    for row in selected(known).order_by().values(*columns, *PLAIN, *FACTS):
        yield facts_from(row, as_of=as_of), row


def selected(known: AssignmentQuerySet) -> AssignmentQuerySet:
    """Annotate what `with_facts` made available."""
    return known.annotate(**{name: F(name) for name in FACTS})


def facts_from(row: Mapping[str, statements.Value], *, as_of: date) -> Facts:
    """Facts from the columns PLAIN and FACTS of an assignment."""
    last_day = row["unit__last_day"]
    return Facts(
        is_periodic=row["task__kind"] in PERIODIC,
        deadline=row["deadline_then"],
        deadline_unextended=row["deadline_unextended_then"],
        ended=row["end_reason"] if row["ended_on"] and row["ended_on"] <= as_of else "",
        is_paused=row["paused_then"] is not None,
        unit_ended=last_day is not None and last_day < as_of,
        done_in=row["done_in"],
        done_on=row["done_on"],
        accepted_in=row["accepted_in"],
        accepted_state=row["accepted_state"] or "",
        sent_status=row["sent_status"] or "",
        sent_state=row["sent_state"] or "",
        sent_on=row["sent_on"],
        judged_in=row["judged_in"],
        judged_rank=row["judged_rank"],
    )


def facts_kept(row: Assignment, *, as_of: date) -> Facts:
    """The facts of today (`is_present`) of an assignment, without those of the judged period.

    Needs `task`, `unit` and `standing` loaded.
    """
    standing = getattr(row, "standing", None)
    columns = {
        "ended_on": row.ended_on,
        "end_reason": row.end_reason,
        "unit__last_day": row.unit.last_day,
        "task__kind": row.task.kind,
        "deadline_then": row.deadline,
        "deadline_unextended_then": row.deadline_unextended,
        "paused_then": row.paused_from,
        "judged_in": None,
        "judged_rank": None,
    }
    return facts_from(
        columns | {name: getattr(standing, name, None) for name in STANDING}, as_of=as_of
    )


def end_of(day: date) -> datetime:
    """The first moment after `day`, local time."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _kept(assignments: AssignmentQuerySet, judged: Judged) -> AssignmentQuerySet:
    """The facts of today, from columns."""
    standing = {name: F(f"standing__{name}") for name in STANDING}
    return assignments.alias(**judged.joins()).alias(
        deadline_then=F("deadline"),
        deadline_unextended_then=F("deadline_unextended"),
        paused_then=F("paused_from"),
        judged_in=judged.sql_day(),
        judged_rank=judged.sql(_rank_kept, IntegerField()),
        **standing,
    )


def _rank_kept(day: date | F) -> Case:
    """Of the period that ends on `day`; usually its entry is the latest one sent."""
    later = ProgressEntry.objects.filter(
        assignment=OuterRef("pk"), submission__period__data_to=outer(day), status__in=UNDECIDED
    )
    return Case(
        When(standing__sent_in=day, then=_undecided("standing__sent_status")),
        When(
            standing__sent_in__gt=day,
            then=Coalesce(Subquery(later.values_list(_undecided("status"))[:1]), MISSING),
        ),
        default=MISSING,
        output_field=IntegerField(),
    )


def _undecided(status: str) -> Case:
    """The label of a period whose entry is not accepted."""
    return Case(
        When(**{status: EntryStatus.SENT}, then=Value(RANK[Label.PERIOD_WAITING])),
        When(**{status: EntryStatus.RETURNED}, then=Value(RANK[Label.RETURNED])),
        default=MISSING,
        output_field=IntegerField(),
    )


def _derived(
    assignments: AssignmentQuerySet,
    judged: Judged,
    *,
    as_of: date,
    up_to: ReportingPeriod | None,
) -> AssignmentQuerySet:
    """The facts of any day, from the histories.

    Each joined row is found by one subquery. A subquery for each column would be repeated at
    every mention of the column.
    """
    steps = _steps_in_force(as_of, up_to)
    accepted = steps.filter(to_status=EntryStatus.ACCEPTED)
    done = accepted.filter(state=DeclaredState.DONE)
    sent = steps.exclude(to_status=EntryStatus.DRAFT)
    latest = ("-period_data_to", "-at", "-pk")

    def rank_in(day: date | F) -> Coalesce:
        undecided = steps.filter(to_status__in=UNDECIDED)
        found = undecided.filter(assignment=OuterRef("pk"), period_data_to=outer(day))
        ranks = found.order_by("-at", "-pk").values_list(_undecided("to_status"))
        return Coalesce(Subquery(ranks[:1]), MISSING)

    return assignments.alias(
        **judged.joins(),
        done_event=_joined("entry_events", done.order_by("period_data_to", "at", "pk")),
        accepted_event=_joined("entry_events", accepted.order_by(*latest)),
        sent_event=_joined("entry_events", sent.order_by(*latest)),
        deadline_event=_joined("events", _ledger(as_of)),
        first_extension=_joined("events", _extensions(as_of)),
        current_pause=_joined("pauses", _pauses(as_of)),
    ).alias(
        deadline_then=F("deadline_event__deadline_to"),
        deadline_unextended_then=F("first_extension__deadline_from"),
        paused_then=F("current_pause__first_day"),
        done_in=F("done_event__period_data_to"),
        done_on=TruncDate("done_event__reported_at"),
        accepted_in=F("accepted_event__period_data_to"),
        accepted_state=F("accepted_event__state"),
        sent_status=F("sent_event__to_status"),
        sent_state=F("sent_event__state"),
        sent_on=TruncDate("sent_event__reported_at"),
        judged_in=judged.sql_day(),
        judged_rank=judged.sql(rank_in, IntegerField()),
    )


def _joined(relation: str, rows: models.QuerySet[_Model]) -> FilteredRelation:
    """The first of `rows` among those of `relation`, or none."""
    first = rows.filter(assignment=OuterRef("pk")).values("pk")[:1]
    return FilteredRelation(relation, condition=Q(**{f"{relation}__pk": Subquery(first)}))


def _steps_in_force(as_of: date, up_to: ReportingPeriod | None) -> models.QuerySet[EntryEvent]:
    """The last event of each entry by the end of `as_of`."""
    events = EntryEvent.objects.filter(at__lt=end_of(as_of))
    later = events.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        entry=OuterRef("entry"),
        assignment=OuterRef("assignment"),
    )
    if up_to is not None:
        events = events.filter(period_data_to__lte=up_to.data_to)
    return events.filter(~Exists(later))


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
