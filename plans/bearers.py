"""Who may be given tasks of a plan: any unit, or within the plan of a unit the units below it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from plans.models import Plan
from tracker.lib.refusal import Refused
from units.models import Unit, UnitQuerySet


def bearers_of(plan: Plan) -> Collection[int] | None:
    """Ids of the units that may bear tasks of `plan`; None: any unit. At most one query."""
    return None if plan.owner_id is None else with_units_below(plan.owner_id)


def possible_bearers(owner_id: int | None, *, on: date) -> UnitQuerySet:
    """Units of a day for tasks of a plan: with an `owner_id`, of the plan that this unit keeps."""
    units = Unit.objects.existing_on(on)
    return units if owner_id is None else units.filter(pk__in=with_units_below(owner_id))


def with_units_below(unit_id: int) -> set[int]:
    """The unit, the units below it, those below them, and so on; one query."""
    below: dict[int, list[int]] = defaultdict(list)
    rows = Unit.objects.filter(parent__isnull=False).values_list("parent", "pk")
    for parent_id, pk in rows:
        if parent_id is not None:
            below[parent_id].append(pk)
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        pk = waiting.pop()
        if pk not in found:  # a circle ends where it closes
            found.add(pk)
            waiting += below[pk]
    return found


def follower_of(plan: Plan) -> str:
    """Who follows `plan`, in notices; one query for the plan of a unit."""
    return plan.owner.short_name if plan.owner else "Văn phòng"


def refuse_other_bearers(plan: Plan, units: Iterable[Unit]) -> None:
    """Refuse a unit that is neither the one that keeps `plan` nor below it."""
    allowed = bearers_of(plan)
    if allowed is None:
        return
    for unit in units:
        if unit.pk not in allowed:
            raise Refused(
                f"{unit.short_name} không phải đơn vị lập kế hoạch này hoặc đơn vị trực thuộc, nên "
                "không giao việc trong kế hoạch này được."
            )
