"""Permissions on a plan, granted to groups."""

from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import CharField, F, Q, Value

from plans.models import (
    Assignment,
    AssignmentQuerySet,
    Plan,
    PlanGroupObjectPermission,
    TaskGroupWatch,
)
from tracker.lib import statements
from units import roles
from units.models import Role, UnitGroupObjectPermission, User, UserQuerySet
from units.roles import UNIT_ROLE_PERMISSIONS, ensure_groups, office_group_name, unit_group_name

ON_PLAN, ON_GROUP = "plan", "group"
PERMISSIONS, FOLLOWED = "_permissions_by_plan", "_followed_groups"
OFFICE_ROLE_PERMISSIONS = {
    Role.REVIEWER: (
        "view_plan",
        "read_filings",
        "verify_entries",
        "edit_assignments",
        "manage_periods",
        "compile_reviews",
    ),
    Role.LEADER: ("view_plan", "read_filings"),
    Role.ADMINISTRATOR: ("view_plan", "read_filings", "edit_assignments", "manage_periods"),
}
# Of a plan that a unit keeps for itself: the unit makes and follows it, the office reads it
OWNER_ROLE_PERMISSIONS = {
    Role.OFFICER: ("view_plan", "read_filings", "edit_assignments", "manage_periods"),
    Role.HEAD: (
        "view_plan",
        "read_filings",
        "verify_entries",
        "edit_assignments",
        "manage_periods",
    ),
}
READING = ("view_plan", "read_filings")
# What a member of a unit needs on it to make and follow the plans of the unit
KEEPING = ("file_progress", "confirm_filing")


@transaction.atomic
def ensure_grants(*, plan: Plan) -> None:
    """Grant `plan` to the office roles and to the units that keep, carry out or follow it.

    A draft is for the roles that edit it. Idempotent; called after an assignment or a watch is
    added, and after a plan is loaded or put into effect.
    """
    groups = ensure_groups()
    due = [
        (name, codename)
        for name, codenames in _granted_to(plan).items()
        for codename in codenames
        if not plan.is_draft or "edit_assignments" in codenames
    ]
    unit_ids = (
        set()
        if plan.is_draft
        else {
            *Assignment.objects.filter(task__plan=plan).values_list("unit_id", flat=True),
            *TaskGroupWatch.objects.filter(group__plan=plan).values_list("unit_id", flat=True),
        }
    )
    due += [
        (unit_group_name(unit_id, role), "view_plan")
        for unit_id in unit_ids
        for role in UNIT_ROLE_PERMISSIONS
    ]
    permissions = dict(
        Permission.objects.filter(content_type__app_label="plans").values_list("codename", "pk")
    )
    granted = set(
        PlanGroupObjectPermission.objects.filter(content_object=plan).values_list(
            "group", "permission"
        )
    )
    missing = {(groups[name], permissions[codename]) for name, codename in due} - granted
    PlanGroupObjectPermission.objects.bulk_create(
        [
            PlanGroupObjectPermission(
                content_object=plan, group_id=group_id, permission_id=permission_id
            )
            for group_id, permission_id in sorted(missing)
        ],
        ignore_conflicts=True,
    )


def take_grants(*, plan: Plan, unit_id: int) -> None:
    """Take `plan` from all roles of a unit; what the unit should have is ensured afterwards."""
    names = [unit_group_name(unit_id, role) for role in UNIT_ROLE_PERMISSIONS]
    PlanGroupObjectPermission.objects.filter(content_object=plan, group__name__in=names).delete()


def _granted_to(plan: Plan) -> dict[str, tuple[str, ...]]:
    """What the groups of the office, and of the unit that keeps `plan`, may do with it."""
    if plan.owner_id is None:
        return {office_group_name(role): names for role, names in OFFICE_ROLE_PERMISSIONS.items()}
    of_owner = {
        unit_group_name(plan.owner_id, role): names
        for role, names in OWNER_ROLE_PERMISSIONS.items()
    }
    return of_owner | {office_group_name(role): READING for role in OFFICE_ROLE_PERMISSIONS}


def keepers(user: User) -> set[int]:
    """Ids of the units for which `user` makes and follows the plans that they keep."""
    permissions_by_plan(user)  # reads those on units too
    return set[int]().union(*(roles.units_with(name, by=user) for name in KEEPING))


def may_keep_plans(user: User, unit_id: int) -> bool:
    return unit_id in keepers(user)


def edits_any(user: User) -> bool:
    """Whether `user` edits any plan, of the office or of a unit."""
    return any("edit_assignments" in names for names in permissions_by_plan(user).values())


def edits_for_office(user: User) -> bool:
    """Whether `user` makes plans for the office, and so edits what all of its plans share."""
    permissions_by_plan(user)  # reads the grants on units too
    return roles.may_make_plans(user)


