"""The paragraphs of a group of tasks: where it stands, what was achieved, what is behind."""

import pytest

from reporting.papers.blocks import text_of
from reporting.reviews.narrative import group, standing
from tests.reporting.reviews.narrative.scene import lead, named, placed, result, task

QUICK = "Đã ban hành quy chế làm việc."


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ({}, ""),
        ({"dated": 1, "dated_open": 1}, "Việc có thời hạn: 01 phần việc chưa hoàn thành."),
        (
            {"dated": 2, "dated_open": 2, "dated_overdue": 2},
            "Việc có thời hạn: 02 phần việc chưa hoàn thành, đã quá hạn.",
        ),
        (
            {"dated": 12, "dated_done": 12, "dated_on_time": 12},
            "Việc có thời hạn: cả 12 phần việc đã hoàn thành (đều đúng hạn).",
        ),
        (
            {
                "dated": 12,
                "dated_done": 9,
                "dated_on_time": 7,
                "dated_extended": 1,
                "dated_late": 2,
                "dated_open": 3,
                "dated_overdue": 1,
            },
            (
                "Việc có thời hạn: 09/12 phần việc đã hoàn thành (đúng hạn 07, trong đó sau gia "
                "hạn 01; quá hạn 02); còn 03 phần việc, trong đó 01 quá hạn."
            ),
        ),
    ],
)
def test_work_with_a_deadline(counts, text):
    assert text_of(standing.by_deadline(placed(**counts))) == text


@pytest.mark.parametrize(
    ("met", "owed", "text"),
    [
        (0, 0, ""),
        (0, 3, "Việc thường xuyên, định kỳ: 03 phần việc chưa đạt yêu cầu của kỳ."),
        (3, 3, "Việc thường xuyên, định kỳ: cả 03 phần việc đạt yêu cầu của kỳ."),
        (2, 3, "Việc thường xuyên, định kỳ: 02/03 phần việc đạt yêu cầu của kỳ."),
    ],
)
def test_work_that_is_judged_by_the_period(met, owed, text):
    assert text_of(standing.by_period(placed(periodic=owed, periodic_met=met))) == text


@pytest.mark.parametrize(
    ("both", "both_met", "text"),
    [
        (2, 1, "; 02 phần việc tính ở cả hai loại."),
        (5, 3, "; các phần việc này đều có thời hạn, đã tính ở trên."),
    ],
)
def test_parts_that_are_counted_twice_are_told(both, both_met, text):
    topic = placed(periodic=5, periodic_met=3, both=both, both_met=both_met)

    assert text in text_of(standing.by_period(topic))


@pytest.mark.parametrize(
    ("judged_in", "text"),
    [
        ("Quý 2", " (xét theo Quý 2, kỳ gần nhất đã đến hạn, hoặc kỳ sau nếu đã có kết quả): "),
        ("Quý 3", " (xét theo Quý 3, kỳ gần nhất đã đến hạn): "),
        ("", ": "),
    ],
)
def test_a_review_of_several_periods_says_which_one_recurring_work_is_judged_by(judged_in, text):
    topic = placed(periods=("Quý 1", "Quý 2", "Quý 3"), judged_in=judged_in, periodic=1)

    told = text_of(standing.by_period(topic, basis=standing.judged(topic)))

    assert told.startswith(f"Việc thường xuyên, định kỳ{text}")


@pytest.mark.parametrize(
    ("now", "then", "text"),
    [
        ((5, 8), (3, 8), "tăng 02 so với kỳ trước"),
        ((3, 8), (5, 8), "giảm 02 so với kỳ trước"),
        ((5, 8), (5, 8), "bằng kỳ trước"),
        ((5, 8), (3, 7), "tăng 02 so với kỳ trước, khi đó 03/07"),
    ],
)
def test_the_change_since_the_period_before(now, then, text):
    change = {"periodic": then[1], "periodic_met": then[0]}
    topic = placed(
        periodic=now[1],
        periodic_met=now[0],
        change=change | {"periodic_difference": now[0] - then[0]},
    )

    assert text_of(standing.by_period(topic)).endswith(f"đạt yêu cầu của kỳ ({text}).")


def test_a_review_of_several_periods_names_the_one_it_compares_with():
    change = {"periodic": 8, "periodic_met": 3, "periodic_difference": 2}
    topic = placed(periods=("Quý 1/2026", "Quý 2/2026"), periodic=8, periodic_met=5, change=change)

    assert "(tăng 02 so với Quý 4/2025)" in text_of(standing.by_period(topic))


def test_work_without_a_deadline_is_never_in_time():
    text = text_of(standing.without_deadline(placed(once=3, once_done=2)))

    assert text == "Việc một lần, không đặt thời hạn: 02/03 phần việc đã hoàn thành."


