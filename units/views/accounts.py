"""Logging in and out, changing one's password, and pages for expired forms."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from tracker.lib.htmx import is_htmx
from units import people, unfinished
from units.forms import ChangePasswordForm, LogInForm
from units.middleware import log_in_page
from units.requests import SignedInRequest


@method_decorator(login_not_required, name="dispatch")
class LogIn(LoginView):
    """Django's log-in view; the demonstration also lists its accounts."""

    template_name = "units/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:  # logged in meanwhile, in another window
            unfinished.restore(request, request.POST.get("unfinished", ""))
            if unfinished.kept_form(request):
                return redirect("units:kept-form")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        token = self.request.POST.get("unfinished", "")
        if token and unfinished.restore(self.request, token) is None:
            return redirect("reporting:home")  # the form belonged to another person
        return redirect("units:kept-form") if unfinished.kept_form(self.request) else response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        if isinstance(form, LogInForm) and form.must_wait():
            response.status_code = 429
        return response

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        more = {"demo_logins": demo_logins(), "unfinished": self.request.POST.get("unfinished")}
        return super().get_context_data(**kwargs) | more


log_in = LogIn.as_view()
log_out = LogoutView.as_view(http_method_names=["post"])


def demo_logins() -> list[dict[str, str]]:
    """Role, user name and password of the demo accounts; empty outside the demonstration."""
    file = Path(settings.DATA_DIR) / "demo-logins.txt"
    if not settings.DEMO or not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    names = ("role", "username", "password")
    # A line that is not whole is left out: the file is only a help
    return [
        dict(zip(names, line.split("\t"), strict=True))
        for line in lines
        if line.count("\t") == len(names) - 1
    ]


@require_http_methods(["GET", "POST"])
def change_password(request: SignedInRequest) -> HttpResponse:
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.change_own_password(
            person=request.user, password=form.cleaned_data["new_password1"], at=now()
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, "Đã đổi mật khẩu.")
        return redirect("reporting:home")
    return render(request, "units/change_password.html", {"form": form})


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Response to a missing or expired CSRF token; typed input is restored."""
    is_ours = unfinished.is_same_origin(request) and not is_htmx(request)
    token = unfinished.pack(request) if is_ours else ""
    if token and not request.user.is_authenticated:
        return log_in_page(request, token)
    back = unfinished.restore(request, token) if token else None
    return render(request, "units/form_expired.html", {"back": back}, status=403)
