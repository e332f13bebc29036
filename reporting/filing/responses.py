"""Responses that several filing views give."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from reporting import desks
from reporting.filing.page import FilingPage
from reporting.filing.typed import TypedForm
from reporting.models import ProgressEntry, Submission
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


def show(request: SignedInRequest, page: FilingPage) -> HttpResponse:
    desks.stand_at(request, page.submission.unit_id)
    return render(
        request,
        "reporting/filing/file_submission.html",
        page.context(),
        status=page.status_code,
    )


def show_refused(
    request: SignedInRequest,
    submission: Submission,
    refusal: Refused | None = None,
    *,
    typed: Mapping[int, TypedForm] | None = None,
) -> HttpResponse:
    """The page of somebody who may file, with what they typed and why it was refused."""
    page = FilingPage.read(submission, reader=request.user, may_file=True, at=timezone.now())
    return show(request, page.with_typed(typed or {}).refused(refusal))


def back_to(entry: ProgressEntry) -> HttpResponse:
    page_url = reverse("reporting:file-submission", args=[entry.submission_id])
    return redirect(f"{page_url}#entry-{entry.pk}")