def people_with(codename: str, *, plan: Plan) -> UserQuerySet:
    """People who have the permission `codename` on `plan` today and may log in."""
    groups = PlanGroupObjectPermission.objects.filter(
        content_object=plan, permission__codename=codename
    )
    return User.objects.filter(is_active=True, groups__in=groups.values("group")).distinct()


def permissions_by_plan(user: User) -> dict[int, set[str]]:
    """Permissions of the groups of `user`, by plan id.

    One query per person and request, which reads the permissions on units too: the result is
    cached on `user`, which each request reloads.
    """
    cached: dict[int, set[str]] | None = getattr(user, PERMISSIONS, None)
    if cached is not None:
        return cached
    grants = statements.rows_of("grants", (), _grants_of_somebody, given=user.pk)
    roles.keep_grants(user, grants)
    permissions: dict[int, set[str]] = {}
    for place, plan_id, codename in grants:
        if place == ON_PLAN and plan_id is not None:
            permissions.setdefault(plan_id, set()).add(codename)
    followed = {pk for place, pk, _ in grants if place == ON_GROUP}
    setattr(user, FOLLOWED, sorted(followed))
    setattr(user, PERMISSIONS, permissions)
    return permissions


def _grants_of_somebody() -> statements.Query:
    """What a user is granted on plans, on units and on the directory; every request reads it."""
    granted = roles.to_groups_of(statements.MARK)
    on_plans = PlanGroupObjectPermission.objects.filter(granted).values_list(
        roles.where(ON_PLAN), F("content_object"), F("permission__codename")
    )
    followers = UnitGroupObjectPermission.objects.filter(
        granted, permission__codename="follow_groups"
    )
    watches = TaskGroupWatch.objects.filter(unit__in=followers.values("content_object"))
    on_groups = watches.values_list(roles.where(ON_GROUP), F("group"), Value("", CharField()))
    return on_plans.union(*roles.grants_of(statements.MARK), on_groups, all=True)


def plans_with(codename: str, *, by: User) -> list[int]:
    """Ids of the plans on which a group of `by` has `codename`; one query per request."""
    return sorted(pk for pk, names in permissions_by_plan(by).items() if codename in names)


def has_permission(codename: str, *, plan: Plan, by: User) -> bool:
    """Whether a group of `by` has `codename` on `plan`; one query per request."""
    return codename in permissions_by_plan(by).get(plan.pk, ())


def readable_work(user: User, path: str = "") -> Q:
    """The assignments whose results `user` may read; `path` leads to them.

    By the grants that the request has read: their subqueries are longer than most rules. Agrees
    with `AssignmentQuerySet.readable_by`.
    """
    plans = plans_with("read_filings", by=user)  # reads the grants on units too
    readable = Q((f"{path}unit__in", sorted(roles.units_with("read_filings", by=user))))
    if plans:
        readable |= Q((f"{path}task__plan__in", plans))
    if groups := followed_groups(user):
        readable |= Q((f"{path}task__group__in", groups))
    return readable


def followed_groups(user: User) -> list[int]:
    """Ids of the groups that a unit follows in which `user` is an observer; read with the rights.

    PostgreSQL guesses that a subquery in their place selects half of all rows, and chooses slower
    ways through the histories.
    """
    permissions_by_plan(user)
    groups: list[int] = getattr(user, FOLLOWED)
    return groups


@dataclass(frozen=True)
class Reach:
    """Whose work in a plan somebody reads: all, or that of `units` and in `groups` of tasks."""

    is_whole: bool
    units: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()

    def within(self, rows: AssignmentQuerySet) -> AssignmentQuerySet:
        """Those of `rows`, which are of the plan."""
        if self.is_whole:
            return rows
        readable = Q(unit__in=self.units)
        if self.groups:
            readable |= Q(task__group__in=self.groups)
        return rows.filter(readable)

    def marked(self, *, after: int = 0) -> "tuple[Reach, tuple[int, ...]]":
        """This with marks as its ids, for a statement that serves all who read a part.

        And what is `given` for the marks; `after` so many others.
        """
        units, given = _marks(self.units, after=after)
        groups, given_groups = _marks(self.groups, after=after + len(given))
        return Reach(self.is_whole, units, groups), given + given_groups


def _marks(ids: tuple[int, ...], *, after: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return statements.marks_or_ids(ids, after=after) if ids else ((), ())


def reach_of(user: User, *, plan: Plan) -> Reach:
    """What `user` reads of `plan`, by the grants that the request has read."""
    if has_permission("read_filings", plan=plan, by=user):
        return Reach(is_whole=True)
    units = sorted(roles.units_with("read_filings", by=user))
    return Reach(is_whole=False, units=tuple(units), groups=tuple(followed_groups(user)))


def readable_assignments(plan: Plan, *, user: User | Reach) -> AssignmentQuerySet:
    """Assignments of `plan` whose results `user` may read; agrees with `readable_by`."""
    reach = user if isinstance(user, Reach) else reach_of(user, plan=plan)
    return reach.within(Assignment.objects.filter(task__plan=plan))
