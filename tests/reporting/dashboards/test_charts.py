"""The trend: shares of finished periods, and periods that still receive drawn as open."""

import re

from reporting.counting.trend import TrendPoint
from reporting.dashboards.charts import trend_svg

FINISHED = [TrendPoint("Quý 2", 100, 98, 90), TrendPoint("Quý 3", 100, 95, 80)]
OPEN = TrendPoint("Quý 4", 100, 11, 2, so_far="đang nhận, 8/42, còn 43 ngày")


def _chart(*points):
    return str(trend_svg(list(points))).partition("</svg>")


def test_an_open_period_has_a_dashed_stem_and_hollow_dots_and_no_line_leads_to_it():
    drawing, _, key = _chart(*FINISHED, OPEN)

    for kind in ("sent", "accepted"):
        assert drawing.count(f'class="line-{kind}"') == 1
        assert drawing.count(f'class="line-{kind} is-open"') == 1
        assert drawing.count(f'class="dot-{kind}"') == 2
        assert drawing.count(f'class="dot-{kind} is-open"') == 1
        (stem,) = re.findall(
            rf'<line class="line-{kind} is-open" x1="(.+?)" .*? x2="(.+?)"', drawing
        )
        assert stem[0] == stem[1]
    assert "nét đứt, chấm rỗng" in key
    assert "Quý 4 (đang nhận, 8/42, còn 43 ngày)" in key


def test_the_text_alternative_says_that_the_period_is_open():
    drawing, _, _ = _chart(*FINISHED, OPEN)

    assert "Quý 4 (đang nhận, 8/42, còn 43 ngày): gửi 11%, chấp nhận 2%" in drawing


def test_a_period_closed_early_is_not_said_to_be_open():
    early = TrendPoint("Tháng 11", 49, 0, 0, so_far="đã đóng trước hạn, 0/49")

    *_, both = _chart(*FINISHED, early, OPEN)
    *_, alone = _chart(*FINISHED, early)

    assert (
        "nét đứt, chấm rỗng: kỳ chưa khép, số đến nay – Quý 4 (đang nhận, 8/42, còn 43 ngày); "
        "kỳ đóng trước hạn – Tháng 11 (0/49)<"
    ) in both
    assert "nét đứt, chấm rỗng: kỳ đóng trước hạn – Tháng 11 (0/49)<" in alone


def test_finished_periods_are_solid_without_a_word_about_open_ones():
    drawing, _, key = _chart(*FINISHED)

    assert "is-open" not in drawing + key
    assert "tỷ lệ kết quả đã gửi" in key


def test_a_period_without_owed_results_is_skipped():
    drawing, _, _ = _chart(FINISHED[0], TrendPoint("Quý trống", 0, 0, 0), OPEN)

    assert drawing.count("<circle") == 2


def test_a_long_name_is_cut_below_the_chart_and_whole_in_its_description():
    name = "Báo cáo chuyên đề sáu tháng đầu năm"
    points = [TrendPoint(f"Quý {number}", 10, 9, 8) for number in range(5)]

    drawing, _, _ = _chart(*points, TrendPoint(name, 10, 1, 1))

    assert f">{name}<" not in drawing
    assert "…<" in drawing
    assert f"{name}: gửi 10%" in drawing
