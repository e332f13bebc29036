"""The chart of periods with names of every length and number, measured in the PDF."""

import pytest

from reporting.papers.blocks import Bar, Chart
from reporting.papers.chart import drawn
from reporting.papers.drawing import draw_block
from reporting.papers.widths import width_of, wrap
from reporting.periods.presets import presets
from tests.papers import measuring, worst

MONTHS = [f"Tháng {month}/2026 (NĐ 09/2019)" for month in range(1, 13)]
PRESETS = [preset.name for preset in presets(2026).values()]


def _chart(names):
    bars = (
        Bar(name, 100 + index, 200 + index, ("a", "b"), is_finished=index % 5 < 4)
        for index, name in enumerate(names)
    )
    return Chart("chart", tuple(bars), title="Tiến độ", description="", caption="Hình 1")


@pytest.mark.parametrize(
    "names",
    [
        ["Quý I/2026"],
        MONTHS[:4],
        MONTHS[:8],
        MONTHS,
        PRESETS,
        MONTHS * 5,
        ["x" * 90, "Sơ kết giữa nhiệm kỳ và phương hướng " * 4],
        ["① ✔ 😀", "nghiêng" * 9],
    ],
    ids=["one", "months-4", "months-8", "months-12", "presets", "months-60", "long", "signs"],
)
def test_names_and_figures_are_legible_and_whole(names):
    printed = worst.printed(draw_block(_chart(names)))

    assert measuring.on_one_another(printed) == []
    assert measuring.outside_the_text_area(printed) == []
    copied = measuring.text_of(printed)
    for index, name in enumerate(names):
        assert measuring.squeezed("".join(wrap(name, 12, 10_000))) in copied
        assert f"{100 + index}/{200 + index}" in copied


def test_bars_stand_while_names_fit_below_them_and_lie_otherwise():
    assert not drawn(_chart(MONTHS[:6])).is_lying
    assert drawn(_chart(MONTHS)).is_lying
    assert drawn(_chart(["x" * 90, "Quý I"])).is_lying


def test_many_bars_go_on_in_another_drawing_so_that_none_is_taller_than_a_page():
    chart = drawn(_chart(MONTHS * 5))

    assert len(chart.drawings) > 1
    assert all(drawing.height <= 820 for drawing in chart.drawings)
    bars = [bar.bar for drawing in chart.drawings for bar in drawing.bars]
    assert bars == list(_chart(MONTHS * 5).bars)


def test_words_are_as_wide_as_the_print_font_says():
    assert width_of("", 14) == 0
    assert 0 < width_of("iii", 14) < width_of("WWW", 14)
    assert width_of("WW", 28) == 2 * width_of("WW", 14)
    assert wrap("Tháng 1/2026", 14, width_of("1/2026", 14)) == ["Tháng", "1/2026"]
