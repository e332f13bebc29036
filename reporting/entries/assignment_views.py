"""Steps of an assignment's page that look at its results or at periods."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from plans import assignment_page
from reporting.entries import starting, succeeding
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

Done = TypeVar("Done")


@require_POST
def transfer_assignment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Transfer it, with its accepted result or without."""

    def words(done: succeeding.Transferred) -> str:
        taken = "Kết quả đã được chấp nhận" if done.took_result else "Không có kết quả nào"
        return f"Đã ghi chuyển giao. {taken} chuyển theo."

    return _step(request, pk, "transfer", succeeding.transfer, words)


@require_POST
def set_first_day(request: SignedInRequest, pk: int) -> HttpResponse:
    def words(_: None) -> str:
        return "Đã ghi ngày bắt đầu thực hiện."

    return _step(request, pk, "first_day", starting.set_first_day, words)


def _step(
    request: SignedInRequest,
    pk: int,
    step: str,
    use_case: Callable[..., Done],
    words: Callable[[Done], str],
) -> HttpResponse:
    """Take the step and say so in `words`, or show the page with what was typed."""
    assignment = assignment_page.assignment_to_change(request, pk)
    form = assignment_page.form_of(assignment, step, request.POST)
    if form.is_valid():
        try:
            done = use_case(assignment=assignment, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words(done))
            return redirect("plans:edit-assignment", pk)
    unchanged = assignment_page.assignment_to_change(request, pk)
    return assignment_page.shown(request, unchanged, status=422, **{step: form})
