"""Pages of the bodies that issue papers, for administrators and those who assign work."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, When
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from plans import access, bodies
from plans.body_forms import BodyForm, CapacityForm, SuccessorForm
from plans.models import IssuingBody, OwnBody, Plan, SigningCapacity
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

OWN_FIRST = Case(When(own=OwnBody.COMMITTEE, then=0), When(own=OwnBody.OFFICE, then=1), default=2)


@require_safe
def list_bodies(request: SignedInRequest) -> HttpResponse:
    _refuse_others(request)
    rows = IssuingBody.objects.select_related("successor").annotate(num_plans=Count("plans"))
    # Those of the product first, with those that they succeeded
    context = {"bodies": rows.order_by(OWN_FIRST, "name", "pk")}
    return render(request, "plans/bodies/list_bodies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_body(request: SignedInRequest) -> HttpResponse:
    _refuse_others(request)
    return _save_body(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_body(request: SignedInRequest, pk: int) -> HttpResponse:
    _refuse_others(request)
    return _save_body(request, get_object_or_404(IssuingBody, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def succeed_body(request: SignedInRequest, pk: int) -> HttpResponse:
    _refuse_others(request)
    body = get_object_or_404(IssuingBody, pk=pk)
    form = SuccessorForm(_posted(request), predecessor=body)
    if form.is_valid():
        try:
            new = bodies.succeed_body(
                body=body, spec=form.spec(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã ghi {new.name} kế thừa {body.name}.")
            return redirect("plans:edit-body", pk=new.pk)
    context = {"form": form, "body": body}
    status = 422 if form.errors else 200
    return render(request, "plans/bodies/succeed_body.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def add_capacity(request: SignedInRequest, pk: int) -> HttpResponse:
    _refuse_others(request)
    return _save_capacity(request, get_object_or_404(IssuingBody, pk=pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_capacity(request: SignedInRequest, pk: int) -> HttpResponse:
    _refuse_others(request)
    capacity = get_object_or_404(SigningCapacity.objects.select_related("body"), pk=pk)
    return _save_capacity(request, capacity.body, capacity)


def _save_body(request: SignedInRequest, body: IssuingBody | None) -> HttpResponse:
    form = BodyForm(_posted(request), instance=body)
    if form.is_valid():
        try:
            saved = bodies.save_body(
                body=body, spec=form.spec(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lưu {saved}.")
            return redirect("plans:edit-body", pk=saved.pk)
    context: dict[str, object] = {"form": form, "body": body}
    if body:
        context["capacities"] = body.capacities.order_by("pk")
        context["predecessors"] = body.predecessors.order_by("pk")
        context["events"] = body.events.select_related("by").order_by("-at", "-pk")
    status = 422 if form.errors else 200
    return render(request, "plans/bodies/edit_body.html", context, status=status)


def _save_capacity(
    request: SignedInRequest, body: IssuingBody, capacity: SigningCapacity | None
) -> HttpResponse:
    form = CapacityForm(_posted(request), instance=capacity)
    if form.is_valid():
        try:
            saved = bodies.save_capacity(
                body=body,
                capacity=capacity,
                spec=form.spec(),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lưu {saved}.")
            return redirect("plans:edit-body", pk=body.pk)
    context = {"form": form, "body": body, "capacity": capacity}
    status = 422 if form.errors else 200
    return render(request, "plans/bodies/edit_capacity.html", context, status=status)


def _posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _refuse_others(request: SignedInRequest) -> None:
    """Strangers to all plans get 404, and those who do not assign work get 403.

    The office says who issues papers before there is a plan.
    """
    if access.edits_for_office(request.user):
        return
    if not Plan.objects.readable_by(request.user).exists():
        raise Http404
    raise PermissionDenied
