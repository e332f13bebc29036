"""Log-ins: right, wrong, and a wait; the key of a set-up that nobody used."""

from datetime import datetime

import pyotp

from units import set_up_keys
from units.log_in import origins, second_factor, trying
from units.log_in.sessions import LOG_IN, SessionStore
from units.models import LogInOutcome, Role, User

ADDRESS = "192.0.2.7"


def play(*, at: datetime) -> None:
    officer = User.objects.filter(memberships__role=Role.OFFICER).order_by("pk")[0]
    where = {"name": officer.username, "address": ADDRESS}
    for _ in range(origins.FREE_TRIES):
        origins.count_try(**where, at=at)
        trying.note(LogInOutcome.WRONG, **where, person=officer, at=at)
    head = {"name": "thutruong.0", "address": ADDRESS}
    origins.count_try(**head, at=at)
    origins.note_success(**head, at=at)
    session = SessionStore()
    session["_auth_user_id"] = str(officer.pk)
    session[LOG_IN] = {"at": at.timestamp(), "address": ADDRESS, "device": "Mozilla/5.0"}
    session.save()
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(at)
    codes = second_factor.switch_on(person=officer, secret=secret, code=code, at=at)
    second_factor.use_code(person=officer, code=codes[0], at=at)
    set_up_keys.renew(at=at)
