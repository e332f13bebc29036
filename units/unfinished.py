"""Restores a plain form that was posted after the session had ended.

1. A form with text is posted without a session. The response is the log-in page, which carries
   the signed and packed fields in one hidden field, so nothing from a stranger is stored here.
2. After a log-in from that page the fields are in the session, but only for the person the form
   was made for (its field `writer`). For anyone else they are dropped, and so is the redirect to
   the form. They are never saved automatically: the page of the form shows them as unsaved where
   its view is marked with `keeps_input`, and one page (`units.views.kept`) does so for all others.
3. Saving that form, or discarding the input explicitly, forgets the fields.

If only the CSRF token has expired (a log-in in another window renews it), the fields are restored
in the same way, provided the browser states that the form came from one of our pages. Files are
not kept.
"""

from collections.abc import Callable, Iterable
from typing import NotRequired, TypedDict, TypeVar
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

# Of the longest form of the product, a pasted plan, with the ends of lines that browsers write
MOST_CHARACTERS = 900_000
LONGEST_LOG_IN = 12 * 60 * 60
SALT = "units.unfinished"
SESSION_KEY = "unfinished_form"

View = TypeVar("View", bound=Callable[..., object])


# Fields of every form that nobody types into, and those that must not be carried about
UNTYPED = {"writer", "next", "version", "base", "seen"}


class UnfinishedForm(TypedDict):
    """The address that a form posts to, and its fields.

    `pairs` has repeated fields as well, in their order; `page` is where the form stood.
    """

    path: str
    fields: dict[str, str]
    pairs: NotRequired[list[tuple[str, str]]]
    had_files: NotRequired[bool]
    page: NotRequired[str]


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
    if request.method != "POST":
        return ""
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    if sum(len(value) for _, value in pairs) > MOST_CHARACTERS:
        return ""
    form: UnfinishedForm = {"path": request.get_full_path(), "fields": dict(pairs)}
    if getattr(view, "keeps_input", False):
        form["path"] = request.path
    elif _is_worth_keeping(pairs):
        form |= {
            "pairs": pairs,
            "page": _page_of(request),
            "had_files": bool(request.FILES),
        }
    else:
        return ""
    return signing.dumps(form, salt=SALT, compress=True)


def _is_worth_keeping(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether somebody typed or chose something, and nothing is a password."""
    names = {name for name, _ in pairs}
    if "writer" not in names or any("password" in name for name in names):
        return False
    return bool(typed_in(pairs))


def typed_in(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The texts among the fields, to read again: without ids, ticks and hidden fields."""
    return [
        value
        for name, value in pairs
        if name not in UNTYPED and value != "on" and any(map(str.isalpha, value))
    ]


def _page_of(request: HttpRequest) -> str:
    """The page of ours on which the form stood; empty where the browser does not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    is_ours = page.netloc == request.get_host() and page.path != reverse("units:log-in")
    query = f"?{page.query}" if page.query else ""
    return f"/{page.path.lstrip('/')}{query}" if is_ours else ""


def restore(request: HttpRequest, token: str) -> str | None:
    """Put the fields of `token` into the session of their writer, who is now logged in.

    Returns the address that shows the form; None if the token is invalid or belongs to someone
    else.
    """
    try:
        form: UnfinishedForm = signing.loads(token, salt=SALT, max_age=LONGEST_LOG_IN)
    except signing.BadSignature:
        return None
    if form["fields"].get("writer") != str(request.user.pk):
        return None
    request.session[SESSION_KEY] = form
    return reverse("units:kept-form") if "pairs" in form else form["path"]


def restored_form(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """Address and fields of the restored form that has not been saved since."""
    form: UnfinishedForm | None = request.session.get(SESSION_KEY)
    return (form["path"], form["fields"]) if form else ("", {})


def kept_form(request: HttpRequest) -> UnfinishedForm | None:
    """The restored form that has no page of its own for it."""
    form: UnfinishedForm | None = request.session.get(SESSION_KEY)
    return form if form and "pairs" in form else None


def forget_kept(request: HttpRequest, path: str = "") -> None:
    """Discard that form; with a `path`, only where it posts there."""
    form = kept_form(request)
    if form and path in ("", form["path"]):
        del request.session[SESSION_KEY]


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
