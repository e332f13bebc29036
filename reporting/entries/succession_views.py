"""The step of an assignment's page that transfers it, with its accepted result or without."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from plans import assignment_page
from reporting.entries import succeeding
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


@require_POST
def transfer_assignment(request: SignedInRequest, pk: int) -> HttpResponse:
    assignment = assignment_page.assignment_to_change(request, pk)
    form = assignment_page.form_of(assignment, "transfer", request.POST)
    if form.is_valid():
        try:
            done = succeeding.transfer(
                assignment=assignment, by=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            taken = "Kết quả đã được chấp nhận" if done.took_result else "Không có kết quả nào"
            messages.success(request, f"Đã ghi chuyển giao. {taken} chuyển theo.")
            return redirect("plans:edit-assignment", pk)
    unchanged = assignment_page.assignment_to_change(request, pk)
    return assignment_page.shown(request, unchanged, status=422, transfer=form)
