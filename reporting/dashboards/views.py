"""The tabs of a plan's dashboard."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from plans import access
from reporting.counting.fact_version import fact_version
from reporting.counting.figures import Scope
from reporting.dashboards.dashboard import dashboard_of
from reporting.dashboards.drawings import drawn_form, drawn_of
from reporting.dashboards.forms import DashboardFilterForm
from reporting.dashboards.links import RowLinks
from reporting.dashboards.matrix import Matrix, heat_table, matrix_of
from reporting.dashboards.outcomes import outcomes_of
from reporting.dashboards.punctuality_page import punctuality_of
from reporting.dashboards.readers import plan_with_groups, require_readable_results
from reporting.dashboards.tabs import tabs_of
from reporting.indicators import totals
from units.requests import SignedInRequest


@dataclass(frozen=True)
class Asked:
    """What a tab is asked for: its filter, the rows of it, and the links that keep it."""

    form: DashboardFilterForm
    scope: Scope
    links: RowLinks


@require_safe
def dashboard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tổng quan: work, filing, blocs, trend."""
    asked = _asked(request, pk)
    content = SimpleLazyObject(lambda: dashboard_of(asked.scope, user=request.user))
    context = {
        "dashboard": content,
        "reads_all": access.has_permission("read_filings", plan=asked.scope.plan, by=request.user),
        "urls": SimpleLazyObject(asked.links.by_name),
        "outcomes": SimpleLazyObject(lambda: outcomes_of(content.figures.total, asked.links)),
        "drawing": drawn_of(request, asked.scope),
    }
    return _tab(request, asked, "reporting:dashboard", "overview.html", context)


@require_safe
def matrix(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ma trận: units × task groups."""
    asked = _asked(request, pk)

    @cache
    def content() -> Matrix:
        return matrix_of(
            asked.scope,
            user=request.user,
            links=asked.links,
            groups=asked.form.groups,
            bloc_names=asked.form.blocs,
            page=request.GET.get("page"),
        )

    context = {
        "matrix": SimpleLazyObject(content),
        "heat": SimpleLazyObject(lambda: heat_table(content())),
        "drawing": drawn_of(request, asked.scope),
    }
    return _tab(request, asked, "reporting:dashboard-matrix", "matrix.html", context)


@require_safe
def punctuality(request: SignedInRequest, pk: int) -> HttpResponse:
    """Đúng hạn: late work, and filing by unit."""
    asked = _asked(request, pk)
    content = punctuality_of(
        asked.scope,
        user=request.user,
        late=request.GET.get("late"),
        page=request.GET.get("page"),
    )
    context = {"detail": content, "urls": asked.links.by_name()}
    return _tab(request, asked, "reporting:dashboard-punctuality", "punctuality.html", context)


@require_safe
def indicator_totals(request: SignedInRequest, pk: int) -> HttpResponse:
    """Chỉ tiêu: the indicators of the same scope."""
    asked = _asked(request, pk)
    context = {"numbers": totals.totals_of(asked.scope, user=request.user)}
    return _tab(request, asked, "reporting:indicator-totals", "indicators.html", context)


def _asked(request: SignedInRequest, pk: int) -> Asked:
    version = fact_version()
    plan, groups = plan_with_groups(pk, user=request.user)
    require_readable_results(plan, user=request.user)
    form = DashboardFilterForm(
        request.GET, plan=plan, groups=groups, today=localdate(), version=version
    )
    return Asked(form, form.scope(), RowLinks(plan, form.kept()))


def _tab(
    request: SignedInRequest, asked: Asked, name: str, template: str, context: Mapping[str, object]
) -> HttpResponse:
    """A tab in its frame; what the `context` holds is read where the tab was not drawn before."""
    frame = {
        "plan": asked.scope.plan,
        "form": asked.form,
        "form_drawing": drawn_form(request, asked.form),
        "scope": asked.scope,
        "kept": asked.links.beside(""),
        "by_units": asked.links.by_units,
        "tabs": tabs_of(asked.scope.plan, current=name, kept=asked.links.kept),
    }
    return render(request, f"reporting/dashboards/tabs/{template}", {**frame, **context})
