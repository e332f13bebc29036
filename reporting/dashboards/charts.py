"""Charts as SVG strings, drawn on the server without scripts, with a text alternative."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reporting.counting.trend import TrendPoint

# About as wide as a phone, so that the text stays readable there.
WIDTH, HEIGHT = 480, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 16, 56
NUM_LABELS_IN_A_ROW = 4


def trend_svg(points: list[TrendPoint]) -> SafeString:
    """Line chart of the shares sent and accepted per period, in percent."""
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)
    across = [LEFT + step * index for index in range(len(points))]
    lines = (
        _line(1, across, [point.share_accepted for point in points]),
        _line(2, across, [point.share_sent for point in points]),
    )
    description = "; ".join(
        f"{point.name}: gửi {_percent(point.share_sent)}, "
        f"chấp nhận {_percent(point.share_accepted)}"
        for point in points
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        f"Tỷ lệ kết quả đã gửi và được chấp nhận theo kỳ. {description}",
        _axes(across, [point.name for point in points]),
        lines[1],
        lines[0],
    )


def _axes(across: list[float], names: list[str]) -> SafeString:
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
            (round(x, 1), _label_down(index, len(names)), _anchor(index, len(names)), name)
            for index, (x, name) in enumerate(zip(across, names, strict=True))
        ),
    )
    return format_html("{}{}", rules, labels)


def _line(number: int, across: list[float], shares: list[float | None]) -> SafeString:
    """Line through the known values: a period without entries is skipped, not zero."""
    known = [(x, share) for x, share in zip(across, shares, strict=True) if share is not None]
    path = " ".join(f"{x:.1f},{_down(share):.1f}" for x, share in known)
    dots = format_html_join(
        "",
        '<circle class="dot-{}" cx="{}" cy="{}" r="4"/>',
        ((number, round(x, 1), round(_down(share), 1)) for x, share in known),
    )
    return format_html('<polyline class="line-{}" points="{}"/>{}', number, path, dots)


def _down(share: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share / 100)


def _label_down(index: int, count: int) -> int:
    """Alternate the names of many periods between two rows, to keep them apart."""
    is_lower = count > NUM_LABELS_IN_A_ROW and index % 2 == 1
    return HEIGHT - (10 if is_lower else 30)


def _anchor(index: int, count: int) -> str:
    if index == 0:
        return "start"
    return "end" if index == count - 1 else "middle"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0f}%"
