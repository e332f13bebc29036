"""Releasing a unit from a period, adding one, and taking either back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from reporting.models import AdjustmentKind, PeriodAdjustment
from reporting.periods import adjusting
from reporting.periods.access import monitored_period
from reporting.periods.forms import AdjustmentForm
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

USE_CASES = {AdjustmentKind.RELEASED: adjusting.release, AdjustmentKind.ADDED: adjusting.add}


@require_http_methods(["GET", "HEAD", "POST"])
def adjust_period(request: SignedInRequest, pk: int) -> HttpResponse:
    period = monitored_period(request, pk, to_manage=True)
    initial = {name: request.GET.get(name, "") for name in ("unit", "kind")}
    form = AdjustmentForm(request.POST or None, period=period, initial=initial)
    if request.method == "POST" and form.is_valid():
        unit, kind = form.cleaned_data["unit"], AdjustmentKind(form.cleaned_data["kind"])
        try:
            USE_CASES[kind](
                period=period,
                unit=unit,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi: {kind.label} – {unit.name}.")
            return redirect("reporting:period", pk)
    context = {"period": period, "plan": period.plan, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reporting/periods/adjust_period.html", context, status=status)


@require_POST
def remove_adjustment(request: SignedInRequest, period_pk: int, pk: int) -> HttpResponse:
    """The page may be old: an adjustment that is gone already is no error."""
    period = monitored_period(request, period_pk, to_manage=True)
    adjustment = PeriodAdjustment.objects.filter(period=period, pk=pk).first()
    if adjustment is None:
        messages.error(request, "Điều chỉnh này đã được bỏ trước đó.")
        return redirect("reporting:period", period_pk)
    try:
        adjusting.remove_adjustment(adjustment=adjustment, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ điều chỉnh; đơn vị theo quy tắc chung của kỳ.")
    return redirect("reporting:period", period_pk)
