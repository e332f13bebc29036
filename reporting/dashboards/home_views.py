"""The home page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from plans import setting_up
from reporting import desks
from reporting.dashboards.charts import trend_svg
from reporting.dashboards.drawings import drawn_desk, drawn_of
from reporting.dashboards.home_page import home_of
from reporting.dashboards.leader_desk import LeaderDesk
from reporting.dashboards.units_choice import UnitsChoice
from tracker.lib.backups import state as backup_state
from tracker.lib.disk import room
from units.requests import SignedInRequest


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    today = localdate()
    choice = UnitsChoice.of(request.GET)
    desk = desks.asked_for(request, request.user)
    found = home_of(request.user, today=today, choice=choice, desk=desk)
    if found.is_administrator and not found.has_work and not setting_up.is_set_up():
        return redirect("plans:set-up")
    context = {
        "home": found,
        "backups": backup_state.state(at=now()) if found.is_administrator else None,
        "is_disk_low": found.is_administrator and room.is_low(),
        "today": today,
        "units_choice": choice,
        "trend": SimpleLazyObject(lambda: _trend(found.leader)),
        "drawn_leader": drawn_of(request, found.leader.scope) if found.leader else None,
        "drawn_office": drawn_desk(request, found.office) if found.office else None,
    }
    return render(request, "reporting/dashboards/home.html", context)


def _trend(desk: LeaderDesk | None) -> str:
    return trend_svg(desk.trend) if desk and len(desk.trend) > 1 else ""
