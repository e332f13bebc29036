"""A period with every step between unit, head and office, and the notices and mails about it."""

from datetime import datetime, timedelta
from decimal import Decimal
from unittest import mock

from django.utils import timezone

from plans import following
from plans.models import Commitment, CommitmentItem, Plan
from reporting.comments import commenting
from reporting.counting import obligations
from reporting.entries.fields import own_content_of
from reporting.evidence import attaching
from reporting.filing import confirming, filing
from reporting.indicators.inputs import IndicatorInput
from reporting.models import (
    DeclaredState,
    MailDigest,
    NoticeKind,
    ProgressEntry,
    RemarkField,
    ReportingPeriod,
    Submission,
    has_percent,
)
from reporting.notices import digesting, preferences, reminding
from reporting.operations import heartbeats
from reporting.periods import adjusting, opening
from reporting.urging import urging
from reporting.verification import verifying
from reporting.workbook import importing
from tests.reporting.evidence import uploads
from tests.reporting.workbook.scene import fill, upload, workbook
from units.models import Role, Unit, User

LONG_NOTE = "Kỳ báo cáo đóng sau khi các đơn vị đã gửi đủ; đơn vị còn thiếu gửi bằng văn bản. " * 5
LONG_REASON = "Cần nêu rõ số liệu của từng tháng, nguồn của số liệu và người tổng hợp. " * 6


def play(*, at: datetime) -> None:
    reviewer = User.objects.get(memberships__role=Role.REVIEWER)
    plan = Plan.objects.get()
    period = _open_period(plan, by=reviewer, at=at)
    due_on = period.due_on
    for days in (-4, -1, 10):
        reminding.remind(at=_noon(at, due_on + timedelta(days=days)))
    whole, waiting = Unit.objects.exclude(submissions=None).order_by("pk").distinct()[:2]
    _play_whole(period, whole, reviewer, at=at - timedelta(days=9))
    _play_waiting(period, waiting, at=at - timedelta(days=8))
    reminding.remind(at=at)
    urging.urge(period=period, units=[waiting.pk], text="Đề nghị gửi.", by=reviewer, at=at)
    _play_mail(at=_noon(at, timezone.localdate(at)))
    opening.close_period(period=period, by=reviewer, at=at, note=LONG_NOTE)
    opening.reopen_period(period=period, by=reviewer, at=at, note="Gia hạn gửi báo cáo.")
    adjusting.release(period=period, unit=waiting, reason="Sắp sáp nhập.", by=reviewer, at=at)
    following.set_head_confirmation(plan=plan, is_needed=False, by=reviewer, at=at)
    for name in ("worker", "beat"):
        heartbeats.note(name=name, at=at)


def _open_period(plan: Plan, *, by: User, at: datetime) -> ReportingPeriod:
    today = timezone.localdate(at)
    facts = {
        "data_from": today - timedelta(days=40),
        "data_to": today - timedelta(days=5),
        "due_on": today - timedelta(days=20),
    }
    opened_at = at - timedelta(days=40)
    period = opening.create_period(plan=plan, name="Kỳ đột xuất", by=by, at=opened_at, **facts)
    opening.change_period(period=period, name="Kỳ chuyên đề", by=by, at=opened_at, **facts)
    period.refresh_from_db()
    opening.open_period(period=period, by=by, at=opened_at)
    period.refresh_from_db()
    return period


def _play_whole(period: ReportingPeriod, unit: Unit, reviewer: User, *, at: datetime) -> None:
    """A submission drafted, filled from Excel, confirmed by the head, returned and accepted."""
    officer, head = _holder(unit, Role.OFFICER), _holder(unit, Role.HEAD)
    _add_commitment(period, unit)
    submission = _drafted(period, unit, by=officer, at=at)
    _play_sheets(submission, by=officer, at=at)
    first, second, third = _entries(submission)[:3]
    attaching.attach_files(
        entry=first,
        files=[uploads.upload("Kế hoạch.pdf", uploads.pdf())],
        is_declared_not_secret=True,
        by=officer,
        at=at,
    )
    confirming.ask(submission=submission, by=officer, at=at)
    confirming.withdraw(submission=submission, by=officer, at=at)
    confirming.ask(submission=submission, by=officer, at=at)
    confirming.give_back(
        submission=submission, seen=_asking(submission), by=head, at=at, note="Cần nêu số liệu."
    )
    confirming.ask(submission=submission, by=officer, at=at)
    confirming.confirm(submission=submission, seen=_asking(submission), by=head, at=at)
    first, second, third = _entries(submission)[:3]
    later = at + timedelta(days=8)
    verifying.send_back(
        entry=first,
        by=reviewer,
        at=later,
        reason=LONG_REASON,
        answer_by=timezone.localdate(at + timedelta(days=10)),
        remarks={RemarkField.RESULT: "Nêu rõ số cuộc.", RemarkField.EVIDENCE: "Thiếu văn bản."},
    )
    verifying.accept(entry=second, by=reviewer, at=later, note="Đã đối chiếu.")
    verifying.take_acceptance_back(
        entry=second, by=reviewer, at=later + timedelta(hours=1), reason="Số liệu chưa khớp."
    )
    verifying.accept(entry=second, by=reviewer, at=later + timedelta(hours=2))
    filing.take_back(entry=third, by=officer, at=later, note="Sửa số liệu.")
    commenting.comment(entry=first, by=reviewer, at=later, text="Đề nghị bổ sung trước thứ Sáu.")
    commenting.comment(entry=first, by=officer, at=later, text="Đơn vị sẽ bổ sung.")


