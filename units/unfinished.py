"""What was typed into a plain form whose session had ended: it comes back after the log-in.

1. A form is posted to an address marked with `keeps_input`, and nobody is logged in any more. The
   answer is the log-in page, which carries the fields, signed and packed, in one hidden field:
   nothing of a stranger is stored here.
2. Whoever logs in with that page finds the fields in their session, but only the person whom the
   form was made for (its field `writer`). For anybody else they are dropped, and so is the way
   back. The page of the form then shows them as not saved; nothing is written for the person.
3. A save of that form, or the person's own word, forgets them.

Where the form's CSRF token has become old (a log-in in another window renews it), the fields are
taken in likewise, if the browser says that the form came from a page of ours. Files are not kept.
"""

from collections.abc import Callable
from typing import TypedDict, TypeVar

from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve

# As much as the longest form of the product can hold, in characters
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
    """Mark VIEW: what is posted to it by a form with a field `writer` survives a log-in.

    Its address must answer GET with the page of the form.
    """
    view.keeps_input = True  # type: ignore[attr-defined]
    return view


def pack(request: HttpRequest) -> str:
    """The fields that REQUEST posts, for the log-in page to carry; nothing where none are kept."""
    if carried := request.POST.get("unfinished", ""):
        return carried
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


def restore(request: HttpRequest, carried: str) -> str | None:
    """Put what was CARRIED into the session of its writer, who is logged in now.

    Returns the address of the form; None where there is nothing, or where it is another's.
    """
    try:
        form: UnfinishedForm = signing.loads(carried, salt=SALT, max_age=LONGEST_LOG_IN)
    except signing.BadSignature:
        return None
    if form["fields"].get("writer") != str(request.user.pk):
        return None
    request.session[SESSION_KEY] = form
    return form["path"]


def restored_form(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The address and the fields of the form that was typed in and has not been saved since."""
    form: UnfinishedForm | None = request.session.get(SESSION_KEY)
    return (form["path"], form["fields"]) if form else ("", {})


def restored_fields(request: HttpRequest, path: str) -> dict[str, str]:
    """What was typed into the form that posts to PATH and has not been posted again since."""
    typed_at, fields = restored_form(request)
    return fields if typed_at == path else {}


def forget(request: HttpRequest, paths: list[str]) -> None:
    """The form that posts to one of PATHS is done with."""
    if restored_form(request)[0] in paths:
        del request.session[SESSION_KEY]


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
