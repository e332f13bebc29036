"""A workbook whose tasks others save on the page meanwhile: nothing is overwritten unasked."""

import pytest

from reporting.filing import filing
from reporting.models import SheetImport
from reporting.workbook.preview import preview_of
from tests.factories import FILED, NOON, UserFactory
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

pytestmark = pytest.mark.django_db


def test_a_field_changed_on_both_sides_is_a_conflict_and_the_saved_one_is_the_default():
    submission = submission_of(2)
    kept, taken = entries_of(submission)
    colleague = UserFactory(full_name="Lê Văn Đồng Nghiệp")
    book = workbook(submission)
    for entry in (kept, taken):
        fill(book, entry, result="Trong tệp.")
        save_meanwhile(entry, by=colleague, result="Của đồng nghiệp.")

    found = upload(book, submission)
    done = confirm(found, taken={taken.pk})

    assert kinds(found) == ["conflict", "conflict"]
    row = preview_of(found).conflicts[0]
    assert (row.saved_by, row.differences[0].saved) == ("Lê Văn Đồng Nghiệp", "Của đồng nghiệp.")
    assert (saved(kept).result, saved(taken).result) == ("Của đồng nghiệp.", "Trong tệp.")
    assert [row["outcome"] for row in done.rows] == ["kept", "written"]
    assert done.num_written == 1


def test_a_conflict_affects_only_the_cell_changed_on_both_sides():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.", percent=95)
    save_meanwhile(entry, result="Của đồng nghiệp.")

    done = confirm(upload(book, submission))

    assert (saved(entry).result, saved(entry).percent) == ("Của đồng nghiệp.", 95)
    assert (done.num_written, done.rows[0]["outcome"]) == (1, "partly")
    assert [row.choice for row in preview_of(done).kept] == [f"row-{entry.pk}"]


def test_different_fields_of_one_task_are_no_conflict_and_both_are_kept():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.")
    save_meanwhile(entry, obstacle="Đồng nghiệp ghi vướng mắc.")

    found = upload(book, submission)
    confirm(found)

    assert kinds(found) == ["change"]
    assert (saved(entry).result, saved(entry).obstacle) == (
        "Trong tệp.",
        "Đồng nghiệp ghi vướng mắc.",
    )


def test_an_unchanged_cell_does_not_undo_a_later_save():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    save_meanwhile(entry, result="Đồng nghiệp đã ghi.")

    assert kinds(upload(book, submission)) == ["unchanged"]


def test_the_same_change_on_both_sides_is_not_a_change():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Như nhau.")
    save_meanwhile(entry, result="Như nhau.")

    assert kinds(upload(book, submission)) == ["unchanged"]


def test_a_row_saved_after_the_preview_is_named_and_not_overwritten():
    submission = submission_of(2)
    raced, other = entries_of(submission)
    book = workbook(submission)
    fill(book, raced, result="Trong tệp.")
    fill(book, other, result="Trong tệp.")
    found = upload(book, submission)
    save_meanwhile(raced, result="Vừa lưu.")

    done = confirm(found)

    assert (saved(raced).result, saved(other).result) == ("Vừa lưu.", "Trong tệp.")
    assert [row["outcome"] for row in done.rows] == ["not_written", "written"]
    assert "đã được lưu thêm sau khi bạn xem trước" in done.rows[0]["told"]
    assert [row.choice for row in preview_of(done).not_written] == [f"row-{raced.pk}"]


def test_a_row_sent_after_the_preview_is_named():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.")
    found = upload(book, submission)
    filing.send(submission=submission, by=UserFactory(), at=NOON)

    done = confirm(found)

    assert (done.num_written, done.rows[0]["outcome"]) == (0, "not_written")
    assert saved(entry).sent_content["result"] == FILED["result"]


@pytest.mark.django_db(transaction=True)
def test_of_a_confirmation_and_a_save_at_once_one_is_written_and_one_refused():
    submission = submission_of()
    [entry] = entries_of(submission)
    book = workbook(submission)
    fill(book, entry, result="Trong tệp.")
    found, by, seen = upload(book, submission), UserFactory(), entry.version

    outcomes = run_together(
        lambda: confirm(found),
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
