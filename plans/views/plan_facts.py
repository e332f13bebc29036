"""Pages that add a plan, change its facts, put it into effect, and delete it as a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from plans import bodies, deleting
from plans.editing import copying, heads
from plans.editing.inheriting import inheritance_of
from plans.editing_forms import CopyForm, PlanForm
from plans.models import IssuingBody, Plan
from plans.views.access import plan_to_assign
from tracker.lib.numbers import parse_id
from tracker.lib.refusal import Refused
from units import roles
from units.requests import SignedInRequest

IMPORT_WAITS = " Bản nhập của kế hoạch trở lại “Chờ xem lại”: ghi lại được, hoặc bỏ."


@require_http_methods(["GET", "HEAD", "POST"])
def add_plan(request: SignedInRequest) -> HttpResponse:
    if not roles.may_make_plans(request.user):
        raise PermissionDenied
    form = PlanForm(request.POST or None, initial=_head_of(_usual_body()))
    if request.method == "POST" and form.is_valid():
        try:
            plan = heads.add_plan(spec=form.spec(), by=request.user, at=now())
        except Refused as refusal:
            show_refusal(form, refusal, {})
        else:
            messages.success(request, f"Đã lập {plan}. Hãy thêm nhóm và nhiệm vụ.")
            return redirect("plans:compose-plan", plan.pk)
    return _page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_to_assign(request, pk)
    shown = heads.values_of(plan)
    form = PlanForm(request.POST or None, plan=plan, shown=shown)
    if request.method == "POST" and form.is_valid():
        try:
            heads.change_plan(
                plan=plan, spec=form.spec(), seen=form.shown_digests, by=request.user, at=now()
            )
        except Refused as refusal:
            show_refusal(form, refusal, heads.values_of(Plan.objects.get(pk=pk)))
        else:
            messages.success(request, f"Đã lưu {plan}.")
            return redirect("plans:compose-plan", pk)
    return _page(request, form, plan)


@require_http_methods(["GET", "HEAD", "POST"])
def copy_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the next plan with the groups and tasks of this one."""
    plan = plan_to_assign(request, pk)
    if not roles.may_make_plans(request.user):
        raise PermissionDenied
    form = CopyForm(request.POST or None, initial=_of_the_next(plan))
    if request.method == "POST" and form.is_valid():
        try:
            copy = copying.copy_plan(
                plan=plan,
                spec=form.spec(),
                with_units=form.cleaned_data["with_units"],
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            show_refusal(form, refusal, {})
        else:
            messages.success(request, f"Đã lập {copy} từ {plan}. Hãy sửa những chỗ đã khác.")
            return redirect("plans:compose-plan", copy.pk)
    context = {
        "form": form,
        "plan": plan,
        "can_add_document": True,
        "inheritance": inheritance_of(plan, today=localdate()),
    }
    status = 422 if form.errors else 200
    return render(request, "plans/editing/copy_plan.html", context, status=status)


@require_POST
def activate_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    plan = plan_to_assign(request, pk)
    try:
        heads.activate(plan=plan, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{plan} đã được đưa vào thực hiện.")
    return redirect("plans:compose-plan", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what goes with a plan that is still a draft, and delete it."""
    plan, refusal = plan_to_assign(request, pk), ""
    imports = list(plan.imports.defer("findings").order_by("pk"))
    if request.method == "POST":
        seen = parse_id(request.POST.get("seen", ""))
        try:
            deleting.delete_draft(
                plan=plan, seen=-1 if seen is None else seen, by=request.user, at=now()
            )
        except Refused as refused:
            plan, refusal = plan_to_assign(request, pk), str(refused)
        else:
            messages.success(request, f"Đã xóa {plan}." + (IMPORT_WAITS if imports else ""))
            return redirect("reporting:list-plans")
    kept = deleting.why_kept(plan)
    context = {
        "plan": plan,
        "refusal": refusal or kept,
        "contents": None if kept else deleting.contents_of(plan),
        "imports": imports,
    }
    status = 409 if refusal else 200
    return render(request, "plans/editing/delete_plan.html", context, status=status)


def _usual_body() -> IssuingBody | None:
    """The committee of the office, or else a body that issues papers today."""
    others = IssuingBody.objects.on(localdate()).order_by("-first_day", "-pk")
    return bodies.own_body(localdate()) or others.first()


def _head_of(body: IssuingBody | None) -> dict[str, object]:
    """Head and foot of a plan that `body` issues today."""
    if body is None:
        return {}
    head: dict[str, object] = model_to_dict(body, ["superior_body", "symbol", "place"])
    head |= {"issuing_body": body.name, "issuer": body.title}
    capacity = body.capacities.on(localdate()).order_by("pk").first() if body.pk else None
    if capacity:
        head |= {
            "signer_capacity": capacity.capacity,
            "signer_post": capacity.post,
            "signer_name": capacity.name,
        }
    return head


def _of_the_next(plan: Plan) -> dict[str, object]:
    """What the next plan shares with this one; the head is that of the body of today."""
    shared = ("kind", "subject", "recipients", "requirements", "purposes", "issuing_unit")
    return {**model_to_dict(plan, shared), **_head_of(bodies.body_on(plan, localdate()))}


def show_refusal(form: PlanForm, refusal: Refused, current: dict[str, object]) -> None:
    """Say in `form` why nothing was saved; a plan that exists is linked."""
    if isinstance(refusal, heads.PlanExists):
        url = reverse("reporting:plan", args=[refusal.plan.pk])
        form.add_error("number", format_html('{} <a href="{}">Mở kế hoạch đó</a>', refusal, url))
    else:
        form.show_refusal(refusal, current)


def _page(request: SignedInRequest, form: PlanForm, plan: Plan | None) -> HttpResponse:
    context: dict[str, object] = {"form": form, "plan": plan, "can_add_document": True}
    if plan:
        context["events"] = plan.events.select_related("by").order_by("-at", "-pk")
    status = 422 if form.errors else 200
    return render(request, "plans/editing/edit_plan.html", context, status=status)
