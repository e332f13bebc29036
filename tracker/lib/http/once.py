"""A form that is sent twice by one double click is carried out once, with one answer to both.

Every form that is shown carries a token of its own, so that the same fields with the same token
are the same press of a button. The browser shows the answer to the last press; it therefore gets
the answer to the first one, with its messages and its one-time password.
"""

import hashlib
import time
from http.cookies import SimpleCookie
from typing import TypedDict

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracker.lib.htmx import is_htmx
from tracker.lib.middleware import GetResponse

# Seconds in which a repeated press counts as the same, and the first one is waited for
REPEATED_WITHIN = 30
PATIENCE = 20
STEP = 0.1
MASKED = "csrfmiddlewaretoken"


class Answer(TypedDict):
    """What is needed to answer once more."""

    status: int
    headers: dict[str, str]
    cookies: SimpleCookie
    content: bytes


def answer_once(get_response: GetResponse) -> GetResponse:
    """Carry out a repeated press once; forms with files or sent by scripts are left alone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = _key_of(request)
        if not key:
            return get_response(request)
        if not cache.add(key, None, PATIENCE + REPEATED_WITHIN):
            return _answer_to_first(request, key)
        response = get_response(request)
        if response.status_code >= 500 or response.streaming:
            cache.delete(key)
        else:
            cache.set(key, _kept(response), REPEATED_WITHIN)
        return response

    return middleware


def _key_of(request: HttpRequest) -> str:
    """Who pressed what, as one short text; empty for what is carried out each time."""
    if request.method != "POST" or is_htmx(request) or not request.user.is_authenticated:
        return ""
    if MASKED not in request.POST or request.FILES:
        return ""
    pressed = hashlib.sha256(request.get_full_path().encode())
    for name, values in sorted(request.POST.lists()):
        pressed.update(repr((name, values)).encode())
    return f"once:{request.user.pk}:{pressed.hexdigest()}"


def _answer_to_first(request: HttpRequest, key: str) -> HttpResponse:
    until = time.monotonic() + PATIENCE
    while (answer := cache.get(key)) is None and time.monotonic() < until:
        time.sleep(STEP)
    if answer is None:
        return render(request, "errors/being_done.html", status=409)
    repeated = HttpResponse(answer["content"], status=answer["status"], headers=answer["headers"])
    repeated.cookies = answer["cookies"]
    return repeated


def _kept(response: HttpResponse) -> Answer:
    return {
        "status": response.status_code,
        "headers": dict(response.headers),
        "cookies": response.cookies,
        "content": response.content,
    }
