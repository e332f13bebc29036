"""One mail a day to each person, with all notices since the last one.

The row is the job. It is claimed before the mail is sent and marked afterwards. If a worker dies
in between, the row stays claimed and the mail is not repeated, because it may have arrived. A
mail that certainly was not sent is retried after growing pauses.
"""

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone

from reporting.models import MailDigest, Notice, NoticeKind, NoticePreference
from reporting.notices.reminding import out_of_date
from tracker.lib import queueing
from units.models import User

SEND = "reporting.tasks.send_digest"
logger = logging.getLogger(__name__)

# Older notices were seen in the product or no longer matter
MAILED_WITHIN = timedelta(days=14)
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=10)
MOST_LINES = 40
# Kinds that request a step of the reader, the most pressing first; the others inform
TO_DO = (
    NoticeKind.OVERDUE,
    NoticeKind.RETURNED,
    NoticeKind.GIVEN_BACK,
    NoticeKind.DUE_SOON,
    NoticeKind.CONTRIBUTION_DUE,
    NoticeKind.CONFIRMATION_ASKED,
    NoticeKind.EXTENSION_ASKED,
    NoticeKind.COMMENTED,
    NoticeKind.PERIOD_OPENED,
)
ORDER = {kind: place for place, kind in enumerate((*TO_DO, *NoticeKind))}


@dataclass(frozen=True)
class Letter:
    """The content of one mail."""

    subject: str
    text: str
    html: str


def make_digests(*, at: datetime) -> int:
    """Claim the digest of the day of everybody with notices to mail; returns their number.

    Does nothing before `MAIL_HOUR`. Of two workers only one claims each digest.
    """
    local = timezone.localtime(at)
    if local.hour < settings.MAIL_HOUR:
        return 0
    by_person: dict[User, list[Notice]] = {}
    for notice in _waiting(local.date(), at=at):
        by_person.setdefault(notice.recipient, []).append(notice)
    waiting = (notice for notices in by_person.values() for notice in notices)
    moot = out_of_date(waiting, today=local.date())
    num_claimed = 0
    for person, notices in by_person.items():
        pks = [notice.pk for notice in notices if notice.pk not in moot]
        num_claimed += bool(pks) and _claim(person, pks, day=local.date(), at=at)
    return num_claimed


def send_digest(*, digest_id: int, at: datetime) -> None:
    """Send one digest, outside any transaction, unless it was sent or is being sent.

    If the server refused it or could not be reached, the row records the error for a retry.
    """
    digest = MailDigest.objects.filter(_due(at), pk=digest_id).select_related("recipient").first()
    if digest is None or not _take(digest, at=at):
        return
    letter = letter_of(digest)
    message = mail.EmailMultiAlternatives(letter.subject, letter.text, to=[digest.address])
    message.attach_alternative(letter.html, "text/html")
    mine = MailDigest.objects.filter(pk=digest.pk, attempts=digest.attempts + 1)
    try:
        _send(message)
    except Unsent as failure:
        logger.warning("Digest %s could not be sent: %r", digest.pk, failure.__cause__)
        mine.update(error=str(failure))
    else:
        mine.update(sent_at=at)


