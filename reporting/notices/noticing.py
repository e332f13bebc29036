"""Create notices: shown in the app immediately and included in the daily digest."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from reporting.models import Notice, NoticeKind, NoticePreference
from units.models import User

LONGEST_TEXT = 400


@dataclass(frozen=True)
class About:
    """The subject of a notice, in the columns of `Notice` that keep it from being repeated."""

    period_id: int | None = None
    unit_id: int | None = None
    entry_id: int | None = None
    submission_event_id: int | None = None
    extension_id: int | None = None
    comment_id: int | None = None
    contribution_id: int | None = None
    review_id: int | None = None
    day: date | None = None
    turn: int = 0


@dataclass(frozen=True)
class Message:
    """A notice for one person. `url` is a path of the product where the reader can act."""

    recipient_id: int
    kind: NoticeKind
    about: About
    text: str
    url: str


def notify(
    *, people: Iterable[User], kind: NoticeKind, about: About, text: str, url: str, at: datetime
) -> None:
    """Notify each of `people` once of `about`, according to their preferences for `kind`.

    Call it in the transaction of the event, so that both are written or neither is.
    """
    notify_each([Message(person.pk, kind, about, text, url) for person in people], at=at)


@transaction.atomic
def notify_each(sent: list[Message], *, at: datetime) -> None:
    """Notify many people, each with a message of their own, in two queries."""
    if not sent:
        return
    hidden = set(
        NoticePreference.objects.filter(
            user__in={message.recipient_id for message in sent},
            kind__in={message.kind for message in sent},
            is_shown=False,
        ).values_list("user", "kind")
    )
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=message.recipient_id,
                kind=message.kind,
                text=_shortened(message.text),
                url=message.url,
                at=at,
                # A kind that is hidden in the app counts as read; the mail may still carry it
                read_at=at if (message.recipient_id, message.kind) in hidden else None,
                **asdict(message.about),
            )
            for message in sent
        ],
        ignore_conflicts=True,
    )


def reword(notice: Notice, text: str, url: str) -> None:
    """Replace the text and the address of `notice` without saving it."""
    notice.text, notice.url = _shortened(text), url


def mark_read(*, notice: Notice, at: datetime) -> None:
    """Record that the recipient opened `notice`. The first time counts."""
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=at)


def mark_all_read(*, user: User, up_to: int, at: datetime) -> int:
    """Mark the notices of `user` up to the id `up_to` as read: later ones came after the page."""
    return Notice.objects.of(user).unread().filter(pk__lte=up_to).update(read_at=at)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"
