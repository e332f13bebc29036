"""Permanent redirects from an address that pages had before to the one they have now."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect


def moved(old: str, new: str) -> Callable[..., HttpResponse]:
    """A view that redirects permanently, with `new` in place of the path segment `old`.

    A form that was open under the old address is sent again to the new one (status 308).
    """
    segment = re.compile(rf"(?<=/){re.escape(old)}(?=/)")

    def redirect(request: HttpRequest, **route: str) -> HttpResponse:
        path, _, query = request.get_full_path().partition("?")
        target = segment.sub(new, path, count=1) + (f"?{query}" if query else "")
        is_sent = request.method not in ("GET", "HEAD")
        return HttpResponsePermanentRedirect(target, preserve_request=is_sent)

    return redirect
