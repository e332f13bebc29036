"""What carries somebody from the right password to the code: signed, for some minutes."""

from django.core import signing
from django.utils.crypto import constant_time_compare

from units.models import User

_SALT = "units.log_in.tickets"
MINUTES = 10


def issue(person: User) -> str:
    """A ticket of `person`, whose password was right just now; a new password makes it void."""
    return signing.dumps([person.pk, person.get_session_auth_hash()], salt=_SALT)


def redeem(ticket: str) -> User | None:
    try:
        pk, password_hash = signing.loads(ticket, salt=_SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is None or not constant_time_compare(person.get_session_auth_hash(), password_hash):
        return None
    return person
