"""Hand in what was issued, and read it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from reporting.models import IssuedFile, IssuedFileKind, Review
from reporting.reviews import page as review_page
from reporting.reviews import serving
from reporting.reviews.access import review_to_compile, review_to_read
from reporting.reviews.issued_files import keeping
from tracker.lib.refusal import Refused
from units.requests import SignedInRequest

MEDIA_TYPES = {IssuedFileKind.SIGNED_PDF: serving.PDF, IssuedFileKind.EDITED_WORD: serving.DOCX}


@require_http_methods(["GET", "HEAD", "POST"])
def add_issued_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Store a file. A refused form is shown here, so that its address is opened again, too."""
    review = review_to_compile(request, pk)
    if request.method != "POST":
        return redirect("reporting:review", pk=pk)
    try:
        found = keeping.keep(
            review=review,
            file=request.FILES.get("file"),
            is_declared_not_secret="is_declared_not_secret" in request.POST,
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        context = review_page.context(review, request.user)
        context["file_refusal"] = f"{refusal} Chưa có gì được lưu."
        return render(request, "reporting/reviews/review.html", context, status=422)
    messages.success(request, f"Đã lưu nguyên vẹn tệp “{found.file_name}”.")
    return redirect("reporting:review", pk=pk)


@require_safe
def download_issued_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    readable = Review.objects.readable_by(request.user).values("pk")
    files = IssuedFile.objects.filter(review__in=readable).select_related("review")
    found = get_object_or_404(files.defer("review__snapshot"), pk=pk)
    return _download(request, found.review, found)


@require_safe
def download_paper(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The one PDF of lists: the last signed one, and the printed one where none was handed in."""
    review = review_to_read(request, pk)
    signed = review.issued_files.filter(kind=IssuedFileKind.SIGNED_PDF)
    found = signed.order_by("-added_at", "-pk").first()
    return _download(request, review, found) if found else serving.download_printed(request, review)


def _download(request: SignedInRequest, review: Review, found: IssuedFile) -> HttpResponseBase:
    media_type = MEDIA_TYPES[IssuedFileKind(found.kind)]
    return serving.download(
        request, review, found.file_sha256, name=found.file_name, media_type=media_type
    )
