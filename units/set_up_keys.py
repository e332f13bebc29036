"""Keys that let whoever sees the terminal set up a product without people, once."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from units.models import SetUpKey, User


@transaction.atomic
def renew(*, at: datetime) -> str:
    """A new key, which is stored hashed; earlier ones open nothing any more."""
    key = secrets.token_urlsafe(24)
    forget()
    SetUpKey.objects.create(digest=_digest(key), made_at=at)
    return key


def opens(key: str) -> bool:
    """Whether somebody with `key` may set up the product now."""
    is_known = SetUpKey.objects.filter(digest=_digest(key)).exists()
    return is_known and not User.objects.exists()


def take(key: str) -> bool:
    """Use up `key`, within the transaction that makes the first person; True for one caller."""
    num, _ = SetUpKey.objects.filter(digest=_digest(key)).delete()
    return bool(num) and not User.objects.exists()


def forget() -> None:
    """Let no key open anything: the first person comes another way, or another key is printed."""
    SetUpKey.objects.all().delete()


def _digest(key: str) -> str:
    # A key of 192 random bits needs no slow hash
    return sha256(key.encode()).hexdigest()
