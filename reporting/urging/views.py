"""Urging the units of a period, and one unit about a late task."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from plans import access
from plans.models import Assignment, Plan
from reporting.models import ReportingPeriod
from reporting.periods.access import monitored_period
from reporting.urging import urging
from reporting.urging.forms import UrgeForm
from reporting.urging.lacking import lacking_in, late_work
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units.models import Unit
from units.requests import SignedInRequest

NUM_ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
def urge_units(request: SignedInRequest, pk: int) -> HttpResponse:
    """The units of a period that lack something, most chosen; an address may name one `unit`."""
    period = monitored_period(request, pk, to_manage=True)
    if request.method != "POST":
        form = UrgeForm(initial={"text": urging.ready_text(period)})
        return _page_of_period(request, period, form, _ids(request.GET.getlist("unit")))
    form, chosen = UrgeForm(request.POST), _ids(request.POST.getlist("unit"))
    if form.is_valid():
        try:
            result = urging.urge(
                period=period, units=chosen, by=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, f"Đã đôn đốc {len(result.told)} đơn vị.")
            for sentence in urging.left_out(result):
                messages.warning(request, sentence)
            return redirect("reporting:period", pk)
    return _page_of_period(request, period, form, chosen)


@require_http_methods(["GET", "HEAD", "POST"])
def urge_task(request: SignedInRequest, pk: int) -> HttpResponse:
    assignment = _assignment_to_urge(request, pk)
    initial = {"text": urging.ready_text_of_task(assignment)}
    is_sent = request.method == "POST"
    form = UrgeForm(request.POST if is_sent else None, initial=initial)
    if form.is_valid():
        try:
            urging.urge_task(assignment=assignment, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, f"Đã đôn đốc {assignment.unit.short_name}.")
            return redirect("reporting:unit", assignment.unit_id)
    context = {
        "form": form,
        "assignment": assignment,
        "task": assignment.task,
        "row": late_work(assignment, at=now()),
    }
    status = 422 if form.errors else 200
    return render(request, "reporting/urging/urge_task.html", context, status=status)


@require_safe
def list_urgings(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the unit was asked for, newest first; of other units only their names are public."""
    unit = get_object_or_404(Unit, pk=pk)
    readable = unit.urgings.all().readable_by(request.user).select_related("by", "plan")
    page = Paginator(readable.newest_first(), NUM_ROWS).get_page(request.GET.get("page"))
    return render(request, "reporting/urging/list_urgings.html", {"unit": unit, "page": page})


def _page_of_period(
    request: SignedInRequest, period: ReportingPeriod, form: UrgeForm, chosen: Collection[int]
) -> HttpResponse:
    """The page; without a choice, all that may be urged and were not yet today are chosen."""
    rows = lacking_in(period, at=now())
    if request.method != "POST" and not chosen:
        chosen = {row.unit.pk for row in rows if row.may_be_urged and not row.is_urged_today}
    readers = [row for row in rows if row.has_readers]
    context = {
        "period": period,
        "plan": period.plan,
        "form": form,
        "rows": readers,
        "is_all_chosen": all(row.unit.pk in chosen for row in readers),
        "without_readers": [row for row in rows if not row.has_readers],
        "chosen": chosen,
    }
    status = 422 if form.errors else 200
    return render(request, "reporting/urging/urge_units.html", context, status=status)


def _assignment_to_urge(request: SignedInRequest, pk: int) -> Assignment:
    readable = Plan.objects.readable_by(request.user).values("pk")
    rows = Assignment.objects.filter(task__plan__in=readable)
    found = get_object_or_404(rows.select_related("task__plan__owner", "unit"), pk=pk)
    if not access.has_permission("manage_periods", plan=found.task.plan, by=request.user):
        raise PermissionDenied
    return found


def _ids(typed: Collection[str]) -> set[int]:
    return {pk for pk in map(parse_id, typed) if pk is not None}
