"""Tags and filters available in every template (settings.TEMPLATES builtins)."""

import functools
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

import lucide as lucide_icons
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tracker.lib.numbers import write_decimal

register = template.Library()

Key = TypeVar("Key")
Value = TypeVar("Value")


@register.simple_tag
@functools.cache
def icon(name: str, size: int = 18) -> SafeString:
    """An icon as inline SVG, hidden from screen readers because it always has a text beside it."""
    svg = lucide_icons._render_icon(
        str(name) + "", size, **{"aria_hidden": "true", "focusable": "false", "class": "icon"}
    )
    return mark_safe(re.sub(r"\s*\n\s*", "", svg))


@register.simple_tag
def has_own_authority() -> bool:
    """Whether the proxy issues its certificates itself, so that its root can be downloaded."""
    return bool(settings.TLS_ISSUER == "internal")


@register.simple_tag
def resets_by_mail() -> bool:
    """Whether people can have a link sent with which they set a new password."""
    return bool(settings.RESET_BY_MAIL)


@register.simple_tag
def max_upload_mb() -> int:
    """The largest file of evidence, in MB."""
    return int(settings.MAX_UPLOAD_MB)


@register.filter
def dmy(value: date | datetime | None) -> str:
    """dd/mm/yyyy in local time; a dash for None."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return value.strftime("%d/%m/%Y")


@register.filter
def ended(last_day: date | None) -> str | SafeString:
    """A mark after the name of a unit whose last day has passed: (đã kết thúc 30/06/2025)."""
    if last_day is None or last_day >= timezone.localdate():
        return ""
    return format_html(' <span class="muted small">(đã kết thúc {})</span>', dmy(last_day))


@register.filter
def hm_dmy(value: datetime | None) -> str:
    """14:05, 19/03/2024 in local time; a dash for None."""
    return "–" if value is None else timezone.localtime(value).strftime("%H:%M, %d/%m/%Y")


@register.filter
def decimal(value: float | Decimal | int | None, places: int = 0) -> str:
    """1.234,5, with `places` decimals; a dash for None."""
    if value is None:
        return "–"
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


@register.filter
def exact(value: Decimal | int | None) -> str:
    """1.234,5, with all its decimals as typed; a dash for None."""
    return write_decimal(value)


@register.filter
def lookup(mapping: Mapping[Key, Value], key: Key) -> Value | None:
    """`mapping[key]`, or None."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """The query string of the page with `changes`; None removes a name."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


# Icons by status; colours are in `.status--<code>` of the stylesheet
STATUS_ICONS = {
    "overdue": "circle-alert",
    "returned": "undo-2",
    "due_soon": "clock-alert",
    "awaiting_verification": "hourglass",
    "not_started": "circle-dashed",
    "in_progress": "loader",
    "paused": "circle-pause",
    "done_late": "check",
    "done_extended": "calendar-check",
    "done_on_time": "circle-check-big",
    "done_undated": "circle-check-big",
    "period_done": "circle-check-big",
    "period_missing": "circle-alert",
    "period_waiting": "hourglass",
    "not_due": "calendar",
    "not_applicable": "circle-minus",
    "unit_ended": "circle-x",
    "transferred": "arrow-right-left",
    "dropped": "circle-x",
    "draft": "pencil",
    "sent": "send",
    "accepted": "circle-check-big",
    "done": "circle-check-big",
    "on_time": "circle-check-big",
    "late": "clock-alert",
    "missing": "circle-alert",
    "waiting": "clock",
    "open": "door-open",
    "closed": "lock",
    "active": "play",
    "planned": "calendar",
    "queued": "hourglass",
    "compiling": "loader",
    "failed": "circle-alert",
    "issued": "stamp",
    "proposed": "circle-question-mark",
    "confirmed": "circle-check-big",
    "asked": "hourglass",
    "granted": "calendar-check",
    "changed": "calendar-check",
    "refused": "circle-x",
    "withdrawn": "undo-2",
}


@functools.cache
def _status_icon(code: str) -> str:
    return icon(STATUS_ICONS.get(code, "circle"), 14)


@register.simple_tag
def status(code: str, label: str) -> SafeString:
    """A status badge with icon, text and colour, as one string because tables have hundreds."""
    return format_html(
        '<span class="status status--{}">{}{}</span>', code, SafeString(_status_icon(code)), label
    )
