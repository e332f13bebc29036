"""The pages of the Excel round trip: links, choosing a file, the preview, the confirmation."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from reporting.filing import filing
from reporting.models import ProgressEntry, SheetImport
from reporting.workbook import importing
from reporting.workbook.layout import FORM_SHEET
from tests.factories import FILED, AssignmentFactory, UserFactory, person
from tests.reporting.filing.scene import period_of
from tests.reporting.workbook.scene import (
    as_file,
    cell,
    entries_of,
    fill,
    save_meanwhile,
    saved,
    submission_of,
    workbook,
)
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def log_in(client):
    def as_officer(unit, role=Role.OFFICER):
        user = person(role, unit)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return as_officer


def _open_submission(num_entries=1):
    now = timezone.now()
    assignment = AssignmentFactory()
    period = period_of(assignment.task.plan, now)
    return submission_of(num_entries, at=now, assignment=assignment, period=period)


def _upload(client, submission, book):
    url = reverse("reporting:upload-sheet", args=[submission.pk])
    return client.post(url, {"file": as_file(book)})


def _filled(submission, **values):
    book = workbook(submission, at=timezone.now())
    fill(book, entries_of(submission)[0], **values)
    return book


def test_the_filing_page_links_an_officer_to_both_and_a_reader_to_the_download(client, log_in):
    submission = _open_submission()
    page = reverse("reporting:file-submission", args=[submission.pk])

    log_in(submission.unit)
    officers = client.get(page).content.decode()
    log_in(submission.unit, Role.HEAD)
    heads = client.get(page).content.decode()

    assert ("Tải biểu Excel" in officers, "Nộp biểu Excel" in officers) == (True, True)
    assert ("Tải biểu Excel" in heads, "Nộp biểu Excel" in heads) == (True, False)


def test_the_download_is_a_workbook_and_is_not_cached(client, log_in):
    submission = _open_submission()
    log_in(submission.unit)

    answer = client.get(reverse("reporting:download-sheet", args=[submission.pk]))

    assert load_workbook(io.BytesIO(answer.content)).sheetnames[0] == FORM_SHEET
    assert answer["Content-Disposition"].startswith('attachment; filename="bieu-bao-cao-')
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == (
        "private, no-store",
        "nosniff",
    )


def test_the_office_downloads_sent_entries_and_no_drafts(client):
    sent = _open_submission()
    filing.send(submission=sent, by=UserFactory(), at=timezone.now())
    draft = AssignmentFactory(unit=sent.unit, task__group=entries_of(sent)[0].assignment.task.group)
    filing.start(period=sent.period, unit=sent.unit, by=UserFactory(), at=timezone.now())
    reviewer = person(Role.REVIEWER)
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.get(reverse("reporting:download-sheet", args=[sent.pk]))

    sheet = load_workbook(io.BytesIO(answer.content))[FORM_SHEET]
    codes = {row[0] for row in sheet.iter_rows(values_only=True)}
    assert entries_of(sent)[0].assignment.task.code in codes
    assert draft.task.code not in codes


def test_the_refusal_of_a_file_is_beside_the_field_and_stores_nothing(client, log_in):
    submission = _open_submission()
    log_in(submission.unit)

    answer = _upload(client, submission, Workbook())

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "không phải là biểu báo cáo tải từ hệ thống" in text
    assert "Chưa có gì được ghi." in text
    assert 'aria-invalid="true"' in text
    assert not SheetImport.objects.exists()


def test_a_post_without_a_file_is_refused(client, log_in):
    submission = _open_submission()
    log_in(submission.unit)

    answer = client.post(reverse("reporting:upload-sheet", args=[submission.pk]))

    assert answer.status_code == 422
    assert "Hãy chọn tệp biểu Excel" in answer.content.decode()


def test_an_upload_shows_its_preview_and_writes_nothing(client, log_in):
    submission = _open_submission(2)
    first, second = entries_of(submission)
    log_in(submission.unit)
    book = _filled(submission, result="Mới <b>hẳn</b>.")
    fill(book, second, percent="chín mươi")

    answer = _upload(client, submission, book)
    text = client.get(answer.url).content.decode()

    assert "Chưa có gì được ghi." in text
    assert "&lt;b&gt;hẳn&lt;/b&gt;." in text
    assert "<b>hẳn" not in text
    assert f"Ô {cell(book, second, 'percent').coordinate}" in text
    assert "chín mươi" in text
    assert "Xác nhận" in text
    assert saved(first).version == first.version


def test_a_workbook_without_changes_offers_no_confirmation(client, log_in):
    submission = _open_submission()
    log_in(submission.unit)

    answer = _upload(client, submission, workbook(submission, at=timezone.now()))
    text = client.get(answer.url).content.decode()

    assert "không có gì khác với nội dung đã lưu" in text
    assert "Xác nhận</button>" not in text


def test_confirming_writes_and_shows_the_number_of_rows(client, log_in):
    submission = _open_submission()
    [entry] = entries_of(submission)
    officer = log_in(submission.unit)
    preview = _upload(client, submission, _filled(submission, percent=95)).url

    answer = client.post(f"{preview}confirm/")
    text = client.get(answer.url).content.decode()

    assert answer.url == preview
    assert (saved(entry).percent, saved(entry).saved_by) == (95, officer)
    assert "Đã ghi 1 nhiệm vụ." in text
    assert "Biểu Excel đã xác nhận" in text
    assert "Xác nhận</button>" not in text


def test_confirming_twice_is_refused_and_shows_the_written_rows(client, log_in):
    submission = _open_submission()
    [entry] = entries_of(submission)
    log_in(submission.unit)
    preview = _upload(client, submission, _filled(submission, percent=95)).url
    client.post(f"{preview}confirm/")

    again = client.post(f"{preview}confirm/")

    assert again.status_code == 422
    assert "đã được xác nhận" in again.content.decode()
    assert saved(entry).version == entry.version + 1


@pytest.mark.parametrize(("chosen", "result"), [("keep", "Của đồng nghiệp."), ("file", "Của tệp.")])
def test_a_conflict_shows_both_values_and_follows_the_choice(client, log_in, chosen, result):
    submission = _open_submission()
    [entry] = entries_of(submission)
    log_in(submission.unit)
    book = _filled(submission, result="Của tệp.")
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(full_name="Lê Văn Đồng Nghiệp"),
        at=timezone.now(),
        **{**FILED, "result": "Của đồng nghiệp."},
    )
    preview = _upload(client, submission, book).url
    text = client.get(preview).content.decode()

    client.post(f"{preview}confirm/", {f"row-{entry.pk}": chosen})

    assert "Lê Văn Đồng Nghiệp" in text
    assert "Của đồng nghiệp." in text
    assert f'name="row-{entry.pk}" value="keep" checked' in text
    assert saved(entry).result == result


def test_the_preview_offers_to_convert_an_old_encoding(client, log_in):
    submission = _open_submission()
    [entry] = entries_of(submission)
    log_in(submission.unit)
    preview = _upload(client, submission, _filled(submission, result="B¸o c¸o kÕt qu¶")).url
    text = client.get(preview).content.decode()

    client.post(f"{preview}confirm/", {f"row-{entry.pk}-unicode": "1"})

    assert "mã cũ TCVN3 (ABC), đọc là “Báo cáo kết quả”" in text
    assert f'name="row-{entry.pk}-unicode" value="1" checked' in text
    assert saved(entry).result == "Báo cáo kết quả"


def test_a_row_saved_since_the_preview_is_named_after_confirming(client, log_in):
    submission = _open_submission(2)
    entry = entries_of(submission)[0]
    log_in(submission.unit)
    preview = _upload(client, submission, _filled(submission, percent=95)).url
    save_meanwhile(entry, percent=70, at=timezone.now())

    client.post(f"{preview}confirm/")
    text = client.get(preview).content.decode()

    assert "1 nhiệm vụ chưa ghi được" in text
    assert "đã được lưu thêm sau khi bạn xem trước" in text
    assert saved(entry).percent == 70


def test_discarding_redirects_and_deletes_the_workbook(client, log_in):
    submission = _open_submission()
    log_in(submission.unit)
    preview = _upload(client, submission, _filled(submission, percent=95)).url

    answer = client.post(f"{preview}discard/")

    assert answer.url == reverse("reporting:upload-sheet", args=[submission.pk])
    assert not SheetImport.objects.exists()


def test_a_colleague_can_read_the_preview_but_not_confirm_it(client, log_in):
    submission = _open_submission()
    [entry] = entries_of(submission)
    log_in(submission.unit)
    preview = _upload(client, submission, _filled(submission, percent=95)).url
    log_in(submission.unit)

    text = client.get(preview).content.decode()
    answer = client.post(f"{preview}confirm/")

    assert "Xác nhận</button>" not in text
    assert "Chỉ người đã nộp biểu này" in text
    assert answer.status_code == 422
    assert saved(entry).percent == FILED["percent"]


@pytest.mark.parametrize("num", [1, 3])
def test_the_list_of_past_workbooks_runs_the_same_queries(
    client, log_in, num, django_assert_num_queries
):
    submission = _open_submission()
    officer = log_in(submission.unit)
    for _ in range(num):
        importing.upload(
            submission=submission,
            file=as_file(_filled(submission, percent=95)),
            by=officer,
            at=timezone.now(),
        )
    client.get("/")

    with django_assert_num_queries(5):
        page = client.get(reverse("reporting:upload-sheet", args=[submission.pk]))

    assert page.content.decode().count("Chưa xác nhận") == num


@pytest.mark.parametrize("num", [1, 3])
def test_the_preview_runs_the_same_queries_for_any_number_of_rows(
    client, log_in, num, django_assert_num_queries
):
    submission = _open_submission(num)
    log_in(submission.unit)
    book = workbook(submission, at=timezone.now())
    for entry in entries_of(submission):
        fill(book, entry, percent=95)
    preview = _upload(client, submission, book).url

    with django_assert_num_queries(4):
        page = client.get(preview)

    assert page.content.decode().count('class="sheet-row"') == num


def test_a_file_that_is_no_workbook_is_refused_under_any_name(client, log_in):
    submission = _open_submission()
    log_in(submission.unit)
    url = reverse("reporting:upload-sheet", args=[submission.pk])

    answer = client.post(url, {"file": SimpleUploadedFile("bieu.xlsx", b"MZ khong phai")})

    assert answer.status_code == 422
    assert ProgressEntry.objects.get().result == FILED["result"]
