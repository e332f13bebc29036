"""The tables and annexes of a review as an Excel workbook."""

import io
from hashlib import sha256

from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from reporting.papers import sheets
from reporting.reviews import serving
from reporting.reviews.access import review_to_read
from reporting.reviews.composing import compose
from reporting.reviews.file_names import file_name
from reporting.reviews.snapshots import snapshot
from units.requests import SignedInRequest


@require_safe
def download_annexes(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The workbook, made anew from the frozen figures."""
    found = review_to_read(request, pk)
    if not snapshot.is_current(found.snapshot):
        messages.error(request, "Chưa có số liệu để lập tệp Excel. Hãy chốt lại số liệu.")
        return redirect("reporting:review", pk=pk)
    content = sheets.to_xlsx(compose(found).document, at=found.snapshot_at or found.requested_at)
    name = file_name(found, ".xlsx")
    serving.note(request, found, sha256(content).hexdigest(), name=name)
    response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name)
    response["Content-Type"] = sheets.CONTENT_TYPE
    response["Cache-Control"] = "private, no-store"
    return response
