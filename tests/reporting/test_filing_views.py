from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reporting import filing, periods, reviewing
from reporting.models import EntryStatus, Evidence, ProgressEntry
from tests.factories import (
    FILED,
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.uploads import docx, pdf, upload
from units.models import Role

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def now():
    return timezone.now()


def _period(plan, now, **changes):
    today = timezone.localdate(now)
    days = {
        "data_from": today - timedelta(days=60),
        "data_to": today + timedelta(days=30),
        "due_on": today + timedelta(days=9),
    }
    return ReportingPeriodFactory(plan=plan, opened_at=now, **{**days, **changes})


def _entry(status, now, assignment=None):
    assignment = assignment or AssignmentFactory()
    period = _period(assignment.task.plan, now)
    return entry_at(status, assignment=assignment, period=period, at=now)


@pytest.fixture
def log_in(client):
    def as_officer(unit, role=Role.OFFICER):
        user = person(role, unit)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return as_officer


def _typed(entry, **changes):
    return {
        "version": str(entry.version),
        "state": "in_progress",
        "percent": "60",
        "result": "Đã làm thêm hai việc.",
        "obstacle": "",
        "recommendation": "",
        **changes,
    }


def _fresh(entry):
    return ProgressEntry.objects.get(pk=entry.pk)


def test_the_page_shows_the_task_the_last_period_and_what_was_typed(client, log_in, now):
    assignment = AssignmentFactory(
        task__suggested_evidence="Kế hoạch, báo cáo", task__privacy_note="Không đính kèm danh sách."
    )
    today = timezone.localdate(now)
    earlier = _period(
        assignment.task.plan,
        now,
        data_from=today - timedelta(days=200),
        data_to=today - timedelta(days=70),
    )
    entry_at(
        EntryStatus.SENT, assignment=assignment, period=earlier, at=now, result="Việc của kỳ trước."
    )
    entry = _entry(EntryStatus.DRAFT, now, assignment)
    log_in(assignment.unit)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    text = page.content.decode()
    for words in (
        assignment.task.title,
        assignment.task.text,
        "Kế hoạch, báo cáo",
        "Không đính kèm danh sách.",
        "Việc của kỳ trước.",
        FILED["result"],
        "còn 9 ngày",
        "1/1",
        "Gửi báo cáo",
    ):
        assert words in text


def test_a_plain_post_saves_and_comes_back_to_the_section(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    answer = client.post(reverse("reporting:save-entry", args=[entry.pk]), _typed(entry))

    page = reverse("reporting:file-submission", args=[entry.submission_id])
    assert answer.url == f"{page}#entry-{entry.pk}"
    assert (_fresh(entry).result, _fresh(entry).percent) == ("Đã làm thêm hai việc.", 60)


def test_a_save_while_typing_answers_the_new_version_and_the_marks_and_no_field(
    client, log_in, now
):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    answer = client.post(
        reverse("reporting:save-entry", args=[entry.pk]), _typed(entry), headers=HTMX
    )

    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="version" value="{entry.version + 1}"' in text
    assert "Đã lưu lúc" in text
    assert f'id="side-{entry.pk}"' in text
    assert 'id="filing-progress"' in text
    assert "<textarea" not in text


@pytest.mark.parametrize("percent", ["nhiều", "101", "-1", "50,5"])
def test_a_bad_percent_is_told_beside_the_field_and_everything_typed_stays(
    client, log_in, now, percent
):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)
    url = reverse("reporting:save-entry", args=[entry.pk])

    page = client.post(url, _typed(entry, percent=percent))
    fragment = client.post(url, _typed(entry, percent=percent), headers=HTMX)

    assert (page.status_code, fragment.status_code) == (422, 422)
    text = page.content.decode()
    assert "một số nguyên từ 0 đến 100" in text
    assert "Đã làm thêm hai việc." in text
    assert f'value="{percent}"' in text
    assert "một số nguyên từ 0 đến 100" in fragment.content.decode()
    assert _fresh(entry).result == FILED["result"]


def test_a_stale_save_says_so_and_shows_what_the_other_person_saved(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)
    colleague = UserFactory(full_name="Lê Văn Đồng Nghiệp")
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=colleague,
        at=now,
        **{**FILED, "result": "Đồng nghiệp đã sửa."},
    )
    url = reverse("reporting:save-entry", args=[entry.pk])
    typed = _typed(entry, version=str(entry.version - 1))

    fragment = client.post(url, typed, headers=HTMX)
    page = client.post(url, typed)

    assert (fragment.status_code, page.status_code) == (422, 422)
    words = fragment.content.decode()
    assert "vừa được người khác lưu" in words
    assert "Lê Văn Đồng Nghiệp" in words
    assert "Đồng nghiệp đã sửa." in words
    assert "Đã làm thêm hai việc." in page.content.decode()
    assert f'name="version" value="{entry.version}"' in page.content.decode()
    assert _fresh(entry).result == "Đồng nghiệp đã sửa."