def send_again(*, at: datetime) -> int:
    """Send messages for digests whose message was lost or whose last attempt failed."""
    forgotten = MailDigest.objects.filter(_due(at), claimed_at__lte=at - FIRST_PAUSE)
    pks = list(forgotten.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        queueing.send(SEND, digest_id=pk)
    return len(pks)


def letter_of(digest: MailDigest) -> Letter:
    """The content of the mail: requests first, each line with its full address."""
    rows = sorted(
        digest.notices.all(), key=lambda row: (ORDER[NoticeKind(row.kind)], row.at, row.pk)
    )
    to_do = [row for row in rows if row.kind in TO_DO]
    to_know = [row for row in rows if row.kind not in TO_DO]
    subject = f"Theo dõi kế hoạch: {len(rows)} thông báo ngày {digest.day:%d/%m/%Y}"
    if to_do:
        subject += f", {len(to_do)} việc cần xử lý"
    shown = MOST_LINES - len(to_do[:MOST_LINES])
    context = {
        "digest": digest,
        "parts": [
            ("Cần xử lý", to_do[:MOST_LINES]),
            ("Để biết", to_know[:shown]),
        ],
        "num_more": len(rows) - len(to_do[:MOST_LINES]) - len(to_know[:shown]),
        "site_url": settings.SITE_URL.rstrip("/"),
    }
    return Letter(
        subject=subject,
        text=render_to_string("reporting/notices/mail/digest.txt", context),
        html=render_to_string("reporting/notices/mail/digest.html", context),
    )


class Unsent(Exception):  # noqa: N818 -- an outcome of a mail, not an error of the program
    """The mail certainly was not sent. `str()` is a Vietnamese sentence for the ledger."""


def _waiting(day: date, *, at: datetime) -> Iterable[Notice]:
    """Notices to mail today, with their recipients; one query.

    Notices that the recipient has opened in the product are excluded. Kinds that are hidden
    there have been read from the start, and are mailed.
    """
    not_by_mail = NoticePreference.objects.filter(
        user=OuterRef("recipient"), kind=OuterRef("kind"), is_mailed=False
    )
    mailed_today = MailDigest.objects.filter(recipient=OuterRef("recipient"), day=day)
    return (
        Notice.objects.filter(
            Q(read_at__isnull=True) | Q(read_at=F("at")),
            ~Exists(not_by_mail),
            ~Exists(mailed_today),
            digest__isnull=True,
            at__gt=at - MAILED_WITHIN,
            recipient__is_active=True,
        )
        .exclude(recipient__email="")
        .select_related("recipient")
        .order_by("recipient", "pk")
    )


def _claim(person: User, pks: list[int], *, day: date, at: datetime) -> bool:
    """Create the digest of `person` for `day`, unless another worker just did."""
    try:
        with transaction.atomic():
            digest = MailDigest.objects.create(
                recipient=person,
                day=day,
                address=person.email,
                num_notices=len(pks),
                claimed_at=at,
            )
            Notice.objects.filter(pk__in=pks, digest__isnull=True).update(digest=digest)
            # If the message is lost, beat finds the row
            queueing.send_on_commit(SEND, digest_id=digest.pk)
    except IntegrityError:
        return False
    return True


def _due(at: datetime) -> Q:
    """Without an attempt, or failed long enough ago: the pause doubles with each attempt."""
    due = Q(attempts=0)
    for attempts in range(1, MOST_ATTEMPTS):
        pause = FIRST_PAUSE * 2 ** (attempts - 1)
        due |= Q(attempts=attempts, claimed_at__lte=at - pause) & ~Q(error="")
    return due & Q(sent_at__isnull=True)


def _take(digest: MailDigest, *, at: datetime) -> bool:
    """Begin an attempt; True for exactly one caller, which may send."""
    seen = MailDigest.objects.filter(
        pk=digest.pk, attempts=digest.attempts, error=digest.error, sent_at__isnull=True
    )
    return bool(seen.update(attempts=digest.attempts + 1, claimed_at=at, error=""))


def _send(message: mail.EmailMessage) -> None:
    """Hand `message` to the server, or raise Unsent if the server certainly did not accept it.

    Any other error (a connection that breaks during the answer) is raised unchanged: the mail may
    be on its way, so the digest stays claimed.
    """
    connection = mail.get_connection()
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError as error:
        raise Unsent("Máy chủ thư không nhận tên và mật khẩu của hệ thống.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unsent("Không kết nối được máy chủ thư.") from error
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        raise Unsent("Máy chủ thư không nhận địa chỉ này.") from error
    except smtplib.SMTPResponseException as error:
        raise Unsent(f"Máy chủ thư từ chối (mã {error.smtp_code}).") from error
    finally:
        connection.close()
