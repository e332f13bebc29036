"""Headers of pages, beside those that Django and the content policy set."""

from django.http import HttpRequest, HttpResponse

from tracker.lib.middleware import GetResponse

# Nothing here needs a camera, a place or a payment; a script that got in shall not ask either.
POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
)
# Kept by nobody between, and asked for again at the next visit. Not "no-store": browsers then
# throw away what is typed into a form when its reader follows a link and comes back.
PAGES = "private, no-cache"


def add_headers(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Permissions-Policy", POLICY)
            response.headers.setdefault("Cache-Control", PAGES)
        return response

    return middleware
