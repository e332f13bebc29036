"""Notices about issued reviews, to leaders and to the units whose work they tell of."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from plans import access
from plans.models import Assignment
from reporting.models import NoticeKind, Review, ReviewKind
from reporting.notices.noticing import About, Message, notify_each
from units.models import Role, Unit
from units.roles import holders_by_unit, office_holders
from units.succession import heirs_of

ISSUED, WITHDRAWN = 0, 1


def review_issued(review: Review, *, at: datetime) -> None:
    """Tell that `review` was issued, and where it is read."""
    text = f"Đã ban hành {_named(review)}: {review.title}."
    if review.replaces:
        text += f" Thay thế báo cáo số {review.replaces.number}."
    _tell(review, ISSUED, text, at=at)


def review_withdrawn(review: Review, *, reason: str, at: datetime) -> None:
    _tell(review, WITHDRAWN, f"Đã thu hồi {_named(review)}. Lý do: {reason}", at=at)


def _named(review: Review) -> str:
    kind = ReviewKind(review.kind).label
    return f"{kind[0].lower()}{kind[1:]} số {review.number}, ngày {review.issued_on:%d/%m/%Y}"


def _tell(review: Review, turn: int, text: str, *, at: datetime) -> None:
    """One notice for each leader of the plan, and each officer and head of a unit at work."""
    readers = access.people_with("read_filings", plan=review.plan).values("pk")
    leaders = office_holders(Role.LEADER).filter(pk__in=readers)
    of_units = holders_by_unit(_units_at_work(review, at=at), (Role.OFFICER, Role.HEAD))
    people = {
        *leaders.values_list("pk", flat=True),
        *(pk for ids in of_units.values() for pk in ids),
    }
    about = About(review_id=review.pk, turn=turn)
    url = reverse("reporting:read-paper", args=[review.pk])
    notify_each(
        [Message(pk, NoticeKind.REVIEW_ISSUED, about, text, url) for pk in sorted(people)], at=at
    )


def _units_at_work(review: Review, *, at: datetime) -> set[int]:
    """The units that had an assignment in the range, and their successors, as `readable_by`.

    Not those that ended.
    """
    works = Assignment.objects.confirmed().filter(task__plan=review.plan_id)
    works = works.in_force_between(review.period_from.data_from, review.period_to.data_to)
    today = timezone.localdate(at)
    heirs = heirs_of(works.values_list("unit", flat=True), on=today)
    units = Unit.objects.existing_on(today).filter(pk__in=heirs)
    return set(units.values_list("pk", flat=True))
