"""Charts as SVG strings, drawn on the server without scripts, with a text alternative."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from reporting.counting.trend import TrendPoint

# About as wide as a phone, so that the text stays readable there.
WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 16, 56
NUM_LABELS_IN_A_ROW = 4
WIDTH_OF_A_LETTER = 7.5
SHORTEST_LABEL = 8


def trend_svg(points: list[TrendPoint]) -> SafeString:
    """Line chart of the shares sent and accepted per period, in percent, and its key.

    A period that still receives is no result yet: its dot is hollow, and the lines to it dashed.
    """
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)
    across = [LEFT + step * index for index in range(len(points))]
    description = "; ".join(
        f"{_name(point)}: gửi {_percent(point.share_sent)}, "
        f"chấp nhận {_percent(point.share_accepted)}"
        for point in points
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>{}',
        WIDTH,
        HEIGHT,
        f"Tỷ lệ kết quả đã gửi và được chấp nhận theo kỳ. {description}",
        _axes(across, points),
        _line("sent", _dots(across, points, [point.share_sent for point in points])),
        _line("accepted", _dots(across, points, [point.share_accepted for point in points])),
        _key(points),
    )


def _key(points: list[TrendPoint]) -> SafeString:
    """The marks of the chart in words, and how far each unfinished period has come."""
    unfinished = [point for point in points if point.so_far]
    so_far = format_html(
        '<li><svg class="chart-mark" viewBox="0 0 32 12" aria-hidden="true">{}</svg> '
        "nét đứt, chấm rỗng: kỳ chưa khép – {}</li>",
        _line("accepted", [Dot(5, 6, is_open=True), Dot(27, 6, is_open=True)]),
        "; ".join(_name(point) for point in unfinished),
    )
    return format_html(
        '<ul class="chart-key">{}{}</ul>',
        format_html_join(
            "",
            '<li><svg class="chart-mark" viewBox="0 0 32 12" aria-hidden="true">{}</svg> {}</li>',
            (
                (_line(kind, [Dot(5, 6), Dot(27, 6)]), words)
                for kind, words in (
                    ("accepted", "tỷ lệ kết quả được chấp nhận"),
                    ("sent", "tỷ lệ kết quả đã gửi"),
                )
            ),
        ),
        so_far if unfinished else "",
    )


@dataclass(frozen=True)
class Dot:
    """A value on the chart; open where its period still receives."""

    x: float
    y: float
    is_open: bool = False


def _dots(across: list[float], points: list[TrendPoint], shares: list[float | None]) -> list[Dot]:
    """The known values: a period without entries is skipped, not zero."""
    return [
        Dot(x, _down(share), is_open=bool(point.so_far))
        for x, point, share in zip(across, points, shares, strict=True)
        if share is not None
    ]


def _name(point: TrendPoint) -> str:
    return f"{point.name} ({point.so_far})" if point.so_far else point.name


def _axes(across: list[float], points: list[TrendPoint]) -> SafeString:
    count = len(points)
    rules = format_html_join(
        "",
        '<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text x="{}" y="{}" text-anchor="end">{}%</text>',
        (
            (LEFT, WIDTH - RIGHT, _down(share), _down(share), LEFT - 6, _down(share) + 4, share)
            for share in (0, 50, 100)
        ),
    )
    labels = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (
                _rounded(x),
                _label_down(index, count),
                _anchor(index, count),
                _short(point.name, count),
            )
            for index, (x, point) in enumerate(zip(across, points, strict=True))
        ),
    )
    return format_html("{}{}", rules, labels)


def _line(kind: str, dots: list[Dot]) -> SafeString:
    """Segments between neighbours, then the dots; round for accepted, square for sent."""
    segments = format_html_join(
        "",
        '<line class="line-{}{}" x1="{}" y1="{}" x2="{}" y2="{}"/>',
        (
            (kind, _open(a.is_open or b.is_open), *map(_rounded, (a.x, a.y, b.x, b.y)))
            for a, b in pairwise(dots)
        ),
    )
    # Numbers are rounded here: a template would write a decimal comma
    shape = (
        '<circle class="dot-{}{}" cx="{}" cy="{}" r="4"/>'
        if kind == "accepted"
        else '<rect class="dot-{}{}" x="{}" y="{}" width="8" height="8"/>'
    )
    corner = 0 if kind == "accepted" else 4
    marks = (
        (kind, _open(dot.is_open), _rounded(dot.x - corner), _rounded(dot.y - corner))
        for dot in dots
    )
    return format_html("{}{}", segments, format_html_join("", shape, marks))


def _open(is_open: bool) -> str:
    return " is-open" if is_open else ""


def _rounded(length: float) -> str:
    return f"{length:.1f}"


def _down(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share / 100)


def _label_down(index: int, count: int) -> int:
    """Alternate the names of many periods between two rows, to keep them apart."""
    is_lower = count > NUM_LABELS_IN_A_ROW and index % 2 == 1
    return HEIGHT - (10 if is_lower else 30)


def _short(name: str, count: int) -> str:
    """As much of the name as fits below one of `count` dots; the description has all of it."""
    rows = 2 if count > NUM_LABELS_IN_A_ROW else 1
    room = rows * (WIDTH - LEFT - RIGHT) / max(1, count - 1)
    return Truncator(name).chars(max(SHORTEST_LABEL, int(room / WIDTH_OF_A_LETTER)))


def _anchor(index: int, count: int) -> str:
    if index == 0:
        return "start"
    return "end" if index == count - 1 else "middle"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0f}%"
