"""The page of an indicator."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from plans import access
from plans.models import Indicator, Plan
from reporting.indicators.chart import trend_svg
from reporting.indicators.ranges import history_of
from reporting.indicators.trend import comparable, row_of, shows_year_so_far, slots_of
from reporting.indicators.trend_forms import TrendFilterForm
from units.requests import SignedInRequest

NUM_ROWS = 12


@require_safe
def indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    """Results by period, quarter or year; readers see the units that they may read."""
    readable = Plan.objects.readable_by(request.user).values("pk")
    found = get_object_or_404(
        Indicator.objects.select_related("task__plan", "target_document"),
        pk=pk,
        task__plan__in=readable,
    )
    history = history_of(found, user=request.user)
    form = TrendFilterForm(request.GET, assignments=history.assignments)
    shown = history.of_units(form.assignments()) if form.is_narrowed else history
    slots = slots_of(shown, form.step_chosen)
    today = localdate()
    page = Paginator(slots, NUM_ROWS).get_page(request.GET.get("page"))
    with_year = shows_year_so_far(shown, form.step_chosen)
    drawn = [
        row_of(shown, slot, today=today, with_year=False)
        for slot in comparable(slots, count=NUM_ROWS)
    ]
    context = {
        "indicator": found,
        "task": found.task,
        "plan": found.task.plan,
        "form": form,
        "history": shown,
        "page": page,
        "rows": [
            row_of(shown, slot, today=today, with_year=with_year) for slot in page.object_list
        ],
        "with_year": with_year,
        "num_units": len({row.unit_id for row in shown.assignments}),
        "chart": trend_svg(drawn) if len(drawn) > 1 else "",
        "can_assign": access.has_permission(
            "edit_assignments", plan=found.task.plan, by=request.user
        ),
    }
    return render(request, "reporting/indicators/indicator.html", context)
