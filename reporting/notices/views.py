"""A person's own notices, their settings, and the ledger of mails."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans import access
from reporting.models import MailDigest, Notice
from reporting.notices import noticing, preferences
from reporting.notices.forms import NoticeSettingsForm
from reporting.notices.preferences import Choice
from tracker.lib.numbers import parse_id
from units import roles
from units.models import User
from units.requests import SignedInRequest


@require_safe
def list_notices(request: SignedInRequest) -> HttpResponse:
    notices = Notice.objects.of(request.user).newest_first()
    only_unread = request.GET.get("unread") == "1"
    page = Paginator(notices.unread() if only_unread else notices, 20).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "only_unread": only_unread,
        "newest": max((notice.pk for notice in page), default=0) if page.number == 1 else 0,
        "may_read_mails": _may_read_mails(request.user),
    }
    return render(request, "reporting/notices/list_notices.html", context)


@require_POST
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark as read and redirect to its page, which is always within the product."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    noticing.mark_read(notice=notice, at=timezone.now())
    is_ours = notice.url.startswith("/") and url_has_allowed_host_and_scheme(notice.url, None)
    return redirect(notice.url if is_ours else "reporting:list-notices")


@require_POST
def read_notices(request: SignedInRequest) -> HttpResponse:
    """Mark the notices up to the newest one on the submitted page as read."""
    up_to = parse_id(request.POST.get("up_to", ""))
    if up_to is not None:
        num = noticing.mark_all_read(user=request.user, up_to=up_to, at=timezone.now())
        messages.success(request, f"Đã đánh dấu {num} thông báo là đã đọc.")
    return redirect("reporting:list-notices")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_notice_settings(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        form = NoticeSettingsForm(initial={"email": request.user.email})
        return _settings_page(request, form, preferences.choices_of(request.user))
    form = NoticeSettingsForm(request.POST)
    if form.is_valid():
        preferences.choose(user=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Đã lưu cách nhận thông báo.")
        return redirect("reporting:notice-settings")
    shown, mailed = request.POST.getlist("shown"), request.POST.getlist("mailed")
    typed = [
        Choice(kind, kind in shown, kind in mailed) for kind in preferences.kinds_for(request.user)
    ]
    return _settings_page(request, form, typed, status=422)


@require_safe
def list_mails(request: SignedInRequest) -> HttpResponse:
    """The mails sent and those that could not be sent, for administrators and the office."""
    if not _may_read_mails(request.user):
        raise PermissionDenied
    mails = MailDigest.objects.select_related("recipient").order_by("-day", "-claimed_at", "-pk")
    only_unsent = request.GET.get("unsent") == "1"
    if only_unsent:
        mails = mails.filter(sent_at__isnull=True)
    page = Paginator(mails, 50).get_page(request.GET.get("page"))
    return render(
        request, "reporting/notices/list_mails.html", {"page": page, "only_unsent": only_unsent}
    )


def _settings_page(
    request: SignedInRequest, form: NoticeSettingsForm, choices: list[Choice], status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "choices": choices,
        "has_address": bool(request.user.email),
        "list_url": reverse("reporting:list-notices"),
    }
    return render(request, "reporting/notices/notice_settings.html", context, status=status)


def _may_read_mails(user: User) -> bool:
    """The office, without the units that manage the periods of their own plans."""
    return access.edits_for_office(user) or roles.may_manage_directory(user)
