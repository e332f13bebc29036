"""To which unit an assignment counts: to its own, or to the unit that stands for it today."""

from collections import defaultdict

from django.db.models import BigIntegerField, Case, CharField, F, Q, Value, When

from plans.models import AssignmentQuerySet
from units.succession import PresentUnits


def of_unit(rows: AssignmentQuerySet, unit_id: int, present: PresentUnits) -> AssignmentQuerySet:
    """Those of `rows` that count to one unit."""
    return rows.filter(unit__in=present.standing_for(unit_id))


def of_bloc(rows: AssignmentQuerySet, bloc: str, present: PresentUnits) -> AssignmentQuerySet:
    """Those of `rows` that count to the units of `bloc`."""
    if not present.successors:
        return rows.filter(unit__bloc=bloc)
    moved = present.successors.items()
    moved_in = [old for old, new in moved if present.blocs[new] == bloc]
    moved_out = [old for old, new in moved if present.blocs[new] != bloc]
    its_own = Q(unit__bloc=bloc) & ~Q(unit__in=moved_out)
    return rows.filter(its_own | Q(unit__in=moved_in))


def unit_column(present: PresentUnits) -> F | Case:
    """The unit that an assignment counts to."""
    if not present.successors:
        return F("unit")
    old_units: dict[int, list[int]] = defaultdict(list)
    for old, new in present.successors.items():
        old_units[new].append(old)
    moved = [When(unit__in=old, then=Value(new)) for new, old in sorted(old_units.items())]
    return Case(*moved, default=F("unit"), output_field=BigIntegerField())


def bloc_column(present: PresentUnits) -> F | Case:
    """The bloc of the unit that an assignment counts to."""
    if not present.successors:
        return F("unit__bloc")
    old_units: dict[str, list[int]] = defaultdict(list)
    for old, new in present.successors.items():
        old_units[present.blocs[new]].append(old)
    moved = [When(unit__in=old, then=Value(bloc)) for bloc, old in sorted(old_units.items())]
    return Case(*moved, default=F("unit__bloc"), output_field=CharField())
