"""Files of evidence, for readers of their entry: to download, or to show in a page."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from reporting.evidence import serving
from reporting.models import Evidence
from reporting.models.attachment import SHOWN_TYPES
from units.requests import SignedInRequest


@require_safe
def download_evidence(request: SignedInRequest, pk: int) -> FileResponse:
    rows = Evidence.objects.readable_by(request.user).exclude(file_sha256="")
    return serving.download(get_object_or_404(rows, pk=pk))


@require_safe
def view_evidence(request: SignedInRequest, pk: int) -> FileResponse:
    """A PDF or a picture; other types are never shown."""
    rows = Evidence.objects.readable_by(request.user).filter(file_type__in=SHOWN_TYPES)
    return serving.show(get_object_or_404(rows, pk=pk))
