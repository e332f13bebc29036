"""The unit's form as an Excel file: download, upload, preview, confirmation."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reporting.entries.as_sent import entries_for
from reporting.filing.access import MayFile, submission_to_read, submission_to_write
from reporting.models import SheetImport, Submission
from reporting.workbook import importing, writing
from reporting.workbook.forms import ConfirmForm, SheetForm
from reporting.workbook.preview import imports_of, preview_of
from tracker.lib.refusal import Refused
from units.models import Unit
from units.requests import SignedInRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def download_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    submission, may_file = submission_to_read(request, pk)
    content = writing.workbook_of(
        submission,
        entries_for(request.user).filter(submission=submission),
        can_file=may_file,
        at=timezone.now(),
    )
    name = writing.file_name(submission)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upload_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    submission = submission_to_write(request, pk)
    # A post without a file is answered too, although it is empty
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        try:
            found = importing.upload(
                submission=submission,
                file=form.cleaned_data["file"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("reporting:sheet-import", pk=found.pk)
    context = {"submission": submission, "form": form, "imports": imports_of(submission)}
    status = 422 if form.errors else 200
    return render(request, "reporting/workbook/upload_sheet.html", context, status=status)


@require_safe
def sheet_import(request: SignedInRequest, pk: int) -> HttpResponse:
    return _preview(request, _import_to_write(request, pk))


@require_POST
def confirm_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _import_to_write(request, pk)
    form = ConfirmForm(request.POST)
    try:
        importing.confirm(
            sheet_import=found,
            taken=form.taken(),
            taken_parts=form.taken_parts(),
            converted=form.converted(),
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _preview(request, _import_to_write(request, pk), refusal=refusal)
    if found.num_written:
        messages.success(request, f"Đã ghi {found.num_written} nhiệm vụ từ biểu Excel.")
    return redirect("reporting:sheet-import", pk=pk)


@require_POST
def discard_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _import_to_write(request, pk)
    try:
        importing.discard(sheet_import=found, by=request.user, at=timezone.now())
    except Refused as refusal:
        return _preview(request, found, refusal=refusal)
    messages.success(request, "Đã bỏ biểu vừa nộp. Không có gì được ghi.")
    return redirect("reporting:upload-sheet", pk=found.submission_id)


def _import_to_write(request: SignedInRequest, pk: int) -> SheetImport:
    """The upload, for people who file for its unit; 403 for those who may only read there."""
    readable = Submission.objects.readable_by(request.user)
    fileable = Unit.objects.fileable_by(request.user).filter(pk=OuterRef("submission__unit"))
    rows = SheetImport.objects.filter(submission__in=readable.values("pk"))
    found = get_object_or_404(
        rows.select_related("submission__period__plan", "submission__unit", "uploaded_by").annotate(
            may_file=Exists(fileable)
        ),
        pk=pk,
    )
    if not cast(MayFile, found).may_file:
        raise PermissionDenied
    return found


def _preview(
    request: SignedInRequest, found: SheetImport, *, refusal: Refused | None = None
) -> HttpResponse:
    is_own = found.uploaded_by_id == request.user.pk
    context = {
        "found": found,
        "submission": found.submission,
        "preview": preview_of(found),
        "is_own": is_own,
        "may_choose": is_own and not found.confirmed_at,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "reporting/workbook/sheet_import.html", context, status=status)
