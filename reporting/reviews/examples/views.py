"""The results that reviews quote: their list, and the choice on the page of an entry."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reporting.entries.as_sent import entries_for
from reporting.models import EntryStatus, ProgressEntry, ReviewExample
from reporting.notices.announcing import section_url
from reporting.reviews.access import plan_to_read
from reporting.reviews.examples import offering, picking
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def list_examples(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = plan_to_read(request, plan_pk)
    examples = ReviewExample.objects.of_plan(plan).select_related(
        "entry__assignment__task__group", "entry__submission__unit", "entry__submission__period"
    )
    context = {
        "plan": plan,
        "examples": examples,
        "accepted": EntryStatus.ACCEPTED,
        "may_compile": (may_compile := request.user.has_perm("plans.compile_reviews", plan)),
    }
    if may_compile:
        context["search"] = search = request.GET.get("q", "")
        context["offers"] = offering.offers(plan, request.user, search=search)
    return render(request, "reporting/reviews/examples/list_examples.html", context)


@require_POST
def pick_example(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    return _done(
        request,
        entry,
        lambda: picking.pick(entry=entry, by=request.user, at=timezone.now()),
        "Đã chọn nêu trong các báo cáo chốt số liệu từ nay.",
    )


@require_POST
def drop_example(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    return _done(
        request,
        entry,
        lambda: picking.drop(entry=entry, by=request.user, at=timezone.now()),
        "Đã thôi nêu trong báo cáo. Báo cáo đã chốt số liệu giữ nguyên.",
    )


@require_POST
def move_example(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    direction: picking.Direction = "up" if request.POST.get("direction") == "up" else "down"
    return _done(
        request,
        entry,
        lambda: picking.move(entry=entry, direction=direction, by=request.user, at=timezone.now()),
        "Đã đổi thứ tự.",
    )


def _entry(request: SignedInRequest, pk: int) -> ProgressEntry:
    entries = entries_for(request.user).for_row().select_related("assignment__task__plan")
    found = get_object_or_404(entries, pk=pk)
    if not request.user.has_perm("plans.compile_reviews", found.assignment.task.plan):
        raise PermissionDenied
    return found


def _done(
    request: SignedInRequest, entry: ProgressEntry, step: Callable[[], object], words: str
) -> HttpResponse:
    """Take the step, then show where it was taken: the list, the unit's report, or the entry."""
    try:
        step()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    if "on_list" in request.POST:
        return redirect("reporting:list-examples", plan_pk=entry.assignment.task.plan_id)
    if "on_submission" in request.POST:
        return redirect(section_url(entry))
    return redirect("reporting:entry", pk=entry.pk)
