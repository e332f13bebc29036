"""One mail a day with all new notices, never twice, and visible failures."""

import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
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
from tests.reporting.notices.scene import about
from units.models import Role

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def office(settings):
    settings.MAIL_HOUR = 7
    settings.SITE_URL = "https://kehoach.vidu.vn/"
    settings.DUE_SOON_DAYS = 7


@pytest.fixture
def officer(db):
    return UserFactory(full_name="Lê Thị Nhận Thư", email="lan@vidu.vn")


def create_notice(user, num, kind=NoticeKind.ACCEPTED, at=NOON, **changes):
    fields = {"text": f"Thông báo số {num}.", "url": f"/submissions/{num}/", **changes}
    noticing.notify(people=[user], kind=kind, about=about(num), at=at, **fields)


def work(at=NOON):
    """Work of beat and the worker together, with every task delivered twice."""
    digesting.make_digests(at=at)
    for digest in [*MailDigest.objects.order_by("pk")] * 2:
        digesting.send_digest(digest_id=digest.pk, at=at)


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
        "Mỗi ngày hệ thống gửi nhiều nhất một thư. Chọn loại thông báo nhận qua thư tại",
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


# Failures


def _failing(monkeypatch, error, method="send_messages"):
    def fail(self, *args):
        raise error

    monkeypatch.setattr(EmailBackend, method, fail)


@pytest.mark.parametrize(
    ("error", "method", "message"),
    [
        (ConnectionRefusedError(), "open", "Không kết nối được máy chủ thư."),
        (smtplib.SMTPAuthenticationError(535, b""), "open", "không nhận tên và mật khẩu"),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"")}), "send_messages", "tạm thời chưa nhận"),
        (smtplib.SMTPDataError(451, b""), "send_messages", "Máy chủ thư từ chối (mã 451)."),
    ],
)
def test_a_failed_mail_records_its_error_and_is_retried(
    officer, monkeypatch, error, method, message
):
    create_notice(officer, 1)
    with monkeypatch.context() as broken:
        _failing(broken, error, method)
        work()
    failed = MailDigest.objects.get()
    assert (failed.state, failed.attempts) == ("failed", 1)
    assert message in failed.error

    digesting.send_digest(digest_id=failed.pk, at=NOON + timedelta(minutes=9))
    assert mail.outbox == []
    digesting.send_digest(digest_id=failed.pk, at=NOON + timedelta(minutes=10))

    assert len(mail.outbox) == 1
    assert MailDigest.objects.get().state == "sent"


def test_retries_back_off_and_do_not_end(officer, monkeypatch):
    create_notice(officer, 1)
    _failing(monkeypatch, ConnectionRefusedError(), "open")
    digesting.make_digests(at=NOON)
    digest = MailDigest.objects.get()
    tried_after = set()

    for minutes in range(0, 7 * 60, 5):
        digesting.send_digest(digest_id=digest.pk, at=NOON + timedelta(minutes=minutes))
        tried_after.add(MailDigest.objects.get().claimed_at - NOON)

    minutes = [waited.seconds // 60 for waited in sorted(tried_after)]
    assert minutes == [0, 10, 30, 70, 130, 190, 250, 310, 370]
    assert MailDigest.objects.get().state == "failed"


def test_what_waits_goes_with_the_digest_of_the_next_day(officer, monkeypatch):
    create_notice(officer, 1)
    with monkeypatch.context() as broken:
        _failing(broken, ConnectionRefusedError(), "open")
        work()
    create_notice(officer, 2, at=NOON + HOUR)

    work(NOON + DAY)
    work(NOON + 2 * DAY)

    [message] = mail.outbox
    assert "Thông báo số 1." in message.body
    assert "Thông báo số 2." in message.body
    first, second = MailDigest.objects.order_by("day")
    assert (first.state, second.state) == ("failed", "sent")
    assert first.error.endswith("Nội dung chuyển sang thư ngày 17/03/2026.")
    assert (first.notices.count(), second.notices.count()) == (0, 2)


def test_a_digest_of_the_day_before_that_may_be_under_way_keeps_its_notices(officer):
    create_notice(officer, 1)
    digesting.make_digests(at=NOON)
    MailDigest.objects.update(attempts=1)

    work(NOON + DAY)

    assert mail.outbox == []
    assert MailDigest.objects.get().notices.count() == 1


def test_retries_end_when_nothing_is_of_use_any_more(officer, monkeypatch):
    create_notice(officer, 1)
    with monkeypatch.context() as broken:
        _failing(broken, ConnectionRefusedError(), "open")
        work()
    noticing.mark_all_read(user=officer, up_to=Notice.objects.get().pk, at=NOON + HOUR)

    work(NOON + HOUR)
    work(NOON + DAY)

    digest = MailDigest.objects.get()
    assert mail.outbox == []
    assert (digest.state, digest.error) == ("failed", "Không còn nội dung nào cần gửi.")


def test_an_unknown_address_is_tried_again_on_the_next_day_as_it_is_then(officer, monkeypatch):
    create_notice(officer, 1)
    with monkeypatch.context() as broken:
        _failing(broken, smtplib.SMTPRecipientsRefused({"lan@vidu.vn": (550, b"")}))
        work()
    work(NOON + 5 * HOUR)
    assert mail.outbox == []
    officer.email = "lan.moi@vidu.vn"
    officer.save()

    work(NOON + DAY)

    assert [message.to for message in mail.outbox] == [["lan.moi@vidu.vn"]]


def test_a_mail_in_an_unknown_state_is_not_sent_again(officer, monkeypatch, caplog):
    create_notice(officer, 1)
    digesting.make_digests(at=NOON)
    digest = MailDigest.objects.get()
    with monkeypatch.context() as broken:
        _failing(broken, smtplib.SMTPServerDisconnected())
        digesting.send_digest(digest_id=digest.pk, at=NOON)

    work(NOON + DAY)

    assert mail.outbox == []
    assert MailDigest.objects.get().state == "begun"
    assert "may have been sent, so it is not sent again" in caplog.text


def test_a_lost_task_is_sent_again(officer, monkeypatch):
    create_notice(officer, 1)
    digesting.make_digests(at=NOON)
    sent = []
    monkeypatch.setattr(
        "tracker.lib.queueing.send", lambda *task, **kwargs: sent.append((*task, kwargs))
    )

    assert digesting.send_again(at=NOON + timedelta(minutes=5)) == 0
    assert digesting.send_again(at=NOON + timedelta(minutes=15)) == 1

    assert sent == [("reporting.tasks.send_digest", {"digest_id": MailDigest.objects.get().pk})]


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
