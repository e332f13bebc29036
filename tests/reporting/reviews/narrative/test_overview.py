"""Sentences on the whole plan: size, who is behind, who sent."""

import pytest

from reporting.papers.blocks import text_of
from reporting.reviews.narrative import overview
from tests.reporting.reviews.narrative.scene import named, placed, topic


def _filing(name, on_time, late, missing, waiting=0):
    return {
        "period": 1,
        "name": name,
        "expected": on_time + late + missing + waiting,
        "on_time": on_time,
        "late": late,
        "missing": missing,
        "waiting": waiting,
    }


def _filer(name, late_in=(), missing_in=()):
    return {
        "unit_name": name,
        "num_behind": len(late_in) + len(missing_in),
        "late": len(late_in),
        "late_in": list(late_in),
        "missing": len(missing_in),
        "missing_in": list(missing_in),
    }


def _snapshot(*filings, filers=(), entries=None, **all_tasks):
    snapshot = placed().snapshot
    counts = {"accepted": 0, "returned": 0, "sent": 0, "draft": 0} | (entries or {})
    return snapshot | {
        "topics": [topic(**all_tasks) | {"key": "all"}],
        "report": snapshot["report"] | {"cutoff_on": "2026-02-05"},
        "figures": {"filings": list(filings), "filers": list(filers), "entries": counts},
    }


@pytest.mark.parametrize(
    ("filing", "text"),
    [
        (_filing("Quý 1", 5, 0, 0), "Việc gửi báo cáo Quý 1: cả 05 đơn vị gửi đúng hạn."),
        (
            _filing("Quý 1", 0, 0, 2),
            "Việc gửi báo cáo Quý 1: chưa có đơn vị nào gửi đúng hạn; 02 đơn vị chưa gửi.",
        ),
        (
            _filing("Quý 1", 2, 0, 0, waiting=3),
            "Việc gửi báo cáo Quý 1: 02/05 đơn vị gửi đúng hạn; 03 đơn vị chưa đến hạn gửi.",
        ),
    ],
)
def test_who_sent_in_one_period(filing, text):
    assert [text_of(runs) for _, runs in overview.filings(_snapshot(filing))] == [text]


def test_a_period_closed_early_is_counted_once_and_leaves_no_time():
    filing = _filing("Quý 1", 2, 0, 0) | {"expected": 5, "closed": 3}
    filing["so_far"] = "đã đóng trước hạn, 2/5"

    [(_, runs)] = overview.filings(_snapshot(filing))

    assert text_of(runs) == (
        "Việc gửi báo cáo Quý 1 (đã đóng trước hạn): 02/05 đơn vị gửi đúng hạn; 03 đơn vị "
        "chưa gửi khi kỳ đóng."
    )


def test_a_period_closed_early_is_never_among_those_that_the_annex_tells_of():
    early = _filing("Tháng 11", 0, 0, 0) | {"expected": 3, "closed": 3}
    early["so_far"] = "đã đóng trước hạn, 0/3"
    filings = _filing("Quý 2", 2, 1, 0), _filing("Quý 3", 3, 0, 0), early, _filing("Quý 4", 1, 0, 0)

    [(_, runs)] = overview.filings(_snapshot(*filings))

    assert text_of(runs) == (
        "Việc gửi báo cáo đúng hạn: 02/03 đơn vị ở Quý 2; cả 03 đơn vị ở Quý 3; đơn vị gửi muộn, "
        "chưa gửi từng kỳ tại Phụ lục 3. Tháng 11 (đã đóng trước hạn): chưa có đơn vị nào gửi đúng "
        "hạn; 03 đơn vị chưa gửi khi kỳ đóng. Quý 4: 01/01 đơn vị gửi đúng hạn."
    )


def test_no_sentence_on_a_period_in_which_nobody_had_to_send():
    assert overview.filings(_snapshot(_filing("Quý 1", 0, 0, 0))) == []


