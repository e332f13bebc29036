"""Pages of the schedules by which reviews are requested automatically."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from plans.models import Plan
from reporting.models import ReviewSchedule
from reporting.reviews import scheduling
from reporting.reviews.access import plan_to_compile, plan_to_read
from reporting.reviews.forms import ScheduleForm
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_safe
def list_schedules(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = plan_to_read(request, plan_pk)
    schedules = ReviewSchedule.objects.filter(plan=plan).select_related("saved_by")
    context = {
        "plan": plan,
        "schedules": schedules.order_by("-is_active", "next_on", "pk"),
        "today": timezone.localdate(),
        "may_compile": request.user.has_perm("plans.compile_reviews", plan),
    }
    return render(request, "reporting/reviews/list_schedules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_schedule(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = plan_to_compile(request, plan_pk)
    return _edit(request, plan, ReviewSchedule(plan=plan))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_schedule(request: SignedInRequest, pk: int) -> HttpResponse:
    readable = Plan.objects.with_permission(request.user, "read_filings")
    schedule = get_object_or_404(
        ReviewSchedule.objects.filter(plan__in=readable.values("pk")).select_related("plan"), pk=pk
    )
    if not request.user.has_perm("plans.compile_reviews", schedule.plan):
        raise PermissionDenied
    return _edit(request, schedule.plan, schedule)


def _edit(request: SignedInRequest, plan: Plan, schedule: ReviewSchedule) -> HttpResponse:
    form = ScheduleForm(request.POST if request.method == "POST" else None, instance=schedule)
    if request.method == "POST" and form.is_valid():
        try:
            scheduling.save_schedule(schedule=form.save(commit=False), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu lịch lập báo cáo.")
            return redirect("reporting:list-schedules", plan_pk=plan.pk)
    context = {"plan": plan, "form": form, "schedule": schedule}
    return render(
        request, "reporting/reviews/edit_schedule.html", context, status=422 if form.errors else 200
    )
