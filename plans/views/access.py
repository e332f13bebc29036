"""Rows that a person may read or change: 404 for strangers, 403 for readers."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from plans.models import Commitment, Indicator, Plan, Task, TaskGroup
from units.requests import SignedInRequest


def plan_to_read(request: SignedInRequest, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)


def can_assign(request: SignedInRequest, plan: Plan) -> bool:
    return request.user.has_perm("plans.edit_assignments", plan)


def plan_to_assign(request: SignedInRequest, pk: int) -> Plan:
    plan = plan_to_read(request, pk)
    if not can_assign(request, plan):
        raise PermissionDenied
    return plan


def task_to_assign(request: SignedInRequest, pk: int) -> Task:
    readable = Plan.objects.readable_by(request.user).values("pk")
    task = get_object_or_404(
        Task.objects.filter(plan__in=readable).select_related("plan", "group"), pk=pk
    )
    if not can_assign(request, task.plan):
        raise PermissionDenied
    return task


def indicator_to_change(request: SignedInRequest, pk: int) -> Indicator:
    readable = Plan.objects.readable_by(request.user).values("pk")
    found = get_object_or_404(
        Indicator.objects.filter(task__plan__in=readable).select_related("task__plan"), pk=pk
    )
    if not can_assign(request, found.task.plan):
        raise PermissionDenied
    return found


def group_to_assign(request: SignedInRequest, pk: int) -> TaskGroup:
    readable = Plan.objects.readable_by(request.user).values("pk")
    group = get_object_or_404(
        TaskGroup.objects.filter(plan__in=readable).select_related("plan"), pk=pk
    )
    if not can_assign(request, group.plan):
        raise PermissionDenied
    return group


def commitment_to_assign(request: SignedInRequest, pk: int) -> Commitment:
    readable = Plan.objects.readable_by(request.user).values("pk")
    found = get_object_or_404(
        Commitment.objects.filter(task__plan__in=readable).select_related("task__plan"), pk=pk
    )
    if not can_assign(request, found.task.plan):
        raise PermissionDenied
    return found
