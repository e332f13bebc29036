"""Stored papers, to be saved by the browser; who gets which file is recorded.

As with the log of a web server, a record of reading is no change by the reader: these addresses
answer GET, so that a link downloads at once, also after a log-in (`tests/test_permission_matrix.py`
knows them).
"""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from reporting.models import Review
from reporting.reviews.downloads import recording
from reporting.reviews.file_names import file_name
from tracker.lib import filestore
from units.requests import SignedInRequest

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download(
    request: SignedInRequest, review: Review, sha256: str, *, name: str, media_type: str
) -> HttpResponseBase:
    """The file; where it is missing, the page of the review says so."""
    try:
        stream = filestore.open_stored(sha256)
    except FileNotFoundError:
        messages.error(request, f"Không tìm thấy tệp “{name}” trên máy chủ. Hãy báo quản trị.")
        return redirect("reporting:review", pk=review.pk)
    note(request, review, sha256, name=name)
    response = FileResponse(stream, as_attachment=True, filename=name)
    response["Content-Type"] = media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def download_printed(request: SignedInRequest, review: Review) -> HttpResponseBase:
    """The PDF that the machine printed."""
    if not review.pdf_sha256:
        raise Http404
    return download(request, review, review.pdf_sha256, name=file_name(review), media_type=PDF)


def note(request: SignedInRequest, review: Review, sha256: str, *, name: str) -> None:
    """Record a download; HEAD asks for no file."""
    if request.method == "GET":
        at = timezone.now()
        recording.record(review=review, file_name=name, sha256=sha256, by=request.user, at=at)
