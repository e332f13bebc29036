"""Reading an uploaded workbook: any other file is refused with the reason, unread text is named."""

import io
import zipfile

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from reporting.models import SheetImport
from reporting.workbook import importing
from reporting.workbook.layout import FORM_SHEET, HEADER_ROW, HIDDEN_SHEET
from tests.factories import NOON, ReportingPeriodFactory, UserFactory, person
from tests.reporting.evidence import uploads
from tests.reporting.workbook.scene import (
    as_file,
    entries_of,
    fill,
    kinds,
    packed,
    row_of,
    submission_of,
    upload,
    with_part,
    workbook,
)
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


def _refusal(book, submission, by=None):
    with pytest.raises(Refused) as caught:
        upload(book, submission, by=by)
    assert not SheetImport.objects.exists()
    return str(caught.value)


def test_a_foreign_workbook_is_refused():
    assert "không phải là biểu báo cáo tải từ hệ thống" in _refusal(Workbook(), submission_of())


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("bieu.xlsx", b"khong phai excel", "không phải là tệp xlsx hợp lệ"),
        ("bieu.pdf", uploads.pdf(), "không phải là tệp Excel"),
        ("bieu.xls", b"\xd0\xcf\x11\xe0", "hãy lưu lại thành .xlsx"),
        ("bieu.XLSM", b"PK", "hãy lưu lại thành .xlsx"),
        ("bieu.csv", b"1;2", "hãy lưu lại thành .xlsx"),
        ("bieu", b"PK", "không phải là tệp Excel"),
        ("bieu.xlsx", b"", "rỗng"),
        ("bieu.xlsx", uploads.xlsx("a"), "không"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_a_message(name, content, message):
    with pytest.raises(Refused, match=message):
        importing.upload(
            submission=submission_of(),
            file=SimpleUploadedFile(name, content),
            by=UserFactory(),
            at=NOON,
        )


def _upload_bytes(content, submission, name="bieu.xlsx"):
    return importing.upload(
        submission=submission,
        file=SimpleUploadedFile(name, content),
        by=UserFactory(),
        at=NOON,
    )


def test_a_file_damaged_in_a_part_without_text_is_refused():
    submission = submission_of()
    content = packed(workbook(submission))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("xl/theme/theme1.xml")
    start = part.header_offset + 30 + len(part.filename)
    damaged = content[:start] + b"\xff" * 20 + content[start + 20 :]

    with pytest.raises(Refused, match="có thể đã hỏng"):
        _upload_bytes(damaged, submission)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"<v>50</v>", b"<v>1e999</v>", "số nguyên từ 0 đến 100"),
        (b"<v>50</v>", b"<v>abc</v>", "có thể đã hỏng"),
        (b' s="', b' s="999', "có thể đã hỏng"),
    ],
)
def test_impossible_cell_contents_are_reported(old, new, message):
    submission = submission_of()
    content = with_part(
        packed(workbook(submission)),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(old, new),
    )

    try:
        answer = str(_upload_bytes(content, submission).rows)
    except Refused as refusal:
        answer = str(refusal)

    assert message in answer


def test_a_name_with_a_secrecy_mark_is_refused():
    submission = submission_of()

    with pytest.raises(Refused, match="dấu hiệu mật"):
        upload(workbook(submission), submission, name="biểu_MẬT.xlsx")


def test_the_workbook_of_another_unit_is_refused_without_its_name_to_a_stranger():
    theirs, ours = submission_of(), submission_of()
    officer = person(Role.OFFICER, ours.unit)

    message = _refusal(workbook(theirs), ours, by=officer)

    assert message.startswith("Tệp này là biểu của một đơn vị khác.")
    assert theirs.unit.name not in message
    assert f"Trang này nhận biểu của {ours.unit.name}, {ours.period.name}." in message


def test_the_workbook_of_another_unit_is_named_to_a_reader_of_both():
    theirs, ours = submission_of(), submission_of()

    message = _refusal(workbook(theirs), ours, by=person(Role.REVIEWER))

    assert f"Tệp này là biểu của {theirs.unit.name}, {theirs.period.name}." in message


def test_the_workbook_of_another_period_is_refused_with_its_name():
    this = submission_of()
    [entry] = entries_of(this)
    period = ReportingPeriodFactory(plan=this.period.plan, name="Quý trước")
    other = submission_of(assignment=entry.assignment, period=period)

    message = _refusal(workbook(other), this, by=person(Role.OFFICER, this.unit))

    assert message.startswith("Tệp này là biểu của kỳ khác (Quý trước).")


def test_a_deleted_row_is_a_changed_structure():
    submission = submission_of(3)
    book = workbook(submission)
    row = row_of(book, entries_of(submission)[1])
    book[FORM_SHEET].delete_rows(row)

    assert f"dòng {row} đã bị xóa, chèn, đổi chỗ" in _refusal(book, submission)