def test_who_has_seen_the_other_text_may_keep_their_own(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)
    typed = _typed(entry, version=[str(entry.version - 1), str(entry.version)])

    client.post(reverse("reporting:save-entry", args=[entry.pk]), typed)

    assert _fresh(entry).result == "Đã làm thêm hai việc."


def test_a_save_into_a_closed_period_is_refused_and_the_text_stays(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)
    periods.close_period(period=entry.submission.period, by=UserFactory(), at=now)

    fragment = client.post(
        reverse("reporting:save-entry", args=[entry.pk]), _typed(entry), headers=HTMX
    )

    assert fragment.status_code == 422
    assert "đã đóng" in fragment.content.decode()
    assert _fresh(entry).result == FILED["result"]


def test_typed_text_is_shown_again_even_where_the_section_can_no_longer_be_written(
    client, log_in, now
):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)
    periods.close_period(period=entry.submission.period, by=UserFactory(), at=now)

    page = client.post(reverse("reporting:save-entry", args=[entry.pk]), _typed(entry))

    assert page.status_code == 422
    assert "Đã làm thêm hai việc." in page.content.decode()


def test_taking_the_last_periods_text_fills_empty_fields_only(client, log_in, now):
    assignment = AssignmentFactory()
    today = timezone.localdate(now)
    earlier = _period(
        assignment.task.plan,
        now,
        data_from=today - timedelta(days=200),
        data_to=today - timedelta(days=70),
    )
    entry_at(
        EntryStatus.SENT,
        assignment=assignment,
        period=earlier,
        at=now,
        result="Kỳ trước.",
        obstacle="Thiếu người.",
    )
    entry = _entry(EntryStatus.DRAFT, now, assignment)
    log_in(assignment.unit)

    client.post(
        reverse("reporting:save-entry", args=[entry.pk]),
        _typed(entry, **{"take-previous": "1", "result": "Kỳ này."}),
    )

    assert (_fresh(entry).result, _fresh(entry).obstacle) == ("Kỳ này.", "Thiếu người.")


