"""Transfers with the accepted result: it counts for the successor, unless the office says no."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import deadlines
from plans.models import Assignment, TaskKind
from reporting.counting import standings
from reporting.counting.facts import facts_of
from reporting.counting.punctuality import Punctuality, filing_states
from reporting.counting.status import Label, status_from, status_of, with_status
from reporting.entries import succeeding, transitions
from reporting.filing import filing
from reporting.models import AssignmentStanding, DeclaredState, EntryEvent, EntryStatus
from reporting.operations.integrity import findings
from reporting.verification import verifying
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from units import directory
from units.models import Role, SuccessionKind

# After the deadline, so that work without a result is overdue
SOON_AFTER = TODAY + timedelta(days=40)
MOVED_AT = NOON + timedelta(days=35)
QUARTER = {
    "data_from": date(2025, 10, 1),
    "data_to": date(2025, 12, 31),
    "due_on": date(2026, 1, 10),
}


def _by(at=MOVED_AT):
    return {"document": LegalDocumentFactory(), "by": UserFactory(), "at": at}


def _transfer(assignment, *, takes_result=True, to=None, at=MOVED_AT, **facts):
    return succeeding.transfer(
        assignment=assignment,
        to=to or UnitFactory(),
        on=timezone.localdate(at),
        takes_result=takes_result,
        **(facts | {"at": at} if facts else _by(at)),
    )


def _done(kind=TaskKind.ONE_OFF, deadline=TODAY + timedelta(days=5)):
    """Accepted as done on `TODAY`."""
    assignment = AssignmentFactory(task__kind=kind)
    if deadline:
        deadlines.set_deadline(
            assignment=assignment, deadline=deadline, words="trong tháng 3", **_by(NOON)
        )
    period = ReportingPeriodFactory(plan=assignment.task.plan, **QUARTER)
    return entry_at(
        EntryStatus.ACCEPTED, assignment=assignment, period=period, state=DeclaredState.DONE
    )


def _label(assignment, as_of=SOON_AFTER):
    """The label by SQL and by Python, from the histories; both agree."""
    rows = Assignment.objects.filter(pk=assignment.pk)
    (row,) = with_status(rows, as_of=as_of)
    label = status_of(row).label
    ((facts, _),) = facts_of(rows, as_of=as_of, up_to=None)
    assert status_from(facts, as_of=as_of).label == label
    return label


@pytest.mark.django_db
def test_work_done_in_time_stays_done_in_time_at_the_successor():
    entry = _done()

    done = _transfer(entry.assignment)

    assert done.took_result
    assert _label(done.successor) == Label.DONE_ON_TIME
    assert _label(done.successor, timezone.localdate()) == Label.DONE_ON_TIME
    assert _label(entry.assignment) == Label.TRANSFERRED
    (event,) = EntryEvent.objects.filter(assignment=done.successor)
    assert (event.entry, event.to_status) == (entry, EntryStatus.ACCEPTED)
    assert timezone.localdate(event.reported_at) == TODAY
    assert event.note == f"Nhận kết quả từ {entry.assignment.unit.short_name}"
    assert list(findings()) == []


@pytest.mark.django_db
def test_without_its_result_the_work_is_late_at_the_successor():
    done = _transfer(_done().assignment, takes_result=False)

    assert not done.took_result
    assert _label(done.successor) == Label.OVERDUE
    assert list(findings()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [TaskKind.RECURRING, TaskKind.CONTINUOUS])
def test_what_is_accepted_for_the_judged_period_stays(kind):
    done = _transfer(_done(kind, deadline=None).assignment)

    assert _label(done.successor) == Label.PERIOD_DONE


@pytest.mark.django_db
def test_a_result_passes_through_two_transfers():
    entry = _done()
    first = _transfer(entry.assignment).successor

    second = _transfer(first, at=MOVED_AT + timedelta(days=1)).successor

    assert _label(second) == Label.DONE_ON_TIME
    assert EntryEvent.objects.get(assignment=second).entry == entry
    assert list(findings()) == []


@pytest.mark.django_db
def test_both_the_first_completion_and_the_latest_result_are_taken_over():
    entry = _done(TaskKind.RECURRING)
    later = entry_at(
        EntryStatus.ACCEPTED,
        assignment=entry.assignment,
        period=ReportingPeriodFactory(plan=entry.assignment.task.plan),
        state=DeclaredState.IN_PROGRESS,
    )

    successor = _transfer(entry.assignment).successor

    taken = EntryEvent.objects.filter(assignment=successor).order_by("pk")
    assert [event.entry for event in taken] == [entry, later]
    standing = successor.standing
    assert (standing.done_in, standing.accepted_in) == (date(2025, 12, 31), date(2026, 3, 31))


@pytest.mark.django_db
def test_a_successor_keeps_the_result_that_it_reported_itself():
    entry = _done()
    task = entry.assignment.task
    own_part = AssignmentFactory(task=task, is_own_part=True)
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=own_part,
        period=entry.submission.period,
        state=DeclaredState.IN_PROGRESS,
    )

    done = _transfer(entry.assignment, to=own_part.unit)

    assert (done.successor, done.took_result) == (own_part, False)
    assert own_part.standing.accepted_state == DeclaredState.IN_PROGRESS


@pytest.mark.django_db
def test_work_that_is_only_sent_is_not_taken_over():
    entry = entry_at(EntryStatus.SENT, state=DeclaredState.DONE)

    assert not _transfer(entry.assignment).took_result


@pytest.mark.django_db
def test_a_result_that_its_unit_reworks_is_taken_from_every_successor_until_accepted_again():
    entry = _done()
    first = _transfer(entry.assignment).successor
    second = _transfer(first, at=MOVED_AT + timedelta(hours=1)).successor
    later = MOVED_AT + timedelta(days=1)

    by = UserFactory()
    filing.take_back(entry=entry, by=by, at=later, note="Sửa số liệu.")

    day = timezone.localdate(later)
    assert _label(second, day) == Label.OVERDUE
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
    assert _label(second, day) == Label.DONE_LATE
    assert list(findings()) == []
    assert list(standings.drift()) == []


@pytest.mark.django_db
def test_the_old_unit_is_told_what_follows_before_it_reworks_a_result(client):
    entry = _done()
    officer = person(Role.OFFICER, unit=entry.assignment.unit)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("reporting:file-submission", args=[entry.submission_id])
    words = "nếu kết quả này đã chuyển theo thì đơn vị nhận cũng chưa có kết quả"
    assert words not in client.get(url).content.decode()

    _transfer(entry.assignment)

    assert words in client.get(url).content.decode()


@pytest.mark.django_db
def test_a_successor_keeps_what_it_reported_itself_when_the_old_unit_reworks():
    entry = _done(TaskKind.RECURRING, deadline=None)
    successor = _transfer(entry.assignment).successor
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
    entry = _done()
    by, to, document = UserFactory(), UnitFactory(), LegalDocumentFactory()

    outcomes = run_together(
        lambda: _transfer(entry.assignment, to=to, document=document, by=by),
        lambda: filing.take_back(entry=entry, by=by, at=MOVED_AT, note="Sửa số liệu."),
    )

    assert outcomes == ["done", "done"]
    successor = Assignment.objects.current().get()
    assert successor.unit == to
    assert AssignmentStanding.objects.filter(done_in__isnull=False).count() == 0
    assert list(findings()) == []


@pytest.mark.django_db
def test_the_old_entry_keeps_its_own_history(client):
    entry = _done()
    done = _transfer(entry.assignment)
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
    entry = _done()
    event = EntryEvent.objects.get(to_status=EntryStatus.ACCEPTED)
    event.pk, event.assignment, event.from_status = None, AssignmentFactory(), "accepted"
    event.save()

    problems = {finding.problem for finding in findings()}

    assert "event repeats another assignment or period than its entry's" in problems
    assert "entry's status differs from its last event" not in problems
    transitions.move(entry, to=EntryStatus.DRAFT, by=UserFactory(), at=MOVED_AT)


@pytest.mark.django_db
def test_a_succession_recorded_with_an_earlier_day_takes_away_nothing_that_was_filed():
    entry = _done()
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
    _transfer(entry.assignment)

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
        page = office.get(reverse("plans:edit-assignment", args=[_done().assignment_id]))

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
        assignment = _done().assignment
        url = reverse("reporting:transfer-assignment", args=[assignment.pk])

        page = office.post(url, self._data(**ticked), follow=True)

        assignment.refresh_from_db()
        assert words in page.content.decode()
        assert _label(assignment.successor, timezone.localdate()) == label

    def test_a_refused_transfer_keeps_what_was_typed(self, office):
        assignment = _done().assignment
        url = reverse("reporting:transfer-assignment", args=[assignment.pk])

        page = office.post(url, self._data(to=assignment.unit_id))

        html = page.content.decode()
        assert page.status_code == 422
        assert "Cần chọn đơn vị khác để chuyển giao." in html
        assert 'value="01/04/2026"' in html
        assert "checked" not in str(page.context["forms"]["transfer"]["takes_result"])
        assignment.refresh_from_db()
        assert assignment.ended_on is None
