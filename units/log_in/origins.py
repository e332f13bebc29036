"""Waits after failed log-ins, which lock neither an office nor a name out.

Failures are counted by name *and* address, so that whoever tries a name from elsewhere does not
keep its owner out. An address from which many names failed waits too, but only for names that
have not logged in from it lately: the people of an office behind one address go on working.

A try is counted before its password is looked at and taken back if it is right; else many tries
at one moment would all be free. A try during a wait is refused and does not prolong it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from tracker.lib.refusal import Refused
from units.models import LogInOrigin

FREE_TRIES, FREE_TRIES_OF_ADDRESS = 5, 20
WAITS = [timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 900)]
# Failures count as long as the last one is not older
MEMORY, MEMORY_OF_ADDRESS = timedelta(days=1), timedelta(hours=1)
ADDRESS = ""  # the name of the row that counts for the whole address


class TooManyTries(Refused):
    """A try that comes too early."""


def check(*, name: str, address: str, at: datetime) -> bool:
    """Refuse a try that comes too early. Returns whether the name is known at the address."""
    rows = LogInOrigin.objects.filter(address=address, name__in=[name, ADDRESS])
    return _check({row.name: row for row in rows}, name=name, at=at)


@transaction.atomic
def count_try(*, name: str, address: str, at: datetime) -> None:
    """Count one try as a failure, until `forgive` or `note_success`."""
    names = sorted({name, ADDRESS})
    LogInOrigin.objects.bulk_create(
        [LogInOrigin(name=each, address=address) for each in names], ignore_conflicts=True
    )
    rows = _locked(names, address)
    is_known = _check(rows, name=name, at=at)
    _add_failure(rows[name], FREE_TRIES, MEMORY, at=at)
    if not is_known and name != ADDRESS:
        _add_failure(rows[ADDRESS], FREE_TRIES_OF_ADDRESS, MEMORY_OF_ADDRESS, at=at)


@transaction.atomic
def note_success(*, name: str, address: str, at: datetime) -> None:
    """Forget the failures of a name at an address, and make it known there."""
    rows = _locked([name, ADDRESS], address)
    origin, whole = rows[name], rows[ADDRESS]
    if not origin.is_known(at):
        _take_back(whole, origin.num_failures, FREE_TRIES_OF_ADDRESS)
    origin.succeeded_at = at
    _take_back(origin, origin.num_failures, FREE_TRIES)


@transaction.atomic
def forgive(*, name: str, address: str, at: datetime) -> None:
    """Take one counted try back: it was neither right nor wrong."""
    rows = _locked([name, ADDRESS], address)
    if not rows[name].is_known(at):
        _take_back(rows[ADDRESS], 1, FREE_TRIES_OF_ADDRESS)
    _take_back(rows[name], 1, FREE_TRIES)


def unlock(*, name: str | None = None, address: str | None = None) -> int:
    """End the waits of a name, of an address, or all. Returns how many rows had failures."""
    rows = LogInOrigin.objects.exclude(num_failures=0)
    if name is not None:
        rows = rows.filter(name=name.lower())
    if address is not None:
        rows = rows.filter(address=address)
    return rows.update(num_failures=0, free_at=None)


def in_words(wait: timedelta) -> str:
    """A wait for a reader, never shorter than it is."""
    seconds = max(1, -(-wait // timedelta(seconds=1)))
    return f"{seconds} giây" if seconds < 60 else f"{-(-seconds // 60)} phút"


def _check(rows: dict[str, LogInOrigin], *, name: str, at: datetime) -> bool:
    is_known = name in rows and rows[name].is_known(at)
    if (wait := _wait(rows.get(name), at=at)) is not None:
        raise TooManyTries(f"Đã nhập sai nhiều lần. Hãy thử lại sau {in_words(wait)}.")
    if not is_known and (wait := _wait(rows.get(ADDRESS), at=at)) is not None:
        raise TooManyTries(
            f"Từ mạng này đã có nhiều lần nhập sai với nhiều tên. Hãy thử lại sau {in_words(wait)}."
        )
    return is_known


def _wait(row: LogInOrigin | None, *, at: datetime) -> timedelta | None:
    if row is None or row.free_at is None or row.free_at <= at:
        return None
    return row.free_at - at


def _locked(names: Sequence[str], address: str) -> dict[str, LogInOrigin]:
    rows = LogInOrigin.objects.select_for_update().filter(address=address, name__in=names)
    return {row.name: row for row in rows.order_by("name")}


def _add_failure(row: LogInOrigin, num_free: int, memory: timedelta, *, at: datetime) -> None:
    if row.failed_at is None or row.failed_at < at - memory:
        row.num_failures = 0
    row.num_failures += 1
    row.failed_at = at
    num_waits = row.num_failures - num_free
    row.free_at = at + WAITS[min(num_waits, len(WAITS) - 1)] if num_waits >= 0 else None
    row.save()


def _take_back(row: LogInOrigin, num: int, num_free: int) -> None:
    row.num_failures = max(0, row.num_failures - num)
    if row.num_failures < num_free:
        row.free_at = None
    row.save()