def _add_commitment(period: ReportingPeriod, unit: Unit) -> None:
    """The few units of a fixture may lead no task that the plan gives a commitment."""
    task = obligations.owed_in(period).filter(unit=unit).in_plan_order()[0].task
    commitment = Commitment.objects.create(task=task, name="Ba không (thử)")
    # As many as there are answers, which depend on the ids
    texts = ("chậm trễ trong xử lý hồ sơ", "gây phiền hà", "đùn đẩy trách nhiệm")
    for position, text in enumerate(texts, 1):
        CommitmentItem.objects.create(
            commitment=commitment, position=position, verb="KHÔNG", text=text
        )


def _play_waiting(period: ReportingPeriod, unit: Unit, *, at: datetime) -> None:
    """A submission that waits for the head of the unit."""
    officer = _holder(unit, Role.OFFICER)
    submission = _drafted(period, unit, by=officer, at=at)
    entry = _entries(submission)[0]
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=officer,
        at=at,
        **{**own_content_of(entry), "result": "Viết lại từ đầu."},
    )
    confirming.ask(submission=submission, by=officer, at=at)


def _drafted(period: ReportingPeriod, unit: Unit, *, by: User, at: datetime) -> Submission:
    submission = filing.start(period=period, unit=unit, by=by, at=at)
    for number, entry in enumerate(_entries(submission)):
        task = entry.assignment.task
        filing.save_entry(
            entry=entry,
            seen_version=entry.version,
            by=by,
            at=at,
            state=list(DeclaredState)[number % len(DeclaredState)],
            percent=40 if number % 2 and has_percent(task.kind) else None,
            result=f"Đã tổ chức {number + 2} hội nghị.",
            obstacle="Thiếu kinh phí." if number == 0 else "",
            recommendation="Đề nghị bố trí kinh phí." if number == 0 else "",
            answers={
                item.pk: (True, False, None)[item.pk % 3]
                for commitment in task.commitments.all()
                for item in commitment.items.all()
            },
            indicator_values={
                indicator.pk: (
                    IndicatorInput(numerator=Decimal(90), denominator=Decimal(100))
                    if indicator.is_ratio
                    else IndicatorInput(
                        value=Decimal("12.5"), explanation="Tính cả buổi lồng ghép."
                    )
                )
                for indicator in task.indicators.all()
            },
        )
    return submission


def _play_sheets(submission: Submission, *, by: User, at: datetime) -> None:
    """One workbook that is confirmed, and one that waits for a decision."""
    submission = Submission.objects.for_row().get(pk=submission.pk)
    for result in ("Ghi từ biểu Excel.", "Sửa trong biểu Excel."):
        book = workbook(submission, at=at)
        fill(book, _entries(submission)[0], result=result)
        found = upload(book, submission, by=by, at=at)
        if result.startswith("Ghi"):
            importing.confirm(sheet_import=found, taken=[], by=by, at=at)


def _play_mail(*, at: datetime) -> None:
    """One digest that is sent, one that fails and others that wait; preferences of the officers."""
    officers = User.objects.filter(
        memberships__role=Role.OFFICER, memberships__unit__submissions__isnull=False
    ).distinct()
    for number, officer in enumerate(officers.order_by("pk")):
        preferences.choose(
            user=officer,
            email=f"canbo.{number}@demo.invalid",
            shown=[kind for kind in NoticeKind if kind != NoticeKind.ACCEPTED],
            mailed=list(NoticeKind),
            at=at,
        )
    digesting.make_digests(at=at)
    sent, failed = MailDigest.objects.order_by("pk")[:2]
    digesting.send_digest(digest_id=sent.pk, at=at)
    with mock.patch("django.core.mail.get_connection") as get_connection:
        get_connection.return_value.open.side_effect = OSError
        digesting.send_digest(digest_id=failed.pk, at=at)


def _entries(submission: Submission) -> list[ProgressEntry]:
    rows = ProgressEntry.objects.for_row().select_related("submission__period__plan")
    return list(rows.filter(submission=submission).in_plan_order())


def _asking(submission: Submission) -> int:
    """Id of the latest step of `submission`, as the head saw it."""
    return submission.events.latest("pk").pk


def _holder(unit: Unit, role: Role) -> User:
    return User.objects.get(memberships__unit=unit, memberships__role=role)


def _noon(at: datetime, day: object) -> datetime:
    return timezone.localtime(at).replace(
        year=day.year, month=day.month, day=day.day, hour=12, minute=0
    )
