"""Numbers in the workbook: downloaded, filled offline, compared, written with their entry."""

from decimal import Decimal

import pytest
from django.core import signing

from plans.models import Indicator
from reporting.indicators.inputs import IndicatorInput
from reporting.workbook.layout import FORM_SHEET, GUIDE_SHEET, HIDDEN_SHEET, SALT
from reporting.workbook.number_layout import NUMBER_FIELDS, NUMBER_HEADER_ROW, NUMBER_SHEET
from reporting.workbook.preview import preview_of
from tests.factories import (
    NOON,
    AssignmentFactory,
    IndicatorFactory,
    UserFactory,
    ValueIndicatorFactory,
)
from tests.reporting.workbook.scene import (
    confirm,
    entries_of,
    fill,
    kinds,
    save_meanwhile,
    saved,
    submission_of,
    upload,
    workbook,
)
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db

FIRST = NUMBER_HEADER_ROW + 1


@pytest.fixture
def submission():
    """A submission of one task with a ratio in the first row and a number in the second."""
    assignment = AssignmentFactory()
    IndicatorFactory(task=assignment.task, name="Hồ sơ đúng hạn")
    ValueIndicatorFactory(task=assignment.task, name="Số cuộc")
    return submission_of(assignment=assignment)


def _put(book, row=FIRST, **values):
    for field, value in values.items():
        book[NUMBER_SHEET].cell(row, NUMBER_FIELDS[field]).value = value


def _stored(submission):
    [entry] = entries_of(submission)
    rows = entry.indicator_values.select_related("indicator")
    return {row.indicator.name: IndicatorInput.of(row) for row in rows}


def _save_number(submission, name, number):
    [entry] = entries_of(submission)
    pk = Indicator.objects.get(name=name).pk
    save_meanwhile(entry, by=UserFactory(full_name="Lê Đồng Nghiệp"), indicator_values={pk: number})


def test_the_sheet_unlocks_only_the_cells_of_the_kind_of_indicator(submission):
    sheet = workbook(submission)[NUMBER_SHEET]

    locked = [
        [sheet.cell(row, at).protection.locked for at in range(1, 10)] for row in (FIRST, FIRST + 1)
    ]
    assert locked == [[True] * 5 + [False] * 4, [True] * 4 + [False, True, True, False, False]]
    assert sheet.cell(FIRST, 3).value == "Tử số: hồ sơ đúng hạn\nMẫu số: hồ sơ đã giải quyết"
    assert sheet.protection.sheet


def test_a_submission_without_indicators_has_no_sheet_of_numbers(submission):
    names = workbook(submission).sheetnames
    without = workbook(submission_of())

    assert names == [FORM_SHEET, NUMBER_SHEET, GUIDE_SHEET, HIDDEN_SHEET]
    assert without.sheetnames == [FORM_SHEET, GUIDE_SHEET, HIDDEN_SHEET]
    guide = " ".join(str(row[1]) for row in without[GUIDE_SHEET].iter_rows(values_only=True))
    assert NUMBER_SHEET not in guide


def test_unchanged_numbers_change_nothing(submission):
    _save_number(
        submission, "Hồ sơ đúng hạn", IndicatorInput(is_not_applicable=True, explanation="=1+1")
    )
    _save_number(submission, "Số cuộc", IndicatorInput(value=Decimal("12345678901.2345")))

    assert kinds(upload(workbook(submission), submission)) == ["unchanged"]


