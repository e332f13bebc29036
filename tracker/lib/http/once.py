"""A form that is sent twice by one double click is carried out once, with one answer to both.

Every form that is shown carries a token of its own, so that the same fields with the same token
are the same press of a button. The browser shows the answer to the last press; it therefore gets
the answer to the first one, with its messages and its one-time password. Because of the latter,
answers are sealed with SECRET_KEY while they wait in the cache, which all web processes share.
"""

import hmac
import json
import time
from http.cookies import SimpleCookie

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracker.lib.htmx import is_htmx
from tracker.lib.middleware import GetResponse
from tracker.lib.sealed import sealer

# Seconds in which a repeated press counts as the same, and the first one is waited for
REPEATED_WITHIN = 30
PATIENCE = 20
STEP = 0.1
MASKED = "csrfmiddlewaretoken"


UNDER_WAY = b""
_PURPOSE = "tracker.once"


def answer_once(get_response: GetResponse) -> GetResponse:
    """Carry out a repeated press once; forms with files or sent by scripts are left alone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = _key_of(request)
        if not key:
            return get_response(request)
        if not cache.add(key, UNDER_WAY, PATIENCE + REPEATED_WITHIN):
            return _answer_to_first(request, key)
        response = get_response(request)
        if response.status_code >= 500 or response.streaming:
            cache.delete(key)
        else:
            cache.set(key, _sealed(response), REPEATED_WITHIN)
        return response

    return middleware


def _key_of(request: HttpRequest) -> str:
    """Who pressed what, as one short text; empty for what is carried out each time."""
    if request.method != "POST" or is_htmx(request) or not request.user.is_authenticated:
        return ""
    if MASKED not in request.POST or request.FILES:
        return ""
    # Hashed with the key, for a form may hold a password
    pressed = hmac.new(settings.SECRET_KEY.encode(), request.get_full_path().encode(), "sha256")
    for name, values in sorted(request.POST.lists()):
        pressed.update(repr((name, values)).encode())
    return f"once:{request.user.pk}:{pressed.hexdigest()}"


def _answer_to_first(request: HttpRequest, key: str) -> HttpResponse:
    until = time.monotonic() + PATIENCE
    while (kept := cache.get(key)) == UNDER_WAY and time.monotonic() < until:
        time.sleep(STEP)
    answer = _opened(kept) if kept else None
    return answer or render(request, "errors/being_done.html", status=409)


def _sealed(response: HttpResponse) -> bytes:
    """What is needed to answer once more."""
    answer = {
        "status": response.status_code,
        "headers": dict(response.headers),
        "cookies": response.cookies.output(header="", sep="\n"),
        "content": response.content.decode("latin-1"),
    }
    return sealer(_PURPOSE).encrypt(json.dumps(answer).encode())


def _opened(kept: bytes) -> HttpResponse | None:
    try:
        answer = json.loads(sealer(_PURPOSE).decrypt(kept))
    except InvalidToken:  # hurt, or of another key
        return None
    content = answer["content"].encode("latin-1")
    response = HttpResponse(content, status=answer["status"], headers=answer["headers"])
    for line in answer["cookies"].split("\n"):
        response.cookies.update(SimpleCookie(line.strip()))
    return response
