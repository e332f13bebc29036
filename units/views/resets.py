"""Passwords that people set by themselves: asking for a link, and the page that it leads to."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tracker.lib.http.client_address import client_network
from tracker.lib.refusal import Refused
from units import resetting
from units.forms import AskResetForm, NewPasswordForm
from units.log_in import links


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link; where mail does not work, the page says whom to ask instead."""
    is_posted = request.method == "POST" and settings.RESET_BY_MAIL
    form = AskResetForm(request.POST if is_posted else None)
    is_sent, status = False, 200
    if is_posted and form.is_valid():
        typed = form.cleaned_data["username"]
        try:
            resetting.ask(typed=typed, network=client_network(request), at=now())
            is_sent = True
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 429
    minutes = int(links.TOKENS[links.RESET].lasts.total_seconds() // 60)
    context = {
        "form": form,
        "is_sent": is_sent,
        "minutes": minutes,
        "works": settings.RESET_BY_MAIL,
    }
    return render(request, "units/ask_reset.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Set a password through a link. The link is in the query, which no log keeps."""
    link = request.POST.get("link") or request.GET.get("link", "")
    person = links.redeem(link)
    if person is None:
        return render(request, "units/new_password.html", {"form": None}, status=410)
    form = NewPasswordForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            resetting.set_password(link=link, password=form.cleaned_data["new_password1"], at=now())
        except Refused:
            return render(request, "units/new_password.html", {"form": None}, status=410)
        messages.success(request, "Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới.")
        return redirect("units:log-in")
    context = {"form": form, "person": person, "link": link}
    status = 422 if form.errors else 200
    return render(request, "units/new_password.html", context, status=status)
