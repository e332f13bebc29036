"""What the steps of bulk seeding share: people, periods, the random stream, the time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from django.db.models import Model
from django.utils import timezone

from units.models import Unit, User

Row = TypeVar("Row", bound=Model)
BATCH = 2000


@dataclass(frozen=True)
class Month:
    """A period to be made."""

    name: str
    first_day: date
    last_day: date
    due_on: date


@dataclass(frozen=True)
class Scene:
    """`officers` are in the order of `units`."""

    units: Sequence[Unit]
    officers: Sequence[User]
    reviewer: User
    months: Sequence[Month]
    random: Random
    now: datetime

    @property
    def began_at(self) -> datetime:
        """The morning on which the office began."""
        return self.morning(self.months[0].first_day)

    def morning(self, day: date, *, minute: int = 0) -> datetime:
        """A moment of the working day `day`, never after now."""
        moment = datetime.combine(day, time(7, 30)) + timedelta(minutes=minute)
        return min(timezone.make_aware(moment), self.now)


def months_up_to(day: date, *, count: int) -> list[Month]:
    """The last `count` months up to the one that contains `day`, oldest first."""
    newest = day.year * 12 + day.month - 1
    return [_month(index) for index in range(newest - count + 1, newest + 1)]


def _month(index: int) -> Month:
    first_day = _first_day(index)
    last_day = _first_day(index + 1) - timedelta(days=1)
    return Month(
        name=f"Tháng {first_day.month}/{first_day.year}",
        first_day=first_day,
        last_day=last_day,
        due_on=last_day + timedelta(days=5),
    )


def _first_day(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def insert(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Insert `rows`, which get their ids."""
    return model._default_manager.bulk_create(list(rows), batch_size=BATCH)
