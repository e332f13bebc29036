"""From the file to the entries: compared row by row, written only on a person's word."""

from datetime import timedelta

import pytest

from reporting.filing import filing
from reporting.models import EntryStatus, SheetImport, Submission
from reporting.periods import opening
from reporting.workbook import importing
from reporting.workbook.preview import preview_of
from tests.factories import FILED, NOON, UserFactory, entry_at
from tests.race import run_together
from tests.reporting.workbook.scene import (
    entries_of,
    fill,
    hand_in,
    kinds,
    report_of,
    save_meanwhile,
    saved,
    workbook,
)
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


def _confirm(found, *, taken=(), by=None):
    return importing.confirm(
        sheet_import=SheetImport.objects.select_related("submission").get(pk=found.pk),
        taken=taken,
        by=by or found.uploaded_by,
        at=NOON,
    )


def test_a_form_that_comes_back_as_it_left_changes_nothing():
    submission = report_of(3)
    for entry in entries_of(submission):
        save_meanwhile(
            entry,
            result="=1+1\n- Một\r\n_x0041_ “ủy/uỷ”\xa0hoá",
            obstacle="@SUM(A1)",
            recommendation="+84",
            percent=0,
        )

    found = hand_in(workbook(submission), submission)

    assert kinds(found) == ["unchanged"] * 3
    assert not preview_of(found).is_writable
    with pytest.raises(Refused, match="không có dòng nào để ghi"):
        _confirm(found)
    assert SheetImport.objects.get().confirmed_at is None


def test_the_preview_tells_what_will_change_and_nothing_is_written_yet():
    submission = report_of(2)
    first = entries_of(submission)[0]
    book = workbook(submission)
    fill(book, first, percent=95, state="Đã hoàn thành", result="Đã tổ chức hai hội nghị.")

    found = hand_in(book, submission)

    assert kinds(found) == ["change", "unchanged"]
    [row] = preview_of(found).changes
    marked = {difference.label: str(difference.marked) for difference in row.differences}
    assert marked["Tỷ lệ hoàn thành (%)"] == "<del>50</del> <ins>95</ins>"
    assert marked["Mức độ thực hiện"] == "<del>Đang thực hiện</del> <ins>Đã hoàn thành</ins>"
    assert "<ins>hai </ins>hội" in marked["Kết quả thực hiện"]
    assert (saved(first).percent, saved(first).version) == (first.percent, first.version)


def test_a_confirmed_form_is_written_with_a_version_a_row():
    submission = report_of(2)
    first, second = entries_of(submission)
    book = workbook(submission)
    fill(book, first, percent=95, result="Mới.", obstacle=None)
    found = hand_in(book, submission)

    done = _confirm(found)

    after = saved(first)
    assert (after.percent, after.result, after.obstacle) == (95, "Mới.", "")
    assert after.recommendation == FILED["recommendation"]
    assert (after.version, after.saved_by) == (first.version + 1, found.uploaded_by)
    assert saved(second).version == second.version
    assert (done.num_written, done.confirmed_at) == (1, NOON)
    assert SheetImport.objects.get().rows[0]["outcome"] == "written"


def test_emptying_the_percent_makes_it_missing_and_zero_is_zero():
    submission = report_of(2)
    first, second = entries_of(submission)
    book = workbook(submission)
    fill(book, first, percent=None)
    fill(book, second, percent=0)

    _confirm(hand_in(book, submission))

    assert (saved(first).percent, saved(second).percent) == (None, 0)


def test_a_field_that_both_changed_is_a_conflict_and_the_saved_one_stays_unless_taken():
    submission = report_of(2)
    kept, taken = entries_of(submission)
    colleague = UserFactory(full_name="Lê Văn Đồng Nghiệp")
    book = workbook(submission)
    for entry in (kept, taken):
        fill(book, entry, result="Trong tệp.")
        save_meanwhile(entry, by=colleague, result="Của đồng nghiệp.")

    found = hand_in(book, submission)
    done = _confirm(found, taken={taken.pk})

    assert kinds(found) == ["conflict", "conflict"]
    row = preview_of(found).conflicts[0]
    assert (row.saved_by, row.differences[0].saved) == ("Lê Văn Đồng Nghiệp", "Của đồng nghiệp.")
    assert (saved(kept).result, saved(taken).result) == ("Của đồng nghiệp.", "Trong tệp.")
    assert [row["outcome"] for row in done.rows] == ["kept", "written"]
    assert done.num_written == 1