def test_filled_numbers_are_shown_in_words_and_written_with_the_texts(submission):
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Mới.")
    _put(book, numerator=98.5, denominator="1.234", explanation="Có chuyển kỳ.")
    _put(book, FIRST + 1, value=0)

    found = upload(book, submission)
    [row] = preview_of(found).changes
    confirm(found)

    marked = {one.label: str(one.marked) for one in row.differences}
    assert marked["Số cuộc"] == "<del>chưa có số liệu</del> <ins>0 cuộc</ins>"
    assert _stored(submission) == {
        "Hồ sơ đúng hạn": IndicatorInput(
            numerator=Decimal("98.5"), denominator=Decimal(1234), explanation="Có chuyển kỳ."
        ),
        "Số cuộc": IndicatorInput(value=Decimal(0)),
    }
    assert (saved(entry).result, saved(entry).version) == ("Mới.", entry.version + 1)


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        ({"value": 0}, IndicatorInput(value=Decimal(0))),
        ({"value": None}, None),
        ({"value": None, "not_applicable": "X"}, IndicatorInput(is_not_applicable=True)),
    ],
)
def test_zero_empty_and_not_applicable_are_distinct(submission, cells, number):
    _save_number(submission, "Số cuộc", IndicatorInput(value=Decimal(7)))
    book = workbook(submission)
    _put(book, FIRST + 1, **cells)

    confirm(upload(book, submission))

    assert _stored(submission).get("Số cuộc") == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (98.5, "98.5"),
        (1234.0, "1234"),
        (0.1 + 0.2, "0.3"),
        (1.23456, "1.2346"),
        (-3, "-3"),
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
    ],
)
def test_numbers_are_read_as_excel_stores_them_and_as_vietnamese_text(submission, written, number):
    book = workbook(submission)
    _put(book, FIRST + 1, value=written)

    confirm(upload(book, submission))

    assert _stored(submission)["Số cuộc"].value == Decimal(number)


@pytest.mark.parametrize(
    ("row", "cells", "name", "why"),
    [
        (FIRST + 1, {"value": "=1+1"}, "E6", "công thức"),
        (FIRST + 1, {"value": NOON.replace(tzinfo=None)}, "E6", "thành ngày giờ"),
        (FIRST + 1, {"value": "mười"}, "E6", "Hãy ghi một số"),
        (FIRST + 1, {"value": "1.5"}, "E6", "Phần lẻ ghi sau dấu phẩy"),
        (FIRST + 1, {"value": True}, "E6", "Hãy ghi một số"),
        (FIRST + 1, {"value": 1e300}, "E6", "Số quá lớn"),
        (FIRST + 1, {"value": 5, "not_applicable": "x"}, "E6", "thì để trống ô số"),
        (FIRST + 1, {"not_applicable": "không"}, "H6", "Ghi x nếu không phát sinh"),
        (FIRST + 1, {"numerator": 5}, "F6", "không dùng ô này"),
        (FIRST, {"numerator": -1, "denominator": 2}, "F5", "không thể âm"),
        (FIRST, {"explanation": "x" * 501}, "I5", "Giải trình quá dài"),
        (FIRST, {"explanation": "Văn bản TUYỆT MẬT"}, "I5", "dấu hiệu mật"),
    ],
)
def test_an_invalid_cell_is_named_with_its_sheet(submission, row, cells, name, why):
    book = workbook(submission)
    _put(book, row, **cells)

    [found] = upload(book, submission).rows

    [problem] = found["problems"]
    assert (found["kind"], problem["cell"]) == ("unclear", f"{name} (trang Số liệu)")
    assert why in problem["why"]
    assert "TUYỆT" not in problem["text"]


@pytest.mark.parametrize(("takes_file", "numerator"), [(True, 80), (False, 90)])
def test_an_indicator_changed_on_both_sides_is_one_conflict(submission, takes_file, numerator):
    [entry] = entries_of(submission)
    book = workbook(submission)
    _put(book, numerator=80, denominator=100)
    theirs = IndicatorInput(numerator=Decimal(90), denominator=Decimal(100))
    _save_number(submission, "Hồ sơ đúng hạn", theirs)

    found = upload(book, submission)
    [row] = preview_of(found).conflicts
    confirm(found, taken={entry.pk} if takes_file else ())

    [difference] = row.differences
    assert (row.saved_by, difference.saved) == ("Lê Đồng Nghiệp", "90/100 = 90%")
    assert difference.is_conflict
    assert _stored(submission)["Hồ sơ đúng hạn"].numerator == numerator


