"""Units and people from an Excel file: upload, preview, confirmation, slips with passwords."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.lib.refusal import Refused
from units.forms import DirectoryFileForm
from units.importing import confirming, empty_form
from units.importing.judging import Judgement
from units.importing.layout import MOST_ROWS
from units.models import DirectoryImport
from units.password_again import asks_password_again
from units.requests import SignedInRequest
from units.views.units import administrators_only

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_list(request: SignedInRequest) -> HttpResponse:
    # A post without a file is answered too, although it is empty
    is_posted = request.method == "POST"
    form = DirectoryFileForm(request.POST, request.FILES) if is_posted else DirectoryFileForm()
    if form.is_valid():
        try:
            found = confirming.upload(file=form.cleaned_data["file"], by=request.user, at=now())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("units:directory-import", found.pk)
    waiting = DirectoryImport.objects.filter(confirmed_at__isnull=True).defer("content")
    context = {
        "form": form,
        "waiting": waiting.select_related("uploaded_by").order_by("-uploaded_at", "-pk"),
        "most_rows": MOST_ROWS,
    }
    status = 422 if form.errors else 200
    return render(request, "units/importing/upload_list.html", context, status=status)


@administrators_only
@require_safe
def download_form(request: SignedInRequest) -> HttpResponse:
    response = HttpResponse(empty_form.form(), content_type=XLSX)
    response["Content-Disposition"] = (
        content_disposition_header(True, empty_form.FILE_NAME) or "attachment"
    )
    response["Cache-Control"] = "private, no-store"
    return response


@administrators_only
@require_safe
def show_list(request: SignedInRequest, pk: int) -> HttpResponse:
    return _preview(request, get_object_or_404(DirectoryImport, pk=pk))


@administrators_only
@require_POST
@asks_password_again("Nhập danh sách")
def confirm_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the list, and show the first passwords once: they are not stored in plain text."""
    found = get_object_or_404(DirectoryImport, pk=pk)
    chosen = {
        name: str(value)
        for name, value in request.POST.items()
        if name.startswith("row-") and value
    }
    by_mail = settings.RESET_BY_MAIL and request.POST.get("hand-over") == "mail"
    try:
        carried = confirming.confirm(
            found=found,
            seen=request.POST.get("seen", ""),
            chosen=chosen,
            by_mail=by_mail,
            by=request.user,
            at=now(),
        )
    except Refused as refusal:
        found.refresh_from_db()
        return _preview(request, found, chosen=chosen, refusal=refusal)
    context = {
        "carried": carried,
        "slips": carried.slips,
        "site": request.build_absolute_uri("/"),
    }
    response = render(request, "units/importing/first_passwords.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@administrators_only
@require_POST
def discard_list(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(DirectoryImport, pk=pk)
    try:
        confirming.discard(found=found)
    except Refused as refusal:
        return _preview(request, found, refusal=refusal)
    messages.success(request, "Đã bỏ danh sách vừa tải lên. Không có gì được ghi.")
    return redirect("units:upload-list")


def _preview(
    request: SignedInRequest,
    found: DirectoryImport,
    *,
    chosen: dict[str, str] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    judgement = Judgement.of(found)
    tables = [("Đơn vị", judgement.units), ("Người dùng", judgement.people)]
    context = {
        "found": found,
        "judgement": judgement,
        "tables": [(title, rows) for title, rows in tables if rows],
        "chosen": chosen or {},
        "refusal": refusal,
        "hand_over": request.POST.get("hand-over"),
    }
    status = 422 if refusal else 200
    return render(request, "units/importing/directory_import.html", context, status=status)
