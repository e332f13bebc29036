"""Stored papers, to be saved by the browser."""

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect

from reporting.models import Review
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
    response = FileResponse(stream, as_attachment=True, filename=name)
    response["Content-Type"] = media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
