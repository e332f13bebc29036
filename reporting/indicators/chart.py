"""The trend of an indicator as SVG, drawn on the server, with a text alternative."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reporting.indicators.trend import TrendRow
from tracker.lib.numbers import write_decimal

# About as wide as a phone, so that the text stays readable there.
WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 68, 16, 16, 56
NUM_LABELS_IN_A_ROW = 4
LETTER = 7.5  # width on average
# Lengths of an axis that divide well into two
NICE = (1, 2, 4, 5, 10)

Point = tuple[float, float, bool]


def trend_svg(rows: Sequence[TrendRow]) -> SafeString:
    """A line through the results of `rows`, oldest first; dashed to those that still run.

    A row without a number is skipped, not zero.
    """
    numbers = [row.own.total.result for row in rows]
    low, high = _scale([number for number in numbers if number is not None])
    step = (WIDTH - LEFT - RIGHT) / max(1, len(rows) - 1)
    points = [
        (round(LEFT + step * index, 1), _down(number, low, high), row.is_running)
        for index, (row, number) in enumerate(zip(rows, numbers, strict=True))
        if number is not None
    ]
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        _description(rows),
        _axis(low, high),
        _names(rows, step),
        _lines(points),
        _dots(points),
    )


def _description(rows: Sequence[TrendRow]) -> str:
    words = "; ".join(
        f"{row.name}: {row.own.total.words}" + (" (đang nhận số liệu)" if row.is_running else "")
        for row in rows
    )
    return f"Diễn biến {rows[0].own.total.indicator.name}. {words}" if rows else ""


def _scale(numbers: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The ends of the axis: zero and a round number beyond the largest, or the smallest."""
    high, low = max([*numbers, Decimal(0)]), min([*numbers, Decimal(0)])
    return -_round_up(-low), _round_up(high) if high or low else Decimal(1)


def _round_up(number: Decimal) -> Decimal:
    if number <= 0:
        return Decimal(0)
    power = Decimal(10) ** number.adjusted()
    return next(nice * power for nice in NICE if nice * power >= number)


def _axis(low: Decimal, high: Decimal) -> SafeString:
    marks = [low, (low + high) / 2, high]
    return format_html_join(
        "",
        '<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, down, down, LEFT - 6, down + 4, write_decimal(mark, places=2))
            for mark in marks
            for down in [_down(mark, low, high)]
        ),
    )


def _names(rows: Sequence[TrendRow], step: float) -> SafeString:
    """Names below the axis; those of many rows alternate between two lines."""
    last = len(rows) - 1
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (
                round(LEFT + step * index, 1),
                HEIGHT - (10 if last >= NUM_LABELS_IN_A_ROW and index % 2 else 30),
                "end" if index == last and last else "start" if index == 0 else "middle",
                _short(row.name, step if last < NUM_LABELS_IN_A_ROW else 2 * step),
            )
            for index, row in enumerate(rows)
        ),
    )


def _short(name: str, room: float) -> str:
    """The name as far as there is room, first without what stands in brackets."""
    most = int(room / LETTER)
    if len(name) > most:
        name = name.partition(" (")[0]
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _lines(points: Sequence[Point]) -> SafeString:
    return format_html_join(
        "",
        '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        (
            ("line-accepted is-open" if ends[1][2] else "line-accepted", *ends[0][:2], *ends[1][:2])
            for ends in pairwise(points)
        ),
    )


def _dots(points: Sequence[Point]) -> SafeString:
    return format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="4"/>',
        (
            ("dot-accepted is-open" if is_running else "dot-accepted", x, y)
            for x, y, is_running in points
        ),
    )


def _down(number: Decimal, low: Decimal, high: Decimal) -> float:
    share = float((number - low) / (high - low))
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)
