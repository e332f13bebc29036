"""Logging in and out, changing one's password, and pages for expired forms."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from tracker.lib.htmx import is_htmx
from tracker.lib.http.client_address import client_address, client_network
from tracker.lib.refusal import Refused
from units import people, unfinished
from units.forms import ChangePasswordForm, LogInForm
from units.log_in import strange, tickets, trying
from units.middleware import log_in_page
from units.models import User
from units.requests import SignedInRequest


@method_decorator(login_not_required, name="dispatch")
@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class LogIn(LoginView):
    """Django's log-in view without PUT; the demonstration also lists its accounts."""

    template_name = "units/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:  # logged in meanwhile, in another window
            unfinished.restore(request, request.POST.get("unfinished", ""))
            if unfinished.kept_form(request):
                return redirect("units:kept-form")
        elif _is_without_people(request):
            return redirect("plans:begin")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        person = form.get_user()
        if isinstance(person, User) and person.second_factor_at:
            return _code_page(self.request, tickets.issue(person))
        super().form_valid(form)
        return _landing(self.request, self.get_success_url())

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        if isinstance(form, LogInForm) and form.must_wait():
            response.status_code = 429
        return response

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        more = {"demo_logins": demo_logins(), "unfinished": self.request.POST.get("unfinished")}
        return super().get_context_data(**kwargs) | more


def _is_without_people(request: HttpRequest) -> bool:
    """Whether the product waits for its set-up; the demonstration makes its people itself."""
    return request.method == "GET" and not settings.DEMO and not User.objects.exists()


log_in = LogIn.as_view()
log_out = LogoutView.as_view(http_method_names=["post"])


@login_not_required
@require_POST
def log_in_with_code(request: HttpRequest) -> HttpResponse:
    """The second step of a log-in, for those whose password was right just now."""
    ticket = request.POST.get("ticket", "")
    person = tickets.redeem(ticket)
    if person is None:
        messages.error(request, "Bước nhập mã đã quá lâu. Hãy đăng nhập lại.")
        return redirect("units:log-in")
    try:
        is_right = trying.try_code(
            person=person,
            code=request.POST.get("code", ""),
            address=client_address(request),
            network=client_network(request),
            at=now(),
        )
    except Refused as refusal:
        return _code_page(request, ticket, error=str(refusal), status=429)
    if not is_right:
        return _code_page(request, ticket, error="Mã không đúng, hoặc đã được dùng.", status=422)
    login(request, person, backend="units.log_in.backend.PasswordBackend")
    to = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        to, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return _landing(request, to if is_ours else reverse("reporting:home"))


def _code_page(
    request: HttpRequest, ticket: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    carried = {name: request.POST.get(name, "") for name in ("next", "unfinished")}
    context = {"ticket": ticket, "error": error, **carried}
    return render(request, "units/log_in_code.html", context, status=status)


def _landing(request: HttpRequest, to: str) -> HttpResponse:
    """Where a log-in leads: to a form that was typed before, else `to`."""
    if isinstance(request.user, User) and (words := strange.told_to(request.user)):
        messages.warning(request, words)
    token = request.POST.get("unfinished", "")
    if token and unfinished.restore(request, token) is None:
        return redirect("reporting:home")  # the form belonged to another person
    return redirect("units:kept-form") if unfinished.kept_form(request) else redirect(to)


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


@require_http_methods(["GET", "HEAD", "POST"])
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
