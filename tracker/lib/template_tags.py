"""Tags and filters every template has (settings.TEMPLATES builtins)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import lucide as lucide_icons
from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 18) -> SafeString:
    """An icon as inline SVG, hidden from screen readers: a word always stands beside it."""
    svg = lucide_icons._render_icon(
        str(name) + "", size, **{"aria_hidden": "true", "focusable": "false", "class": "icon"}
    )
    return mark_safe(svg)


@register.filter
def dmy(value: date | datetime | None) -> str:
    """dd/mm/yyyy in local time, or a dash where there is no day."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return value.strftime("%d/%m/%Y")


@register.filter
def hm_dmy(value: datetime | None) -> str:
    """14:05, 19/03/2024 in local time, or a dash."""
    return "–" if value is None else timezone.localtime(value).strftime("%H:%M, %d/%m/%Y")


@register.filter
def decimal(value: float | Decimal | int | None, places: int = 0) -> str:
    """1.234,5: a point between thousands and a decimal comma; a dash for a missing number."""
    if value is None:
        return "–"
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """MAPPING[KEY], or nothing where there is none."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """The page's query string with CHANGES made; a value of None takes a name out."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"
