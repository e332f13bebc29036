"""The home page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from reporting.dashboards.charts import trend_svg
from reporting.dashboards.home_page import LeaderDesk, home_of
from reporting.dashboards.matrix import heat_table
from units.requests import SignedInRequest


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    today = localdate()
    found = home_of(request.user, today=today)
    context = {
        "home": found,
        "today": today,
        "leader_desks": [(desk, *_drawn(desk)) for desk in found.leader],
    }
    return render(request, "reporting/dashboards/home.html", context)


def _drawn(desk: LeaderDesk) -> tuple[str, str]:
    """Matrix and trend of one plan as HTML."""
    trend = trend_svg(desk.dashboard.trend) if len(desk.dashboard.trend) > 1 else ""
    return heat_table(desk.matrix), trend
