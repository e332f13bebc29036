"""Files of evidence, for readers of their entry: to download, or to show in a page.

The paper of an issued review may be evidence: then it is one of the downloads of the review, which
are recorded although these addresses answer GET (see `reporting.reviews.serving`).
"""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from reporting.evidence import recording, serving
from reporting.models import Evidence
from reporting.models.attachment import SHOWN_TYPES
from units.requests import SignedInRequest


@require_safe
def download_evidence(request: SignedInRequest, pk: int) -> FileResponse:
    rows = Evidence.objects.readable_by(request.user).exclude(file_sha256="")
    evidence = get_object_or_404(rows, pk=pk)
    response = serving.download(evidence)
    _note(request, evidence)
    return response


@require_safe
def view_evidence(request: SignedInRequest, pk: int) -> FileResponse:
    """A PDF or a picture; other types are never shown."""
    rows = Evidence.objects.readable_by(request.user).filter(file_type__in=SHOWN_TYPES)
    evidence = get_object_or_404(rows, pk=pk)
    response = serving.show(evidence)
    _note(request, evidence)
    return response


def _note(request: SignedInRequest, evidence: Evidence) -> None:
    """Record who gets the paper of a review; HEAD asks for no file."""
    if request.method == "GET" and evidence.review_id:
        recording.record_review(evidence=evidence, by=request.user, at=timezone.now())