def test_unchanged_numbers_do_not_undo_a_later_save(submission):
    book = workbook(submission)
    _save_number(submission, "Hồ sơ đúng hạn", IndicatorInput(is_not_applicable=True))
    _put(book, FIRST + 1, value=5)

    found = upload(book, submission)
    confirm(found)

    assert kinds(found) == ["change"]
    assert _stored(submission) == {
        "Hồ sơ đúng hạn": IndicatorInput(is_not_applicable=True),
        "Số cuộc": IndicatorInput(value=Decimal(5)),
    }


def test_an_implausible_number_has_a_warning_and_is_written(submission):
    book = workbook(submission)
    _put(book, numerator=11, denominator=10)

    found = upload(book, submission)
    done = confirm(found)

    [difference] = preview_of(found).changes[0].differences
    assert difference.doubts == ["Tỷ lệ trên 100%: tử số lớn hơn mẫu số."]
    assert done.num_written == 1


def test_an_indicator_retired_before_the_upload_or_the_confirmation_is_named(submission):
    book = workbook(submission)
    _put(book, FIRST + 1, value=5)
    waiting = upload(book, submission)
    Indicator.objects.filter(name="Số cuộc").update(is_retired=True)

    [row] = upload(book, submission).rows
    done = confirm(waiting)

    assert "thôi theo dõi" in row["problems"][0]["why"]
    assert (done.num_written, done.rows[0]["outcome"]) == (0, "not_written")


@pytest.mark.parametrize("changes", [{"unit_of_measure": "lượt"}, {"kind": "ratio"}])
def test_a_number_of_another_measure_is_refused_before_and_after_the_preview(submission, changes):
    book = workbook(submission)
    _put(book, FIRST + 1, value=5)
    waiting = upload(book, submission)
    labels = {"numerator_label": "a", "denominator_label": "b"} if "kind" in changes else {}
    Indicator.objects.filter(name="Số cuộc").update(**changes, **labels)

    [row] = upload(book, submission).rows
    done = confirm(waiting)

    assert "vừa đổi cách tính hoặc đơn vị tính" in row["problems"][0]["why"]
    assert (done.num_written, done.rows[0]["outcome"]) == (0, "not_written")
    assert _stored(submission) == {}


def _without_sheet(book):
    del book[NUMBER_SHEET]


def _without_row(book):
    book[NUMBER_SHEET].delete_rows(FIRST)


def _with_column(book):
    book[NUMBER_SHEET].insert_cols(5)


def test_a_workbook_older_than_the_sheet_of_numbers_is_read(submission):
    [entry] = entries_of(submission)
    _save_number(submission, "Số cuộc", IndicatorInput(value=Decimal(7)))
    book = workbook(submission)
    fill(book, entry, result="Ghi từ lâu.")
    del book[NUMBER_SHEET]
    hidden = book[HIDDEN_SHEET]
    manifest = signing.loads(hidden["B2"].value, salt=SALT)
    del manifest["numbers"]
    hidden["B1"].value = "1"
    hidden["B2"].value = signing.dumps(manifest, salt=SALT, compress=True)

    confirm(upload(book, submission))

    assert saved(entry).result == "Ghi từ lâu."
    assert _stored(submission) == {"Số cuộc": IndicatorInput(value=Decimal(7))}


@pytest.mark.parametrize("change", [_without_sheet, _without_row, _with_column])
def test_a_changed_structure_of_the_sheet_is_refused(submission, change):
    book = workbook(submission)
    change(book)

    with pytest.raises(Refused, match=r"Cấu trúc biểu đã thay đổi.*Số liệu"):
        upload(book, submission)


def test_text_beside_the_numbers_is_named_as_unread(submission):
    book = workbook(submission)
    book[NUMBER_SHEET]["K5"].value = "Ghi chú"

    assert upload(book, submission).rows[-1]["cells"] == ["K5 (trang Số liệu)"]
