"""One's own sessions."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from units.log_in import devices, sessions, strange
from units.models import Session
from units.requests import SignedInRequest


@dataclass(frozen=True)
class Row:
    device: str
    address: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


@require_safe
@never_cache
def list_sessions(request: SignedInRequest) -> HttpResponse:
    rows = [
        Row(
            device=devices.in_words(session.device),
            address=session.address,
            started_at=session.started_at,
            seen_at=session.seen_at,
            is_this=session.session_key == request.session.session_key,
        )
        for session in Session.objects.of(request.user, now())
    ]
    tries = strange.tries_of(request.user)[-strange.NUM_SHOWN :][::-1]
    context = {"tries": tries, "rows": rows, "has_others": any(not row.is_this for row in rows)}
    return render(request, "units/list_sessions.html", context)


@require_POST
def end_others(request: SignedInRequest) -> HttpResponse:
    """End the sessions of the reader on all other devices."""
    num = sessions.end_all(request.user, but=request.session.session_key)
    messages.success(request, f"Đã đăng xuất khỏi {num} thiết bị khác.")
    return redirect("units:list-sessions")
