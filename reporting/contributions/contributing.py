"""Use cases of a contribution: save, send to the lead, take back, use in a result."""

from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.urls import reverse

from plans.models import Assignment
from reporting.contributions.assigned import contributing_in
from reporting.entries.editing import PeriodClosed
from reporting.entries.transitions import Stale
from reporting.models import (
    Contribution,
    ContributionEvent,
    ContributionEventKind,
    ContributionStatus,
    ContributionUse,
    NoticeKind,
    ProgressEntry,
    ReportingPeriod,
)
from reporting.notices.noticing import About, Message, notify_each
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from units.models import Role, User
from units.roles import holders_by_unit

LONGEST_TEXT = 4_000


class ContributionContent(TypedDict):
    """What a sending keeps, in JSON."""

    text: str
    evidence: list[str]


class ContributionCollision(Stale):
    """Somebody else saved since the writer began: `theirs` is the stored contribution."""

    def __init__(self, theirs: Contribution) -> None:
        super().__init__(
            f"{theirs.saved_by.full_name} vừa lưu nội dung này. Chưa có gì bị ghi đè: "
            "hãy đối chiếu hai bên rồi lưu lại."
        )
        self.theirs = theirs


@transaction.atomic
def start(
    *, period: ReportingPeriod, assignment: Assignment, by: User, at: datetime
) -> Contribution:
    """The contribution of `assignment` in `period`, created empty where there is none.

    Locks the period. Raises Refused where the unit may not contribute in it.
    """
    period = lock_open(period.pk)
    if not contributing_in(period).filter(pk=assignment.pk).exists():
        raise Refused("Đơn vị không phối hợp nhiệm vụ này trong kỳ báo cáo.")
    started, _ = Contribution.objects.for_row().get_or_create(
        period=period, assignment=assignment, defaults={"saved_at": at, "saved_by": by}
    )
    return started


@transaction.atomic
def save(
    *,
    period: ReportingPeriod,
    assignment: Assignment,
    seen_version: int,
    text: str,
    by: User,
    at: datetime,
) -> Contribution:
    """Save the draft. Raises ContributionCollision where it was saved since `seen_version`."""
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise Refused(f"Nội dung dài {len(text)} ký tự, tối đa {LONGEST_TEXT} ký tự.")
    secrecy.refuse_marks({"Nội dung phối hợp": text})
    contribution = start(period=period, assignment=assignment, by=by, at=at)
    check_draft(contribution)
    unchanged = Contribution.objects.filter(
        pk=contribution.pk, version=seen_version, status=ContributionStatus.DRAFT
    )
    values = {"text": text, "version": seen_version + 1, "saved_at": at, "saved_by": by}
    if not unchanged.update(**values):
        raise ContributionCollision(
            Contribution.objects.select_related("saved_by").get(pk=contribution.pk)
        )
    contribution.refresh_from_db(fields=list(values))
    return contribution


@transaction.atomic
def send(*, contribution: Contribution, by: User, at: datetime) -> None:
    """Send the saved text and its evidence to the lead, whose officers are notified."""
    contribution = locked(contribution)
    if contribution.is_sent:
        raise Refused("Nội dung phối hợp này đã gửi.")
    check_draft(contribution)
    if contribution.period.plan.needs_head_confirmation:
        raise Refused(
            "Kế hoạch này yêu cầu thủ trưởng xác nhận: hãy trình thủ trưởng nội dung phối hợp."
        )
    mark_sent(contribution, by=by, at=at)


def mark_sent(contribution: Contribution, *, by: User, at: datetime) -> None:
    """Send what the caller has locked and checked; `by` answers for it."""
    if not contribution.text:
        raise Refused("Cần nêu nội dung phối hợp trước khi gửi.")
    Contribution.objects.filter(pk=contribution.pk).update(
        status=ContributionStatus.SENT,
        sent_at=at,
        sent_by=by,
        version=contribution.version + 1,
    )
    note_step(
        contribution, ContributionEventKind.SENT, by=by, at=at, content=_content_of(contribution)
    )
    _notify_leads(contribution, at=at)


