"""Threads of entries, as their readers may see them."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from plans import access
from plans.models import Plan
from reporting.models import (
    Comment,
    Notice,
    NoticeKind,
    NoticeQuerySet,
    ProgressEntry,
    ProgressEntryQuerySet,
)
from units import roles
from units.models import Unit, User


@dataclass(frozen=True)
class Sides:
    """The sides of a thread that a person belongs to: the unit, or those who may verify."""

    is_of_unit: bool
    is_of_office: bool
    has_unread: bool

    @property
    def takes_part(self) -> bool:
        return self.is_of_unit or self.is_of_office


@dataclass(frozen=True)
class Thread:
    """A thread as shown to one person."""

    comments: Sequence[Comment]
    is_of_unit: bool
    can_write: bool
    is_new: bool


@dataclass(frozen=True)
class ThreadHint:
    """Summary of a thread that is not opened yet."""

    num: int = 0
    is_new: bool = False


def entries_with_thread_for(user: User) -> ProgressEntryQuerySet:
    """Entries whose thread `user` may read: as member of the unit, or as reader of submissions.

    Others who may read the result, such as observers of the group, take no part in the thread. On
    an entry never sent, readers of submissions see the thread once the unit has begun it, but not
    the entry.
    """
    own = Q(submission__unit__in=Unit.objects.readable_by(user).values("pk"))
    plans = Plan.objects.with_permission(user, "read_filings")
    is_begun = Exists(Comment.objects.filter(entry=OuterRef("pk")))
    of_office = Q(submission__period__plan__in=plans.values("pk")) & (
        Q(last_sent_at__isnull=False) | is_begun
    )
    return ProgressEntry.objects.filter(own | of_office)


def thread_of(entry: ProgressEntry, *, user: User) -> Thread | None:
    """The thread of `entry` as shown to `user`, or None if they may not read it; one query."""
    unread = unread_of(user).filter(url=thread_url(entry.pk))
    rows = entry.comments.select_related("by").order_by("at", "pk")
    comments = list(rows.annotate(is_unread=Exists(unread)))
    has_unread = any(comment.is_unread for comment in comments)
    return thread_with(comments, entry, user=user, has_unread=has_unread)


def thread_with(
    comments: Sequence[Comment], entry: ProgressEntry, *, user: User, has_unread: bool
) -> Thread | None:
    """The same for whoever has read the comments, oldest first.

    By the rights that the request has read; agrees with `sides_of`. Needs `submission.period`.
    """
    plan_id, unit_id = entry.submission.period.plan_id, entry.submission.unit_id
    reads_plan = plan_id in access.plans_with("read_filings", by=user)
    is_of_unit = unit_id in roles.units_with("read_filings", by=user)
    if not (is_of_unit or reads_plan):
        return None
    if not (is_of_unit or entry.last_sent_at or comments):
        return None
    return Thread(
        comments=comments,
        is_of_unit=is_of_unit,
        can_write=is_of_unit or plan_id in access.plans_with("verify_entries", by=user),
        is_new=has_unread,
    )


def sides_of(entry: ProgressEntry, *, user: User) -> Sides | None:
    """The sides of `user` in the thread of `entry`, or None if they may not read it."""
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


def hints_of(counts: Iterable[tuple[int, int]], *, unread: Set[str]) -> dict[int, ThreadHint]:
    """Threads already begun, by entry id: of each entry the number of comments.

    `unread` has the addresses of `unread_of` their reader.
    """
    return {pk: ThreadHint(num, is_new=thread_url(pk) in unread) for pk, num in counts}


def unread_of(user: User) -> NoticeQuerySet:
    """Unread notices of comments."""
    return Notice.objects.of(user).unread().filter(kind=NoticeKind.COMMENTED)


def thread_url(entry_id: int) -> str:
    return reverse("reporting:comments", args=[entry_id])
