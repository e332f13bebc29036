"""Charts as SVG strings, drawn on the server without scripts, with a text alternative."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from reporting.counting.open_periods import unfinished_words
from reporting.counting.trend import TrendPoint

# About as wide as a phone, so that the text stays readable there.
WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 16, 56
# Between the axis and the first dot, whose name is centred below it; the same after the last
INSET = 32
NUM_LABELS_IN_A_ROW = 4
WIDTH_OF_A_LETTER = 8.4
SHORTEST_LABEL = 8


def trend_svg(points: list[TrendPoint]) -> SafeString:
    """Line chart of the shares sent and accepted per period, in percent, and its key.

    A period that still receives is no result yet. No line leads to it, because that would look like
    a fall: a dashed stem rises to a hollow dot, which shows how far it has come.
    """
    across = _across(len(points))
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
        _line("sent", _dots(across, points, [point.share_sent for point in points], aside=5)),
        _line(
            "accepted", _dots(across, points, [point.share_accepted for point in points], aside=-5)
        ),
        _key(points),
    )


def _key(points: list[TrendPoint]) -> SafeString:
    """The marks of the chart in words, and how far each unfinished period has come."""
    unfinished = unfinished_words(
        ((point.name, point.so_far) for point in points if point.so_far),
        receiving="kỳ chưa khép, số đến nay",
    )
    lines = [
        ("accepted", False, "tỷ lệ kết quả được chấp nhận"),
        ("sent", False, "tỷ lệ kết quả đã gửi"),
    ]
    if unfinished:
        lines.append(("accepted", True, f"nét đứt, chấm rỗng: {unfinished}"))
    return format_html(
        '<ul class="chart-key">{}</ul>',
        format_html_join(
            "",
            '<li><svg class="chart-mark" viewBox="0 0 32 12" aria-hidden="true">{}{}</svg>{}</li>',
            (
                (
                    _stroke(kind, Dot(2, 6), Dot(30, 6, is_open=is_open)),
                    _mark(kind, Dot(16, 6, is_open=is_open)),
                    words,
                )
                for kind, is_open, words in lines
            ),
        ),
    )


@dataclass(frozen=True)
class Dot:
    """A value on the chart; open where its period still receives."""

    x: float
    y: float
    is_open: bool = False

    @property
    def below(self) -> "Dot":
        """The foot of its stem."""
        return Dot(self.x, _down(0))


def _dots(
    across: list[float], points: list[TrendPoint], shares: list[float | None], *, aside: float
) -> list[Dot]:
    """The known values: a period without entries is skipped, not zero.

    Open dots stand `aside`, so that the stem of one line does not cover that of the other.
    """
    return [
        Dot(x + aside if point.so_far else x, _down(share), is_open=bool(point.so_far))
        for x, point, share in zip(across, points, shares, strict=True)
        if share is not None
    ]


def _step(count: int) -> float:
    return (WIDTH - LEFT - RIGHT - 2 * INSET) / max(1, count - 1)


def _across(count: int) -> list[float]:
    return [LEFT + INSET + _step(count) * index for index in range(count)]


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
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        (
            (_rounded(x), _label_down(index, count), _short(point.name, x, count))
            for index, (x, point) in enumerate(zip(across, points, strict=True))
        ),
    )
    return format_html("{}{}", rules, labels)


def _line(kind: str, dots: list[Dot]) -> SafeString:
    """Segments between finished neighbours and stems below open dots, then the dots."""
    finished = [dot for dot in dots if not dot.is_open]
    strokes = [
        *pairwise(finished),
        *((dot.below, dot) for dot in dots if dot.is_open),
    ]
    return format_html(
        "{}{}",
        SafeString("".join(_stroke(kind, start, end) for start, end in strokes)),
        SafeString("".join(_mark(kind, dot) for dot in dots)),
    )


def _stroke(kind: str, start: Dot, end: Dot) -> SafeString:
    # Numbers are rounded here: a template would write a decimal comma
    ends = map(_rounded, (start.x, start.y, end.x, end.y))
    line = '<line class="line-{}{}" x1="{}" y1="{}" x2="{}" y2="{}"/>'
    return format_html(line, kind, _open(end.is_open), *ends)


def _mark(kind: str, dot: Dot) -> SafeString:
    """Round for accepted, square for sent: never told apart by colour alone."""
    if kind == "accepted":
        shape, corner = '<circle class="dot-{}{}" cx="{}" cy="{}" r="4"/>', 0
    else:
        shape, corner = '<rect class="dot-{}{}" x="{}" y="{}" width="8" height="8"/>', 4
    place = _rounded(dot.x - corner), _rounded(dot.y - corner)
    return format_html(shape, kind, _open(dot.is_open), *place)


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


def _short(name: str, x: float, count: int) -> str:
    """As much of the name as fits around `x`; the description has all of it."""
    rows = 2 if count > NUM_LABELS_IN_A_ROW else 1
    room = min(rows * _step(count), 2 * x, 2 * (WIDTH - x))
    return Truncator(name).chars(max(SHORTEST_LABEL, int(room / WIDTH_OF_A_LETTER)))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0f}%"
