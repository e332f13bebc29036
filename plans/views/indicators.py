"""Pages for the indicators of a task."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import indicators
from plans.forms import IndicatorForm
from plans.models import Indicator, IndicatorEvent, Task
from plans.views.access import indicator_to_change, task_to_assign
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def list_indicators(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_to_assign(request, pk)
    rows = (
        task.indicators.select_related("target_document")
        .annotate(num_values=Count("values"))
        .order_by("is_retired", "position", "pk")
    )
    events = IndicatorEvent.objects.filter(indicator__task=task).select_related("by", "indicator")
    context = {
        "task": task,
        "plan": task.plan,
        "rows": list(rows),
        "events": list(events.order_by("-at", "-pk")),
    }
    return render(request, "plans/list_indicators.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    task = task_to_assign(request, pk)
    form = IndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = _try(
            form,
            lambda: indicators.add(task=task, spec=form.spec(), by=request.user, at=now()),
        )
        if added:
            messages.success(request, "Đã thêm chỉ tiêu. Đơn vị chủ trì thấy ngay ở trang báo cáo.")
            return redirect("plans:list-indicators", pk)
    return _form_page(request, task, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    found = indicator_to_change(request, pk)
    form = IndicatorForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        changed = _try(
            form,
            lambda: indicators.change(indicator=found, spec=form.spec(), by=request.user, at=now()),
        )
        if changed:
            messages.success(request, "Đã lưu chỉ tiêu.")
            return redirect("plans:list-indicators", found.task_id)
    return _form_page(request, found.task, form, indicator=found)


@require_POST
def retire_indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    found = indicator_to_change(request, pk)
    return _step(request, found, indicators.retire, "Đã thôi theo dõi; số đã báo cáo vẫn còn.")


@require_POST
def revive_indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    found = indicator_to_change(request, pk)
    return _step(request, found, indicators.revive, "Đã theo dõi lại chỉ tiêu.")


def _step(
    request: SignedInRequest, found: Indicator, use_case: Callable[..., None], message: str
) -> HttpResponse:
    try:
        use_case(indicator=found, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, message)
    return redirect("plans:list-indicators", found.task_id)


def _try(form: IndicatorForm, use_case: Callable[[], object]) -> bool:
    """Call `use_case`; if it refuses, show the reason in `form` and return False."""
    try:
        use_case()
    except Refused as refusal:
        form.add_error(getattr(refusal, "field", None), str(refusal))
        return False
    return True


def _form_page(
    request: SignedInRequest, task: Task, form: IndicatorForm, indicator: Indicator | None = None
) -> HttpResponse:
    context = {"task": task, "plan": task.plan, "form": form, "indicator": indicator}
    status = 422 if form.errors else 200
    return render(request, "plans/edit_indicator.html", context, status=status)