@pytest.mark.parametrize(
    ("done", "num_units", "text"),
    [
        (named(), 3, ""),
        (named("Ban A"), 3, "01/03 đơn vị hoàn thành toàn bộ phần việc được giao: Ban A."),
        (named("Ban A", "Ban B"), 2, "Cả 02 đơn vị hoàn thành toàn bộ phần việc được giao."),
        (
            named("Ban A", "Ban B", others=4),
            9,
            "06/09 đơn vị hoàn thành toàn bộ phần việc được giao: Ban A, Ban B và 04 đơn vị khác.",
        ),
        (
            named("Ban A", "Ban B", others=5),
            9,
            "07/09 đơn vị hoàn thành toàn bộ phần việc được giao (Phụ lục 3).",
        ),
    ],
)
def test_the_units_that_are_done_are_named(done, num_units, text):
    assert text_of(standing.units_done(placed(units={"done": done}, num_units=num_units))) == text


def test_achievements_join_tasks_of_a_kind():
    tasks = (
        task("1.1", "Ban hành quy chế.", lead("Ban A"), done=1, applicable=1),
        task("1.2", "Ký cam kết", lead("Ban A"), lead("Ban B"), done=2, applicable=2),
        task("1.3", "Tự kiểm tra", lead("Ban A"), lead("Ban B"), done=1, applicable=2),
    )
    topic = placed(
        *tasks, states={"done": named("1.1", "1.2"), "partly": named("1.3")}, documents=1
    )

    assert text_of(group.achieved(topic)) == (
        "Đã hoàn thành, đạt yêu cầu 02 nhiệm vụ: ban hành quy chế (Ban A); ký cam kết (cả 02 đơn "
        "vị). Có đơn vị đã hoàn thành, đạt yêu cầu ở 01 nhiệm vụ: tự kiểm tra (01/02 đơn vị). Minh "
        "chứng: 01 văn bản."
    )


def test_tasks_of_one_unit_stand_together_and_name_it_once():
    tasks = (
        task("1.1", "Ban hành quy chế", lead("Ban A"), applicable=1),
        task("1.2", "Ký cam kết", lead("Ban B"), applicable=1),
        task("1.3", "Tự kiểm tra", lead("Ban A"), applicable=1),
    )

    told = group.behind(placed(*tasks, states={"open": named("1.1", "1.2", "1.3")}))

    assert text_of(told) == (
        "Chưa hoàn thành 03 nhiệm vụ: ban hành quy chế; tự kiểm tra (đều của Ban "
        "A); ký cam kết (Ban B)."
    )


def test_what_is_behind_names_units_and_tasks():
    late = lead("Ban A", label="overdue", cell="open_late", deadline="2026-01-05")
    tasks = (
        task("1.1", "Ban hành quy chế", late, applicable=1),
        task("1.2", "Ký cam kết", lead("Ban A"), lead("Ban B"), applicable=2),
        task("1.3", "Tự kiểm tra"),
    )
    units = {
        "late": named("Ban A"),
        "missing": named("Ban A", "Ban B"),
        "open": named("Ban C"),
    }
    topic = placed(
        *tasks, units=units, states={"open": named("1.1", "1.2"), "unassigned": named("1.3")}
    )

    assert text_of(group.behind(topic)) == (
        "01 đơn vị quá hạn: Ban A. 02 đơn vị chưa báo cáo kỳ này: Ban A và Ban B. "
        "01 đơn vị đang thực hiện: Ban C. Chưa hoàn thành 02 "
        "nhiệm vụ: ban hành quy chế (Ban A, quá hạn từ 05/01/2026); ký cam kết (Ban A và Ban B). "
        "Chưa phân công đơn vị chủ trì 01 nhiệm vụ: tự kiểm tra."
    )


def test_many_units_of_a_task_that_none_has_done_are_counted():
    bearers = [lead(f"Ban {name}", cell="open_undated") for name in "ABCD"]
    topic = placed(task("1.1", "Ký cam kết", *bearers, applicable=4), states={"open": named("1.1")})

    told = text_of(group.behind(topic))

    assert told == "Chưa hoàn thành 01 nhiệm vụ: ký cam kết (04 đơn vị)."


def test_the_examples_of_the_office_come_in_its_order():
    tasks = (
        task("1.1", "A", lead("Ban A", result(4, QUICK, example=2)), done=1, applicable=1),
        task("1.2", "B", lead("Ban B", result(5, "Xong", example=1)), done=1, applicable=1),
    )

    runs = group.examples(placed(*tasks))

    assert text_of(runs) == f"Nổi bật: Ban B: Xong. Ban A: {QUICK}"
    assert [run.source for run in runs if run.source] == ["entry:5", "entry:4"]


