"""Pages of reporting periods: the list, one period, creating, opening and closing."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.models import Plan
from reporting.models import ReportingPeriod
from reporting.periods import opening
from reporting.periods.forms import PeriodForm, ReopenForm
from reporting.periods.page import by_bloc, period_rows, unit_rows
from reporting.periods.presets import presets
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def list_periods(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = _monitored_plan(request, plan_pk)
    rows = period_rows(list(plan.periods.newest_first()), as_of=localdate())
    context = {
        "plan": plan,
        "rows": rows,
        "can_manage": _can_manage(request, plan),
        "plan_events": plan.events.select_related("by").order_by("-at", "-pk"),
    }
    return render(request, "reporting/periods/list_periods.html", context)


@require_safe
def period(request: SignedInRequest, pk: int) -> HttpResponse:
    return _period_page(request, _monitored_period(request, pk))


@require_http_methods(["GET", "POST"])
def add_period(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = _monitored_plan(request, plan_pk, to_manage=True)
    suggestions = presets(_year(request))
    chosen = suggestions.get(request.GET.get("preset", ""))
    names = ("name", "data_from", "data_to", "due_on")
    initial = {name: getattr(chosen, name) for name in names} if chosen else {}
    form = PeriodForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            created = opening.create_period(
                plan=plan, by=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lập {created.name}. Đơn vị nộp được sau khi mở kỳ.")
            return redirect("reporting:period", created.pk)
    context = {"plan": plan, "form": form, "presets": suggestions, "year": _year(request)}
    status = 422 if form.errors else 200
    return render(
        request, "reporting/periods/add_period.html", context | {"chosen": chosen}, status=status
    )


@require_http_methods(["GET", "POST"])
def edit_period(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _monitored_period(request, pk, to_manage=True)
    names = ("name", "data_from", "data_to", "due_on")
    form = PeriodForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            opening.change_period(period=found, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu kỳ báo cáo.")
            return redirect("reporting:period", pk)
    status = 422 if form.errors else 200
    context = {"period": found, "form": form}
    return render(request, "reporting/periods/edit_period.html", context, status=status)


@require_POST
def open_period(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _monitored_period(request, pk, to_manage=True)
    return _step(
        request,
        found,
        lambda: opening.open_period(period=found, by=request.user, at=now()),
        "Đã mở kỳ báo cáo: các đơn vị nộp được từ bây giờ.",
    )


@require_POST
def close_period(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _monitored_period(request, pk, to_manage=True)
    return _step(
        request,
        found,
        lambda: opening.close_period(period=found, by=request.user, at=now()),
        "Đã đóng kỳ báo cáo.",
    )


@require_POST
def reopen_period(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _monitored_period(request, pk, to_manage=True)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _period_page(request, found, reopen_form=form, status=422)
    return _step(
        request,
        found,
        lambda: opening.reopen_period(period=found, by=request.user, at=now(), **form.cleaned_data),
        "Đã mở lại kỳ báo cáo.",
    )


def _step(
    request: SignedInRequest, found: ReportingPeriod, take: Callable[[], None], message: str
) -> HttpResponse:
    try:
        take()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, message)
    return redirect("reporting:period", found.pk)


def _period_page(
    request: SignedInRequest,
    found: ReportingPeriod,
    *,
    reopen_form: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = unit_rows(found, as_of=localdate())
    context = {
        "period": found,
        "plan": found.plan,
        "blocs": by_bloc(rows),
        "row": period_rows([found], as_of=localdate())[0],
        "events": found.events.select_related("by").order_by("-at", "-pk"),
        "can_manage": _can_manage(request, found.plan),
        "reopen_form": reopen_form or ReopenForm(),
    }
    return render(request, "reporting/periods/period.html", context, status=status)


def _monitored_plan(request: SignedInRequest, pk: int, *, to_manage: bool = False) -> Plan:
    """A plan whose submissions the user may read; else 403, or 404 if the plan is hidden."""
    plan = get_object_or_404(Plan.objects.readable_by(request.user), pk=pk)
    needed = "plans.manage_periods" if to_manage else "plans.read_filings"
    if not request.user.has_perm(needed, plan):
        raise PermissionDenied
    return plan


def _monitored_period(
    request: SignedInRequest, pk: int, *, to_manage: bool = False
) -> ReportingPeriod:
    periods_seen = ReportingPeriod.objects.readable_by(request.user).select_related("plan")
    found = get_object_or_404(periods_seen, pk=pk)
    needed = "plans.manage_periods" if to_manage else "plans.read_filings"
    if not request.user.has_perm(needed, found.plan):
        raise PermissionDenied
    return found


def _can_manage(request: SignedInRequest, plan: Plan) -> bool:
    return request.user.has_perm("plans.manage_periods", plan)


def _year(request: SignedInRequest) -> int:
    typed = parse_id(request.GET.get("year", "")) or 0
    return typed if 2000 <= typed <= 2100 else localdate().year
