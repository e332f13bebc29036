"""Additional invented units, for measuring the product at larger sizes."""

from plans import access
from plans.models import Assignment, AssignmentRole, Plan, Task
from units.models import Bloc, Unit, UnitKind, UnitName
from units.models.unit import search_text


def add_units(*, plan: Plan, total: int) -> None:
    """Add communes until `total` units exist, each leading its part of what communes lead."""
    existing = Unit.objects.count()
    units = [
        Unit(
            code=f"don-vi-mau-{number}",
            name=f"Ủy ban nhân dân xã Mẫu {number} (demo)",
            short_name=f"X. Mẫu {number}",
            kind_id=UnitKind.COMMUNE,
            bloc_id=Bloc.GOVERNMENT,
            position=1000 + number,
        )
        for number in range(existing + 1, total + 1)
    ]
    for unit in units:
        unit.folded = search_text(unit, [])
    Unit.objects.bulk_create(units)
    UnitName.objects.bulk_create(
        [UnitName(unit=unit, name=unit.name, short_name=unit.short_name) for unit in units]
    )
    led = Assignment.objects.leading().filter(unit__kind=UnitKind.COMMUNE, is_own_part=True)
    tasks = Task.objects.filter(plan=plan, pk__in=led.values("task")).in_plan_order()
    Assignment.objects.bulk_create(
        [
            Assignment(task=task, unit=unit, role=AssignmentRole.LEAD, is_own_part=True)
            for task in tasks
            for unit in units
        ]
    )
    access.ensure_grants(plan=plan)
