"""Positions of rows that are unique within their parent."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import F, Max, QuerySet

from plans.models import Task, TaskGroup

Placed = TypeVar("Placed", Task, TaskGroup)

# Larger than any position: rows are put aside before they get their new ones
ASIDE = 1_000_000


def next_position(rows: "QuerySet[Placed]") -> int:
    last: int | None = rows.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def put_in_order(rows: "QuerySet[Placed]", ids: Sequence[int]) -> None:
    """Give `rows`, which are all of one parent, the positions of their `ids`."""
    rows.update(position=F("position") + ASIDE)
    placed = [rows.model(pk=pk, position=position) for position, pk in enumerate(ids, start=1)]
    rows.bulk_update(placed, ["position"], batch_size=100)


def with_moved(ids: Sequence[int], pk: int, before: int | None) -> list[int]:
    """`ids` with `pk` in front of `before`; at the end if that is None or not among them."""
    others = [each for each in ids if each != pk]
    place = others.index(before) if before in others else len(others)
    return [*others[:place], pk, *others[place:]]


def neighbour(ids: Sequence[int], pk: int, *, is_up: bool) -> int | None:
    """The row in front of which `pk` stands after one step; None: behind all others."""
    place = ids.index(pk) + (-1 if is_up else 1)
    others = [each for each in ids if each != pk]
    return others[max(place, 0)] if place < len(others) else None