@transaction.atomic
def take_back(*, contribution: Contribution, by: User, at: datetime) -> None:
    """Take a sent contribution back to change it, unless a lead took it into its result."""
    contribution = locked(contribution)
    if not contribution.is_sent:
        raise Refused("Nội dung phối hợp này chưa gửi.")
    if contribution.uses.exists():
        raise Refused(
            "Đơn vị chủ trì đã lấy nội dung này vào kết quả nên không lấy lại được. "
            "Cần sửa, hãy báo đơn vị chủ trì."
        )
    Contribution.objects.filter(pk=contribution.pk).update(
        status=ContributionStatus.DRAFT,
        sent_at=None,
        sent_by=None,
        version=contribution.version + 1,
    )
    note_step(contribution, ContributionEventKind.TAKEN_BACK, by=by, at=at)


@transaction.atomic
def use(*, contribution: Contribution, entry: ProgressEntry, by: User, at: datetime) -> None:
    """Link `entry` to the contribution that its result is taken from, once.

    The caller holds the lock of the period and checks that the entry may be written.
    """
    contribution.refresh_from_db(fields=["status", "text"])
    is_for_entry = contribution.period_id == entry.submission.period_id and (
        contribution.assignment.task_id == entry.assignment.task_id
    )
    if not is_for_entry:
        raise Refused("Nội dung phối hợp này thuộc nhiệm vụ hoặc kỳ báo cáo khác.")
    if not contribution.is_sent:
        raise Refused("Đơn vị phối hợp vừa lấy lại nội dung này để sửa, chưa lấy vào được.")
    if ContributionUse.objects.filter(contribution=contribution, entry=entry).exists():
        name = contribution.assignment.unit.short_name
        raise Refused(f"Nội dung của {name} đã được lấy vào kết quả này.")
    ContributionUse.objects.create(contribution=contribution, entry=entry, at=at, by=by)
    note_step(contribution, ContributionEventKind.USED, by=by, at=at)


def locked(contribution: Contribution) -> Contribution:
    """Reload `contribution` under the lock of its period, which must be open."""
    lock_open(contribution.period_id)
    return Contribution.objects.for_row().get(pk=contribution.pk)


def lock_open(period_id: int) -> ReportingPeriod:
    """Lock the period until the transaction ends; refuse if it does not receive contributions."""
    period = ReportingPeriod.objects.select_for_update(no_key=True).get(pk=period_id)
    if not period.is_open:
        raise PeriodClosed("Kỳ báo cáo chưa mở hoặc đã đóng, không nhận nội dung phối hợp.")
    return period


def check_draft(contribution: Contribution) -> None:
    """Refuse a change of what was sent or waits for the head."""
    if contribution.is_sent:
        raise Refused("Nội dung đã gửi đơn vị chủ trì. Hãy chọn “Lấy lại để sửa” trước.")
    if contribution.is_with_head:
        raise Refused("Nội dung đang chờ thủ trưởng xác nhận; muốn sửa, hãy rút lại trước.")


def _content_of(contribution: Contribution) -> ContributionContent:
    evidence = sorted(row.in_words for row in contribution.evidence.all())
    return {"text": contribution.text, "evidence": evidence}


def note_step(
    contribution: Contribution,
    kind: ContributionEventKind,
    *,
    by: User,
    at: datetime,
    content: ContributionContent | None = None,
    note: str = "",
) -> None:
    ContributionEvent.objects.record(
        contribution=contribution, kind=kind, by=by, at=at, content=content, note=note
    )


def _notify_leads(contribution: Contribution, *, at: datetime) -> None:
    """Notify the officers of the units that lead the task."""
    task = contribution.assignment.task
    leads = Assignment.objects.owed().filter(task=task, ended_on__isnull=True)
    people = holders_by_unit(set(leads.values_list("unit", flat=True)), (Role.OFFICER,))
    text = (
        f"{contribution.assignment.unit.short_name} đã gửi nội dung phối hợp nhiệm vụ {task.code}, "
        f"{contribution.period.name}."
    )
    about = About(contribution_id=contribution.pk, turn=contribution.version)
    url = reverse("reporting:contribution", args=[contribution.pk])
    notify_each(
        [
            Message(recipient_id, NoticeKind.CONTRIBUTED, about, text, url)
            for recipient_id in sorted({pk for ids in people.values() for pk in ids})
        ],
        at=at,
    )
