"""Permissions of each role, and the groups that follow the memberships.

Permissions are granted to groups, never to people. There are two kinds of group: one per unit
and role (officer, head, observer), with permissions on that unit; and one per office role
(reviewer, leader, administrator), with permissions on plans (granted by `plans.access`).
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import BigIntegerField, CharField, F, Q, QuerySet, Value

from units.models import (
    Membership,
    Role,
    Session,
    Unit,
    UnitGroupObjectPermission,
    User,
    UserQuerySet,
)

UNIT_ROLE_PERMISSIONS = {
    Role.OFFICER: ("read_filings", "file_progress"),
    Role.HEAD: ("read_filings", "confirm_filing"),
    Role.OBSERVER: ("follow_groups",),
}
# Global permissions: the office looks up people to call and makes plans, administrators maintain
# the directory.
OFFICE_ROLE_PERMISSIONS = {
    Role.REVIEWER: ("view_user", "make_plans"),
    Role.LEADER: ("view_user",),
    Role.ADMINISTRATOR: ("view_user", "manage_directory", "make_plans"),
}
# Where a permission is granted; its id, if it is one of many; its codename
Grant = tuple[str, int | None, str]
if TYPE_CHECKING:
    Grants = QuerySet[Any, Grant]
ON_UNIT, ON_DIRECTORY = "unit", "directory"
CACHE = "_permissions_by_unit"
OFFICE_ROLES = tuple(OFFICE_ROLE_PERMISSIONS)


def unit_group_name(unit_id: int, role: str) -> str:
    return f"unit:{unit_id}:{role}"


def office_group_name(role: str) -> str:
    return f"office:{role}"


def group_name(unit_id: int, role: str) -> str:
    """Name of the group for members with `role` in a unit."""
    return office_group_name(role) if role in OFFICE_ROLES else unit_group_name(unit_id, role)


def holders(unit_id: int, role: Role) -> UserQuerySet:
    """People who have `role` in a unit today and may log in."""
    name = group_name(unit_id, role)
    return User.objects.filter(is_active=True, groups__name=name).distinct()


def office_holders(role: Role) -> UserQuerySet:
    """People who have one of `OFFICE_ROLES` today, in any unit, and may log in."""
    return User.objects.filter(is_active=True, groups__name=office_group_name(role)).distinct()


def holders_by_unit(unit_ids: Collection[int], roles: Collection[str]) -> dict[int, list[int]]:
    """Ids of `holders` by unit, for many units and any of `roles`; one query."""
    unit_of = {group_name(pk, role): pk for pk in unit_ids for role in roles}
    rows = User.groups.through.objects.filter(group__name__in=unit_of, user__is_active=True)
    found: dict[int, set[int]] = {}
    for name, user_id in rows.values_list("group__name", "user"):
        found.setdefault(unit_of[name], set()).add(user_id)
    return {pk: sorted(people) for pk, people in found.items()}


def to_groups_of(user_id: int) -> Q:
    """Grants to groups of a user, by the rows that put the user there and no other table.

    Within a bulk change PostgreSQL takes all tables for empty, and would go through all groups for
    each grant.
    """
    return Q(group__in=User.groups.through.objects.filter(user=user_id).values("group"))


def grants_of(user_id: int) -> "tuple[Grants, Grants]":
    """What the groups of a user are granted on units and on the directory, to be joined by UNION.

    Each row: where (ON_UNIT, ON_DIRECTORY), the id of the unit, the codename.
    """
    granted = to_groups_of(user_id)
    on_units = UnitGroupObjectPermission.objects.filter(granted)
    on_directory = Group.permissions.through.objects.filter(
        granted, permission__content_type__app_label="units"
    )
    nothing = Value(None, BigIntegerField())
    return (
        on_units.values_list(where(ON_UNIT), F("content_object"), F("permission__codename")),
        on_directory.values_list(where(ON_DIRECTORY), nothing, F("permission__codename")),
    )


def where(place: str) -> Value:
    return Value(place, CharField())


def permissions_by_unit(user: User) -> dict[int | None, set[str]]:
    """Permissions of the groups of `user`: by unit id, and under None those on the directory.

    One query per person and request, or none after `plans.access.permissions_by_plan`: the result
    is cached on `user`, which each request reloads.
    """
    cached: dict[int | None, set[str]] | None = getattr(user, CACHE, None)
    if cached is None:
        on_units, on_directory = grants_of(user.pk)
        cached = keep_grants(user, on_units.union(on_directory, all=True))
    return cached


def keep_grants(user: User, grants: Iterable[Grant]) -> dict[int | None, set[str]]:
    """Cache those of `grants` that are on units or on the directory."""
    permissions: dict[int | None, set[str]] = {}
    for place, unit_id, codename in grants:
        if place in (ON_UNIT, ON_DIRECTORY):
            permissions.setdefault(unit_id, set()).add(codename)
    # By setattr, which reaches through the lazy user of a request to the one that backends see
    setattr(user, CACHE, permissions)
    return permissions


def units_with(codename: str, *, by: User) -> set[int]:
    """Ids of the units on which a group of `by` has `codename`."""
    return {
        pk for pk, names in permissions_by_unit(by).items() if pk is not None and codename in names
    }


def may_manage_directory(user: User) -> bool:
    return "manage_directory" in permissions_by_unit(user).get(None, ())


def is_of_office(user: User) -> bool:
    """Whether `user` has one of `OFFICE_ROLES`: those look up people."""
    return "view_user" in permissions_by_unit(user).get(None, ())


def may_make_plans(user: User) -> bool:
    return "make_plans" in permissions_by_unit(user).get(None, ())


@transaction.atomic
def ensure_groups() -> dict[str, int]:
    """Create the groups of all units and office roles, with their permissions. Idempotent.

    Returns the ids of all groups by name.
    """
    permissions = dict(
        Permission.objects.filter(content_type__app_label="units").values_list("codename", "pk")
    )
    unit_ids = list(Unit.objects.values_list("pk", flat=True))
    groups = _groups(
        {office_group_name(role) for role in OFFICE_ROLES}
        | {unit_group_name(pk, role) for pk in unit_ids for role in UNIT_ROLE_PERMISSIONS}
    )
    office = Group.permissions.through
    due = {
        (groups[office_group_name(role)], permissions[codename])
        for role, codenames in OFFICE_ROLE_PERMISSIONS.items()
        for codename in codenames
    }
    granted = office.objects.filter(group__name__startswith="office:")
    due -= set(granted.values_list("group", "permission"))
    office.objects.bulk_create(
        [office(group_id=group, permission_id=permission) for group, permission in sorted(due)],
        ignore_conflicts=True,
    )
    on_units = {
        (pk, groups[unit_group_name(pk, role)], permissions[codename])
        for pk in unit_ids
        for role, codenames in UNIT_ROLE_PERMISSIONS.items()
        for codename in codenames
    }
    on_units -= set(
        UnitGroupObjectPermission.objects.values_list("content_object", "group", "permission")
    )
    UnitGroupObjectPermission.objects.bulk_create(
        [
            UnitGroupObjectPermission(
                content_object_id=unit_id, group_id=group_id, permission_id=permission_id
            )
            for unit_id, group_id, permission_id in sorted(on_units)
        ],
        ignore_conflicts=True,
    )
    return groups


def _groups(names: set[str]) -> dict[str, int]:
    """Ids of all groups by name, after those of `names` that are missing are created."""
    groups = dict(Group.objects.values_list("name", "pk"))
    if missing := names - groups.keys():
        Group.objects.bulk_create(
            [Group(name=name) for name in sorted(missing)], ignore_conflicts=True
        )
        groups = dict(Group.objects.values_list("name", "pk"))
    return groups


def follow_the_day(user: User, *, on: date) -> None:
    """Let the groups of `user` tell the roles of the day `on`, even if the worker is dead.

    Costs nothing on other days than the first or the day after the last of a role.
    """
    if user.groups_until is not None and user.groups_until <= on:
        apply_memberships(on=on, users=[user])


def has_left(user: User, *, on: date) -> bool:
    """Whether `user` had roles, and has none on the day `on` or later."""
    rows = Membership.objects.of(user)
    return not rows.lasting(on).exists() and rows.exists()


def follow_unit(unit: Unit, *, on: date) -> None:
    """Let the roles at `unit` end with it, after its last day was set or changed."""
    if users := list(User.objects.filter(memberships__unit=unit).distinct()):
        apply_memberships(on=on, users=users)


@transaction.atomic
def apply_memberships(*, on: date, users: list[User] | None = None) -> None:
    """Put people (all, or only `users`) into the groups of their memberships on the day `on`.

    Whoever has no role left is logged out.
    """
    groups = ensure_groups()
    memberships = Membership.objects.giving_rights(on)
    through = User.groups.through
    existing = through.objects.filter(group__name__regex=r"^(unit|office):")
    if users is not None:
        memberships = memberships.filter(user__in=users)
        existing = existing.filter(user__in=users)
    due = {
        (user_id, groups[group_name(unit_id, role)])
        for user_id, unit_id, role in memberships.values_list("user_id", "unit_id", "role")
    }
    actual = {(row.user_id, row.group_id): row.pk for row in existing}
    removed = actual.keys() - due
    through.objects.filter(pk__in=[actual[key] for key in removed]).delete()
    if left := {user_id for user_id, _ in removed} - {user_id for user_id, _ in due}:
        Session.objects.filter(person__in=left).delete()
    # The same may be done by the worker and by requests of the person at the same moment
    through.objects.bulk_create(
        [through(user_id=user_id, group_id=group_id) for user_id, group_id in due - actual.keys()],
        ignore_conflicts=True,
    )
    _note_next_change(on=on, users=users)


def _note_next_change(*, on: date, users: list[User] | None) -> None:
    """Write down until when the groups, which tell the roles of the day `on`, are right."""
    persons = User.objects.all()
    if users is not None:
        persons = persons.filter(pk__in=[user.pk for user in users])
    until: dict[int, date] = {}
    for row in Membership.objects.filter(user__in=persons).changing_after(on):
        day = row.next_change_after(on)
        if day is not None:
            until[row.user_id] = min(day, until.get(row.user_id, day))
    noted = persons.values_list("pk", "groups_until")
    changed = [User(pk=pk, groups_until=until.get(pk)) for pk, day in noted if day != until.get(pk)]
    User.objects.bulk_update(changed, ["groups_until"], batch_size=500)
    for user in users or ():
        user.groups_until = until.get(user.pk)
