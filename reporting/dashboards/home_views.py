"""The home page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from reporting.dashboards.charts import trend_svg
from reporting.dashboards.home_page import home_of
from units.requests import SignedInRequest


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    today = localdate()
    found = home_of(request.user, today=today)
    context = {
        "home": found,
        "today": today,
        "leader_desks": [
            (desk, trend_svg(desk.trend) if len(desk.trend) > 1 else "") for desk in found.leader
        ],
    }
    return render(request, "reporting/dashboards/home.html", context)
