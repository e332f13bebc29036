"""The verification queue: entries that were sent and are not yet decided."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q, Subquery

from plans import access
from plans.models import Plan, TaskGroup
from reporting.models import DeclaredState, EntryStatus, ProgressEntry, ReportingPeriod
from reporting.models.entry import ProgressEntryQuerySet
from tracker.lib.text import search_forms
from units.models import Unit, User

OLDEST_FIRST = ("last_sent_at", "submission__unit__position", "pk")


@dataclass(frozen=True)
class QueueFilter:
    """The reviewer's filter; None and empty values include everything."""

    plan: Plan | None = None
    period: ReportingPeriod | None = None
    unit: Unit | None = None
    group: TaskGroup | None = None
    bloc: str = ""
    query: str = ""
    only_done: bool = False


def waiting_for(user: User, chosen: QueueFilter | None = None) -> ProgressEntryQuerySet:
    """Entries that wait for a verdict that `user` may give, oldest first."""
    entries = ProgressEntry.objects.filter(
        status=EntryStatus.SENT,
        assignment__task__plan__in=access.plans_with("verify_entries", by=user),
    )
    if chosen is not None:
        entries = _narrowed(entries, chosen)
    return entries.order_by(*OLDEST_FIRST)


def waiting_in(plan_id: int) -> ProgressEntryQuerySet:
    """The same of one plan, whose entries the reader may judge."""
    waiting = ProgressEntry.objects.filter(status=EntryStatus.SENT, assignment__task__plan=plan_id)
    return waiting.order_by(*OLDEST_FIRST)


def waiting_in_plans(plan_ids: Collection[int]) -> ProgressEntryQuerySet:
    """The same of several plans."""
    waiting = ProgressEntry.objects.filter(
        status=EntryStatus.SENT, assignment__task__plan__in=plan_ids
    )
    return waiting.order_by(*OLDEST_FIRST)


def neighbours(
    entries: ProgressEntryQuerySet, entry: ProgressEntry
) -> tuple[int | None, int | None]:
    """The ids before and after an entry in the queue, which it may have left already; one query."""
    sent_at = entry.last_sent_at
    position = F("submission__unit__position")
    key = Q(last_sent_at__gt=sent_at) | Q(
        Q(last_sent_at=sent_at)
        & (
            Q(submission__unit__position__gt=entry.submission.unit.position)
            | Q(submission__unit__position=entry.submission.unit.position, pk__gt=entry.pk)
        )
    )
    after = entries.filter(key).values("pk")[:1]
    before = (
        entries.exclude(key)
        .exclude(pk=entry.pk)
        .order_by("-last_sent_at", position.desc(), "-pk")
        .values("pk")[:1]
    )
    beside = ProgressEntry.objects.filter(pk=entry.pk)
    found: tuple[int | None, int | None]
    found = beside.values_list(Subquery(before), Subquery(after)).get()
    return found


def _narrowed(entries: ProgressEntryQuerySet, chosen: QueueFilter) -> ProgressEntryQuerySet:
    if chosen.plan:
        entries = entries.filter(assignment__task__plan=chosen.plan)
    if chosen.period:
        entries = entries.filter(submission__period=chosen.period)
    if chosen.unit:
        entries = entries.filter(submission__unit=chosen.unit)
    if chosen.group:
        entries = entries.filter(assignment__task__group=chosen.group)
    if chosen.bloc:
        entries = entries.filter(submission__unit__bloc=chosen.bloc)
    if chosen.only_done:
        entries = entries.filter(state=DeclaredState.DONE)
    found = Q()
    for form in search_forms(chosen.query):
        found |= Q(submission__unit__folded__contains=form)
        found |= Q(assignment__task__folded__contains=form)
    return entries.filter(found)
