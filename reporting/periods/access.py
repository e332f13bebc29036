"""Who reaches which plan and period: 404 for strangers, 403 for insiders without permission."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from plans import access
from plans.models import Plan
from reporting.models import ReportingPeriod
from units.requests import SignedInRequest


def monitored_plan(request: SignedInRequest, pk: int, *, to_manage: bool = False) -> Plan:
    """A plan whose submissions the user may read, or whose periods they may manage."""
    plan = get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)
    _require(request, plan, to_manage=to_manage)
    return plan


def monitored_period(
    request: SignedInRequest, pk: int, *, to_manage: bool = False
) -> ReportingPeriod:
    """The same for a period of such a plan."""
    periods = ReportingPeriod.objects.readable_by(request.user).select_related("plan")
    period = get_object_or_404(periods, pk=pk)
    _require(request, period.plan, to_manage=to_manage)
    return period


def can_manage(request: SignedInRequest, plan: Plan) -> bool:
    return access.has_permission("manage_periods", plan=plan, by=request.user)


def can_compile(request: SignedInRequest, plan: Plan) -> bool:
    return access.has_permission("compile_reviews", plan=plan, by=request.user)


def _require(request: SignedInRequest, plan: Plan, *, to_manage: bool) -> None:
    needed = "manage_periods" if to_manage else "read_filings"
    if not access.has_permission(needed, plan=plan, by=request.user):
        raise PermissionDenied
