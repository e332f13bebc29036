"""Cells of an uploaded workbook: read as typed, or named with the reason why not."""

import unicodedata

import pytest

from reporting.models import SheetImport
from tests.factories import NOON
from tests.reporting.workbook.scene import cell, entries_of, fill, submission_of, upload, workbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "value", "text", "why"),
    [
        ("result", "=1+1", "=1+1", "Ô chứa công thức"),
        ("percent", "=50+45", "=50+45", "Ô chứa công thức"),
        ("percent", "chín mươi", "chín mươi", "số nguyên từ 0 đến 100"),
        ("percent", 101, "101", "số nguyên từ 0 đến 100"),
        ("percent", -1, "-1", "số nguyên từ 0 đến 100"),
        ("percent", 50.5, "50,5", "số nguyên từ 0 đến 100"),
        ("percent", 0.85, "0,85", "số nguyên từ 0 đến 100"),
        ("percent", True, "Đúng", "số nguyên từ 0 đến 100"),
        ("percent", NOON.date(), "16/03/2026", "số nguyên từ 0 đến 100"),
        ("state", "Gần xong", "Gần xong", "Không phải là một trong bốn mức độ"),
        ("result", NOON.replace(tzinfo=None), NOON.strftime("%d/%m/%Y %H:%M"), "thành ngày giờ"),
        ("result", "x" * 20_001, "x" * 200 + "…", "quá dài (20001 ký tự, tối đa 20000)"),
    ],
)
def test_an_invalid_cell_is_named_with_its_content(field, value, text, why):
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, **{field: value})

    [row] = upload(book, submission).rows

    [problem] = row["problems"]
    assert row["kind"] == "unclear"
    assert problem["cell"] == cell(book, entry, field).coordinate
    assert problem["text"] == text
    assert why in problem["why"]


def test_a_cell_with_an_excel_error_is_invalid():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="#NAME?")
    cell(book, entry, "result").data_type = "e"

    [row] = upload(book, submission).rows

    assert "báo lỗi của Excel" in row["problems"][0]["why"]


@pytest.mark.parametrize("field", ["result", "percent", "state"])
def test_text_with_a_secrecy_mark_is_refused_and_not_stored(field):
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, **{field: "TỐI MẬT: nội dung phải giấu"})

    [row] = upload(book, submission).rows

    assert row["kind"] == "unclear"
    assert row["problems"][0]["text"] == ""
    assert "phải giấu" not in str(SheetImport.objects.get().rows)


@pytest.mark.parametrize(
    ("written", "format_", "read"),
    [(95.0, "0", 95), ("95", "0", 95), ("95%", "0", 95), (0.95, "0%", 95), (0, "0", 0)],
)
def test_a_whole_percent_is_read_in_any_notation(written, format_, read):
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, percent=written)
    cell(book, entry, "percent").number_format = format_

    [row] = upload(book, submission).rows

    assert row["filed"] == {"percent": read}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("một_x000D_\nhai", "một\nhai"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x0041_", "_x0041_"),
        ("một\r\nhai", "một\nhai"),
        ("một\xa0hai", "một hai"),
        ("  một  ", "một"),
        (unicodedata.normalize("NFD", "Đã quán triệt"), "Đã quán triệt"),
        (120, "120"),
        (12.5, "12,5"),
        ("'=không phải công thức", "'=không phải công thức"),
    ],
)
def test_text_is_read_as_typed(written, read):
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result=written)

    [row] = upload(book, submission).rows

    assert row["filed"] == {"result": read}


def test_a_state_is_read_in_any_letter_case():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, state="đã  hoàn thành ")

    [row] = upload(book, submission).rows

    assert row["filed"] == {"state": "done"}