def test_late_and_missing_units_are_named():
    filers = [_filer("Ban A", missing_in=["Quý 1"]), _filer("Ban B", late_in=["Quý 1"])]

    [(_, runs)] = overview.filings(_snapshot(_filing("Quý 1", 1, 1, 1), filers=filers))

    assert text_of(runs) == (
        "Việc gửi báo cáo Quý 1: 01/03 đơn vị gửi đúng hạn; 01 đơn vị gửi muộn (Ban B); 01 đơn vị "
        "chưa gửi (Ban A)."
    )


def test_of_several_periods_the_most_often_behind_come_first():
    filers = [
        _filer("Ban A", late_in=["Quý 1"], missing_in=["Quý 2"]),
        _filer("Ban B", late_in=["Quý 1", "Quý 2", "Quý 3"]),
        _filer("Ban C", late_in=["Quý 3"]),
    ]
    filings = [_filing("Quý 1", 1, 2, 0), _filing("Quý 2", 1, 1, 1), _filing("Quý 3", 1, 2, 0)]

    (_, periods), (_, often) = overview.filings(_snapshot(*filings, filers=filers))

    assert text_of(periods) == (
        "Việc gửi báo cáo đúng hạn: 01/03 đơn vị ở Quý 1; 01/03 đơn vị ở Quý 2; đơn vị gửi muộn, "
        "chưa gửi từng kỳ tại Phụ lục 3. Quý 3: 01/03 đơn vị gửi đúng hạn; 02 đơn vị gửi muộn (Ban "
        "B và Ban C)."
    )
    assert text_of(often) == "Nhiều kỳ gửi muộn, chưa gửi: Ban B (03 kỳ), Ban A (02 kỳ)."
    assert "figures.filers.:ban-b.num_behind" in {run.figure for run in often}


def test_many_that_were_often_behind_are_named_by_kind():
    named_in = ["Quý 1", "Quý 2"]
    filers = [_filer(name, late_in=named_in) for name in ("Ban A", *(f"Xã {x}" for x in "BCDEF"))]
    filings = [_filing(name, 1, 6, 0) for name in named_in]

    (_, periods), (_, often) = overview.filings(_snapshot(*filings, filers=filers))

    told = "01/07 đơn vị gửi đúng hạn; 06 đơn vị gửi muộn (Ban A; các xã B, C, D, E và F)"
    assert text_of(periods) == f"Việc gửi báo cáo Quý 1: {told}. Quý 2: {told}."
    assert text_of(often) == ("Nhiều kỳ gửi muộn, chưa gửi: Ban A; các xã B, C, D, E và F.")


def test_the_overview_has_no_clause_of_zeros():
    counts = {"num_tasks": 2, "num_parts": 3, "num_units": 2, "results": 1}

    found = overview.overview(_snapshot(_filing("Quý 1", 2, 0, 0), **counts))

    first, second = (text_of(runs) for _, runs in found)
    assert first == (
        "Kế hoạch có 02 nhiệm vụ; đến hết ngày 05/02/2026 có 03 phần việc phải thực hiện, do 02 "
        "đơn vị chủ trì."
    )
    assert second == "Đã thẩm tra, chấp nhận 01 kết quả (Phụ lục 4)."


def test_the_overview_tells_what_does_not_count_and_who_is_behind():
    snapshot = _snapshot(
        num_tasks=2,
        num_parts=3,
        num_units=2,
        num_outside=1,
        entries={"returned": 1, "sent": 2},
        units={"late": named("Ban A"), "missing": named("Ban B")},
    )

    first, second = (text_of(runs) for _, runs in overview.overview(snapshot))

    assert "không tính 01 phần việc (chưa đến kỳ, không phát sinh" in first
    assert second == (
        "01 đơn vị còn phần việc quá hạn; 01 đơn vị có phần việc chưa báo cáo kỳ này. Chưa "
        "tính 01 kết quả bị trả lại để bổ sung, 02 kết quả chờ thẩm tra."
    )
