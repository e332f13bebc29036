"""People are told: rows that their pages show at once and that the digest of the day mails."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from reporting.models import Notice, NoticeKind, NoticePreference
from units.models import User

LONGEST_TEXT = 400


@dataclass(frozen=True)
class Told:
    """What one person is to be told. `key` and `url` are those of `tell`."""

    recipient_id: int
    kind: NoticeKind
    key: str
    text: str
    url: str


def tell(
    *, people: Iterable[User], kind: NoticeKind, key: str, text: str, url: str, at: datetime
) -> None:
    """Tell PEOPLE once per KEY, as each of them wants to hear of KIND.

    KEY names what happened ("returned:entry:7:3"), so that telling it again changes nothing. URL
    is a path of the product where the reader can act. Call it in the transaction of what
    happened: then both are written or neither is.
    """
    tell_each([Told(person.pk, kind, key, text, url) for person in people], at=at)


@transaction.atomic
def tell_each(told: list[Told], *, at: datetime) -> None:
    """The same for many people who are told different things; two queries for all of them."""
    if not told:
        return
    hidden = set(
        NoticePreference.objects.filter(
            user__in={one.recipient_id for one in told},
            kind__in={one.kind for one in told},
            is_shown=False,
        ).values_list("user", "kind")
    )
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=one.recipient_id,
                kind=one.kind,
                key=one.key,
                text=_shortened(one.text),
                url=one.url,
                at=at,
                # Whoever wants to see nothing of it here has it read; the mail may still carry it
                read_at=at if (one.recipient_id, one.kind) in hidden else None,
            )
            for one in told
        ],
        ignore_conflicts=True,
    )


def reword(notice: Notice, text: str, url: str) -> None:
    """Let NOTICE, which is not saved here, say TEXT and lead to URL instead."""
    notice.text, notice.url = _shortened(text), url


def mark_read(*, notice: Notice, at: datetime) -> None:
    """Note that its recipient opened NOTICE. The first time counts."""
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=at)


def mark_all_read(*, user: User, up_to: int, at: datetime) -> int:
    """Note that USER has seen all notices up to the id UP_TO: later ones came after the page."""
    return Notice.objects.of(user).unread().filter(pk__lte=up_to).update(read_at=at)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"
