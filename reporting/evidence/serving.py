"""Stored files as responses: to save, or to show inside our pages."""

from django.http import FileResponse, Http404

from reporting.models import Attachment
from tracker.lib import filestore

_SAVED = "sandbox; default-src 'none'"
# The PDF viewer of Chromium does not start in a sandboxed document. The types that may be shown
# were checked at the upload; this policy lets them load and send nothing.
_SHOWN = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def download(evidence: Attachment) -> FileResponse:
    """The file as an attachment: the browser saves it and never runs it as our page."""
    return _file_of(evidence, is_attachment=True, policy=_SAVED)


def show(evidence: Attachment) -> FileResponse:
    """A PDF or a picture inside our pages; the caller checks that its type may be shown."""
    return _file_of(evidence, is_attachment=False, policy=_SHOWN)


def _file_of(evidence: Attachment, *, is_attachment: bool, policy: str) -> FileResponse:
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
