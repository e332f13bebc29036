"""Files of evidence, for readers of their entry: to download, or to show in a page."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from reporting.models import Evidence
from reporting.models.evidence import SHOWN_TYPES
from tracker.lib import filestore
from units.requests import SignedInRequest

_SAVED = "sandbox; default-src 'none'"
# The PDF viewer of Chromium does not start in a sandboxed document. The types that may be shown
# were checked at the upload; this policy lets them load and send nothing.
_SHOWN = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@require_safe
def download_evidence(request: SignedInRequest, pk: int) -> FileResponse:
    """The file as an attachment: the browser saves it and never runs it as our page."""
    rows = Evidence.objects.readable_by(request.user).exclude(file_sha256="")
    return _file_of(get_object_or_404(rows, pk=pk), is_attachment=True, policy=_SAVED)


@require_safe
def view_evidence(request: SignedInRequest, pk: int) -> FileResponse:
    """A PDF or a picture to show inside our pages; other types are never shown."""
    rows = Evidence.objects.readable_by(request.user).filter(file_type__in=SHOWN_TYPES)
    return _file_of(get_object_or_404(rows, pk=pk), is_attachment=False, policy=_SHOWN)


def _file_of(evidence: Evidence, *, is_attachment: bool, policy: str) -> FileResponse:
    try:
        stream = filestore.open_stored(evidence.file_sha256)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        stream,
        as_attachment=is_attachment,
        filename=evidence.file_name,
        content_type=evidence.file_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    response["Cache-Control"] = "private, no-store"
    return response
