"""Contributions in the workbook: downloaded, filled offline, compared, saved as drafts."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from plans.models import AssignmentRole
from reporting.contributions import contributing
from reporting.models import Contribution
from reporting.workbook.layout import FORM_SHEET, GUIDE_SHEET, HIDDEN_SHEET
from reporting.workbook.part_layout import PART_HEADER_ROW, PART_SHEET, TEXT_COLUMN
from reporting.workbook.preview import preview_of
from tests.factories import NOON, AssignmentFactory, UserFactory, person
from tests.reporting.workbook.scene import (
    confirm,
    entries_of,
    fill,
    kinds,
    submission_of,
    upload,
    workbook,
)
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db

FIRST = PART_HEADER_ROW + 1
WORDS = "Đã phối hợp tập huấn cho 45 cán bộ."


@pytest.fixture
def submission():
    """A submission of one task, of a unit that co-ordinates another."""
    submission = submission_of()
    AssignmentFactory(
        unit=submission.unit,
        role=AssignmentRole.COORDINATING,
        task__group=entries_of(submission)[0].assignment.task.group,
        task__title="Tập huấn",
    )
    return submission


def _save(submission, text=WORDS, *, seen=0, by=None):
    return contributing.save(
        period=submission.period,
        assignment=submission.unit.assignments.get(role=AssignmentRole.COORDINATING),
        seen_version=seen,
        text=text,
        by=by or UserFactory(),
        at=NOON,
    )


def _put(book, value, row=FIRST):
    book[PART_SHEET].cell(row, TEXT_COLUMN).value = value
    return book


def _last(found):
    return found.rows[-1]


def test_the_sheet_lists_the_tasks_that_the_unit_co_ordinates(submission):
    _save(submission)
    book = workbook(submission)

    assert book.sheetnames == [FORM_SHEET, PART_SHEET, GUIDE_SHEET, HIDDEN_SHEET]
    cells = [book[PART_SHEET].cell(FIRST, at) for at in range(1, TEXT_COLUMN + 1)]
    assert [cell.value for cell in cells[1:]] == ["Tập huấn", "Đang soạn", WORDS]
    assert [cell.protection.locked for cell in cells] == [True, True, True, False]
    assert any("Phối hợp" in str(row[1].value) for row in book[GUIDE_SHEET].iter_rows(max_col=2))


def test_readers_of_other_units_and_units_without_such_tasks_have_no_sheet(submission):
    _save(submission)

    assert PART_SHEET not in workbook(submission, can_file=False).sheetnames
    assert PART_SHEET not in workbook(submission_of()).sheetnames


def test_what_was_sent_is_locked(submission):
    contributing.send(contribution=_save(submission), by=UserFactory(), at=NOON)

    cell = workbook(submission)[PART_SHEET].cell(FIRST, TEXT_COLUMN)

    assert cell.protection.locked


def test_a_typed_contribution_is_shown_and_saved_as_a_draft(submission):
    found = upload(_put(workbook(submission), WORDS), submission)
    (row,) = preview_of(found).changes
    assert not Contribution.objects.exists()

    confirmed = confirm(found)

    assert (row.title, row.differences[0].label) == ("Tập huấn", "Nội dung phối hợp")
    stored = Contribution.objects.get()
    assert (stored.text, stored.is_sent, stored.saved_by) == (WORDS, False, found.uploaded_by)
    assert confirmed.num_written == 1


def test_results_and_contributions_are_saved_together(submission):
    book = _put(workbook(submission), WORDS)
    entry = entries_of(submission)[0]
    fill(book, entry, result="Kết quả mới.")

    confirmed = confirm(upload(book, submission))

    assert confirmed.num_written == 2
    assert entries_of(submission)[0].result == "Kết quả mới."
    assert Contribution.objects.get().text == WORDS


def test_a_cell_that_was_not_edited_never_reverts_a_later_save(submission):
    _save(submission)
    book = workbook(submission)
    _save(submission, "Sửa trên trang.", seen=1)

    found = upload(book, submission)

    assert set(kinds(found)) == {"unchanged"}
    assert Contribution.objects.get().text == "Sửa trên trang."


@pytest.mark.parametrize("is_taken", [True, False])
def test_a_text_that_another_person_changed_is_chosen(submission, is_taken):
    _save(submission)
    book = _put(workbook(submission), "Trong tệp.")
    _save(submission, "Trên trang.", seen=1, by=UserFactory(full_name="Lê Đồng Nghiệp"))

    found = upload(book, submission)
    (row,) = preview_of(found).conflicts
    assignment = _last(found)["assignment"]
    confirmed = confirm(found, taken_parts=[assignment] if is_taken else [])

    assert (row.saved_by, row.choice) == ("Lê Đồng Nghiệp", f"part-{assignment}")
    assert Contribution.objects.get().text == ("Trong tệp." if is_taken else "Trên trang.")
    assert _last(confirmed)["outcome"] == ("written" if is_taken else "kept")


def test_a_contribution_saved_after_the_preview_is_kept_and_reported(submission):
    found = upload(_put(workbook(submission), "Trong tệp."), submission)
    _save(submission, "Trên trang.")

    confirmed = confirm(found)

    assert Contribution.objects.get().text == "Trên trang."
    (row,) = preview_of(confirmed).not_written
    assert "nộp lại tệp để đối chiếu" in row.message


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("=1+1", "Ô chứa công thức"),
        (datetime(2026, 3, 1), "Excel đã đổi nội dung thành ngày giờ"),
        ("Văn bản số 05-BC/HU (M)", "Có dấu hiệu mật"),
        ("dài " * 1001, "tối đa 4000 ký tự"),
    ],
)
def test_a_cell_that_cannot_be_saved_is_named_and_the_other_rows_are_written(
    submission, typed, words
):
    book = _put(workbook(submission), typed)
    fill(book, entries_of(submission)[0], result="Kết quả mới.")

    found = upload(book, submission)

    (row,) = preview_of(found).unclear
    (problem,) = row.problems
    assert problem["cell"] == f"D{FIRST} (trang Phối hợp)"
    assert words in problem["why"]
    assert confirm(found).num_written == 1
    assert not Contribution.objects.exists()


def test_a_contribution_that_was_sent_meanwhile_is_shown_and_not_written(submission):
    saved = _save(submission)
    book = _put(workbook(submission), "Trong tệp.")
    contributing.send(contribution=saved, by=UserFactory(), at=NOON)

    (row,) = preview_of(upload(book, submission)).closed

    assert "Lấy lại để sửa" in row.why
    assert "Trong tệp." in row.differences[0].marked.replace("<ins>", "").replace("</ins>", "")


def test_a_closed_period_takes_no_contribution(submission):
    book = _put(workbook(submission), WORDS)
    submission.period.closed_at = NOON
    submission.period.save()

    (row,) = preview_of(upload(book, submission)).closed

    assert "đã đóng" in row.why


def test_a_unit_that_no_longer_co_ordinates_is_told_so(submission):
    book = _put(workbook(submission), WORDS)
    helper = submission.unit.assignments.get(role=AssignmentRole.COORDINATING)
    helper.first_day = submission.period.data_to + timedelta(days=1)
    helper.save()

    (row,) = preview_of(upload(book, submission)).closed

    assert "không còn phối hợp" in row.why


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda sheet: sheet.delete_rows(FIRST), "đã bị xóa, chèn"),
        (lambda sheet: setattr(sheet, "title", "Khác"), "không còn trang tính “Phối hợp”"),
        (lambda sheet: sheet.merge_cells(f"C{FIRST}:D{FIRST}"), "đã bị gộp"),
        (lambda sheet: setattr(sheet.cell(PART_HEADER_ROW, 4), "value", "Khác"), "phải là cột"),
    ],
)
def test_a_changed_structure_is_refused(submission, change, words):
    book = workbook(submission)
    change(book[PART_SHEET])

    with pytest.raises(Refused, match=words):
        upload(book, submission)


def test_text_beside_the_table_is_named(submission):
    book = workbook(submission)
    book[PART_SHEET].cell(FIRST + 2, 2).value = "Ghi thêm."

    assert _last(upload(book, submission))["cells"] == [f"B{FIRST + 2} (trang Phối hợp)"]


def test_contributions_are_saved_while_the_submission_waits_for_the_head(submission):
    found = upload(_put(workbook(submission), WORDS), submission)
    submission.confirmation_asked_at, submission.confirmation_asked_by = NOON, UserFactory()
    submission.save()

    confirm(found)

    assert Contribution.objects.get().text == WORDS


def test_the_preview_lets_the_person_choose(client, submission):
    writer = person(Role.OFFICER, submission.unit)
    _save(submission)
    book = _put(workbook(submission), "Trong tệp.")
    _save(submission, "Trên trang.", seen=1)
    found = upload(book, submission, by=writer)
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    choice = f"part-{_last(found)['assignment']}"

    html = client.get(reverse("reporting:sheet-import", args=[found.pk])).content.decode()
    client.post(reverse("reporting:confirm-sheet", args=[found.pk]), {choice: "file"})

    assert f'name="{choice}"' in html
    assert "trang Phối hợp)" in html
    assert Contribution.objects.get().text == "Trong tệp."
