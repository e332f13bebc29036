"""Middleware for every request: compression and Unicode normalization."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

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


def compose_input(get_response: GetResponse) -> GetResponse:
    """Normalize input to Unicode NFC, because decomposed Vietnamese sorts and prints badly."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.GET = _composed(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = _composed(request.POST)  # type: ignore[assignment]
        return get_response(request)

    return middleware


def _composed(typed: QueryDict) -> QueryDict:
    composed = typed.copy()
    for name, values in typed.lists():
        composed.setlist(name, [compose(value) for value in values])
    return composed
