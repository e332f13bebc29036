"""From the file to the entries: compared row by row, written only after confirmation."""

from datetime import timedelta

import pytest

from reporting.models import EntryStatus, SheetImport, Submission
from reporting.periods import opening
from reporting.workbook import importing
from reporting.workbook.preview import preview_of
from tests.factories import FILED, NOON, UserFactory, entry_at
from tests.race import run_together
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


def test_an_unchanged_workbook_changes_nothing():
    submission = submission_of(3)
    for entry in entries_of(submission):
        save_meanwhile(
            entry,
            result="=1+1\n- Một\r\n_x0041_ “ủy/uỷ”\xa0hoá",
            obstacle="@SUM(A1)",
            recommendation="+84",
            percent=0,
        )

    found = upload(workbook(submission), submission)

    assert kinds(found) == ["unchanged"] * 3
    assert not preview_of(found).is_writable
    with pytest.raises(Refused, match="không có dòng nào để ghi"):
        confirm(found)
    assert SheetImport.objects.get().confirmed_at is None


def test_the_preview_shows_the_changes_and_writes_nothing():
    submission = submission_of(2)
    first = entries_of(submission)[0]
    book = workbook(submission)
    fill(book, first, percent=95, state="Đã hoàn thành", result="Đã tổ chức hai hội nghị.")

    found = upload(book, submission)

    assert kinds(found) == ["change", "unchanged"]
    [row] = preview_of(found).changes
    marked = {difference.label: str(difference.marked) for difference in row.differences}
    assert marked["Tỷ lệ hoàn thành (%)"] == "<del>50</del> <ins>95</ins>"
    assert marked["Mức độ thực hiện"] == "<del>Đang thực hiện</del> <ins>Đã hoàn thành</ins>"
    assert "<ins>hai </ins>hội" in marked["Kết quả thực hiện"]
    assert (saved(first).percent, saved(first).version) == (first.percent, first.version)


def test_a_confirmed_workbook_is_written_with_a_version_per_row():
    submission = submission_of(2)
    first, second = entries_of(submission)
    book = workbook(submission)
    fill(book, first, percent=95, result="Mới.", obstacle=None)
    found = upload(book, submission)

    done = confirm(found)

    after = saved(first)
    assert (after.percent, after.result, after.obstacle) == (95, "Mới.", "")
    assert after.recommendation == FILED["recommendation"]
    assert (after.version, after.saved_by) == (first.version + 1, found.uploaded_by)
    assert saved(second).version == second.version
    assert (done.num_written, done.confirmed_at) == (1, NOON)
    assert SheetImport.objects.get().rows[0]["outcome"] == "written"


def test_an_empty_percent_is_missing_and_zero_is_zero():
    submission = submission_of(2)
    first, second = entries_of(submission)
    book = workbook(submission)
    fill(book, first, percent=None)
    fill(book, second, percent=0)

    confirm(upload(book, submission))

    assert (saved(first).percent, saved(second).percent) == (None, 0)


def test_an_invalid_row_is_skipped_and_the_others_are_written():
    submission = submission_of(2)
    good, bad = entries_of(submission)
    book = workbook(submission)
    fill(book, good, percent=95)
    fill(book, bad, percent="chín mươi", result="Có ghi.")

    found = upload(book, submission)
    confirm(found)

    assert kinds(found) == ["change", "unclear"]
    assert saved(good).percent == 95
    assert (saved(bad).percent, saved(bad).result) == (FILED["percent"], FILED["result"])


def test_the_corrected_file_writes_the_skipped_rows():
    submission = submission_of(2)
    good, bad = entries_of(submission)
    book = workbook(submission)
    fill(book, good, percent=95)
    fill(book, bad, percent="chín mươi")
    confirm(upload(book, submission))
    fill(book, bad, percent=90)

    again = upload(book, submission)
    confirm(again)

    assert kinds(again) == ["unchanged", "change"]
    assert (saved(good).percent, saved(bad).percent) == (95, 90)


@pytest.mark.parametrize(
    ("status", "why"),
    [(EntryStatus.SENT, "đang chờ thẩm tra"), (EntryStatus.ACCEPTED, "đã được chấp nhận")],
)
def test_sent_entries_are_not_writable(status, why):
    entry = entry_at(status)
    book = workbook(entry.submission)
    fill(book, entry, result="Ghi đè.")

    found = upload(book, entry.submission)

    assert kinds(found) == ["closed"]
    assert why in found.rows[0]["why"]
    with pytest.raises(Refused):
        confirm(found)


def test_a_closed_period_accepts_no_workbook():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Muộn.")
    opening.close_period(
        period=submission.period, despite=submission.period.due_on, by=UserFactory(), at=NOON
    )

    found = upload(book, Submission.objects.for_row().get(pk=submission.pk))

    assert found.rows[0]["why"] == "Kỳ báo cáo chưa mở hoặc đã đóng, không nhận báo cáo."


