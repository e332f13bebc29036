"""One line for each request, without personal text: no query string, no name, nothing typed.

The id of a request is in each line that is logged meanwhile, in those of the jobs that it sends,
and in the header X-Request-ID of the response.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tracker.lib.http.client_address import is_from_trusted_proxy, sender
from tracker.lib.logs import request_id

GetResponse = Callable[[HttpRequest], HttpResponse]
HEADER = "X-Request-ID"
LONGEST_PATH = 200
_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)

logger = logging.getLogger("tracker.access")


def log_access(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The outermost middleware, so that it sees every request and the whole time."""
    # Files of the screens are not logged, and neither is what a monitor asks each minute
    quiet = (f"/{settings.STATIC_URL.lstrip('/')}",)

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        # Not reset afterwards: Django logs a refusal once all middleware has returned
        request_id.set(id_of(request))
        response = get_response(request)
        response.headers[HEADER] = request_id.get()
        is_quiet = request.path.startswith(quiet) or request.path == "/healthz"
        if not is_quiet or response.status_code >= 400:
            _log(request, response, time.perf_counter() - began)
        return response

    return middleware


def id_of(request: HttpRequest) -> str:
    """The id that a trusted proxy gave, so that its log agrees with ours, or a new one."""
    given = request.headers.get(HEADER, "")
    if given and _ID.fullmatch(given) and is_from_trusted_proxy(request):
        return given
    return uuid.uuid4().hex[:16]


def _log(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    logger.info(
        "%s %s",
        request.method,
        request.path[:LONGEST_PATH],
        extra={
            "status": response.status_code,
            "ms": round(seconds * 1000),
            **sender(request),
        },
    )
