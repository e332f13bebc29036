"""Restores a plain form that was posted after the session had ended.

1. A form is posted to an address marked with `keeps_input`, without a session. The response is
   the log-in page, which carries the signed and packed fields in one hidden field, so nothing
   from a stranger is stored here.
2. After a log-in from that page the fields are in the session, but only for the person the form
   was made for (its field `writer`). For anyone else they are dropped, and so is the redirect to
   the form. The page of the form then shows them as unsaved; they are never saved automatically.
3. Saving that form, or discarding the input explicitly, forgets the fields.

If only the CSRF token has expired (a log-in in another window renews it), the fields are restored
in the same way, provided the browser states that the form came from one of our pages. Files are
not kept.
"""

from collections.abc import Callable
from typing import TypedDict, TypeVar

from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve

# Capacity of the longest form of the product, in characters
MOST_CHARACTERS = 80_000
LONGEST_LOG_IN = 12 * 60 * 60
SALT = "units.unfinished"
SESSION_KEY = "unfinished_form"

View = TypeVar("View", bound=Callable[..., object])


class UnfinishedForm(TypedDict):
    """The address that a form posts to, and its fields."""

    path: str
    fields: dict[str, str]


def keeps_input(view: View) -> View:
    """Keep the input posted to `view` by a form with a field `writer` across a log-in.

    The view's address must respond to GET with the page of the form.
    """
    view.keeps_input = True  # type: ignore[attr-defined]
    return view


def pack(request: HttpRequest) -> str:
    """A token with the posted fields, for the log-in page to carry; empty if none are kept."""
    if token := request.POST.get("unfinished", ""):
        return token
    try:
        view = resolve(request.path).func
    except Resolver404:
        return ""
    if request.method != "POST" or not getattr(view, "keeps_input", False):
        return ""
    fields = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    if sum(map(len, fields.values())) > MOST_CHARACTERS:
        return ""
    return signing.dumps({"path": request.path, "fields": fields}, salt=SALT, compress=True)


def restore(request: HttpRequest, token: str) -> str | None:
    """Put the fields of `token` into the session of their writer, who is now logged in.

    Returns the address of the form; None if the token is invalid or belongs to someone else.
    """
    try:
        form: UnfinishedForm = signing.loads(token, salt=SALT, max_age=LONGEST_LOG_IN)
    except signing.BadSignature:
        return None
    if form["fields"].get("writer") != str(request.user.pk):
        return None
    request.session[SESSION_KEY] = form
    return form["path"]


def restored_form(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """Address and fields of the restored form that has not been saved since."""
    form: UnfinishedForm | None = request.session.get(SESSION_KEY)
    return (form["path"], form["fields"]) if form else ("", {})


def restored_fields(request: HttpRequest, path: str) -> dict[str, str]:
    """Restored fields of the form that posts to `path`; empty if there are none."""
    form_path, fields = restored_form(request)
    return fields if form_path == path else {}


def forget(request: HttpRequest, paths: list[str]) -> None:
    """Discard the restored form, if it posts to one of `paths`."""
    if restored_form(request)[0] in paths:
        del request.session[SESSION_KEY]


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser states that one of our pages sent this."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
