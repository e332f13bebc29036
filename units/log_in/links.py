"""Links in mails with which people set a password of their own: short-lived, of use once.

A link is void once the password or the mail address has changed, or its owner has logged in.
"""

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int, urlsafe_base64_decode, urlsafe_base64_encode

from units.models import User


class LinkTokens(PasswordResetTokenGenerator):
    """Django's tokens of one purpose, which live shorter than PASSWORD_RESET_TIMEOUT."""

    def __init__(self, purpose: str, *, lasts: timedelta) -> None:
        super().__init__()
        self.key_salt = f"{__name__}.{purpose}"
        self.lasts = lasts

    def check_token(self, user: AbstractBaseUser | None, token: str | None) -> bool:
        if not isinstance(user, User) or not super().check_token(user, token):
            return False
        issued = base36_to_int(str(token).partition("-")[0])
        return self._num_seconds(self._now()) - issued <= self.lasts.total_seconds()


RESET, FIRST = "reset", "first"
TOKENS = {
    RESET: LinkTokens(RESET, lasts=timedelta(minutes=30)),
    FIRST: LinkTokens(FIRST, lasts=timedelta(days=3)),
}


def issue(person: User, purpose: str) -> str:
    """The text of a link for one of `TOKENS`."""
    name = urlsafe_base64_encode(str(person.pk).encode())
    return f"{purpose}.{name}.{TOKENS[purpose].make_token(person)}"


def redeem(text: str) -> User | None:
    """The owner of a link that is still of use."""
    purpose, _, rest = text.partition(".")
    name, _, token = rest.partition(".")
    if purpose not in TOKENS:
        return None
    try:
        pk = int(urlsafe_base64_decode(name).decode())
    except ValueError:
        return None
    person = User.objects.filter(pk=pk, is_active=True).first() if pk < 2**63 else None
    return person if TOKENS[purpose].check_token(person, token) else None
