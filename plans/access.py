"""Who may read and handle a plan: permissions on it, granted to groups."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F

from plans.models import (
    Assignment,
    AssignmentQuerySet,
    Plan,
    PlanGroupObjectPermission,
    TaskGroupWatch,
)
from units.models import Role, User, UserQuerySet
from units.roles import UNIT_ROLE_PERMISSIONS, ensure_groups, office_group_name, unit_group_name

OFFICE_ROLE_PERMISSIONS = {
    Role.REVIEWER: (
        "view_plan",
        "read_filings",
        "verify_entries",
        "edit_assignments",
        "manage_periods",
        "compile_reports",
    ),
    Role.LEADER: ("view_plan", "read_filings"),
    Role.ADMINISTRATOR: ("view_plan", "read_filings", "edit_assignments", "manage_periods"),
}


@transaction.atomic
def ensure_grants(*, plan: Plan) -> None:
    """Grant PLAN to the office roles, the units that carry it out and those that follow it.

    Idempotent; called by whatever adds an assignment or a watch, and after a plan is loaded.
    """
    ensure_groups()
    due = [
        (office_group_name(role), codename)
        for role, codenames in OFFICE_ROLE_PERMISSIONS.items()
        for codename in codenames
    ]
    unit_ids = {
        *Assignment.objects.filter(task__plan=plan).values_list("unit_id", flat=True),
        *TaskGroupWatch.objects.filter(group__plan=plan).values_list("unit_id", flat=True),
    }
    due += [
        (unit_group_name(unit_id, role), "view_plan")
        for unit_id in unit_ids
        for role in UNIT_ROLE_PERMISSIONS
    ]
    groups = dict(Group.objects.values_list("name", "pk"))
    permissions = dict(
        Permission.objects.filter(content_type__app_label="plans").values_list("codename", "pk")
    )
    PlanGroupObjectPermission.objects.bulk_create(
        [
            PlanGroupObjectPermission(
                content_object=plan, group_id=groups[name], permission_id=permissions[codename]
            )
            for name, codename in due
        ],
        ignore_conflicts=True,
    )


def people_with(codename: str, *, plan: Plan) -> UserQuerySet:
    """The people who hold the permission CODENAME on PLAN today and may log in."""
    groups = PlanGroupObjectPermission.objects.filter(
        content_object=plan, permission__codename=codename
    )
    return User.objects.filter(is_active=True, groups__in=groups.values("group")).distinct()


def permissions_by_plan(user: User) -> dict[int, set[str]]:
    """By plan id, the permissions that USER's groups hold on it.

    One query per person and request: the answer stays with USER, who is read anew by the next.
    """
    known: dict[int, set[str]] | None = user.__dict__.get("_permissions_by_plan")
    if known is not None:
        return known
    held: dict[int, set[str]] = {}
    grants = PlanGroupObjectPermission.objects.filter(group__user=user)
    for plan_id, codename in grants.values_list("content_object", F("permission__codename")):
        held.setdefault(plan_id, set()).add(codename)
    user.__dict__["_permissions_by_plan"] = held
    return held


def has_permission(codename: str, *, plan: Plan, by: User) -> bool:
    """Whether a group of BY holds CODENAME on PLAN; no query after the first of a request."""
    return codename in permissions_by_plan(by).get(plan.pk, ())


def readable_assignments(plan: Plan, *, user: User) -> AssignmentQuerySet:
    """The assignments of PLAN whose results USER may read; agrees with `readable_by`.

    Those who may read the whole plan need no look into units and groups row by row.
    """
    of_plan = Assignment.objects.filter(task__plan=plan)
    is_whole = has_permission("read_filings", plan=plan, by=user)
    return of_plan if is_whole else of_plan.readable_by(user)
