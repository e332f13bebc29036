"""Targets of a text become indicators, as far as units can count them."""

from typing import Any, cast

import pytest

from plans.importing.findings import TaskFinding
from plans.importing.measured import indicators_of
from plans.reading.targets import targets_in


def task(text: str) -> TaskFinding:
    targets = [
        {"words": each.words, "value": each.value, "unit": each.unit} for each in targets_in(text)
    ]
    return cast(TaskFinding, {"text": text, "targets": targets})


def proposed(text: str) -> list[dict[str, Any] | None]:
    return [dict(found) if found else None for _, found in indicators_of(task(text))]


@pytest.mark.parametrize(
    ("text", "name", "parts"),
    [
        (
            "Phấn đấu trên 95% hồ sơ được giải quyết đúng hạn.",
            "Tỷ lệ hồ sơ được giải quyết đúng hạn",
            ("hồ sơ được giải quyết đúng hạn", "tổng số hồ sơ"),
        ),
        (
            "Mức độ hài lòng: 90% trở lên số người dân, doanh nghiệp.",
            "Tỷ lệ người dân",
            ("người dân đạt yêu cầu", "tổng số người dân"),
        ),
        (
            "Nâng tỷ lệ hộ dùng nước sạch đạt 98% vào cuối năm.",
            "Tỷ lệ hộ dùng nước sạch",
            ("số hộ dùng nước sạch", "tổng số"),
        ),
    ],
)
def test_a_percentage_is_the_share_of_what_the_text_counts(text, name, parts):
    (found,) = proposed(text)

    assert found is not None
    assert (found["name"], found["unit_of_measure"], found["kind"]) == (name, "%", "ratio")
    assert (found["numerator_label"], found["denominator_label"]) == parts


@pytest.mark.parametrize(
    ("text", "name", "measure", "target", "direction"),
    [
        (
            "Mỗi chi bộ xây dựng ít nhất 02 mô hình dân vận khéo.",
            "Số mô hình dân vận khéo",
            "mô hình",
            "2",
            "up",
        ),
        ("Trồng ít nhất 1.500 cây.", "Số cây", "cây", "1500", "up"),
        ("Làm mới 02,5 km đường liên thôn.", "Số km đường liên thôn", "km", "2.5", "up"),
        ("Không quá 03 cuộc họp trong tuần.", "Số cuộc họp", "cuộc", "3", "down"),
    ],
)
def test_what_is_counted_has_its_measure_and_its_direction(text, name, measure, target, direction):
    (found,) = proposed(text)

    assert found is not None
    said = (found["name"], found["unit_of_measure"], found["target"], found["direction"])
    assert said == (name, measure, target, direction)


def test_how_much_something_grows_stays_in_words():
    assert proposed("Thu ngân sách tăng 12% so với năm trước.") == [None]


def test_a_name_occurs_once_in_a_task():
    found = task("Mở ít nhất 02 lớp. Mở ít nhất 05 lớp. Mở ít nhất 05 lớp.")
    found["targets"][0]["indicator"] = None

    names = [each and each["name"] for _, each in indicators_of(found)]

    assert names == [None, "Số lớp", "Số lớp (ít nhất 05 lớp)"]
