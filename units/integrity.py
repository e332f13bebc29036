"""Consistency checks across rows of `units`."""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.models import Group

from units.models import Membership, Unit, UnitName, User
from units.roles import group_name


def findings(*, on: date) -> Iterator[tuple[str, str]]:
    """Inconsistencies on the day `on`, as (problem, location)."""
    named = set(UnitName.objects.filter(last_day__isnull=True).values_list("unit_id", "name"))
    for unit_id, name in Unit.objects.order_by("pk").values_list("pk", "name"):
        if (unit_id, name) not in named:
            yield "unit's name is not the current one of its history", f"unit {unit_id}"

    memberships = Membership.objects.giving_rights(on).values_list("user_id", "unit_id", "role")
    due = {(user_id, group_name(unit_id, role)) for user_id, unit_id, role in memberships}
    groups = dict(Group.objects.values_list("pk", "name"))
    actual = {
        (user_id, groups[group_id])
        for user_id, group_id in User.groups.through.objects.filter(
            group__name__regex=r"^(unit|office):"
        ).values_list("user_id", "group_id")
    }
    for user_id, name in sorted(due ^ actual):
        yield "person's groups differ from the memberships of the day", f"user {user_id}, {name}"
