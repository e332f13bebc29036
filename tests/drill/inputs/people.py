"""A person of each role of the demonstration."""

from typing import Any

from units.models import Membership, Role


def one_of_each_role() -> dict[str, Any]:
    """A person by role, and nobody who is logged in."""
    people: dict[str, Any] = {"nobody": None}
    for role in Role.values:
        rows = Membership.objects.filter(role=role, last_day=None, user__is_active=True)
        if found := rows.select_related("user").order_by("pk").first():
            people[str(role)] = found.user
    return people
