"""A chart finds room for its names."""

import pytest

from reporting.papers.blocks import Bar, Chart
from reporting.papers.chart import drawn


@pytest.mark.parametrize("num_periods", [1, 4, 8, 12])
def test_the_names_of_many_long_periods_fit_below_their_bars(num_periods):
    names = [f"Tháng {month}/2026 (NĐ 09/2019)" for month in range(1, num_periods + 1)]
    bars = tuple(Bar(name, 1, 2, ("a", "b")) for name in names)

    chart = drawn(Chart("chart", bars, title="", description="", caption=""))

    room = (chart.right - chart.left) / num_periods
    for bar, name in zip(chart.bars, names, strict=True):
        assert "".join(bar.name_lines).replace(" ", "") == name.replace(" ", "")
        assert all(len(line) * chart.label_size * 0.52 <= room for line in bar.name_lines)
        assert chart.label_y + chart.line * (len(bar.name_lines) - 1) < chart.height
