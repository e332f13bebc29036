"""The confirmation of a contribution by the head of its unit, where the plan needs it.

As with submissions: officers present it or withdraw it; the head confirms, which sends it, or
gives it back. While it waits for the head it cannot change. Every step holds the period's lock.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from reporting.contributions import contributing
from reporting.contributions.contributing import note_step
from reporting.entries.transitions import Stale
from reporting.models import (
    Contribution,
    ContributionEventKind,
    ContributionStatus,
    NoticeKind,
)
from reporting.notices.noticing import About, notify
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units import roles
from units.models import Role, User


@transaction.atomic
def ask(*, contribution: Contribution, by: User, at: datetime) -> None:
    """Present the saved text and its evidence to the head of the unit. Raises Refused."""
    contribution = contributing.locked(contribution)
    contributing.check_draft(contribution)
    if not contribution.period.plan.needs_head_confirmation:
        raise Refused("Kế hoạch này không yêu cầu thủ trưởng xác nhận: hãy gửi nội dung phối hợp.")
    if not contribution.text:
        raise Refused("Cần nêu nội dung phối hợp trước khi trình.")
    heads = list(roles.holders(contribution.assignment.unit_id, Role.HEAD))
    if not heads:
        raise Refused(
            "Hệ thống chưa có thủ trưởng của đơn vị. Hãy đề nghị quản trị cập nhật trước khi trình."
        )
    _set(contribution, ContributionStatus.WITH_HEAD)
    note_step(contribution, ContributionEventKind.ASKED, by=by, at=at)
    text = f"{_name(contribution)} chờ thủ trưởng xác nhận."
    _notify(heads, NoticeKind.CONFIRMATION_ASKED, contribution, text, by=by, at=at)


@transaction.atomic
def withdraw(*, contribution: Contribution, by: User, at: datetime) -> None:
    """Withdraw what was presented, to edit it."""
    contribution = _waiting(contribution)
    _set(contribution, ContributionStatus.DRAFT)
    note_step(contribution, ContributionEventKind.WITHDRAWN, by=by, at=at)


@transaction.atomic
def confirm(*, contribution: Contribution, seen: int, by: User, at: datetime) -> None:
    """Confirm what was presented, which sends it to the lead now.

    `seen` is the version that the head read: what was withdrawn and presented again is not
    confirmed unread. Raises Refused or Stale.
    """
    contribution = _waiting(contribution, seen=seen)
    contributing.mark_sent(contribution, by=by, at=at)
    text = f"Thủ trưởng đã xác nhận và gửi {_name(contribution)}."
    _notify(_officers(contribution), NoticeKind.CONFIRMED, contribution, text, by=by, at=at)


@transaction.atomic
def give_back(*, contribution: Contribution, seen: int, note: str, by: User, at: datetime) -> None:
    """Give it back to the officers with a remark, without sending it."""
    contribution = _waiting(contribution, seen=seen)
    note = note.strip()
    if not note:
        raise Refused("Cần nêu ý kiến để cán bộ biết cần sửa gì.")
    secrecy.refuse_marks({"Ý kiến": note})
    _set(contribution, ContributionStatus.DRAFT)
    note_step(contribution, ContributionEventKind.GIVEN_BACK, by=by, at=at, note=note)
    text = f"Thủ trưởng trả lại {_name(contribution)}: {note}"
    _notify(_officers(contribution), NoticeKind.GIVEN_BACK, contribution, text, by=by, at=at)


def _waiting(contribution: Contribution, *, seen: int | None = None) -> Contribution:
    """The contribution under the lock of its period, which waits for the head."""
    contribution = contributing.locked(contribution)
    if not contribution.is_with_head:
        raise Stale(
            "Nội dung phối hợp không còn chờ thủ trưởng xác nhận. Hãy tải lại trang để xem."
        )
    if seen is not None and contribution.version != seen:
        raise Stale("Cán bộ đã sửa và trình lại sau khi bạn mở trang. Hãy xem lại rồi quyết định.")
    return contribution


def _set(contribution: Contribution, status: ContributionStatus) -> None:
    version = contribution.version + 1
    Contribution.objects.filter(pk=contribution.pk).update(status=status, version=version)
    contribution.status, contribution.version = status, version


def _name(contribution: Contribution) -> str:
    assignment = contribution.assignment
    return (
        f"nội dung phối hợp nhiệm vụ {assignment.task.code} của {assignment.unit.short_name}, "
        f"{contribution.period.name}"
    )


def _officers(contribution: Contribution) -> Iterable[User]:
    return roles.holders(contribution.assignment.unit_id, Role.OFFICER)


def _notify(
    people: Iterable[User],
    kind: NoticeKind,
    contribution: Contribution,
    text: str,
    *,
    by: User,
    at: datetime,
) -> None:
    """Notify `people`, except the person who took the step."""
    notify(
        people=[person for person in people if person.pk != by.pk],
        kind=kind,
        about=About(contribution_id=contribution.pk, turn=contribution.version),
        text=text[0].upper() + text[1:],
        url=reverse("reporting:contribution", args=[contribution.pk]),
        at=at,
    )
