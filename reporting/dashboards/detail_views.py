"""Pages of one task and of one unit."""

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from plans import access
from plans.models import Commitment, Task
from reporting.counting.calendar import calendar_of
from reporting.counting.figures import Scope
from reporting.dashboards import task_page, timelines, unit_page
from reporting.dashboards.units_choice import UnitsChoice
from reporting.entries.own_plans import own_plans_of
from reporting.indicators import totals
from tracker.lib import statements
from units import roles
from units.models import Unit
from units.requests import SignedInRequest
from units.succession import present_units

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class HasCommitments(TypedDict):
        has_commitments: bool

    TaskOfPage = WithAnnotations[Task, HasCommitments]

# Earlier periods that the page of a task offers for its numbers
NUM_PERIODS = 8


@require_safe
def task(request: SignedInRequest, pk: int) -> HttpResponse:
    found = statements.object_or_404("task with its plan", _task_with_plan, given=pk)
    if not access.has_permission("view_plan", plan=found.plan, by=request.user):
        raise Http404
    choice = UnitsChoice.of(request.GET)
    calendar = calendar_of(found.plan)
    scope = Scope(
        plan=found.plan,
        as_of=localdate(),
        task_id=found.pk,
        by_units=choice.by_units,
        calendar=calendar,
    )
    periods = calendar.periods[:NUM_PERIODS]
    chosen = request.GET.get("period", "")
    period = next((row for row in periods if str(row.pk) == chosen), None)
    detail = task_page.detail_of(
        found,
        scope=scope,
        user=request.user,
        has_commitments=cast("TaskOfPage", found).has_commitments,
        bloc=request.GET.get("bloc", ""),
        page=request.GET.get("page"),
    )
    can_assign = access.has_permission("edit_assignments", plan=found.plan, by=request.user)
    context = {
        "task": found,
        "plan": found.plan,
        "scope": scope,
        "units_choice": choice,
        "detail": detail,
        "ledger": timelines.ledger_items(detail.ledger),
        "steps": timelines.step_items(detail.events),
        "fileable": roles.units_with("file_progress", by=request.user),
        "own_plans": own_plans_of(detail.rows, user=request.user, as_of=scope.as_of),
        "keepers": access.keepers(request.user) if found.plan.is_running else (),
        "periods": periods,
        "numbers": totals.totals_of(replace(scope, up_to=period), user=request.user, task=found),
        "can_assign": can_assign,
        "unlisted_names": detail.sources.unlisted if can_assign else [],
    }
    return render(request, "reporting/dashboards/task.html", context)


def _task_with_plan() -> QuerySet[Task]:
    found = Task.objects.filter(pk=statements.MARK).select_related("plan", "group")
    return found.annotate(has_commitments=Exists(Commitment.objects.filter(task=OuterRef("pk"))))


@require_safe
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = statements.object_or_404("unit with its parent", _unit_with_parent, given=pk)
    choice, today = UnitsChoice.of(request.GET), localdate()
    present = present_units(on=today) if choice.is_now else None
    detail = unit_page.detail_of(found, user=request.user, as_of=today, present=present)
    context = {
        "unit": found,
        "units_choice": choice,
        "detail": detail,
        "own_plans": own_plans_of(detail.rows, user=request.user, as_of=today),
        "fileable": roles.units_with("file_progress", by=request.user),
        "is_keeper": access.may_keep_plans(request.user, found.pk),
        "can_edit": roles.may_manage_directory(request.user),
    }
    return render(request, "reporting/dashboards/unit.html", context)


def _unit_with_parent() -> QuerySet[Unit]:
    return Unit.objects.filter(pk=statements.MARK).select_related("parent", "kind", "bloc")
