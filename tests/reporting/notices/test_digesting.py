"""One mail a day with all new notices, never twice."""

import threading

import pytest
from django.core import mail
from django.utils import timezone

from reporting import tasks
from reporting.filing import filing
from reporting.models import EntryStatus, MailDigest, Notice, NoticeKind
from reporting.notices import digesting, noticing, preferences, reminding
from reporting.verification import verifying
from tests.factories import (
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tests.reporting.notices.scene import DAY, HOUR, create_notice, work
from units.models import Role

pytestmark = pytest.mark.usefixtures("office")


def test_many_notices_are_one_mail_with_required_actions_first(officer):
    create_notice(officer, 1)
    create_notice(officer, 2, NoticeKind.COMMENTED)
    create_notice(officer, 3, NoticeKind.OVERDUE, text="Xã A & B chưa gửi báo cáo.")

    work()

    [message] = mail.outbox
    assert message.to == ["lan@vidu.vn"]
    assert message.subject == ("Theo dõi kế hoạch: 3 thông báo ngày 16/03/2026, 2 việc cần xử lý")
    lines = [line for line in message.body.splitlines() if line.strip()]
    assert lines == [
        "Kính gửi Lê Thị Nhận Thư,",
        "Thông báo của hệ thống Theo dõi kế hoạch ngày 16/03/2026:",
        "CẦN XỬ LÝ",
        "- Xã A & B chưa gửi báo cáo.",
        "  https://kehoach.vidu.vn/submissions/3/",
        "- Thông báo số 2.",
        "  https://kehoach.vidu.vn/submissions/2/",
        "ĐỂ BIẾT",
        "- Thông báo số 1.",
        "  https://kehoach.vidu.vn/submissions/1/",
        "--",
        "Mỗi ngày nhiều nhất một thư, không kể thư đôn đốc. Chọn loại thông báo nhận qua thư tại",
        "https://kehoach.vidu.vn/notices/settings/",
    ]
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert "Xã A &amp; B chưa gửi báo cáo." in html
    assert 'href="https://kehoach.vidu.vn/submissions/3/"' in html


def test_the_ledger_records_sent_mails(officer):
    create_notice(officer, 1)
    create_notice(officer, 2)

    work()

    digest = MailDigest.objects.get()
    assert (digest.recipient, digest.address, digest.num_notices) == (officer, "lan@vidu.vn", 2)
    assert (digest.state, digest.sent_at, digest.attempts) == ("sent", NOON, 1)
    assert digest.notices.count() == 2


def test_one_mail_a_day_per_person_and_each_notice_once(officer):
    create_notice(officer, 1)
    work()
    create_notice(officer, 2)
    work(NOON + HOUR)
    assert len(mail.outbox) == 1

    work(NOON + DAY)
    work(NOON + 2 * DAY)

    assert len(mail.outbox) == 2
    assert "Thông báo số 2." in mail.outbox[1].body
    assert "Thông báo số 1." not in mail.outbox[1].body


def test_a_long_digest_is_shortened_and_links_to_the_rest(officer):
    for num in range(45):
        create_notice(officer, num)

    work()

    body = mail.outbox[0].body
    assert body.count("- Thông báo số") == 40
    assert "Còn 5 thông báo khác, xem tại https://kehoach.vidu.vn/notices/" in body


def test_no_mail_before_its_hour(officer, settings):
    create_notice(officer, 1)
    settings.MAIL_HOUR = 13  # it is noon

    work()
    assert mail.outbox == []
    work(NOON + HOUR)

    assert len(mail.outbox) == 1


def test_no_mail_without_news_address_or_active_account(officer):
    for number, fields in enumerate(({"email": ""}, {"email": "a@vidu.vn", "is_active": False})):
        create_notice(UserFactory(**fields), number)

    work()

    assert mail.outbox == []
    assert not MailDigest.objects.exists()


def test_each_person_is_mailed_the_chosen_kinds(officer):
    preferences.choose(
        user=officer,
        email=officer.email,
        shown=set(NoticeKind) - {NoticeKind.OVERDUE},
        mailed=set(NoticeKind) - {NoticeKind.ACCEPTED},
        at=NOON,
    )
    create_notice(officer, 1)
    create_notice(officer, 2, NoticeKind.OVERDUE)

    work()

    assert "Thông báo số 1." not in mail.outbox[0].body
    assert "Thông báo số 2." in mail.outbox[0].body


def test_opened_and_old_notices_are_not_mailed(officer):
    create_notice(officer, 1)
    noticing.mark_read(notice=Notice.objects.get(), at=NOON + HOUR)
    create_notice(officer, 2, at=NOON - 15 * DAY)

    work(NOON + HOUR)

    assert mail.outbox == []


@pytest.mark.django_db
def test_a_reminder_is_omitted_if_the_unit_has_filed_in_the_meantime():
    assignment = AssignmentFactory()
    period = ReportingPeriodFactory(plan=assignment.task.plan, due_on=NOON.date() + 2 * DAY)
    entry = entry_at(EntryStatus.DRAFT, assignment=assignment, period=period)
    other = AssignmentFactory(task__group=assignment.task.group)
    person(Role.OFFICER, assignment.unit, email="gui@vidu.vn")
    person(Role.OFFICER, other.unit, email="chua@vidu.vn")
    reminding.remind(at=NOON)
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    work()

    assert [message.to for message in mail.outbox] == [["chua@vidu.vn"]]


@pytest.mark.django_db
def test_a_return_is_omitted_if_it_was_answered_in_the_meantime():
    entry = entry_at(EntryStatus.DRAFT)
    person(Role.OFFICER, entry.submission.unit, email="lan@vidu.vn")
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)
    entry.refresh_from_db()
    verifying.send_back(
        entry=entry, by=UserFactory(), at=NOON, reason="Thiếu.", answer_by=NOON.date()
    )
    filing.answer(entry=entry, by=UserFactory(), at=NOON)

    work()

    assert mail.outbox == []


def _meet_before(monkeypatch, step):
    """Let both workers see the same rows before either takes `step`."""
    meeting, real = threading.Barrier(2), getattr(digesting, step)

    def together(*args, **kwargs):
        meeting.wait(timeout=10)
        return real(*args, **kwargs)

    monkeypatch.setattr(digesting, step, together)


@pytest.mark.django_db(transaction=True)
def test_two_workers_claim_one_digest(monkeypatch):
    create_notice(UserFactory(email="lan@vidu.vn"), 1)
    _meet_before(monkeypatch, "_claim")

    run_together(*[lambda: digesting.make_digests(at=NOON)] * 2)

    assert MailDigest.objects.get().notices.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(monkeypatch):
    create_notice(UserFactory(email="lan@vidu.vn"), 1)
    digesting.make_digests(at=NOON)
    digest = MailDigest.objects.get()
    _meet_before(monkeypatch, "_take")

    run_together(*[lambda: digesting.send_digest(digest_id=digest.pk, at=NOON)] * 2)

    assert len(mail.outbox) == 1
    assert MailDigest.objects.get().attempts == 1


def test_the_tasks_of_beat_make_and_send_digests(officer, settings):
    settings.MAIL_HOUR = 0
    create_notice(officer, 1, at=timezone.now())
    tasks.remind()

    tasks.send_digests()
    tasks.send_digest(digest_id=MailDigest.objects.get().pk)

    assert [message.to for message in mail.outbox] == [["lan@vidu.vn"]]
