"""The workbook for download: its content, its unlocked cells, its print layout."""

import io

import pytest
from openpyxl import load_workbook

from reporting.models import EntryStatus, ProgressEntry, Submission
from reporting.workbook import writing
from reporting.workbook.layout import FORM_SHEET, GUIDE_SHEET, HEADER_ROW, HIDDEN_SHEET
from tests.factories import NOON, entry_at
from tests.reporting.workbook.scene import cell, entries_of, row_of, submission_of, workbook

pytestmark = pytest.mark.django_db


def _words(sheet):
    return [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value]


def test_the_workbook_names_unit_plan_period_and_day():
    submission = submission_of()

    words = " ".join(_words(workbook(submission)[FORM_SHEET]))

    for text in (
        submission.unit.name,
        submission.period.plan.number,
        submission.period.name,
        "Hạn gửi: 10/04/2026",
        "nền trắng",
    ):
        assert text in words


def test_one_row_per_task_in_plan_order_under_its_group():
    submission = submission_of(3)

    book = workbook(submission)

    rows = [row_of(book, entry) for entry in entries_of(submission)]
    assert rows == sorted(rows)
    group = entries_of(submission)[0].assignment.task.group
    assert book[FORM_SHEET].cell(rows[0] - 1, 1).value == f"{group.code}. {group.label}"


def test_only_the_cells_of_the_unit_are_unlocked_and_there_is_no_password():
    submission = submission_of()
    [entry] = entries_of(submission)

    book = workbook(submission)
    sheet = book[FORM_SHEET]

    row = row_of(book, entry)
    locked = [sheet.cell(row, at).protection.locked for at in range(1, 11)]
    assert locked == [True] * 4 + [False] * 5 + [True]
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert (sheet.protection.selectLockedCells, sheet.protection.formatColumns) == (False, False)


def test_sent_entries_are_grey_and_locked():
    entry = entry_at(EntryStatus.SENT)

    book = workbook(entry.submission)

    assert cell(book, entry, "result").protection.locked
    assert cell(book, entry, "result").fill.fgColor.rgb == "FFE7E6E6"


def test_all_cells_are_locked_for_a_reader_who_cannot_file():
    submission = submission_of()
    [entry] = entries_of(submission)

    assert cell(workbook(submission, can_file=False), entry, "result").protection.locked


def test_a_returned_row_is_unlocked_and_shows_reason_and_day():
    entry = entry_at(EntryStatus.RETURNED)

    book = workbook(entry.submission)

    reason = book[FORM_SHEET].cell(row_of(book, entry), 10).value
    assert reason == "Cần nêu rõ số liệu.\nBổ sung chậm nhất ngày 16/03/2026."
    assert not cell(book, entry, "result").protection.locked


def test_states_are_a_list_and_the_percent_has_limits():
    sheet = workbook(submission_of())[FORM_SHEET]

    rules = {
        rule.type: (rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation
    }
    assert rules == {
        "list": ('"Chưa triển khai,Đang thực hiện,Đã hoàn thành,Không phát sinh"', None),
        "whole": ("0", "100"),
    }


def test_text_that_looks_like_a_formula_stays_text():
    submission = submission_of()
    [entry] = entries_of(submission)
    for text in ("=1+1", "+84 905", "- Đã họp", "@SUM(A1)"):
        ProgressEntry.objects.filter(pk=entry.pk).update(result=text)

        written = cell(workbook(submission), entry, "result")

        assert (written.value, written.data_type, written.quotePrefix) == (text, "s", True)


def test_zero_is_written_and_a_missing_percent_is_empty():
    submission = submission_of(2)
    zero, missing = entries_of(submission)
    ProgressEntry.objects.filter(pk=zero.pk).update(percent=0)
    ProgressEntry.objects.filter(pk=missing.pk).update(percent=None)

    book = workbook(submission)

    assert (cell(book, zero, "percent").value, cell(book, missing, "percent").value) == (0, None)


def test_it_prints_on_landscape_a4_with_its_head_on_every_page():
    sheet = workbook(submission_of())[FORM_SHEET]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert sheet.freeze_panes == f"C{HEADER_ROW + 1}"


def test_the_third_of_three_sheets_is_hidden():
    book = workbook(submission_of())

    assert book.sheetnames == [FORM_SHEET, GUIDE_SHEET, HIDDEN_SHEET]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "veryHidden"]
    assert "Alt+Enter" in " ".join(_words(book[GUIDE_SHEET]))


def test_a_submission_presented_to_the_head_is_locked():
    submission = submission_of()
    submission.confirmation_asked_at = NOON
    [entry] = entries_of(submission)

    assert cell(workbook(submission), entry, "result").protection.locked


@pytest.mark.parametrize("num_entries", [1, 3])
def test_the_same_queries_for_any_number_of_rows(num_entries, django_assert_num_queries):
    made = submission_of(num_entries)
    submission = Submission.objects.for_row().get(pk=made.pk)

    with django_assert_num_queries(3):
        writing.workbook_of(submission, submission.entries.all(), can_file=True, at=NOON)


def test_the_file_name_is_ascii():
    submission = submission_of()
    submission.unit.short_name, submission.period.name = "X. Hải Lâm", "Quý I/2026"

    assert writing.file_name(submission) == "bieu-bao-cao-x-hai-lam-quy-i-2026.xlsx"


def test_a_submission_without_rows_has_a_workbook():
    submission = submission_of()

    content = writing.workbook_of(submission, submission.entries.none(), can_file=True, at=NOON)

    assert load_workbook(io.BytesIO(content)).sheetnames[0] == FORM_SHEET