def test_a_conflict_keeps_only_the_cell_that_both_changed():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.", percent=95)
    save_meanwhile(entry, result="Của đồng nghiệp.")

    done = _confirm(hand_in(book, submission))

    assert (saved(entry).result, saved(entry).percent) == ("Của đồng nghiệp.", 95)
    assert (done.num_written, done.rows[0]["outcome"]) == (1, "partly")
    assert [row.entry for row in preview_of(done).kept] == [entry.pk]


def test_different_fields_of_one_task_are_no_conflict_and_both_stay():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.")
    save_meanwhile(entry, obstacle="Đồng nghiệp ghi vướng mắc.")

    found = hand_in(book, submission)
    _confirm(found)

    assert kinds(found) == ["change"]
    assert (saved(entry).result, saved(entry).obstacle) == (
        "Trong tệp.",
        "Đồng nghiệp ghi vướng mắc.",
    )


def test_a_cell_that_was_left_alone_does_not_undo_what_others_saved():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    save_meanwhile(entry, result="Đồng nghiệp đã ghi.")

    assert kinds(hand_in(book, submission)) == ["unchanged"]


def test_the_same_change_on_both_sides_is_no_change():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Như nhau.")
    save_meanwhile(entry, result="Như nhau.")

    assert kinds(hand_in(book, submission)) == ["unchanged"]


def test_a_row_that_is_not_understood_is_left_and_the_others_are_written():
    submission = report_of(2)
    good, bad = entries_of(submission)
    book = workbook(submission)
    fill(book, good, percent=95)
    fill(book, bad, percent="chín mươi", result="Có ghi.")

    found = hand_in(book, submission)
    _confirm(found)

    assert kinds(found) == ["change", "unclear"]
    assert saved(good).percent == 95
    assert (saved(bad).percent, saved(bad).result) == (FILED["percent"], FILED["result"])


def test_the_corrected_file_handed_in_again_writes_what_was_left():
    submission = report_of(2)
    good, bad = entries_of(submission)
    book = workbook(submission)
    fill(book, good, percent=95)
    fill(book, bad, percent="chín mươi")
    _confirm(hand_in(book, submission))
    fill(book, bad, percent=90)

    again = hand_in(book, submission)
    _confirm(again)

    assert kinds(again) == ["unchanged", "change"]
    assert (saved(good).percent, saved(bad).percent) == (95, 90)


@pytest.mark.parametrize(
    ("status", "why"),
    [(EntryStatus.SENT, "đang chờ thẩm tra"), (EntryStatus.ACCEPTED, "đã được chấp nhận")],
)
def test_what_was_sent_is_not_writable_any_more(status, why):
    entry = entry_at(status)
    book = workbook(entry.submission)
    fill(book, entry, result="Ghi đè.")

    found = hand_in(book, entry.submission)

    assert kinds(found) == ["closed"]
    assert why in found.rows[0]["why"]
    with pytest.raises(Refused):
        _confirm(found)


def test_a_closed_period_takes_nothing():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Muộn.")
    opening.close_period(period=submission.period, by=UserFactory(), at=NOON)

    found = hand_in(book, Submission.objects.for_row().get(pk=submission.pk))

    assert found.rows[0]["why"] == "Kỳ báo cáo chưa mở hoặc đã đóng, không nhận báo cáo."


def _give_to_head(submission):
    Submission.objects.filter(pk=submission.pk).update(
        confirmation_asked_at=NOON, confirmation_asked_by=UserFactory()
    )
    return Submission.objects.for_row().get(pk=submission.pk)


def test_a_report_with_the_head_of_the_unit_stands_still():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Ghi thêm.")
    waiting = hand_in(book, submission)
    submission = _give_to_head(submission)

    found = hand_in(book, submission)

    assert "chờ thủ trưởng" in found.rows[0]["why"]
    with pytest.raises(Refused, match="chờ thủ trưởng"):
        _confirm(waiting)
    assert saved(entry).result == FILED["result"]


def test_a_row_saved_after_the_preview_is_told_and_not_overwritten():
    submission = report_of(2)
    raced, other = entries_of(submission)
    book = workbook(submission)
    fill(book, raced, result="Trong tệp.")
    fill(book, other, result="Trong tệp.")
    found = hand_in(book, submission)
    save_meanwhile(raced, result="Vừa lưu.")

    done = _confirm(found)

    assert (saved(raced).result, saved(other).result) == ("Vừa lưu.", "Trong tệp.")
    assert [row["outcome"] for row in done.rows] == ["not_written", "written"]
    assert "đã được lưu thêm sau khi bạn xem trước" in done.rows[0]["told"]
    assert [row.entry for row in preview_of(done).not_written] == [raced.pk]


