"""Middleware for every request: compression and Unicode normalization."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from tracker.lib import pasted
from tracker.lib.text import compose

GetResponse = Callable[[HttpRequest], HttpResponse]


class CompressText(GZipMiddleware):
    """Compress pages and JSON; downloaded files are compressed already.

    A page that repeats a stranger's input beside a secret could leak the secret through its
    compressed length (BREACH). Django masks the CSRF token in every response and adds a random
    number of bytes, so the length reveals nothing.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0]
        if kind not in ("text/html", "application/json"):
            return response
        return super().process_response(request, response)


# Fields that repeat what the server sent, or that only their owner knows
_LEFT_AS_SENT = re.compile(r"seen|base|version|.*password.*|.*csrf.*", re.IGNORECASE)
LONGEST_QUERY = 1_000
LARGEST_ID = 2**63 - 1
TIDIED = "tracker.tidied"


class KnowIds:
    """Answer 404 to a number in an address that no row of a database can have."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        _request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> None:
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise Http404


def compose_input(get_response: GetResponse) -> GetResponse:
    """Normalize input to Unicode NFC, because decomposed Vietnamese sorts and prints badly.

    Signs of Word's fonts and invisible characters are replaced or dropped; `tidied_in` says so.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.GET = _composed(_searchable(request.GET))  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = _tidied(request, _composed(request.POST))  # type: ignore[assignment]
        return get_response(request)

    return middleware


def tell_what_was_tidied(get_response: GetResponse) -> GetResponse:
    """Tell a person whose pasted text was changed; fragments of a page tell it themselves."""

    def middleware(request: HttpRequest) -> HttpResponse:
        note = tidied_in(request)
        if note and "HX-Request" not in request.headers:
            messages.info(request, note)
        return get_response(request)

    return middleware


def tidied_in(request: HttpRequest) -> str:
    """What was changed in the text of this request, in words; empty if nothing was."""
    return str(request.META.get(TIDIED, ""))


def _searchable(query: QueryDict) -> QueryDict:
    """What no database searches for is left out: the end of long values, and NUL."""
    found = query.copy()
    for name, values in query.lists():
        found.setlist(name, [value[:LONGEST_QUERY].replace("\0", "") for value in values])
    return found


def _composed(typed: QueryDict) -> QueryDict:
    composed = typed.copy()
    for name, values in typed.lists():
        composed.setlist(name, [compose(value) for value in values])
    return composed


def _tidied(request: HttpRequest, typed: QueryDict) -> QueryDict:
    num_replaced = num_dropped = 0
    for name, values in typed.lists():
        if _LEFT_AS_SENT.fullmatch(name):
            continue
        tidied = [pasted.tidy(value) for value in values]
        num_replaced += sum(one.num_replaced for one in tidied)
        num_dropped += sum(one.num_dropped for one in tidied)
        typed.setlist(name, [one.text for one in tidied])
    request.META[TIDIED] = pasted.in_words(num_replaced, num_dropped)
    return typed
