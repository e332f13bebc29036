"""Units that came with a sample and that nobody has used since."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import ProtectedError

from units.models import Unit
from units.roles import UNIT_ROLE_PERMISSIONS, unit_group_name


@transaction.atomic
def remove_unused(units: Iterable[Unit], *, note: str) -> int:
    """Delete those of `units` of which the history knows only `note`. Returns how many.

    A unit stays with whatever refers to it: people, assignments, units below it.
    """
    left = {unit.pk: unit for unit in units if not unit.changes.exclude(note=note).exists()}
    gone: set[int] = set()
    while new := {pk for pk, unit in left.items() if pk not in gone and _is_removed(unit, note)}:
        gone |= new
    names = [unit_group_name(pk, role) for pk in gone for role in UNIT_ROLE_PERMISSIONS]
    Group.objects.filter(name__in=names).delete()
    return len(gone)


def _is_removed(unit: Unit, note: str) -> bool:
    try:
        with transaction.atomic():
            unit.changes.filter(note=note).delete()
            Unit.objects.filter(pk=unit.pk).delete()
    except ProtectedError:
        return False
    return True
