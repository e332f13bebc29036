"""Targets in the words of a task, and those of the whole plan."""

import pytest

from plans.reading.targets import targets_in
from tests.plans.reading.small_texts import read, tasks_of


def test_targets_have_words_value_and_unit():
    text = "Phấn đấu trên 90% hồ sơ đúng hạn; ít nhất 02 mô hình; 95% trở lên; xong trong 07 ngày"
    found = [(each.words, each.value, each.unit) for each in targets_in(text)]
    assert found == [
        ("trên 90%", "90", "%"),
        ("ít nhất 02 mô hình", "02", "mô hình"),
        ("95% trở lên", "95", "%"),
    ]


@pytest.mark.parametrize(
    ("text", "words", "unit"),
    [
        (
            "wifi tại 05 nhà văn hóa tổ dân phố trong quý I",
            "05 nhà văn hóa tổ dân phố",
            "nhà văn hóa tổ dân phố",
        ),
        ("kiểm tra ít nhất 05 tổ chức đảng.", "ít nhất 05 tổ chức đảng", "tổ chức đảng"),
        ("từ 05 đảng viên mới trở lên", "từ 05 đảng viên mới trở lên", "đảng viên mới"),
        ("15 điểm đọc sách trở lên", "15 điểm đọc sách trở lên", "điểm đọc sách"),
        ("mở 02 lớp tập huấn kỹ năng", "02 lớp", "lớp"),
        ("làm 02 km đường", "02 km", "km"),
        ("kết nạp từ 12 - 15 đảng viên mới", "từ 12 - 15 đảng viên mới", "đảng viên mới"),
        ("tại ít nhất 1/3 số chi bộ.", "ít nhất 1/3 số chi bộ", "chi bộ"),
        ("phấn đấu 7/9 thôn đạt danh hiệu", "7/9 thôn", "thôn"),
        ("tăng ít nhất 03 bậc so với năm 2025", "ít nhất 03 bậc", "bậc"),
        ("Cử 40 lượt cán bộ đi học", "40 lượt", "lượt"),
        ("đón 25.000 lượt khách trong hè", "đón 25.000 lượt", "lượt"),
        ("bê tông hóa 18 km đường, trước ngày 15/11 đơn vị báo cáo", "18 km", "km"),
    ],
)
def test_the_unit_of_a_count_is_its_noun_phrase(text, words, unit):
    assert [(each.words, each.unit) for each in targets_in(text)] == [(words, unit)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Giảm từ 10 - 15% chi; giải ngân từ 95% đến 100% vốn", ["10", "95"]),
        ("Giảm hộ nghèo từ 3,5% xuống còn 2,1%", ["2,1"]),
        ("Trồng 30 ha rừng, 5.000 cây; dự họp tại 12 nhà văn hóa", ["30", "5.000"]),
        ("Lắp đặt bổ sung 40 cọc tiêu; chuẩn bị 03 xuồng, 12 áo phao", ["40", "03", "12"]),
        ("Phụ lục 01 kèm theo; tổ 05 thu gom rác của 300 hộ", []),
        ("theo Chương trình 05 nội dung", []),
        ("cán bộ dưới 40 tuổi trong 05 năm; Tổ công tác Đề án 06 xã", []),
    ],
)
def test_a_target_of_a_range_is_where_it_begins_and_other_numbers_are_none(text, values):
    assert [each.value for each in targets_in(text)] == values


def test_targets_of_the_whole_plan_are_listed_with_their_clause():
    text = (
        "I. CHỈ TIÊU\n- Đến hết năm 2026, 100% hồ sơ được số hóa; từ 02 mô hình mới trở lên.\n"
        "II. NHIỆM VỤ\n1. Mục tiêu cụ thể\na) Tỷ lệ đúng hạn đạt từ 98% trở lên.\n"
        "2. Giải pháp\na) Ban hành quy chế.\n"
    )
    found = read(text)
    assert [(each.words, each.value, each.unit, each.passage) for each in found.targets] == [
        ("Đến hết năm 2026, 100% hồ sơ được số hóa", "100", "%", 1),
        ("từ 02 mô hình mới trở lên", "02", "mô hình mới", 1),
        ("Tỷ lệ đúng hạn đạt từ 98% trở lên", "98", "%", 4),
    ]
    assert [task.title for task in tasks_of(found)] == ["Ban hành quy chế"]
