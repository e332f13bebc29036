"""Quarters of the demonstration, up to the current one."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Quarter:
    name: str
    first_day: date
    last_day: date
    due_on: date


def quarters_up_to(day: date, *, count: int) -> list[Quarter]:
    """The last `count` calendar quarters up to the one that contains `day`, oldest first."""
    index = day.year * 4 + (day.month - 1) // 3
    return [_quarter(number) for number in range(index - count + 1, index + 1)]


def _quarter(index: int) -> Quarter:
    year, quarter = divmod(index, 4)
    first_day = date(year, quarter * 3 + 1, 1)
    next_year, next_quarter = divmod(index + 1, 4)
    last_day = date(next_year, next_quarter * 3 + 1, 1) - timedelta(days=1)
    return Quarter(
        name=f"Quý {quarter + 1}/{year}",
        first_day=first_day,
        last_day=last_day,
        due_on=last_day + timedelta(days=10),
    )