def test_without_examples_finished_results_are_quoted_with_their_period():
    tasks = (
        task("1.1", "A", lead("Ban A", result(4, QUICK)), done=1, applicable=1),
        task("1.2", "B", lead("Ban B", result(5, "Đang làm."), label="in_progress"), applicable=1),
    )

    text = text_of(group.quotes(placed(*tasks, periods=("Quý 1/2026", "Quý 2/2026"))))

    assert text == f"Kết quả cụ thể: Ban A (Quý 1/2026): {QUICK}"


def test_a_quotation_ends_before_the_words_of_its_state():
    told = result(4, "Đã mở 02 lớp. Đã thực hiện đạt yêu cầu trong kỳ.")
    topic = placed(task("1.1", "Mở lớp", lead("Ban A", told)))

    assert text_of(group.quotes(topic)) == "Kết quả cụ thể: Ban A: Đã mở 02 lớp."


def test_a_group_without_anything_has_no_paragraph():
    assert group.paragraphs(placed()) == []
    [(name, size)] = group.paragraphs(placed(task("1.1", "A")))
    assert name == "standing"
    assert text_of(size) == "Có 01 nhiệm vụ, chưa có phần việc phải tính trong kỳ."


def test_numbers_are_told_with_their_change_and_what_they_lack():
    row = {
        "task": "1.1",
        "name": "Phản ánh tiếp nhận",
        "result": "194 phản ánh",
        "parts": "",
        "reported": 3,
        "partial": 0,
        "missing": 2,
        "waiting": 0,
        "difference": "12 phản ánh",
        "tendency": -1,
    }

    runs = group.achieved(placed(task("1.1", "A"), indicators=[row]))

    assert text_of(runs) == (
        "Số liệu Quý 1/2026: phản ánh tiếp nhận: 194 phản ánh (giảm 12 phản ánh so với kỳ "
        "trước; chưa đủ số liệu)."
    )
    assert "indicators.rows.:1-1-phan-anh-tiep-nhan.result" in {run.figure for run in runs}


def test_what_several_numbers_are_compared_with_is_said_once():
    row = {"task": "1.1", "parts": "", "reported": 3, "partial": 0, "missing": 0, "waiting": 0}
    rows = [
        row | {"name": name, "result": "9 lớp", "difference": "2 lớp", "tendency": 1}
        for name in ("Lớp mới", "Lớp cũ")
    ]

    told = text_of(group.achieved(placed(task("1.1", "A"), indicators=rows)))

    assert told == (
        "Số liệu Quý 1/2026 (so với kỳ trước): lớp mới: 9 lớp (tăng 2 lớp); lớp cũ: 9 lớp (tăng 2 "
        "lớp)."
    )


def test_a_periodic_report_tells_a_group_without_its_tasks_by_name():
    row = {
        "task": "1.1",
        "name": "Mức độ hài lòng",
        "result": "95%",
        "parts": "19/20",
        "reported": 1,
        "partial": 0,
        "missing": 2,
        "waiting": 0,
    }
    topic = placed(
        task("1.1", "Ban hành quy chế", lead("Ban A", result(4, QUICK))),
        indicators=[row],
        num_parts=1,
        num_units=1,
        periodic=1,
        periodic_met=1,
        units={"late": named("Ban B")},
    )

    [(_, runs)] = group.brief(topic)

    assert text_of(runs) == (
        "Việc thường xuyên, định kỳ: 01/01 phần việc đạt yêu cầu của kỳ. Số liệu Quý 1/2026: "
        "mức độ hài lòng: 95% (19/20; chưa đủ: 02 đơn vị chưa có số). 01 đơn vị quá hạn: Ban B."
    )


def test_a_group_without_work_in_the_period_says_so():
    [(_, runs)] = group.brief(placed(task("1.1", "A")))

    assert text_of(runs) == "Có 01 nhiệm vụ, chưa có phần việc phải tính trong kỳ."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Theo kế hoạch, trong kỳ không có cuộc kiểm tra nội bộ nào.",
        "Đã mở 02 lớp. Bổ sung theo yêu cầu: số liệu tính từ ngày đầu kỳ.",
    ],
)
def test_answers_to_the_office_and_nothing_done_are_no_examples(text):
    silent, at_work = lead("Ban A", result(1, text)), lead("Ban B", result(2, "Đã mở 02 lớp."))

    topic = placed(task("1.1", "Mở lớp", silent, at_work))

    assert text_of(group.quotes(topic)) == "Kết quả cụ thể: Ban B: Đã mở 02 lớp."
