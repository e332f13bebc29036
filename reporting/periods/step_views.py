"""Opening, closing and reopening a period: a page says what follows, and its button acts."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from reporting.models import ReportingPeriod
from reporting.periods import opening
from reporting.periods.access import monitored_period
from reporting.periods.consequences import consequences
from reporting.periods.forms import ReopenForm
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def open_period(request: SignedInRequest, pk: int) -> HttpResponse:
    done = "Đã mở kỳ báo cáo: các đơn vị nộp được từ bây giờ."
    return _step(request, pk, "open", opening.open_period, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
def close_period(request: SignedInRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "close", opening.close_period, done="Đã đóng kỳ báo cáo.")


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_period(request: SignedInRequest, pk: int) -> HttpResponse:
    found = monitored_period(request, pk, to_manage=True)
    form = ReopenForm(request.POST or None)
    if request.method != "POST":
        return _page(request, found, "reopen", form=form)
    if not form.is_valid():
        return _page(request, found, "reopen", form=form)
    try:
        opening.reopen_period(period=found, by=request.user, at=now(), **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã mở lại kỳ báo cáo.")
    return redirect("reporting:period", pk)


def _step(
    request: SignedInRequest, pk: int, step: str, use_case: Callable[..., None], *, done: str
) -> HttpResponse:
    """Ask, and act once the page was read; it asks again where its day has changed."""
    found = monitored_period(request, pk, to_manage=True)
    if request.method != "POST":
        return _page(request, found, step)
    try:
        use_case(period=found, despite=_despite(request), by=request.user, at=now())
    except opening.Early as early:
        return _page(request, found, step, refusal=early)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("reporting:period", pk)


def _page(
    request: SignedInRequest,
    found: ReportingPeriod,
    step: str,
    *,
    refusal: Refused | None = None,
    form: ReopenForm | None = None,
) -> HttpResponse:
    """The page that says what follows, of the row as it is now."""
    found.refresh_from_db(fields=["name", "data_from", "data_to", "due_on"])
    context = {
        "period": found,
        "plan": found.plan,
        "follows": consequences(found, today=localdate()),
        "refusal": refusal,
        "form": form,
    }
    status = 422 if refusal or (form and form.errors) else 200
    return render(request, f"reporting/periods/{step}_period.html", context, status=status)


def _despite(request: SignedInRequest) -> date | None:
    """The day that the page named, or None where the request does not come from it."""
    try:
        return date.fromisoformat(request.POST.get("despite", ""))
    except ValueError:
        return None
