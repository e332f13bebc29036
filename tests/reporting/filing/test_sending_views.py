"""Sending, answering, withdrawing, and the list of submissions."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reporting.filing import filing
from reporting.models import EntryStatus
from reporting.periods import opening
from reporting.verification import verifying
from tests.factories import (
    FILED,
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    IndicatorFactory,
    LegalDocumentFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.evidence.scene import attach
from tests.reporting.evidence.uploads import pdf, upload
from tests.reporting.filing.scene import entry_of, form_of, fresh, period_of
from units import roles
from units.models import Membership, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def log_in(client):
    def as_officer(unit, role=Role.OFFICER):
        user = person(role, unit)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return as_officer


def test_sending_an_incomplete_submission_links_its_gaps(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    other = AssignmentFactory(unit=entry.submission.unit, task__group=entry.assignment.task.group)
    log_in(entry.submission.unit)
    submission = entry.submission
    filing.start(period=submission.period, unit=submission.unit, by=UserFactory(), at=now)

    page = client.post(reverse("reporting:send-submission", args=[submission.pk]))

    missing = submission.entries.get(assignment=other)
    assert page.status_code == 422
    assert f'href="#entry-{missing.pk}">{other.task.code}' in page.content.decode()
    assert set(submission.entries.values_list("status", flat=True)) == {EntryStatus.DRAFT}


def test_sending_makes_the_submission_read_only(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    page = client.post(
        reverse("reporting:send-submission", args=[entry.submission_id]), follow=True
    )

    text = page.content.decode()
    assert fresh(entry).status == EntryStatus.SENT
    assert "Đã gửi báo cáo" in text
    assert "<textarea" not in text
    assert "Sửa lại" in text


def test_a_returned_result_shows_the_reason_and_is_sent_again_with_the_input(client, log_in, now):
    entry = entry_of(EntryStatus.SENT, now)
    verifying.send_back(
        entry=entry,
        by=UserFactory(),
        at=now,
        reason="Thiếu số liệu thủ tục.",
        answer_by=timezone.localdate(now),
    )
    log_in(entry.submission.unit)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    client.post(reverse("reporting:answer-entry", args=[entry.pk]), form_of(entry))

    assert "Thiếu số liệu thủ tục." in page.content.decode()
    assert (fresh(entry).status, fresh(entry).result) == ("sent", "Đã làm thêm hai việc.")


def test_the_error_of_a_withdrawal_without_reason_is_beside_the_field(client, log_in, now):
    entry = entry_of(EntryStatus.ACCEPTED, now)
    log_in(entry.submission.unit)
    url = reverse("reporting:take-back-entry", args=[entry.pk])

    refused = client.post(url, {"note": ""})
    taken = client.post(url, {"note": "Sửa số liệu."}, follow=True)

    assert refused.status_code == 422
    assert "Cần nêu lý do sửa lại." in refused.content.decode()
    assert "việc chấp nhận không còn hiệu lực" in refused.content.decode()
    assert "Đã mở lại để sửa" in taken.content.decode()
    assert fresh(entry).status == EntryStatus.DRAFT


def test_the_reason_of_a_withdrawal_made_too_late_can_be_copied(client, log_in, now):
    entry = entry_of(EntryStatus.SENT, now)
    log_in(entry.submission.unit)
    opening.close_period(
        period=entry.submission.period,
        despite=entry.submission.period.due_on,
        by=UserFactory(),
        at=now,
    )

    page = client.post(
        reverse("reporting:take-back-entry", args=[entry.pk]), {"note": "Sửa số liệu."}
    )

    assert page.status_code == 422
    assert "đã đóng, không nhận báo cáo" in page.content.decode()
    assert '<p class="typed">Sửa số liệu.</p>' in page.content.decode()


def test_an_incomplete_answer_is_saved_and_can_be_continued(client, log_in, now):
    entry = entry_of(EntryStatus.SENT, now)
    log_in(entry.submission.unit)
    verifying.send_back(
        entry=entry, by=UserFactory(), at=now, reason="Thiếu.", answer_by=timezone.localdate(now)
    )

    page = client.post(
        reverse("reporting:answer-entry", args=[entry.pk]), form_of(entry, result="")
    )

    text = page.content.decode()
    assert page.status_code == 422
    assert 'id="incomplete"' in text
    assert f'name="version" value="{entry.version + 1}"' in text
    assert fresh(entry).status == EntryStatus.RETURNED


def test_the_office_does_not_read_unsent_entries(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(None, Role.REVIEWER)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    assert FILED["result"] not in page.content.decode()
    assert "chưa có nội dung" in page.content.decode()


def test_newly_assigned_tasks_are_announced_and_added(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    AssignmentFactory(unit=entry.submission.unit, task__group=entry.assignment.task.group)
    log_in(entry.submission.unit)
    submission = entry.submission

    page = client.get(reverse("reporting:file-submission", args=[submission.pk]))
    client.post(
        reverse("reporting:start-submission", args=[submission.period_id, submission.unit_id])
    )

    assert "Có 1 nhiệm vụ mới" in page.content.decode()
    assert submission.entries.count() == 2


def test_the_list_shows_the_next_step_of_each_submission(client, log_in, now):
    assignment = AssignmentFactory()
    plan = assignment.task.plan
    today = timezone.localdate(now)
    missing = period_of(plan, now, due_on=today - timedelta(days=3))
    entry_at(EntryStatus.DRAFT, assignment=assignment, period=period_of(plan, now), at=now)
    entry_at(EntryStatus.ACCEPTED, assignment=assignment, period=period_of(plan, now), at=now)
    closed = period_of(plan, now)
    opening.close_period(period=closed, despite=closed.due_on, by=UserFactory(), at=now)
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


def test_a_return_past_its_day_in_a_closed_period_is_read_only_with_a_reason(client, log_in, now):
    entry = entry_of(EntryStatus.SENT, now)
    verifying.send_back(
        entry=entry,
        by=UserFactory(),
        at=now - timedelta(days=2),
        reason="Thiếu số liệu.",
        answer_by=timezone.localdate(now) - timedelta(days=1),
    )
    opening.close_period(
        period=entry.submission.period,
        despite=entry.submission.period.due_on,
        by=UserFactory(),
        at=now,
    )
    log_in(entry.submission.unit)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    listed = client.get(reverse("reporting:list-submissions"))

    assert "<textarea" not in page.content.decode()
    assert "Đã quá ngày này và kỳ đã đóng" in page.content.decode()
    assert "Bổ sung<" not in listed.content.decode()
    assert "Xem<" in listed.content.decode()


def test_the_empty_list_of_a_unit_without_tasks_is_explained(client, log_in):
    log_in(None)

    text = client.get(reverse("reporting:list-submissions")).content.decode()

    assert "Chưa có báo cáo nào phải lập" in text


def _num_queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    return len(queries.captured_queries), page.content


def test_the_page_runs_the_same_queries_for_any_number_of_entries(client, log_in, now):
    """With all that can stand beside them, and for a person of two units."""
    unit, group = UnitFactory(), TaskGroupFactory()
    day = timezone.localdate(now)
    earlier = period_of(group.plan, now, data_from=day - timedelta(days=40), data_to=day)
    period = period_of(group.plan, now)
    officer = log_in(unit)
    there = AssignmentFactory(task__group=group)
    Membership.objects.create(
        user=officer, unit=there.unit, role=Role.OFFICER, first_day=day - timedelta(days=9)
    )
    roles.apply_memberships(on=day, users=[officer])

    document = LegalDocumentFactory()

    def add_entries(num):
        Plan.objects.update(needs_head_confirmation=False)  # which would keep them from being sent
        for _ in range(num):
            submission = add_entry()
        Plan.objects.update(needs_head_confirmation=True)
        return submission

    def add_entry():
        work = {"deadline": day, "deadline_document": document}
        more = AssignmentFactory(unit=unit, task__group=group, **work)
        CommitmentItemFactory(commitment=CommitmentFactory(task=more.task))
        IndicatorFactory(task=more.task)
        entry_at(EntryStatus.SENT, assignment=more, period=earlier, at=now)
        entry = entry_at(EntryStatus.DRAFT, assignment=more, period=period, at=now)
        attach(entry, now, upload(f"{more.pk}.pdf", pdf(root={"/Number": more.pk})))
        return entry.submission_id

    url = reverse("reporting:file-submission", args=[add_entries(1)])
    for_one, page_of_one = _num_queries(client, url)
    add_entries(2)
    for_three, page_of_three = _num_queries(client, url)

    section = b'<article class="entry'
    assert (page_of_one.count(section), page_of_three.count(section)) == (1, 3)
    assert there.unit.name in page_of_three.decode()
    assert for_one == for_three <= 12


def test_the_list_runs_the_same_queries_for_any_number_of_periods(client, log_in, now):
    assignment = AssignmentFactory()
    log_in(assignment.unit)
    url = reverse("reporting:list-submissions")
    counts = {}
    for num_rows in (1, 2, 3):
        period = period_of(assignment.task.plan, now)
        entry_at(EntryStatus.SENT, assignment=assignment, period=period, at=now)
        counts[num_rows], page = _num_queries(client, url)
        assert page.count(b"<tr>") == num_rows + 1

    assert counts[1] == counts[3] <= 15


def test_reading_writes_nothing(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("reporting:list-submissions"))
        client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    verbs = {query["sql"].lstrip("(").split()[0] for query in queries.captured_queries}
    assert verbs == {"SELECT"}