def test_a_row_sent_after_the_preview_is_told():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.")
    found = hand_in(book, submission)
    filing.send(submission=submission, by=UserFactory(), at=NOON)

    done = _confirm(found)

    assert (done.num_written, done.rows[0]["outcome"]) == (0, "not_written")
    assert saved(entry).sent_content["result"] == FILED["result"]


def test_a_confirmed_form_cannot_be_confirmed_or_discarded_again():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, percent=95)
    found = hand_in(book, submission)
    _confirm(found)

    with pytest.raises(Refused, match="đã được xác nhận"):
        _confirm(found)
    with pytest.raises(Refused, match="đã được xác nhận"):
        importing.discard(sheet_import=found, by=found.uploaded_by, at=NOON)
    assert saved(entry).version == entry.version + 1


def test_only_the_one_who_handed_it_in_confirms_or_discards():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, percent=95)
    found = hand_in(book, submission)

    with pytest.raises(Refused, match="Chỉ người đã nộp"):
        _confirm(found, by=UserFactory())
    with pytest.raises(Refused, match="Chỉ người đã nộp"):
        importing.discard(sheet_import=found, by=UserFactory(), at=NOON)


def test_a_discarded_form_is_gone():
    submission = report_of()
    found = hand_in(workbook(submission), submission)

    importing.discard(sheet_import=found, by=found.uploaded_by, at=NOON)

    assert not SheetImport.objects.exists()


def test_forms_that_nobody_confirmed_for_a_week_are_forgotten_and_confirmed_ones_stay():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, percent=95)
    confirmed = hand_in(book, submission, at=NOON - timedelta(days=30))
    _confirm(confirmed)
    hand_in(book, submission, at=NOON - timedelta(days=8))
    fresh = hand_in(book, submission, at=NOON - timedelta(days=6))

    assert importing.forget_old(at=NOON) == 1

    assert set(SheetImport.objects.values_list("pk", flat=True)) == {confirmed.pk, fresh.pk}


def test_a_task_that_came_after_the_download_is_left_alone():
    submission = report_of()
    book = workbook(submission)
    [entry] = entries_of(submission)
    more = report_of(2, assignment=entry.assignment, period=submission.period)
    assert more.pk == submission.pk

    assert kinds(hand_in(book, submission)) == ["unchanged"]


@pytest.mark.parametrize("num_entries", [1, 3])
def test_reading_runs_the_same_queries_for_any_number_of_rows(
    num_entries, django_assert_num_queries
):
    submission = report_of(num_entries)
    by = UserFactory()
    book = workbook(submission)
    for entry in entries_of(submission):
        fill(book, entry, percent=95)

    with django_assert_num_queries(2):
        hand_in(book, submission, by=by)


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_writes():
    submission = report_of(2)
    entries = entries_of(submission)
    book = workbook(submission)
    for entry in entries:
        fill(book, entry, percent=95)
    found = hand_in(book, submission)

    outcomes = run_together(lambda: _confirm(found), lambda: _confirm(found))

    assert sorted(outcomes) == ["done", "refused"]
    assert [saved(entry).version for entry in entries] == [row.version + 1 for row in entries]
    assert SheetImport.objects.get().num_written == 2


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_and_a_save_at_once_leave_one_of_the_two_and_tell_the_other():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.")
    found, by, seen = hand_in(book, submission), UserFactory(), entry.version

    outcomes = run_together(
        lambda: _confirm(found),
        lambda: filing.save_entry(
            entry=entry,
            seen_version=seen,
            by=by,
            at=NOON,
            **{**FILED, "result": "Trên trang."},
        ),
    )

    after, written = saved(entry), SheetImport.objects.get().num_written
    assert outcomes[0] == "done"
    assert after.version == seen + 1
    if written:
        assert (outcomes[1], after.result) == ("refused", "Trong tệp.")
    else:
        assert (outcomes[1], after.result) == ("done", "Trên trang.")


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_and_a_closing_come_one_after_the_other():
    submission = report_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.")
    found, by = hand_in(book, submission), UserFactory()

    outcomes = run_together(
        lambda: _confirm(found),
        lambda: opening.close_period(period=submission.period, by=by, at=NOON),
    )

    assert outcomes == ["done", "done"]
    written = SheetImport.objects.get().num_written
    assert saved(entry).result == ("Trong tệp." if written else FILED["result"])