def test_a_deleted_last_row_is_a_changed_structure():
    submission = submission_of(2)
    book = workbook(submission)
    book[FORM_SHEET].delete_rows(row_of(book, entries_of(submission)[1]))

    assert "Cấu trúc biểu đã thay đổi" in _refusal(book, submission)


def test_two_swapped_rows_are_a_changed_structure():
    submission = submission_of(2)
    book = workbook(submission)
    first, second = (row_of(book, entry) for entry in entries_of(submission))
    sheet = book[FORM_SHEET]
    for at in range(1, 11):
        one, other = sheet.cell(first, at), sheet.cell(second, at)
        one.value, other.value = other.value, one.value

    assert "Cấu trúc biểu đã thay đổi" in _refusal(book, submission)


def test_a_moved_column_is_a_changed_structure():
    submission = submission_of()
    book = workbook(submission)
    book[FORM_SHEET].insert_cols(5)

    assert f"ô E{HEADER_ROW} phải là cột “Mức độ thực hiện”" in _refusal(book, submission)


def test_merged_cells_of_two_tasks_are_a_changed_structure():
    submission = submission_of(2)
    book = workbook(submission)
    first, second = (row_of(book, entry) for entry in entries_of(submission))
    book[FORM_SHEET].merge_cells(f"G{first}:G{second}")

    assert f"các ô G{first}:G{second} của trang “Biểu báo cáo” đã bị gộp" in _refusal(
        book, submission
    )


def test_a_workbook_without_its_hidden_sheet_is_refused():
    submission = submission_of()
    book = workbook(submission)
    del book[HIDDEN_SHEET]

    assert "phần nhận dạng ẩn đã bị xóa" in _refusal(book, submission)


def test_a_workbook_without_its_first_sheet_is_refused():
    submission = submission_of()
    book = workbook(submission)
    book[FORM_SHEET].title = "Biểu của tôi"

    assert f"không còn trang tính “{FORM_SHEET}”" in _refusal(book, submission)


def test_a_changed_signature_is_refused():
    submission = submission_of()
    book = workbook(submission)
    signed = book[HIDDEN_SHEET]["B2"]
    signed.value = ("x" if signed.value[0] != "x" else "y") + signed.value[1:]

    assert "phần nhận dạng ẩn đã bị sửa" in _refusal(book, submission)


def test_a_signature_with_letters_like_an_escape_is_read(monkeypatch):
    # One signature in some ten thousand has them, and Excel escapes them
    submission = submission_of()
    dumps, loads = signing.dumps, signing.loads
    monkeypatch.setattr(signing, "dumps", lambda *args, **named: "_x1Adb_" + dumps(*args, **named))
    monkeypatch.setattr(
        signing, "loads", lambda text, **named: loads(text.removeprefix("_x1Adb_"), **named)
    )
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Đã ban hành.")

    assert book[HIDDEN_SHEET]["B2"].value.startswith("_x005F_x1Adb_")
    [row] = upload(book, submission).rows
    assert row["filed"] == {"result": "Đã ban hành."}


def test_a_workbook_of_an_old_format_is_refused():
    submission = submission_of()
    book = workbook(submission)
    book[HIDDEN_SHEET]["B1"].value = "0"

    assert "theo mẫu cũ" in _refusal(book, submission)


def test_an_oversized_workbook_is_refused(monkeypatch):
    submission = submission_of()
    monkeypatch.setattr("tracker.lib.workbooks.MAX_UNPACKED", 1000)

    assert "quá lớn so với một biểu" in _refusal(workbook(submission), submission)


def test_text_beside_and_below_the_table_is_named_as_unread():
    submission = submission_of()
    book = workbook(submission)
    book[FORM_SHEET]["M9"].value = "Ghi chú bên lề"
    book[FORM_SHEET]["C20"].value = "Ghi chú bên dưới"

    found = upload(book, submission)

    assert kinds(found) == ["unchanged", "outside"]
    assert found.rows[-1]["cells"] == ["M9", "C20"]
    assert "Ghi chú" not in str(found.rows)


def test_text_on_an_added_sheet_is_named_as_unread():
    submission = submission_of()
    book = workbook(submission)
    book.create_sheet("Trang trống")
    book.create_sheet("Ghi thêm")["B2"].value = "Nội dung khác"

    found = upload(book, submission)

    assert found.rows[-1] == {"kind": "outside", "cells": ["trang Ghi thêm"]}


def test_the_file_name_may_have_any_letter_case():
    submission = submission_of()

    found = importing.upload(
        submission=submission,
        file=as_file(workbook(submission), "Biểu quý I (đã ghi).xlsx"),
        by=UserFactory(),
        at=NOON,
    )

    assert found.file_name == "Biểu quý I (đã ghi).xlsx"