def _present_to_head(submission):
    Submission.objects.filter(pk=submission.pk).update(
        confirmation_asked_at=NOON, confirmation_asked_by=UserFactory()
    )
    return Submission.objects.for_row().get(pk=submission.pk)


def test_a_submission_presented_to_the_head_does_not_change():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Ghi thêm.")
    waiting = upload(book, submission)
    submission = _present_to_head(submission)

    found = upload(book, submission)

    assert "chờ thủ trưởng" in found.rows[0]["why"]
    with pytest.raises(Refused, match="chờ thủ trưởng"):
        confirm(waiting)
    assert saved(entry).result == FILED["result"]


def test_a_confirmed_workbook_cannot_be_confirmed_or_discarded_again():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, percent=95)
    found = upload(book, submission)
    confirm(found)

    with pytest.raises(Refused, match="đã được xác nhận"):
        confirm(found)
    with pytest.raises(Refused, match="đã được xác nhận"):
        importing.discard(sheet_import=found, by=found.uploaded_by, at=NOON)
    assert saved(entry).version == entry.version + 1


def test_only_the_uploader_confirms_or_discards():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, percent=95)
    found = upload(book, submission)

    with pytest.raises(Refused, match="Chỉ người đã nộp"):
        confirm(found, by=UserFactory())
    with pytest.raises(Refused, match="Chỉ người đã nộp"):
        importing.discard(sheet_import=found, by=UserFactory(), at=NOON)


def test_a_discarded_workbook_is_deleted():
    submission = submission_of()
    found = upload(workbook(submission), submission)

    importing.discard(sheet_import=found, by=found.uploaded_by, at=NOON)

    assert not SheetImport.objects.exists()


def test_unconfirmed_workbooks_are_deleted_after_a_week_and_confirmed_ones_stay():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, percent=95)
    confirmed = upload(book, submission, at=NOON - timedelta(days=30))
    confirm(confirmed)
    upload(book, submission, at=NOON - timedelta(days=8))
    fresh = upload(book, submission, at=NOON - timedelta(days=6))

    assert importing.forget_old(at=NOON) == 1

    assert set(SheetImport.objects.values_list("pk", flat=True)) == {confirmed.pk, fresh.pk}


def test_a_task_assigned_after_the_download_is_unchanged():
    submission = submission_of()
    book = workbook(submission)
    [entry] = entries_of(submission)
    more = submission_of(2, assignment=entry.assignment, period=submission.period)
    assert more.pk == submission.pk

    assert kinds(upload(book, submission)) == ["unchanged"]


@pytest.mark.parametrize("num_entries", [1, 3])
def test_reading_runs_the_same_queries_for_any_number_of_rows(
    num_entries, django_assert_num_queries
):
    submission = submission_of(num_entries)
    by = UserFactory()
    book = workbook(submission)
    for entry in entries_of(submission):
        fill(book, entry, percent=95)

    with django_assert_num_queries(2):
        upload(book, submission, by=by)


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_writes_the_rows():
    submission = submission_of(2)
    entries = entries_of(submission)
    book = workbook(submission)
    for entry in entries:
        fill(book, entry, percent=95)
    found = upload(book, submission)

    outcomes = run_together(lambda: confirm(found), lambda: confirm(found))

    assert sorted(outcomes) == ["done", "refused"]
    assert [saved(entry).version for entry in entries] == [row.version + 1 for row in entries]
    assert SheetImport.objects.get().num_written == 2


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_and_a_closing_are_serialized():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.")
    found, by = upload(book, submission), UserFactory()

    outcomes = run_together(
        lambda: confirm(found),
        lambda: opening.close_period(
            period=submission.period, despite=submission.period.due_on, by=by, at=NOON
        ),
    )

    assert outcomes == ["done", "done"]
    written = SheetImport.objects.get().num_written
    assert saved(entry).result == ("Trong tệp." if written else FILED["result"])


@pytest.mark.parametrize("is_converted", [True, False])
def test_a_row_in_an_old_encoding_is_converted_only_if_asked(is_converted):
    submission = submission_of(2)
    first, second = entries_of(submission)
    book = workbook(submission)
    fill(book, first, result="B¸o c¸o kÕt qu¶", obstacle="Thiếu vốn")
    fill(book, second, result="B¸o c¸o kÕt qu¶")

    found = upload(book, submission)
    row = preview_of(found).changes[0]
    confirm(found, converted={f"row-{first.pk}"} if is_converted else ())

    assert row.old_text.excerpt == "Báo cáo kết quả"
    assert row.convert_choice == f"row-{first.pk}-unicode"
    assert saved(first).result == ("Báo cáo kết quả" if is_converted else "B¸o c¸o kÕt qu¶")
    assert saved(first).obstacle == "Thiếu vốn"
    assert saved(second).result == "B¸o c¸o kÕt qu¶"
