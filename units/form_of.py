"""Views of forms that post to their own address and are shown on another page."""

import functools
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from units import unfinished
from units.requests import SignedInRequest
from units.unfinished import keeps_input

View = Callable[..., HttpResponse]


def form_of(page: str) -> Callable[[View], View]:
    """Mark the view of a form that is shown on `page`, the name of an address with the same id.

    Typed input outlives the session. GET, where a log-in leads back to, shows the page, which
    calls `unfinished.restored_fields`; once the form is posted again, the response shows the input.
    """

    def decorate(view: View) -> View:
        @keeps_input
        @require_http_methods(["GET", "HEAD", "POST"])
        @functools.wraps(view)
        def respond(request: SignedInRequest, pk: int) -> HttpResponse:
            if request.method != "POST":
                return redirect(page, pk=pk)
            unfinished.forget(request, [request.path])
            return view(request, pk)

        return respond

    return decorate
