"""The threads of entries, for those who may read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from plans.models import Plan
from reporting.models import (
    Comment,
    Notice,
    NoticeKind,
    NoticeQuerySet,
    ProgressEntry,
    ProgressEntryQuerySet,
)
from units.models import Unit, User


@dataclass(frozen=True)
class Sides:
    """On whose side somebody stands: the unit's people write, and those who may decide."""

    is_of_unit: bool
    is_of_office: bool
    has_unread: bool

    @property
    def takes_part(self) -> bool:
        return self.is_of_unit or self.is_of_office


@dataclass(frozen=True)
class Thread:
    """A thread as one person sees it."""

    comments: list[Comment]
    is_of_unit: bool
    can_write: bool
    is_new: bool


@dataclass(frozen=True)
class ThreadHint:
    """What is shown of a thread before it is opened."""

    num: int = 0
    is_new: bool = False


def entries_with_thread_for(user: User) -> ProgressEntryQuerySet:
    """Entries whose thread USER may read: the unit's people, and whoever reads its plan's filings.

    Others who read the result itself (who follow the group) are no part of the conversation. Of
    what was never sent, readers of filings see the thread once the unit began it, not the entry.
    """
    own = Q(submission__unit__in=Unit.objects.readable_by(user).values("pk"))
    plans = Plan.objects.with_permission(user, "read_filings")
    is_begun = Exists(Comment.objects.filter(entry=OuterRef("pk")))
    of_office = Q(submission__period__plan__in=plans.values("pk")) & (
        Q(last_sent_at__isnull=False) | is_begun
    )
    return ProgressEntry.objects.filter(own | of_office)


def thread_of(entry: ProgressEntry, *, user: User) -> Thread | None:
    """The thread of ENTRY as USER sees it, or None for those who may not; two queries."""
    sides = sides_of(entry, user=user)
    if sides is None:
        return None
    return Thread(
        comments=list(entry.comments.select_related("by").order_by("at", "pk")),
        is_of_unit=sides.is_of_unit,
        can_write=sides.takes_part,
        is_new=sides.has_unread,
    )


def sides_of(entry: ProgressEntry, *, user: User) -> Sides | None:
    """On which side USER stands in the thread of ENTRY; None for those who may not read it."""
    unit = Unit.objects.readable_by(user).filter(pk=OuterRef("submission__unit"))
    plan = Plan.objects.with_permission(user, "verify_entries")
    found = (
        entries_with_thread_for(user)
        .filter(pk=entry.pk)
        .values_list(
            Exists(unit),
            Exists(plan.filter(pk=OuterRef("submission__period__plan"))),
            Exists(unread_of(user).filter(url=thread_url(entry.pk))),
        )
        .first()
    )
    return None if found is None else Sides(*found)


def threads_of(entries: Iterable[ProgressEntry], *, user: User) -> dict[int, ThreadHint]:
    """The threads of ENTRIES that were begun, by entry id; two queries whatever their number."""
    ids = [entry.pk for entry in entries]
    counted = Comment.objects.filter(entry__in=ids).values_list("entry").annotate(num=Count("pk"))
    unread = set(unread_of(user).values_list("url", flat=True))
    return {
        pk: ThreadHint(num, is_new=thread_url(pk) in unread)
        for pk, num in counted.order_by("entry")
    }


def unread_of(user: User) -> NoticeQuerySet:
    """What USER was told of threads and has not seen."""
    return Notice.objects.of(user).unread().filter(kind=NoticeKind.COMMENTED)


def thread_url(entry_id: int) -> str:
    return reverse("reporting:comments", args=[entry_id])
