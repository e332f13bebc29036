"""What happens to every request of a logged-in person before a view sees it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tracker.lib.middleware import GetResponse


def ask_for_a_new_password(get_response: GetResponse) -> GetResponse:
    """Send people whose password was set by someone else to the page where they change it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.must_change_password:
            ways_out = (reverse("units:change-password"), reverse("units:log-out"))
            if request.path not in ways_out:
                return redirect("units:change-password")
        return get_response(request)

    return middleware
