"""A try to log in with name and password."""

import logging
import re
from contextlib import nullcontext
from datetime import date, datetime

from django.contrib.auth.hashers import check_password
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from tracker.lib import queueing
from units import roles
from units.log_in import hashing, origins, second_factor, strange
from units.models import LogInOutcome, LogInTry, User
from units.models.log_in import LONGEST_NAME

logger = logging.getLogger(__name__)

_NAME = re.compile(r"[a-z0-9@.+_-]*")
ILLEGIBLE = "(không đúng dạng tên)"


def try_password(
    *, typed_name: str, password: str, address: str, network: str, at: datetime
) -> User | None:
    """The person with this name and password; None if there is none who may log in.

    Refused during a wait. `network` is what failures are counted by, `address` goes into the
    journal. Neither the answer nor its time tells whether the name exists.
    """
    name = name_of(typed_name)
    is_known = origins.check(name=name, address=network, at=at)
    with nullcontext() if is_known else hashing.OF_STRANGERS.turn():
        origins.count_try(name=name, address=network, at=at)
        person = person_named(typed_name)
        is_right = _is_right(person, name, password)
    outcome = _outcome(person, is_right=is_right, on=localdate(at))
    if person is not None and outcome == LogInOutcome.PASSED and person.second_factor_at:
        # Neither a success nor a failure before the code
        origins.forgive(name=name, address=network, at=at)
        return person
    note(outcome, name=name, address=address, person=person, at=at)
    if outcome != LogInOutcome.PASSED:
        return None
    origins.note_success(name=name, address=network, at=at)
    return person


def try_code(*, person: User, code: str, address: str, network: str, at: datetime) -> bool:
    """Whether the code of a person, whose password was right, is right too. Waits as above."""
    name = name_of(person.username)
    origins.check(name=name, address=network, at=at)
    origins.count_try(name=name, address=network, at=at)
    is_right = second_factor.use_code(person=person, code=code, at=at)
    outcome = LogInOutcome.PASSED if is_right else LogInOutcome.WRONG_CODE
    note(outcome, name=name, address=address, person=person, at=at)
    if is_right:
        origins.note_success(name=name, address=network, at=at)
    return is_right


def name_of(typed: str) -> str:
    """The name that is counted and kept; what cannot be a name may be a password."""
    name = typed.strip().lower()
    is_name = name and len(name) <= LONGEST_NAME and _NAME.fullmatch(name)
    return name if is_name else ILLEGIBLE


def person_named(typed_name: str) -> User | None:
    """The person with this name; capital letters do not matter where they decide nothing."""
    name = typed_name.strip()
    if len(name) > LONGEST_NAME:
        return None
    found = {user.username: user for user in User.objects.filter(username__iexact=name)}
    return found.get(name) or (found.popitem()[1] if len(found) == 1 else None)


def note(
    outcome: LogInOutcome, *, name: str, address: str, person: User | None, at: datetime
) -> None:
    """Write one try into the journal, and failures into the log."""
    row = LogInTry.objects.create(at=at, name=name, address=address, outcome=outcome, person=person)
    if outcome == LogInOutcome.PASSED and person and strange.tries_of(person)[-1].is_strange:
        queueing.send_on_commit("units.tasks.tell_of_log_in", robust=True, pk=row.pk)
    if outcome != LogInOutcome.PASSED:
        logger.warning(
            "A log-in failed", extra={"outcome": outcome.value, "typed": name, "address": address}
        )


def _is_right(person: User | None, name: str, password: str) -> bool:
    """Check the password; for an unknown name at the cost that somebody's would have.

    Hashes of several kinds take several times. A name that does not exist always gets the same
    person's, so that the times of unknown names are spread as those of existing ones.
    """
    stand_in = _stand_in(name)  # read for existing names too, for it takes time
    if person is not None:
        return person.check_password(password)
    check_password(password, stand_in)
    return False


def _stand_in(name: str) -> str:
    hashes = User.objects.order_by("pk").values_list("password", flat=True)
    if not (num := hashes.count()):
        return ""
    digest = salted_hmac(__name__, name, algorithm="sha256").digest()
    return hashes[int.from_bytes(digest[:8], "big") % num]


def _outcome(person: User | None, *, is_right: bool, on: date) -> LogInOutcome:
    if person is None or not is_right:
        return LogInOutcome.WRONG
    may_enter = person.is_active and not roles.has_left(person, on=on)
    return LogInOutcome.PASSED if may_enter else LogInOutcome.LOCKED
