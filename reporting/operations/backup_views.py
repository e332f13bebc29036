"""The administrators' page of backups."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from reporting.operations.forms import PasswordForm
from tracker.lib import queueing
from tracker.lib.backups import keys, shelf
from tracker.lib.backups.state import state
from tracker.lib.disk import room
from tracker.lib.http.awaited import address_since, is_awaited
from units.password_again import asks_password_again
from units.requests import SignedInRequest

MAKE = "reporting.tasks.back_up"
logger = logging.getLogger(__name__)
administrators_only = permission_required("units.manage_directory", raise_exception=True)


@administrators_only
@require_safe
def list_backups(request: SignedInRequest) -> HttpResponse:
    return _page(request, PasswordForm(request))


@administrators_only
@require_POST
def make_backup(request: SignedInRequest) -> HttpResponse:
    """Ask the worker for a backup; administrators are told if it fails."""
    asked_at = timezone.now()
    try:
        queueing.send(MAKE)
    except (OperationalError, OSError):
        messages.error(request, "Chưa giao được việc sao lưu: hàng đợi không nhận. Hãy thử lại.")
        return redirect("reporting:list-backups")
    messages.success(request, "Đã bắt đầu sao lưu. Bản sao lưu hiện ở đây sau ít phút.")
    return redirect(address_since(reverse("reporting:list-backups"), at=asked_at))


@administrators_only
@require_POST
@never_cache
def download_backup_key(request: SignedInRequest) -> HttpResponse:
    """The key as a text file, for those who type their password again."""
    form = PasswordForm(request)
    if not keys.is_own():
        raise Http404
    if not form.is_valid():
        return _page(request, form, status=422)
    keys.note_taken()
    logger.warning("The key of the backups was downloaded by %s", request.user.get_username())
    text = (
        "Khóa của các bản sao lưu, hệ thống Theo dõi kế hoạch. Không có khóa này, không mở được "
        f"bản sao lưu nào. Cất ở nơi khác với máy chủ và với bản sao lưu.\n\n{keys.key()}\n"
    )
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="khoa-sao-luu.txt"'
    return response


@administrators_only
@asks_password_again("Tải bản sao lưu")
@require_safe
def download_backup(request: SignedInRequest, name: str) -> FileResponse:
    """One backup, which is encrypted, to carry it elsewhere."""
    backup = shelf.find(name)
    if backup is None:
        raise Http404
    return FileResponse(
        backup.path.open("rb"),
        as_attachment=True,
        filename=backup.name,
        content_type="application/octet-stream",
    )


def _page(request: SignedInRequest, form: PasswordForm, status: int = 200) -> HttpResponse:
    at, backups = timezone.now(), shelf.backups()
    since = request.GET.get("since", "")
    context = {
        "state": state(at=at),
        "backups": backups,
        "since": since,
        "is_awaited": is_awaited(since, ends=[backup.made_at for backup in backups], at=at),
        "folder": settings.BACKUP_DIR,
        "hour": settings.BACKUP_HOUR,
        "kept": settings.BACKUP_KEEP,
        "stale_days": settings.BACKUP_STALE_DAYS,
        "is_own_key": keys.is_own(),
        "is_key_taken": keys.is_taken(),
        "free_mb": room.free_mb(),
        "is_disk_low": room.is_low(),
        "form": form,
    }
    return render(request, "reporting/operations/list_backups.html", context, status=status)
