"""What happens to every request before a view sees it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from tracker.lib.text import compose

GetResponse = Callable[[HttpRequest], HttpResponse]


class CompressText(GZipMiddleware):
    """Compress pages and what scripts ask for; files that people download are small already.

    A page that repeats what a stranger sent beside a secret could betray the secret by its
    compressed length (BREACH). Django masks the CSRF token anew in every answer and adds bytes of
    a random number, so the length tells nothing.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0]
        if kind not in ("text/html", "application/json"):
            return response
        return super().process_response(request, response)


def compose_input(get_response: GetResponse) -> GetResponse:
    """Bring what people type to Unicode NFC: decomposed Vietnamese sorts and prints badly."""

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
