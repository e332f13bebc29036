"""Who may go on to a view: people who are logged in, with a password of their own."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from tracker.lib.htmx import is_htmx
from tracker.lib.middleware import GetResponse
from units import unfinished
from units.forms import LogInForm


class RequireLogIn(LoginRequiredMiddleware):
    """Ask whoever is not logged in; what a form carried is not lost (see `unfinished`)."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if is_htmx(request):
            return HttpResponse(status=401)  # a log-in page has no place in a part of a page
        if carried := unfinished.pack(request):
            return log_in_page(request, carried)
        return super().handle_no_permission(request, view_func)


def log_in_page(request: HttpRequest, carried: str) -> HttpResponse:
    """The log-in page, with what was typed into the form of REQUEST."""
    back = request.POST.get("next", request.path)
    context = {"form": LogInForm(request), "next": back, "unfinished": carried}
    return render(request, "units/log_in.html", context, status=401)


def require_new_password(get_response: GetResponse) -> GetResponse:
    """Send people whose password was set by someone else to the page where they change it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.must_change_password:
            ways_out = (reverse("units:change-password"), reverse("units:log-out"))
            if request.path not in ways_out:
                return redirect("units:change-password")
        return get_response(request)

    return middleware
