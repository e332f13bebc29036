"""Steps of weight ask for the password again, unless it was typed lately.

The page that asks carries every field of the form and posts to the same address, so what was
typed goes on with the step; nothing is stored meanwhile.
"""

import functools
from collections.abc import Callable

from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now

from tracker.lib.refusal import Refused
from units.log_in import sessions
from units.requests import SignedInRequest

FIELD, GET_FIELD, BACK_FIELD = "password_again", "password_again_for_page", "password_again_back"
NOT_CARRIED = {FIELD, GET_FIELD, BACK_FIELD, "csrfmiddlewaretoken"}

View = Callable[..., HttpResponseBase]


def asks_password_again(act: str, *, on_get: bool = True) -> Callable[[View], View]:
    """Ask before every POST to a view, and `on_get`, unless that only shows a form.

    The page that asks names the `act`. Put it below the decorator that checks the right:
    strangers are not asked.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def respond(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method != "POST" and not on_get:
                return view(request, *args, **kwargs)
            error = ""
            if FIELD in request.POST:
                error = _check(request)
                if not error and GET_FIELD in request.POST:
                    return redirect(request.get_full_path())
                if not error:
                    _forget(request)
            if error or not sessions.is_password_fresh(request.session, at=now()):
                return _question(request, act, error)
            return view(request, *args, **kwargs)

        return respond

    return decorate


def _check(request: SignedInRequest) -> str:
    """Why the typed password does not do; empty if it does."""
    try:
        person = authenticate(request, username=request.user.username, password=request.POST[FIELD])
    except Refused as refusal:
        return str(refusal)
    if person is None or person.pk != request.user.pk:
        return "Mật khẩu không đúng."
    sessions.note_password(request.session, at=now())
    return ""


def _forget(request: SignedInRequest) -> None:
    """Give the view the form as it was typed."""
    posted = request.POST.copy()
    posted.pop(FIELD)
    posted.pop(BACK_FIELD, None)
    request.POST = posted  # type: ignore[assignment]


def _question(request: SignedInRequest, act: str, error: str) -> HttpResponse:
    if request.FILES:
        raise PermissionDenied  # a form with files would lose them
    is_page = request.method != "POST" or GET_FIELD in request.POST
    context = {
        "act": act,
        "address": request.get_full_path(),
        "fields": _fields(request.POST),
        "get_field": GET_FIELD if is_page else "",
        "back": _back(request),
        "error": error,
    }
    return render(request, "units/password_again.html", context, status=422 if error else 200)


def _back(request: SignedInRequest) -> str:
    """The page on which the step was pressed, for who gives it up."""
    page = request.POST.get(BACK_FIELD) or request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(
        page, {request.get_host()}, require_https=request.is_secure()
    )
    return page if is_here else "/"


def _fields(posted: QueryDict) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, values in posted.lists()
        if name not in NOT_CARRIED
        for value in values
    ]
