"""Pages that close a plan and open it again, and the steps that archive it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from plans import archiving
from plans import closing as plan_closing
from reporting.closing import closing
from reporting.closing.forms import CloseForm, ReopenPlanForm
from reporting.closing.open_work import open_assignments, undecided
from reporting.periods.access import monitored_plan
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def close_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = monitored_plan(request, pk, to_manage=True)
    if plan.is_closed:
        return redirect("reporting:plan", pk)
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        rows=open_assignments(plan, today=localdate()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            closing.close_plan(
                plan=plan,
                reason=form.cleaned_data["reason"],
                reasons=form.reasons(),
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{plan} đã kết thúc. Mọi trang của kế hoạch vẫn đọc được.")
            return redirect("reporting:plan", pk)
    context = {
        "plan": plan,
        "form": form,
        "undecided": undecided(plan),
        "num_open_periods": plan.periods.open().count(),
    }
    status = 422 if form.errors else 200
    return render(request, "reporting/closing/close_plan.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = monitored_plan(request, pk, to_manage=True)
    form = ReopenPlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            num = plan_closing.reopen_plan(
                plan=plan, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{plan} được mở lại, {num} phân công tiếp tục.")
            return redirect("reporting:plan", pk)
    context = {"plan": plan, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reporting/closing/reopen_plan.html", context, status=status)


@require_POST
def archive_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = monitored_plan(request, pk, to_manage=True)
    try:
        archiving.archive_plan(plan=plan, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{plan} đã lưu trữ; lọc “Đã lưu trữ” ở Danh mục để tìm lại.")
    return redirect("reporting:plan", pk)


@require_POST
def unarchive_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = monitored_plan(request, pk, to_manage=True)
    try:
        archiving.unarchive_plan(plan=plan, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{plan} đã trở lại danh mục, ở trạng thái “Đã kết thúc”.")
    return redirect("reporting:plan", pk)
