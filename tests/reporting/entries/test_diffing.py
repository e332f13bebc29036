"""Changes between two sendings, word by word, with all markup escaped."""

import pytest

from plans.models import TaskKind
from reporting.entries.diffing import changes_between, mark

CONTENT = {
    "state": "in_progress",
    "percent": 0,
    "result": "Đã mở 2 lớp.",
    "obstacle": "",
    "recommendation": "",
    "evidence": [],
    "answers": {},
}


def test_removed_and_added_words_are_marked():
    assert mark("Đã mở 2 lớp.", "Đã mở 3 lớp.") == "Đã mở <del>2</del><ins>3</ins> lớp."


def test_typed_text_is_escaped():
    assert mark("<b>a</b>", "<i>b</i>") == (
        "<del>&lt;b&gt;a&lt;/b&gt;</del><ins>&lt;i&gt;b&lt;/i&gt;</ins>"
    )


def test_line_breaks_are_kept():
    assert mark("một\nhai", "một\nba") == "một\n<del>hai</del><ins>ba</ins>"


def test_the_same_content_has_no_changes():
    assert changes_between(CONTENT, dict(CONTENT), kind=TaskKind.ONE_OFF) == []


@pytest.mark.parametrize(
    ("changed", "label", "marked"),
    [
        ({"percent": None}, "Tỷ lệ hoàn thành (%)", "<del>0</del>"),
        (
            {"state": "done"},
            "Mức độ thực hiện",
            "<del>Đang thực hiện</del><ins>Đã hoàn thành</ins>",
        ),
        ({"evidence": ["12/BC · về tập huấn"]}, "Minh chứng", "<ins>12/BC · về tập huấn</ins>"),
        (
            {"answers": {"TĂNG việc": False}},
            "Tự đánh giá phương châm",
            "<ins>TĂNG việc: chưa tốt</ins>",
        ),
    ],
)
def test_each_field_has_its_own_text(changed, label, marked):
    change = changes_between(CONTENT, CONTENT | changed, kind=TaskKind.ONE_OFF)[0]

    assert (change.label, change.marked) == (label, marked)


def test_a_file_is_identified_by_the_start_of_its_hash():
    line = f"bao-cao.pdf · {'ab12cd34' * 8}"

    change = changes_between(CONTENT, CONTENT | {"evidence": [line]}, kind=TaskKind.ONE_OFF)[0]

    assert change.marked == "<ins>bao-cao.pdf · ab12cd34</ins>"


def test_new_text_comes_after_the_text_it_replaces():
    old, new = "Đã xây dựng kế hoạch, kiểm tra 07 cuộc.", "Mở 3 lớp cho 120 cán bộ."

    assert mark(old, new) == f"<del>{old}</del><ins>{new}</ins>"
