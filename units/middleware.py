"""Middleware that lets only people with a session and a password of their own reach a view."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import (
    AuthenticationMiddleware,
    LoginRequiredMiddleware,
    get_user,
)
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate, now

from tracker.lib.htmx import is_htmx
from tracker.lib.middleware import GetResponse
from units import roles, unfinished
from units.forms import LogInForm
from units.log_in import sessions
from units.models import User

WITHOUT_SECOND_FACTOR = {
    "units:change-password",
    "units:log-out",
    "units:second-factor",
    "units:switch-on-second-factor",
}


class KnowPerson(AuthenticationMiddleware):
    """Django's, without a query of its own: the session was read with its person."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]


def _person_of(request: HttpRequest) -> User | AnonymousUser:
    """Whoever Django would find; it decides itself wherever the session is not plainly in order."""
    session = request.session
    # Reads the row of the session, and with it the person
    is_known = session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    person = session.person if isinstance(session, sessions.SessionStore) else None
    if is_known and person is not None and person.is_active:
        is_same = str(person.pk) == session.get(auth.SESSION_KEY)
        proof = session.get(auth.HASH_SESSION_KEY) or ""
        if is_same and constant_time_compare(proof, person.get_session_auth_hash()):
            vars(request)["_cached_user"] = person  # where Django and the access log look
    return get_user(request)


class RequireLogIn(LoginRequiredMiddleware):
    """Show the log-in page without losing a posted form (see `unfinished`).

    Whoever is logged in has the roles of the day.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None and _is_for_people(view_func) and request.user.is_authenticated:
            roles.follow_the_day(request.user, on=localdate())
            if not _is_automatic(request):
                sessions.touch(request.session, at=now())
            if _lacks_second_factor(request):
                return redirect("units:second-factor")
            if request.method == "POST":
                unfinished.forget_kept(request, request.get_full_path())
        return answer

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if is_htmx(request):
            return HttpResponse(status=401)  # a fragment cannot hold the log-in page
        if token := unfinished.pack(request):
            return log_in_page(request, token)
        return super().handle_no_permission(request, view_func)


def _lacks_second_factor(request: HttpRequest) -> bool:
    """Whether an administrator must set up one-time codes before anything else."""
    if not settings.SECOND_FACTOR_FOR_ADMINISTRATORS or not isinstance(request.user, User):
        return False
    match = request.resolver_match
    if request.user.second_factor_at or (match and match.view_name in WITHOUT_SECOND_FACTOR):
        return False
    return request.user.has_perm("units.manage_directory")


def _is_for_people(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether the view asks for a log-in; the others answer without the database too."""
    return getattr(view, "login_required", True)


def _is_automatic(request: HttpRequest) -> bool:
    """Whether a script asks for news by itself, so that nobody need be there."""
    return request.method == "GET" and request.headers.get("Accept") == "application/json"


def log_in_page(request: HttpRequest, token: str) -> HttpResponse:
    """The log-in page, carrying the posted form in `token`."""
    back = request.POST.get("next", request.path)
    context = {"form": LogInForm(request), "next": back, "unfinished": token}
    return render(request, "units/log_in.html", context, status=401)


def require_new_password(get_response: GetResponse) -> GetResponse:
    """Redirect people whose password was set by someone else to the page that changes it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.must_change_password:
            allowed = ("units:change-password", "units:log-out", "reporting:log-in-guide")
            allowed_paths = [reverse(name) for name in allowed]
            if request.path not in allowed_paths:
                return redirect("units:change-password")
        return get_response(request)

    return middleware
