"""Pages of reporting periods: the list, one period, creating and changing one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_safe

from reporting.periods import opening
from reporting.periods.access import can_compile, can_manage, monitored_period, monitored_plan
from reporting.periods.forms import OpenedPeriodForm, PeriodForm
from reporting.periods.page import (
    contributions_in,
    page_of,
    period_row,
    period_rows,
    unit_rows,
)
from reporting.periods.presets import presets, quarter_of
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def list_periods(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = monitored_plan(request, plan_pk)
    rows = period_rows(list(plan.periods.newest_first()), as_of=localdate())
    context = {
        "plan": plan,
        "rows": rows,
        "can_manage": can_manage(request, plan),
        "plan_events": plan.events.select_related("by").order_by("-at", "-pk"),
    }
    return render(request, "reporting/periods/list_periods.html", context)


@require_safe
def period(request: SignedInRequest, pk: int) -> HttpResponse:
    found = monitored_period(request, pk)
    adjustments = list(found.adjustments.select_related("unit", "by").order_by("at", "pk"))
    rows = unit_rows(
        found,
        as_of=localdate(),
        adjustments=adjustments,
        urged=found.urgings.all().last_by_unit(),
    )
    unsent = [row for row in rows if row.state.sent_on is None]
    only_unsent = request.GET.get("sent") == "no"
    context = {
        "period": found,
        "plan": found.plan,
        "submissions": page_of(
            unsent if only_unsent else rows,
            bloc=request.GET.get("bloc", ""),
            page=request.GET.get("page"),
        ),
        "only_unsent": only_unsent,
        "num_unsent": len(unsent) if found.opened_at else 0,
        "row": period_row(found, rows, as_of=localdate()),
        "events": found.events.select_related("by").order_by("-at", "-pk"),
        "contributions": contributions_in(found),
        "adjustments": adjustments,
        "can_manage": can_manage(request, found.plan),
        "can_compile": found.closed_at and can_compile(request, found.plan),
    }
    return render(request, "reporting/periods/period.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_period(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = monitored_plan(request, plan_pk, to_manage=True)
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
    context = {
        "plan": plan,
        "form": form,
        "presets": suggestions,
        "year": _year(request),
        "chosen": chosen,
        "selected": chosen.key if chosen else quarter_of(localdate()),
    }
    status = 422 if form.errors else 200
    return render(request, "reporting/periods/add_period.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_period(request: SignedInRequest, pk: int) -> HttpResponse:
    found = monitored_period(request, pk, to_manage=True)
    names = ("name", "data_from", "data_to", "due_on")
    form_class = OpenedPeriodForm if found.opened_at else PeriodForm
    form = form_class(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            opening.change_period(period=found, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu kỳ báo cáo.")
            return redirect("reporting:period", pk)
    status = 422 if form.errors else 200
    context = {"period": found, "plan": found.plan, "form": form}
    return render(request, "reporting/periods/edit_period.html", context, status=status)


def _year(request: SignedInRequest) -> int:
    typed = parse_id(request.GET.get("year", "")) or 0
    return typed if 2000 <= typed <= 2100 else localdate().year
