"""The page of a plan."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from plans import access, bodies, unlisted_names
from plans.models import BodyKind, PlanEventKind
from reporting.counting.calendar import calendar_at
from reporting.counting.fact_version import fact_version
from reporting.counting.figures import Scope
from reporting.counting.open_periods import OpenPeriod, soonest_due
from reporting.dashboards.drawings import drawn_of
from reporting.dashboards.plan_page import living_plan
from reporting.dashboards.readers import readable_plan
from units import roles
from units.requests import SignedInRequest


@require_safe
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    version = fact_version()
    found = readable_plan(pk, user=request.user)
    calendar = calendar_at(version, found)
    closed = found.events.filter(kind=PlanEventKind.CLOSED) if found.is_closed else None
    end = closed.select_related("by").latest("at", "pk") if closed else None
    archived = found.events.filter(kind=PlanEventKind.ARCHIVED) if found.is_archived else None
    # The day on which a plan is closed ends all that was open; the day before shows how it stood
    as_of = localdate(end.at) - timedelta(days=1) if end else localdate()
    scope = Scope(plan=found, as_of=max(as_of, found.issued_on), calendar=calendar)
    receiving = soonest_due(period for period in calendar.periods if period.is_open)
    can_assign = access.has_permission("edit_assignments", plan=found, by=request.user)
    is_state = bodies.kind_of(found.issuing_body) == BodyKind.STATE
    context = {
        "plan": found,
        "closed": end,
        "archived": archived.select_related("by").latest("at", "pk") if archived else None,
        "receiving": [OpenPeriod(period, scope.as_of) for period in receiving],
        "scope": scope,
        # Read where the text was not drawn before
        "text": SimpleLazyObject(lambda: living_plan(scope, user=request.user)),
        "drawing": drawn_of(request, scope, "state" if is_state else "party"),
        "is_state": is_state,
        "can_manage": access.has_permission("manage_periods", plan=found, by=request.user),
        "can_assign": can_assign,
        "can_export": roles.may_manage_directory(request.user),
        # Names in the text that no unit bears are for those to decide who assign
        "unlisted_names": unlisted_names.undecided_in(found.pk) if can_assign else [],
    }
    return render(request, "reporting/dashboards/plan.html", context)
