"""A person's choice of notices in the product and by mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from reporting.models import NoticeKind, NoticePreference
from units import people, roles
from units.models import User

OF_THE_MACHINE = (NoticeKind.BACKUP_FAILED, NoticeKind.DISK_LOW)


@dataclass(frozen=True)
class Choice:
    """One kind of notice, and whether it is shown in the product and mailed."""

    kind: NoticeKind
    is_shown: bool
    is_mailed: bool


def kinds_for(user: User) -> list[NoticeKind]:
    """The kinds that `user` may get: what concerns the machine goes to administrators only."""
    is_administrator = roles.may_manage_directory(user)
    return [kind for kind in NoticeKind if is_administrator or kind not in OF_THE_MACHINE]


def choices_of(user: User) -> list[Choice]:
    """The kinds for `user` with their choice; without a choice, both ways."""
    rows = {row.kind: row for row in NoticePreference.objects.filter(user=user)}
    return [
        Choice(
            kind,
            is_shown=kind not in rows or rows[kind].is_shown,
            is_mailed=kind not in rows or rows[kind].is_mailed,
        )
        for kind in kinds_for(user)
    ]


@transaction.atomic
def choose(
    *,
    user: User,
    email: str,
    shown: Collection[str],
    mailed: Collection[str],
    at: datetime,
) -> None:
    """Save the choice of `user`: the kinds that are `shown`, and those `mailed` to `email`."""
    NoticePreference.objects.bulk_create(
        [
            NoticePreference(user=user, kind=kind, is_shown=kind in shown, is_mailed=kind in mailed)
            for kind in kinds_for(user)
        ],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["is_shown", "is_mailed"],
    )
    people.change_own_email(person=user, email=email, at=at)
