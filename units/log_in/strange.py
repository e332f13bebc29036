"""Log-ins that their owner should know of: from a place where the name had not logged in before.

Owners are told by mail at once, at their next log-in, and in the list of their devices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import send_mail
from django.utils import timezone

from units.models import LogInOutcome, LogInTry, User

NUM_SHOWN = 10


@dataclass(frozen=True)
class Recent:
    """A try with somebody's name. `is_strange`: it passed, from a new place."""

    at: datetime
    address: str
    outcome: LogInOutcome
    is_strange: bool

    @property
    def has_passed(self) -> bool:
        return self.outcome == LogInOutcome.PASSED


def tries_of(person: User) -> list[Recent]:
    """All that the journal keeps of a person, the oldest first; one query."""
    rows = LogInTry.objects.filter(person=person).order_by("at", "pk")
    known: set[str] = set()
    found = []
    for at, address, outcome in rows.values_list("at", "address", "outcome"):
        has_passed = outcome == LogInOutcome.PASSED
        is_strange = has_passed and bool(known) and _place(address) not in known
        found.append(Recent(at, address, LogInOutcome(outcome), is_strange))
        if has_passed:
            known.add(_place(address))
    return found


def told_to(person: User) -> str:
    """What happened elsewhere between the last two log-ins from where the person is now.

    Empty if nothing did. Whoever came from elsewhere cannot hide it by coming again.
    """
    tries = tries_of(person)
    if not tries:
        return ""
    here, before = _place(tries[-1].address), tries[:-1]
    own = [at for at, one in enumerate(before) if one.has_passed and _place(one.address) == here]
    if not own:
        return ""
    elsewhere = [one for one in before[own[-1] + 1 :] if _place(one.address) != here]
    return _in_words([one for one in elsewhere if one.is_strange], elsewhere)


def mail(pk: int) -> None:
    """Write to the owner about a log-in, where they have an address for mail."""
    row = LogInTry.objects.select_related("person").filter(pk=pk).first()
    if row is None or row.person is None or not row.person.email:
        return
    send_mail(
        "Đăng nhập từ địa chỉ mới",
        f"Tên đăng nhập {row.person.username} vừa đăng nhập từ địa chỉ {row.address}, "
        f"nơi chưa từng dùng, lúc {_moment(row.at)}.\n\nNếu không phải ông/bà: hãy đổi mật khẩu, "
        "đăng xuất khỏi thiết bị khác và báo người quản trị.\n",
        None,
        [row.person.email],
    )


def _in_words(strange: Sequence[Recent], elsewhere: Sequence[Recent]) -> str:
    parts = []
    if strange:
        places = ", ".join(f"{one.address} lúc {_moment(one.at)}" for one in strange[-3:])
        parts.append(f"Tên của bạn đã đăng nhập từ địa chỉ mới: {places}.")
    if num_wrong := sum(not one.has_passed for one in elsewhere):
        parts.append(f"Ở nơi khác đã có {num_wrong} lần nhập sai mật khẩu của bạn.")
    if not parts:
        return ""
    ending = "Nếu không phải bạn, hãy xem “Thiết bị đang đăng nhập” và đổi mật khẩu."
    return " ".join([*parts, ending])


def _place(address: str) -> str:
    """The neighbourhood of an address: that of an office changes from day to day within it."""
    head, dot, _ = address.rpartition(".")
    return head if dot else address


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M, %d/%m/%Y}"
