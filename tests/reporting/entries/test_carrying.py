"""A result that went with a transfer stays in step with its entry, which its unit reworks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Assignment, TaskKind
from reporting.counting import standings
from reporting.counting.status import Label
from reporting.filing import filing
from reporting.models import AssignmentStanding, DeclaredState, EntryEvent, EntryStatus
from reporting.operations.integrity import findings
from reporting.verification import verifying
from tests.factories import (
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tests.reporting.entries.transfer_scene import MOVED_AT, label_of, transfer, work_done
from units.models import Role


@pytest.mark.django_db
def test_a_result_that_its_unit_reworks_is_taken_from_every_successor_until_accepted_again():
    entry = work_done()
    first = transfer(entry.assignment).successor
    second = transfer(first, at=MOVED_AT + timedelta(hours=1)).successor
    later = MOVED_AT + timedelta(days=1)

    by = UserFactory()
    filing.take_back(entry=entry, by=by, at=later, note="Sửa số liệu.")

    day = timezone.localdate(later)
    assert label_of(second, day) == Label.OVERDUE
    assert second.standing.done_in is None
    last = EntryEvent.objects.filter(assignment=second).latest("pk")
    assert (last.from_status, last.to_status, last.by) == ("accepted", "draft", by)
    assert last.note == f"Theo kết quả nhận từ {entry.assignment.unit.short_name}"
    assert list(findings()) == []

    filing.send(submission=entry.submission, by=by, at=later)
    entry.refresh_from_db()
    assert EntryEvent.objects.filter(assignment=second).latest("pk") == last
    verifying.accept(entry=entry, by=by, at=later)

    for successor in (first, second):
        event = EntryEvent.objects.filter(assignment=successor).latest("pk")
        assert (event.from_status, event.to_status) == ("draft", "accepted")
        assert event.reported_at == later
    assert label_of(second, day) == Label.DONE_LATE
    assert list(findings()) == []
    assert list(standings.drift()) == []


@pytest.mark.django_db
def test_the_old_unit_is_told_what_follows_before_it_reworks_a_result(client):
    entry = work_done()
    officer = person(Role.OFFICER, unit=entry.assignment.unit)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("reporting:file-submission", args=[entry.submission_id])
    words = "nếu kết quả này đã chuyển theo thì đơn vị nhận cũng chưa có kết quả"
    assert words not in client.get(url).content.decode()

    transfer(entry.assignment)

    assert words in client.get(url).content.decode()


@pytest.mark.django_db
def test_a_successor_keeps_what_it_reported_itself_when_the_old_unit_reworks():
    entry = work_done(TaskKind.RECURRING, deadline=None)
    successor = transfer(entry.assignment).successor
    own = entry_at(
        EntryStatus.ACCEPTED,
        assignment=successor,
        period=ReportingPeriodFactory(
            plan=successor.task.plan,
            data_from=date(2026, 4, 1),
            data_to=date(2026, 6, 30),
            due_on=date(2026, 7, 10),
        ),
        at=MOVED_AT,
        state=DeclaredState.IN_PROGRESS,
    )

    filing.take_back(entry=entry, by=UserFactory(), at=MOVED_AT, note="Sửa số liệu.")

    successor.standing.refresh_from_db()
    assert successor.standing.done_in is None
    assert successor.standing.accepted_in == own.submission.period.data_to


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("num", range(3))
def test_a_transfer_and_a_rework_at_once_agree_on_the_result(num):
    entry = work_done()
    by, to, document = UserFactory(), UnitFactory(), LegalDocumentFactory()

    outcomes = run_together(
        lambda: transfer(entry.assignment, to=to, document=document, by=by),
        lambda: filing.take_back(entry=entry, by=by, at=MOVED_AT, note="Sửa số liệu."),
    )

    assert outcomes == ["done", "done"]
    successor = Assignment.objects.current().get()
    assert successor.unit == to
    assert AssignmentStanding.objects.filter(done_in__isnull=False).count() == 0
    assert list(findings()) == []
