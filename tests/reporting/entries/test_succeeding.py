"""Transfers with the accepted result: it counts for the successor, unless the office says no."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import TaskKind
from reporting.counting.punctuality import Punctuality, filing_states
from reporting.counting.status import Label
from reporting.entries import transitions
from reporting.models import DeclaredState, EntryEvent, EntryStatus
from reporting.operations.integrity import findings
from tests.factories import (
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.entries.transfer_scene import (
    MOVED_AT,
    SOON_AFTER,
    label_of,
    transfer,
    work_done,
)
from units import directory
from units.models import Role, SuccessionKind


@pytest.mark.django_db
def test_work_done_in_time_stays_done_in_time_at_the_successor():
    entry = work_done()

    done = transfer(entry.assignment)

    assert done.took_result
    assert label_of(done.successor) == Label.DONE_ON_TIME
    assert label_of(done.successor, timezone.localdate()) == Label.DONE_ON_TIME
    assert label_of(entry.assignment) == Label.TRANSFERRED
    (event,) = EntryEvent.objects.filter(assignment=done.successor)
    assert (event.entry, event.to_status) == (entry, EntryStatus.ACCEPTED)
    assert timezone.localdate(event.reported_at) == TODAY
    assert event.note == f"Nhận kết quả từ {entry.assignment.unit.short_name}"
    assert list(findings()) == []


@pytest.mark.django_db
def test_without_its_result_the_work_is_late_at_the_successor():
    done = transfer(work_done().assignment, takes_result=False)

    assert not done.took_result
    assert label_of(done.successor) == Label.OVERDUE
    assert list(findings()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [TaskKind.RECURRING, TaskKind.CONTINUOUS])
def test_what_is_accepted_for_the_judged_period_stays(kind):
    done = transfer(work_done(kind, deadline=None).assignment)

    assert label_of(done.successor) == Label.PERIOD_DONE


@pytest.mark.django_db
def test_a_result_passes_through_two_transfers():
    entry = work_done()
    first = transfer(entry.assignment).successor

    second = transfer(first, at=MOVED_AT + timedelta(days=1)).successor

    assert label_of(second) == Label.DONE_ON_TIME
    assert EntryEvent.objects.get(assignment=second).entry == entry
    assert list(findings()) == []


@pytest.mark.django_db
def test_both_the_first_completion_and_the_latest_result_are_taken_over():
    entry = work_done(TaskKind.RECURRING)
    later = entry_at(
        EntryStatus.ACCEPTED,
        assignment=entry.assignment,
        period=ReportingPeriodFactory(plan=entry.assignment.task.plan),
        state=DeclaredState.IN_PROGRESS,
    )

    successor = transfer(entry.assignment).successor

    taken = EntryEvent.objects.filter(assignment=successor).order_by("pk")
    assert [event.entry for event in taken] == [entry, later]
    standing = successor.standing
    assert (standing.done_in, standing.accepted_in) == (date(2025, 12, 31), date(2026, 3, 31))


@pytest.mark.django_db
def test_a_successor_keeps_the_result_that_it_reported_itself():
    entry = work_done()
    task = entry.assignment.task
    own_part = AssignmentFactory(task=task, is_own_part=True)
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=own_part,
        period=entry.submission.period,
        state=DeclaredState.IN_PROGRESS,
    )

    done = transfer(entry.assignment, to=own_part.unit)

    assert (done.successor, done.took_result) == (own_part, False)
    assert own_part.standing.accepted_state == DeclaredState.IN_PROGRESS


@pytest.mark.django_db
def test_work_that_is_only_sent_is_not_taken_over():
    entry = entry_at(EntryStatus.SENT, state=DeclaredState.DONE)

    assert not transfer(entry.assignment).took_result


@pytest.mark.django_db
def test_the_old_entry_keeps_its_own_history(client):
    entry = work_done()
    done = transfer(entry.assignment)
    note = f"Nhận kết quả từ {entry.assignment.unit.short_name}"
    client.force_login(person(Role.REVIEWER))

    page = client.get(reverse("reporting:entry", args=[entry.pk])).content.decode()
    task = client.get(reverse("reporting:task", args=[entry.assignment.task_id])).content.decode()

    assert note not in page
    assert note in task
    assert f"{done.successor.unit.short_name}, {entry.submission.period.name}" in task
    assert "Kết quả nhận chuyển giao" in task
    assert "Chưa có báo cáo" not in task


@pytest.mark.django_db
def test_verify_names_an_event_of_an_assignment_that_took_nothing_over():
    entry = work_done()
    event = EntryEvent.objects.get(to_status=EntryStatus.ACCEPTED)
    event.pk, event.assignment, event.from_status = None, AssignmentFactory(), "accepted"
    event.save()

    problems = {finding.problem for finding in findings()}

    assert "event repeats another assignment or period than its entry's" in problems
    assert "entry's status differs from its last event" not in problems
    transitions.move(entry, to=EntryStatus.DRAFT, by=UserFactory(), at=MOVED_AT)


@pytest.mark.django_db
def test_a_succession_recorded_with_an_earlier_day_takes_away_nothing_that_was_filed():
    entry = work_done()
    unit, period = entry.assignment.unit, entry.submission.period
    before = filing_states(periods=[period], as_of=SOON_AFTER)

    directory.record_succession(
        predecessor=unit,
        successor=UnitFactory(),
        kind=SuccessionKind.MERGE,
        effective_on=date(2025, 12, 1),
        document="12-QĐ/TU",
        by=UserFactory(),
        at=MOVED_AT,
    )
    transfer(entry.assignment)

    after = filing_states(periods=[period], as_of=SOON_AFTER)
    assert after == before
    assert [(row.unit_id, row.state) for row in after] == [(unit.pk, Punctuality.LATE)]
    assert unit.submissions.get().sent_at is not None


class TestForm:
    @pytest.fixture
    def office(self, client, db):
        client.force_login(person(Role.REVIEWER))
        return client

    def _data(self, **fields):
        letter = LegalDocumentFactory()
        return {"to": UnitFactory().pk, "on": "01/04/2026", "document": letter.pk} | fields

    def test_the_box_is_ticked_at_first_and_says_what_follows(self, office):
        page = office.get(reverse("plans:edit-assignment", args=[work_done().assignment_id]))

        form = page.context["forms"]["transfer"]
        assert 'name="takes_result"' in str(form["takes_result"])
        assert "checked" in str(form["takes_result"])
        assert "Báo cáo đã gửi luôn ở lại với đơn vị cũ." in page.content.decode()

    @pytest.mark.parametrize(
        ("ticked", "label", "words"),
        [
            ({"takes_result": "on"}, Label.DONE_ON_TIME, "Kết quả đã được chấp nhận chuyển theo."),
            ({}, Label.OVERDUE, "Không có kết quả nào chuyển theo."),
        ],
    )
    def test_the_office_chooses(self, office, ticked, label, words):
        assignment = work_done().assignment
        url = reverse("reporting:transfer-assignment", args=[assignment.pk])

        page = office.post(url, self._data(**ticked), follow=True)

        assignment.refresh_from_db()
        assert words in page.content.decode()
        assert label_of(assignment.successor, timezone.localdate()) == label

    def test_a_refused_transfer_keeps_what_was_typed(self, office):
        assignment = work_done().assignment
        url = reverse("reporting:transfer-assignment", args=[assignment.pk])

        page = office.post(url, self._data(to=assignment.unit_id))

        html = page.content.decode()
        assert page.status_code == 422
        assert "Cần chọn đơn vị khác để chuyển giao." in html
        assert 'value="01/04/2026"' in html
        assert "checked" not in str(page.context["forms"]["transfer"]["takes_result"])
        assignment.refresh_from_db()
        assert assignment.ended_on is None
