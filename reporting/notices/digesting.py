"""One mail a day to each person, with all notices since the last one; urgings have their own.

The row is the job. It is claimed before the mail is sent and marked afterwards. If a worker dies
in between, the row stays claimed and the mail is not repeated, because it may have arrived. A
mail that the server certainly did not take is tried again after growing pauses, as long as one of
its notices is of use; on the next day its notices go with the digest of that day.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from reporting.models import MailDigest, Notice, NoticePreference, NoticeQuerySet
from reporting.notices.letters import letter_of
from reporting.notices.posting import ADDRESS_REFUSED, Unsent, post
from reporting.notices.reminding import out_of_date
from tracker.lib import queueing
from units.models import User

SEND = "reporting.tasks.send_digest"
logger = logging.getLogger(__name__)

# Older notices were seen in the product or no longer matter
MAILED_WITHIN = timedelta(days=14)
# After the first attempts; later ones are as far apart as the last two
PAUSES = [timedelta(minutes=minutes) for minutes in (10, 20, 40, 60)]
NOTHING_LEFT = "Không còn nội dung nào cần gửi."


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
        useful = [notice for notice in notices if notice.pk not in moot]
        num_claimed += bool(useful) and _claim(person, useful, day=local.date(), at=at)
    return num_claimed


def mail_at_once(notices: NoticeQuerySet, *, at: datetime) -> None:
    """Claim a mail beside that of the day for each recipient of `notices`.

    Call it in the transaction of the event, after its notices. A mail that cannot be sent goes the
    way of all others: it is tried again, and tomorrow its notices are in the mail of the day.
    """
    day = timezone.localdate(at)
    waiting = _mailable(at).filter(pk__in=notices.values("pk"), digest=None)
    by_person: dict[User, list[Notice]] = {}
    for notice in waiting.select_related("recipient"):
        by_person.setdefault(notice.recipient, []).append(notice)
    digests = MailDigest.objects.bulk_create(
        [
            MailDigest(
                recipient=person,
                day=day,
                is_at_once=True,
                address=person.email,
                num_notices=len(mine),
                claimed_at=at,
            )
            for person, mine in by_person.items()
        ]
    )
    for digest in digests:
        for notice in by_person[digest.recipient]:
            notice.digest = digest
        queueing.send_on_commit(SEND, digest_id=digest.pk)
    claimed = [notice for mine in by_person.values() for notice in mine]
    Notice.objects.bulk_update(claimed, ["digest"])


def send_digest(*, digest_id: int, at: datetime) -> None:
    """Send one digest, outside any transaction, unless it was sent or is being sent.

    If the server certainly did not take it, the row records the error for a retry. A broken
    connection after that point is told in the journal, and the row stays claimed.
    """
    digest = MailDigest.objects.filter(_due(at), pk=digest_id).select_related("recipient").first()
    if digest is None:
        return
    notices = _still_of_use(digest, at=at)
    if not _take(digest, num_notices=len(notices), at=at):
        return
    mine = MailDigest.objects.filter(pk=digest.pk, attempts=digest.attempts + 1)
    if not notices:
        digest.notices.update(digest=None)
        mine.update(error=NOTHING_LEFT)
        return
    letter = letter_of(digest, notices)
    message = mail.EmailMultiAlternatives(letter.subject, letter.text, to=[digest.recipient.email])
    message.attach_alternative(letter.html, "text/html")
    try:
        post(message)
    except Unsent as failure:
        logger.warning("Digest %s could not be sent: %r", digest.pk, failure.__cause__)
        mine.update(error=str(failure))
    except OSError as error:
        logger.error("Digest %s may have been sent, so it is not sent again: %r", digest.pk, error)
    else:
        mine.update(sent_at=at)


def send_again(*, at: datetime) -> int:
    """Send messages for digests whose message was lost or whose last attempt failed."""
    forgotten = MailDigest.objects.filter(_due(at), claimed_at__lte=at - PAUSES[0])
    pks = list(forgotten.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        queueing.send(SEND, digest_id=pk)
    return len(pks)


def _waiting(day: date, *, at: datetime) -> Iterable[Notice]:
    """Notices to mail today, with their recipients; one query.

    Also those of earlier digests that certainly were not sent.
    """
    of_the_day = MailDigest.objects.filter(day=day, is_at_once=False)
    mailed_today = of_the_day.filter(recipient=OuterRef("recipient"))
    return (
        _mailable(at)
        .filter(Q(digest__isnull=True) | _failed("digest__"), ~Exists(mailed_today))
        .select_related("recipient", "digest")
        .order_by("recipient", "pk")
    )


def _mailable(at: datetime) -> NoticeQuerySet:
    """Notices that their recipients want by mail and have not seen.

    Notices that the recipient has opened in the product are excluded. Kinds that are hidden
    there have been read from the start, and are mailed.
    """
    not_by_mail = NoticePreference.objects.filter(
        user=OuterRef("recipient"), kind=OuterRef("kind"), is_mailed=False
    )
    return Notice.objects.filter(
        Q(read_at__isnull=True) | Q(read_at=F("at")),
        ~Exists(not_by_mail),
        at__gt=at - MAILED_WITHIN,
        recipient__is_active=True,
    ).exclude(recipient__email="")


def _still_of_use(digest: MailDigest, *, at: datetime) -> list[Notice]:
    """The notices of `digest` that were neither seen nor settled since it was claimed."""
    notices = list(_mailable(at).filter(digest=digest))
    moot = out_of_date(notices, today=timezone.localdate(at))
    return [notice for notice in notices if notice.pk not in moot]


def _claim(person: User, notices: list[Notice], *, day: date, at: datetime) -> bool:
    """Create the digest of `person` for `day`, unless another worker just did."""
    try:
        with transaction.atomic():
            digest = MailDigest.objects.create(
                recipient=person,
                day=day,
                address=person.email,
                num_notices=len(notices),
                claimed_at=at,
            )
            earlier = {notice.digest for notice in notices if notice.digest is not None}
            passed_on = [row.pk for row in earlier if _pass_on(row, to=day)]
            num_claimed = Notice.objects.filter(
                Q(digest__isnull=True) | Q(digest__in=passed_on),
                pk__in=[notice.pk for notice in notices],
            ).update(digest=digest)
            if not num_claimed:
                transaction.set_rollback(True)
                return False
            # If the message is lost, beat finds the row
            queueing.send_on_commit(SEND, digest_id=digest.pk)
    except IntegrityError:
        return False
    return True


def _pass_on(digest: MailDigest, *, to: date) -> bool:
    """End the attempts to send `digest`, unless a worker has just begun another one."""
    told = f"{digest.error} Nội dung chuyển sang thư ngày {to:%d/%m/%Y}."
    return bool(_as_seen(digest).update(error=told))


def _due(at: datetime) -> Q:
    """Without an attempt, or failed long enough ago: the pause grows with each attempt.

    An address that the server does not know is tried once a day, with the next digest.
    """
    is_next = Q(attempts__gte=len(PAUSES), claimed_at__lte=at - PAUSES[-1])
    for attempts, pause in enumerate(PAUSES, start=1):
        is_next |= Q(attempts=attempts, claimed_at__lte=at - pause)
    failed = _failed() & ~Q(error=ADDRESS_REFUSED)
    has_notices = Exists(Notice.objects.filter(digest=OuterRef("pk")))
    return (Q(attempts=0, sent_at__isnull=True) | (failed & is_next)) & Q(has_notices)


def _failed(digest: str = "") -> Q:
    """Whether the mail (`digest`: the prefix of its columns) certainly was not sent."""
    return Q(**{f"{digest}sent_at__isnull": True}) & ~Q(**{f"{digest}error": ""})


def _as_seen(digest: MailDigest) -> QuerySet[MailDigest]:
    """The row of `digest`, if nobody has begun or ended an attempt since it was read."""
    return MailDigest.objects.filter(
        pk=digest.pk, attempts=digest.attempts, error=digest.error, sent_at__isnull=True
    )


def _take(digest: MailDigest, *, num_notices: int, at: datetime) -> bool:
    """Begin an attempt; True for exactly one caller, which may send."""
    begun = _as_seen(digest).update(
        attempts=digest.attempts + 1,
        claimed_at=at,
        error="",
        num_notices=num_notices or digest.num_notices,
        address=digest.recipient.email or digest.address,
    )
    return bool(begun)
