"""Pages over all plans of their reader."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from plans import access, loading
from plans.models import PlanStatus
from reporting.counting.portfolio import Portfolio, receiving_in
from reporting.papers.lists import CONTENT_TYPE
from reporting.portfolio.choosing import offer, readable_plans
from reporting.portfolio.forms import LateFilterForm, PlanFilterForm
from reporting.portfolio.late import late_units, narrowed, urged_of
from reporting.portfolio.page import rows_of_plans
from reporting.portfolio.sheet import sheet_of_plans
from units import roles
from units.requests import SignedInRequest

PAGE_SIZE = 50


@require_safe
def list_plans(request: SignedInRequest) -> HttpResponse:
    """Plans that the person may read; possibly none."""
    can_edit = access.edits_for_office(request.user)
    form = PlanFilterForm(request.GET, for_office=can_edit)
    sort, today = form.sort_chosen(), localdate()
    rows = rows_of_plans(request.user, form.chosen(), sort, today=today)
    permissions = access.permissions_by_plan(request.user).values()
    is_administrator = roles.may_manage_directory(request.user)
    context = {
        "form": form,
        "sort": sort,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "today": today,
        "has_plans": any("view_plan" in names for names in permissions),
        "can_edit": can_edit,
        "can_verify": any("verify_entries" in names for names in permissions),
        "is_administrator": is_administrator,
        "may_make_plans": roles.may_make_plans(request.user),
        "is_office": roles.is_of_office(request.user),
        "can_load_sample": is_administrator and loading.sample().loaded() is None,
        "query": request.GET.urlencode(),
    }
    return render(request, "reporting/portfolio/list_plans.html", context)


@require_safe
def download_plans(request: SignedInRequest) -> HttpResponse:
    """The same plans as a sheet for Excel."""
    can_edit = access.edits_for_office(request.user)
    form, today = PlanFilterForm(request.GET, for_office=can_edit), localdate()
    rows = rows_of_plans(request.user, form.chosen(), form.sort_chosen(), today=today)
    response = HttpResponse(sheet_of_plans(rows, on=today), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = (
        content_disposition_header(True, "danh-muc-ke-hoach.xlsx") or "attachment"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def list_late(request: SignedInRequest) -> HttpResponse:
    """Who is late in any running plan that the person may read.

    For the office and leaders without the plans that units keep for themselves, as on their first
    pages.
    """
    form, today = LateFilterForm(request.GET), localdate()
    running = readable_plans(request.user).filter(status=PlanStatus.ACTIVE)
    plans = list(running.of_the_office() if roles.is_of_office(request.user) else running)
    portfolio = Portfolio.of(request.user, [plan.pk for plan in plans], as_of=today)
    rows = late_units(portfolio, plans, receiving_in(portfolio)) if plans else []
    rows = narrowed(rows, form.chosen())
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "urged": urged_of(page, portfolio),
        "num_plans": len(plans),
        "read_whole": portfolio.whole,
        "num_overdue": sum(row.num_overdue for row in rows),
        "num_unsent": sum(row.num_unsent for row in rows),
        "today": today,
    }
    return render(request, "reporting/portfolio/list_late.html", context)


@require_safe
def choose_plan(request: SignedInRequest) -> HttpResponse:
    """A fragment: the chooser of the bar."""
    query = request.GET.get("q", "")
    context = {"offer": offer(request.user, query), "query": query}
    return render(request, "reporting/portfolio/choose_plan.html", context)
