"""Hundreds of units at once, for tests of long pages: rows without the steps that make them."""

from plans.models import Assignment, AssignmentRole, AssignmentState, Task
from units.models import Unit, UnitKind

MAX_BYTES = 300 * 1024  # of a page, compressed


def units_of(bloc: str, *, count: int) -> list[Unit]:
    """`count` communes, listed after all other units."""
    return Unit.objects.bulk_create(
        Unit(
            code=f"{bloc}-{number}",
            name=f"Ủy ban nhân dân xã Số {number}",
            short_name=f"X. Số {number}",
            kind_id=UnitKind.COMMUNE,
            bloc_id=bloc,
            position=1000 + number,
        )
        for number in range(count)
    )


def lead(tasks: list[Task], units: list[Unit], *, state: str = AssignmentState.CONFIRMED) -> None:
    """Each of `units` leads its own part of each of `tasks`."""
    Assignment.objects.bulk_create(
        Assignment(task=task, unit=unit, role=AssignmentRole.LEAD, state=state, is_own_part=True)
        for task in tasks
        for unit in units
    )