def test_the_checklist_is_saved_with_the_entry(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    item = CommitmentItemFactory(commitment=CommitmentFactory(task=entry.assignment.task))
    log_in(entry.submission.unit)

    client.post(
        reverse("reporting:save-entry", args=[entry.pk]),
        _typed(entry, **{f"answer-{item.pk}": "no"}),
    )

    assert entry.answers.get().is_kept is False


def test_sending_an_incomplete_report_lists_what_is_missing_with_links(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    other = AssignmentFactory(unit=entry.submission.unit, task__group=entry.assignment.task.group)
    log_in(entry.submission.unit)
    submission = entry.submission
    filing.start(period=submission.period, unit=submission.unit, by=UserFactory(), at=now)

    page = client.post(reverse("reporting:send-submission", args=[submission.pk]))

    missing = submission.entries.get(assignment=other)
    assert page.status_code == 422
    assert f'href="#entry-{missing.pk}">{other.task.code}' in page.content.decode()
    assert set(submission.entries.values_list("status", flat=True)) == {EntryStatus.DRAFT}


def test_sending_makes_the_report_read_only(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    page = client.post(
        reverse("reporting:send-submission", args=[entry.submission_id]), follow=True
    )

    text = page.content.decode()
    assert _fresh(entry).status == EntryStatus.SENT
    assert "Đã gửi báo cáo" in text
    assert "<textarea" not in text
    assert "Sửa lại" in text


def test_a_returned_result_shows_why_and_is_sent_again_with_what_was_typed(client, log_in, now):
    entry = _entry(EntryStatus.SENT, now)
    reviewing.send_back(
        entry=entry,
        by=UserFactory(),
        at=now,
        reason="Thiếu số liệu thủ tục.",
        answer_by=timezone.localdate(now),
    )
    log_in(entry.submission.unit)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    client.post(reverse("reporting:answer-entry", args=[entry.pk]), _typed(entry))

    assert "Thiếu số liệu thủ tục." in page.content.decode()
    assert (_fresh(entry).status, _fresh(entry).result) == ("sent", "Đã làm thêm hai việc.")


def test_taking_back_without_a_reason_is_told_beside_the_field(client, log_in, now):
    entry = _entry(EntryStatus.ACCEPTED, now)
    log_in(entry.submission.unit)
    url = reverse("reporting:take-back-entry", args=[entry.pk])

    refused = client.post(url, {"note": ""})
    taken = client.post(url, {"note": "Sửa số liệu."}, follow=True)

    assert refused.status_code == 422
    assert "Cần nêu lý do sửa lại." in refused.content.decode()
    assert "việc chấp nhận không còn hiệu lực" in refused.content.decode()
    assert "Đã mở lại để sửa" in taken.content.decode()
    assert _fresh(entry).status == EntryStatus.DRAFT


def test_a_file_is_added_and_handed_out_as_an_attachment_with_its_name(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    client.post(
        reverse("reporting:add-evidence", args=[entry.pk]),
        {"file": upload("Báo cáo quý.pdf", pdf()), "is_declared_not_secret": "on"},
    )
    answer = client.get(reverse("reporting:download-evidence", args=[Evidence.objects.get().pk]))

    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o%20qu%C3%BD.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_a_refused_file_leaves_the_reference_on_the_screen(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)
    sent = {
        "number": "15/KH-UBND",
        "issued_on": "12/01/2026",
        "subject": "Kế hoạch năm",
        "is_declared_not_secret": "on",
    }
    url = reverse("reporting:add-evidence", args=[entry.pk])

    fragment = client.post(
        url, {**sent, "file": upload("tài liệu.docx", docx("MẬT"))}, headers=HTMX
    )
    page = client.post(url, {**sent, "file": upload("tài liệu.docx", docx("MẬT"))})

    assert (fragment.status_code, page.status_code) == (422, 422)
    for text in (fragment.content.decode(), page.content.decode()):
        assert "tài liệu.docx" in text
        assert "dấu hiệu mật" in text
        assert 'value="15/KH-UBND"' in text
        assert 'value="12/01/2026"' in text
    assert not Evidence.objects.exists()


def test_evidence_is_removed_with_and_without_javascript(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    user = log_in(entry.submission.unit)
    for number in ("1/BC", "2/BC"):
        Evidence.objects.create(
            entry=entry, number=number, is_declared_not_secret=True, added_at=now, added_by=user
        )
    first, second = Evidence.objects.order_by("pk")

    client.post(reverse("reporting:remove-evidence", args=[first.pk]))
    fragment = client.post(reverse("reporting:remove-evidence", args=[second.pk]), headers=HTMX)

    assert "Chưa có minh chứng" in fragment.content.decode()
    assert not Evidence.objects.exists()


def test_the_office_does_not_read_what_was_not_sent(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(None, Role.REVIEWER)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    assert FILED["result"] not in page.content.decode()
    assert "chưa có nội dung" in page.content.decode()


def test_newly_assigned_tasks_are_announced_and_added(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    AssignmentFactory(unit=entry.submission.unit, task__group=entry.assignment.task.group)
    log_in(entry.submission.unit)
    submission = entry.submission

    page = client.get(reverse("reporting:file-submission", args=[submission.pk]))
    client.post(
        reverse("reporting:start-submission", args=[submission.period_id, submission.unit_id])
    )

    assert "Có 1 nhiệm vụ mới" in page.content.decode()
    assert submission.entries.count() == 2


def test_the_list_tells_what_each_report_waits_for(client, log_in, now):
    assignment = AssignmentFactory()
    plan = assignment.task.plan
    today = timezone.localdate(now)
    missing = _period(plan, now, due_on=today - timedelta(days=3))
    entry_at(EntryStatus.DRAFT, assignment=assignment, period=_period(plan, now), at=now)
    entry_at(EntryStatus.ACCEPTED, assignment=assignment, period=_period(plan, now), at=now)
    closed = _period(plan, now)
    periods.close_period(period=closed, by=UserFactory(), at=now)
    log_in(assignment.unit)

    text = client.get(reverse("reporting:list-submissions")).content.decode()

    for words in (
        "Quá hạn 3 ngày, chưa lập",
        "Đang soạn 1/1",
        "Gửi đúng hạn",
        "chấp nhận 1/1",
        "Không gửi",
        reverse("reporting:start-submission", args=[missing.pk, assignment.unit_id]),
    ):
        assert words in text


def test_a_return_whose_day_has_passed_in_a_closed_period_is_read_only_and_says_why(
    client, log_in, now
):
    entry = _entry(EntryStatus.SENT, now)
    reviewing.send_back(
        entry=entry,
        by=UserFactory(),
        at=now - timedelta(days=2),
        reason="Thiếu số liệu.",
        answer_by=timezone.localdate(now) - timedelta(days=1),
    )
    periods.close_period(period=entry.submission.period, by=UserFactory(), at=now)
    log_in(entry.submission.unit)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    listed = client.get(reverse("reporting:list-submissions"))

    assert "<textarea" not in page.content.decode()
    assert "Đã quá ngày này và kỳ đã đóng" in page.content.decode()
    assert "Bổ sung<" not in listed.content.decode()
    assert "Xem<" in listed.content.decode()


def test_a_unit_without_tasks_reads_why_its_list_is_empty(client, log_in):
    log_in(None)

    text = client.get(reverse("reporting:list-submissions")).content.decode()

    assert "Chưa có báo cáo nào phải lập" in text


def _num_queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    return len(queries.captured_queries), page.content


def test_the_page_runs_the_same_queries_for_any_number_of_entries(client, log_in, now):
    first = AssignmentFactory()
    CommitmentItemFactory(commitment=CommitmentFactory(task=first.task))
    submission = filing.start(
        period=_period(first.task.plan, now), unit=first.unit, by=UserFactory(), at=now
    )
    log_in(first.unit)
    url = reverse("reporting:file-submission", args=[submission.pk])
    for_one, page_of_one = _num_queries(client, url)
    for _ in range(2):
        more = AssignmentFactory(unit=first.unit, task__group=first.task.group)
        CommitmentItemFactory(commitment=CommitmentFactory(task=more.task))
    filing.start(period=submission.period, unit=first.unit, by=UserFactory(), at=now)

    for_three, page_of_three = _num_queries(client, url)

    section = b'<article class="entry'
    assert (page_of_one.count(section), page_of_three.count(section)) == (1, 3)
    assert for_one == for_three <= 15


def test_the_list_runs_the_same_queries_for_any_number_of_periods(client, log_in, now):
    assignment = AssignmentFactory()
    log_in(assignment.unit)
    url = reverse("reporting:list-submissions")
    counts = {}
    for num_rows in (1, 2, 3):
        period = _period(assignment.task.plan, now)
        entry_at(EntryStatus.SENT, assignment=assignment, period=period, at=now)
        counts[num_rows], page = _num_queries(client, url)
        assert page.count(b"<tr>") == num_rows + 1

    assert counts[1] == counts[3] <= 15


def test_reading_writes_nothing(client, log_in, now):
    entry = _entry(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("reporting:list-submissions"))
        client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    verbs = {query["sql"].split()[0] for query in queries.captured_queries}
    assert verbs == {"SELECT"}
