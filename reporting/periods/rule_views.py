"""Rules of the office for a plan, set on the page of its periods."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from plans import following
from reporting.periods.access import monitored_plan
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_POST
def set_head_confirmation(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = monitored_plan(request, plan_pk, to_manage=True)
    is_needed = request.POST.get("is_needed") == "yes"
    try:
        following.set_head_confirmation(plan=plan, is_needed=is_needed, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        needed = "Từ nay báo cáo cần thủ trưởng đơn vị xác nhận trước khi gửi."
        waived = "Từ nay đơn vị gửi báo cáo không cần thủ trưởng xác nhận."
        messages.success(request, needed if is_needed else waived)
    return redirect("reporting:list-periods", plan.pk)


@require_POST
def set_contribution_rule(request: SignedInRequest, plan_pk: int) -> HttpResponse:
    plan = monitored_plan(request, plan_pk, to_manage=True)
    are_required = request.POST.get("are_required") == "yes"
    try:
        following.set_contributions(plan=plan, are_required=are_required, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        asked = "Từ nay đơn vị phối hợp phải gửi nội dung mỗi kỳ."
        waived = "Từ nay đơn vị phối hợp gửi nội dung nếu có."
        messages.success(request, asked if are_required else waived)
    return redirect("reporting:list-periods", plan.pk)
