"""Pages shown for a bad request, a page that is forbidden or missing, and a failure."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import is_valid_path, reverse
from django.utils.cache import patch_vary_headers

from tracker.lib.database.outages import RETRY_AFTER, is_outage
from tracker.lib.disk.full import is_full
from tracker.lib.htmx import is_htmx
from tracker.lib.middleware import GetResponse


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # Django tells a session that could not be written as one that is gone
    if is_full(exception):
        return disk_full(request)
    return _page(request, "errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "errors/403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "errors/404.html", 404)


def explain_steps(get_response: GetResponse) -> GetResponse:
    """Show a page where the address of a step is opened, and the way to the page above it.

    A form that came back with an error stands at such an address; a browser that starts again
    opens it, and shows a page of its own for an empty answer.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method != "GET" or not isinstance(response, HttpResponseNotAllowed):
            return response
        page = _page(request, "errors/405.html", 405, above=_above(request.path))
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


def _above(path: str) -> str:
    """The nearest page whose address `path` continues."""
    while path := path.rstrip("/").rpartition("/")[0]:
        if is_valid_path(f"{path}/"):
            return f"{path}/"
    return reverse("reporting:home")


def _page(request: HttpRequest, template: str, status: int, **context: str) -> HttpResponse:
    """The page, or nothing for a script: it goes by the status and shows words of its own."""
    if is_htmx(request):
        response = HttpResponse(status=status)
    else:
        response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Render without context processors, which may depend on the part that failed."""
    error = sys.exception()
    if is_full(error):
        return disk_full(request)
    if is_outage(error):
        return database_away(request)
    return HttpResponse(
        render(None, "errors/500.html").content,
        status=500,
    )


def disk_full(request: HttpRequest) -> HttpResponse:
    """The reason, whichever write found no room: a file, a row, or the session of a log-in.

    507 is "insufficient storage".
    """
    return HttpResponse(render(None, "errors/507.html").content, status=507)


def database_away(request: HttpRequest) -> HttpResponse:
    """A page that opens again by itself; scripts save again when they see the status."""
    context = {"seconds": RETRY_AFTER, "is_reading": request.method in ("GET", "HEAD")}
    response = HttpResponse(render(None, "errors/503.html", context).content, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
