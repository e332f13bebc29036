"""People are told: rows that their pages show at once and that the digest of the day mails."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from reporting.models import Notice, NoticeKind, NoticePreference
from units.models import User


@transaction.atomic
def tell(
    *, people: Iterable[User], kind: NoticeKind, key: str, text: str, url: str, at: datetime
) -> None:
    """Tell PEOPLE once per KEY, as each of them wants to hear of KIND.

    KEY names what happened ("returned:entry:7:3"), so that telling it again changes nothing. URL
    is a path of the product where the reader can act. Call it in the transaction of what
    happened: then both are written or neither is.
    """
    recipients = list(people)
    preferences = {
        row.user_id: row for row in NoticePreference.objects.filter(user__in=recipients, kind=kind)
    }
    Notice.objects.bulk_create(
        [
            Notice(
                recipient=person,
                kind=kind,
                key=key,
                text=text[:400],
                url=url,
                at=at,
                # Whoever wants to see nothing of it here has it read; the mail may still carry it
                read_at=None if _is_shown(preferences.get(person.pk)) else at,
            )
            for person in recipients
        ],
        ignore_conflicts=True,
    )


def _is_shown(preference: NoticePreference | None) -> bool:
    return preference is None or preference.is_shown
