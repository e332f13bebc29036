"""What happens to every request before a view sees it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from tracker.lib.text import compose

GetResponse = Callable[[HttpRequest], HttpResponse]


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
