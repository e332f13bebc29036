"""Mails that fail: visible, tried again, carried to the next day, and never sent twice."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from reporting.models import MailDigest, Notice
from reporting.notices import digesting, noticing
from tests.factories import NOON
from tests.reporting.notices.scene import DAY, HOUR, create_notice, work

pytestmark = pytest.mark.usefixtures("office")


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
