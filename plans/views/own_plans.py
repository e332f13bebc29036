"""Pages of the plans that units keep for themselves: to begin one, and to place it under a task."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods

from plans import access, bodies
from plans.assignment_page import place_to_keep
from plans.editing import copying, heads, placing
from plans.editing.placing import PlanPlace
from plans.models import Assignment, BodyKind, IssuingBody, LegalDocument, Plan
from plans.own_plan_forms import OwnPlanForm, PlacingForm
from plans.views.access import plan_to_assign
from plans.views.plan_facts import show_refusal
from tracker.lib.refusal import Refused
from units.models import Bloc, Unit
from units.requests import SignedInRequest

# Of the head and foot, what the plans of a unit share
SHARED = (
    *("kind", "superior_body", "issuing_body", "issuer", "symbol", "place"),
    *("signer_capacity", "signer_post", "signer_name", "recipients"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def begin_under_assignment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the plan by which a unit carries out a task that it leads."""
    return _begin(request, *place_to_keep(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def begin_without_task(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin a plan of a unit that carries out no task, but perhaps a document from outside."""
    unit = get_object_or_404(Unit, pk=pk)
    if not access.may_keep_plans(request.user, pk):
        raise PermissionDenied
    return _begin(request, PlanPlace(unit), None)


@require_http_methods(["GET", "HEAD", "POST"])
def place_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which task of another plan the plan of a unit carries out."""
    plan = plan_to_assign(request, pk)
    if plan.owner_id is None:
        raise PermissionDenied
    form = PlacingForm(request.POST if request.method == "POST" else None, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            task = form.cleaned_data["task"]
            placing.place_plan(plan=plan, task=task, by=request.user, at=now())
        except Refused as refusal:
            form.add_error("task", str(refusal))
        else:
            messages.success(request, "Đã lưu nhiệm vụ mà kế hoạch triển khai.")
            return redirect("plans:compose-plan", pk)
    status = 422 if form.errors else 200
    context = {"plan": plan, "form": form}
    return render(request, "plans/editing/place_plan.html", context, status=status)


def _begin(
    request: SignedInRequest, place: PlanPlace, assignment: Assignment | None
) -> HttpResponse:
    form = OwnPlanForm(request.POST or None, initial=_usual_facts(place), owner=place.owner)
    if request.method == "POST" and form.is_valid():
        try:
            plan = _made(form, place, request)
        except Refused as refusal:
            show_refusal(form, refusal, {})
        else:
            messages.success(request, f"Đã lập {plan} của {place.owner.short_name}.")
            return redirect("plans:compose-plan", plan.pk)
    context = {
        "form": form,
        "place": place,
        "assignment": assignment,
        "refusal": _refusal_of(place),
        "can_add_document": access.edits_any(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "plans/editing/begin_own_plan.html", context, status=status)


def _refusal_of(place: PlanPlace) -> Refused | None:
    """Why no plan may be begun there."""
    try:
        placing.refuse_unfit(place, on=localdate())
    except Refused as refusal:
        return refusal
    return None


def _made(form: OwnPlanForm, place: PlanPlace, request: SignedInRequest) -> Plan:
    source: Plan | None = form.cleaned_data["source"]
    if source is None:
        return heads.add_plan(spec=form.spec(), place=place, by=request.user, at=now())
    return copying.copy_plan(
        plan=source, spec=form.spec(), with_units=True, place=place, by=request.user, at=now()
    )


def _usual_facts(place: PlanPlace) -> dict[str, object]:
    """As the last plan of the unit, or else by its name and that of the body above it."""
    last = Plan.objects.filter(owner=place.owner).order_by("-issued_on", "-pk").first()
    if last is not None:
        found: dict[str, object] = {name: getattr(last, name) for name in SHARED}
    else:
        committee = bodies.own_body(localdate())
        found = {
            "issuing_body": place.owner.name.upper(),
            "issuer": place.owner.name,
            "superior_body": _superior_of(place.owner, committee),
            "place": committee.place if committee else "",
        }
    if place.task is not None:
        plan = place.task.plan
        name = f"{plan.kind} số {plan.number}, ngày {plan.issued_on:%d/%m/%Y} của {plan.issuer}"
        found["subject"] = f"thực hiện {name}"
        found["parent_document"] = LegalDocument.objects.filter(
            number=plan.number, issued_on=plan.issued_on
        ).first()
    return found | {"issuing_unit": place.owner.pk}


def _superior_of(owner: Unit, committee: IssuingBody | None) -> str:
    """Line 1 of its papers: of the Party the committee, of others the unit above them, if any."""
    if committee is None or committee.kind == BodyKind.STATE or owner.bloc_id != Bloc.PARTY:
        return owner.parent.name.upper() if owner.parent else ""
    is_committee = owner.name.upper() == committee.name.upper()
    return committee.superior_body if is_committee else committee.name
