"""The administrators' page of the exports of a plan, which hold everything of it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from plans.models import Plan, PlanEventKind
from reporting.plan_folders import shelf
from tracker.lib.http.awaited import address_since, is_awaited
from units.password_again import asks_password_again
from units.requests import SignedInRequest

STEPS = (PlanEventKind.EXPORTED, PlanEventKind.EXPORT_FAILED)
NUM_STEPS = 10
administrators_only = permission_required("units.manage_directory", raise_exception=True)


@administrators_only
@require_safe
def list_plan_exports(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    steps = plan.events.filter(kind__in=STEPS).select_related("by").order_by("-at", "-pk")
    shown, exports = list(steps[:NUM_STEPS]), shelf.exports_of(pk)
    failed = [step.at for step in shown if step.kind == PlanEventKind.EXPORT_FAILED]
    ends = [*failed, *(export.made_at for export in exports)]
    since = request.GET.get("since", "")
    context = {
        "plan": plan,
        "exports": exports,
        "steps": shown,
        "since": since,
        "is_awaited": is_awaited(since, ends=ends, at=now()),
    }
    return render(request, "reporting/plan_folders/list_plan_exports.html", context)


@administrators_only
@asks_password_again("Xuất kế hoạch")
@require_POST
def export_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the worker for an export; a failure stands on the page."""
    asked_at = now()
    try:
        shelf.request(plan=_plan(request, pk), by=request.user, at=asked_at)
    except (OperationalError, OSError):
        messages.error(request, "Chưa giao được việc xuất: hàng đợi không nhận. Hãy thử lại.")
        return redirect("reporting:list-plan-exports", pk)
    messages.success(request, "Đã bắt đầu xuất. Bản xuất hiện ở đây sau ít phút.")
    return redirect(address_since(reverse("reporting:list-plan-exports", args=[pk]), at=asked_at))


@administrators_only
@asks_password_again("Tải bản xuất kế hoạch")
@require_safe
def download_plan_export(request: SignedInRequest, pk: int, name: str) -> FileResponse:
    export = shelf.find(_plan(request, pk).pk, name)
    if export is None:
        raise Http404
    return FileResponse(export.path.open("rb"), as_attachment=True, filename=export.name)


def _plan(request: SignedInRequest, pk: int) -> Plan:
    return get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)
