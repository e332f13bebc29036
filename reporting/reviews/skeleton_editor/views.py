"""The pages on which the office decides what reviews of a plan are made of."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.models import Plan
from reporting.models import ReviewKind, ReviewSkeleton, SkeletonEvent
from reporting.reviews.access import plan_to_compile, plan_to_read
from reporting.reviews.skeleton_editor.forms import NewSectionForm, SectionForm
from reporting.reviews.skeleton_editor.page import SkeletonPage, page_of, section_to_edit
from reporting.reviews.skeletons import changing
from tracker.lib.refusal import Refused
from units.models import User
from units.requests import SignedInRequest

MOST_EVENTS = 50


@require_safe
def skeleton(request: SignedInRequest, plan_pk: int, kind: str) -> HttpResponse:
    plan = plan_to_read(request, plan_pk)
    return _page(request, plan, _known(kind))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_skeleton_section(
    request: SignedInRequest, plan_pk: int, kind: str, key: str
) -> HttpResponse:
    """The name of a section, and the tasks of which it tells."""
    plan = plan_to_compile(request, plan_pk)
    found = section_to_edit(plan, _known(kind), key)
    if found is None:
        messages.error(request, changing.GONE)
        return redirect("reporting:skeleton", plan_pk=plan.pk, kind=kind)
    data = request.POST if request.method == "POST" else None
    form = SectionForm(
        data, section=found.section, told=found.told, groups=found.groups, tasks=found.tasks
    )
    if data is not None and form.is_valid():
        try:
            changing.edit_section(
                plan=plan,
                kind=kind,
                key=key,
                title=form.cleaned_data["title"],
                seen=form.cleaned_data["seen"],
                choice=form.choice,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu mục của đề cương.")
            return _back(plan, kind, key)
    context = {"plan": plan, "kind": ReviewKind(kind), "section": found.section, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reporting/reviews/skeletons/edit_section.html", context, status=status)


@require_POST
def step_skeleton_section(
    request: SignedInRequest, plan_pk: int, kind: str, key: str
) -> HttpResponse:
    """Move a section, switch it on or off, or take away one that the office added."""
    plan = plan_to_compile(request, plan_pk)
    _known(kind)
    step = request.POST.get("step", "")
    try:
        _take(step, plan=plan, kind=kind, key=key, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(plan, kind, key)


@require_POST
def add_skeleton_section(request: SignedInRequest, plan_pk: int, kind: str) -> HttpResponse:
    plan = plan_to_compile(request, plan_pk)
    form = NewSectionForm(request.POST, places=page_of(plan, _known(kind)).places)
    if form.is_valid():
        try:
            row = changing.add_section(
                plan=plan,
                kind=kind,
                behind=form.cleaned_data["behind"],
                title=form.cleaned_data["title"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã thêm mục vào đề cương.")
            return _back(plan, kind, row.key)
    return _page(request, plan, kind, new=form)


@require_POST
def reset_skeleton(request: SignedInRequest, plan_pk: int, kind: str) -> HttpResponse:
    plan = plan_to_compile(request, plan_pk)
    changing.reset(plan=plan, kind=_known(kind), by=request.user, at=timezone.now())
    messages.success(request, "Đề cương đã trở về mẫu mặc định.")
    return redirect("reporting:skeleton", plan_pk=plan.pk, kind=kind)


def _page(
    request: SignedInRequest, plan: Plan, kind: str, new: NewSectionForm | None = None
) -> HttpResponse:
    page: SkeletonPage = page_of(plan, kind)
    events = SkeletonEvent.objects.filter(skeleton__plan=plan, skeleton__kind=kind)
    context = {
        "plan": plan,
        "kind": ReviewKind(kind),
        "kinds": ReviewKind,
        "page": page,
        "form": new or NewSectionForm(places=page.places),
        "saved": ReviewSkeleton.objects.filter(plan=plan, kind=kind)
        .select_related("saved_by")
        .first(),
        "events": events.select_related("by").order_by("-pk")[:MOST_EVENTS],
        "may_compile": request.user.has_perm("plans.compile_reviews", plan),
    }
    status = 422 if new else 200
    return render(request, "reporting/reviews/skeletons/skeleton.html", context, status=status)


def _take(step: str, *, plan: Plan, kind: str, key: str, by: User, at: datetime) -> None:
    match step:
        case "up" | "down":
            changing.move(plan=plan, kind=kind, key=key, direction=step, by=by, at=at)
        case "on" | "off":
            changing.switch(plan=plan, kind=kind, key=key, is_on=step == "on", by=by, at=at)
        case "remove":
            changing.remove_section(plan=plan, kind=kind, key=key, by=by, at=at)
        case _:
            raise Refused("Không rõ việc cần làm. Hãy tải lại trang.")


def _known(kind: str) -> str:
    if kind not in ReviewKind.values:
        raise Http404
    return kind


def _back(plan: Plan, kind: str, key: str) -> HttpResponse:
    """The page of the skeleton at the row of the section."""
    return redirect(f"{reverse('reporting:skeleton', args=[plan.pk, kind])}#section-{key}")
