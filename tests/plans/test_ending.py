"""Pausing, transferring and dropping assignments, by a document and with a history row."""

from datetime import date, timedelta

import pytest

from plans import assigning, deadlines, ending, pausing
from plans.integrity import findings
from plans.models import AssignmentEventKind, AssignmentRole, AssignmentState, EndReason, Plan
from reporting.models import EntryStatus
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tracker.lib.refusal import Refused
from units.models import Role

YESTERDAY = TODAY - timedelta(days=1)


def _by(**fields):
    return {"document": LegalDocumentFactory(), "by": UserFactory(), "at": NOON} | fields


@pytest.mark.django_db
def test_a_pause_ends_on_the_day_before_work_resumes():
    assignment = AssignmentFactory()
    pausing.pause(assignment=assignment, first_day=date(2026, 2, 1), **_by())

    pausing.resume(assignment=assignment, first_day=date(2026, 3, 1), **_by())

    pause = assignment.pauses.get()
    assert (pause.first_day, pause.last_day) == (date(2026, 2, 1), date(2026, 2, 28))
    kinds = assignment.events.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [AssignmentEventKind.PAUSED, AssignmentEventKind.RESUMED]


@pytest.mark.django_db
def test_a_paused_assignment_is_not_paused_again():
    assignment = AssignmentFactory()
    pausing.pause(assignment=assignment, first_day=YESTERDAY, **_by())

    with pytest.raises(Refused, match="đang tạm dừng"):
        pausing.pause(assignment=assignment, first_day=TODAY, **_by())


@pytest.mark.django_db
def test_pauses_do_not_overlap():
    assignment = AssignmentFactory()
    pausing.pause(assignment=assignment, first_day=date(2026, 2, 1), **_by())
    pausing.resume(assignment=assignment, first_day=date(2026, 3, 1), **_by())

    with pytest.raises(Refused, match="trùng"):
        pausing.pause(assignment=assignment, first_day=date(2026, 2, 28), **_by())


@pytest.mark.django_db
def test_only_a_paused_assignment_is_resumed():
    with pytest.raises(Refused, match="không tạm dừng"):
        pausing.resume(assignment=AssignmentFactory(), first_day=TODAY, **_by())


@pytest.mark.django_db
def test_a_pause_does_not_end_before_it_began():
    assignment = AssignmentFactory()
    pausing.pause(assignment=assignment, first_day=TODAY, **_by())

    with pytest.raises(Refused, match="phải sau ngày tạm dừng"):
        pausing.resume(assignment=assignment, first_day=TODAY, **_by())


@pytest.mark.django_db
def test_a_transfer_keeps_results_and_passes_on_the_duty():
    entry = entry_at(EntryStatus.ACCEPTED)
    assignment = entry.assignment
    deadlines.set_deadline(
        assignment=assignment, deadline=date(2026, 6, 20), words="trước 20/6", **_by()
    )
    officer = person(Role.OFFICER)
    to = officer.memberships.get().unit

    successor = ending.transfer(assignment=assignment, to=to, on=TODAY, **_by())

    assignment.refresh_from_db()
    assert (assignment.ended_on, assignment.end_reason) == (TODAY, EndReason.TRANSFERRED)
    assert (assignment.successor, assignment.entries.get()) == (successor, entry)
    assert (successor.unit, successor.role, successor.state, successor.deadline) == (
        to,
        AssignmentRole.LEAD,
        AssignmentState.CONFIRMED,
        date(2026, 6, 20),
    )
    assert Plan.objects.readable_by(officer).exists()
    assert list(findings()) == []


@pytest.mark.django_db
def test_a_co_ordinator_that_takes_over_the_lead_leads():
    assignment = AssignmentFactory()
    helper = AssignmentFactory(task=assignment.task, role=AssignmentRole.COORDINATING)

    successor = ending.transfer(assignment=assignment, to=helper.unit, on=TODAY, **_by())

    helper.refresh_from_db()
    assert (helper.role, helper.ended_on) == (AssignmentRole.COORDINATING, TODAY)
    assert (successor.unit, successor.role) == (helper.unit, AssignmentRole.LEAD)
    assert (successor.first_day, successor.confirmed_on) == (TODAY, TODAY)


@pytest.mark.django_db
def test_a_unit_that_leads_a_part_and_takes_over_another_keeps_its_own_first_day():
    task = TaskFactory(is_fan_out=True)
    part, other = (
        AssignmentFactory(task=task, is_own_part=True, first_day=day, confirmed_on=day)
        for day in (date(2026, 1, 5), date(2026, 2, 1))
    )

    successor = ending.transfer(assignment=other, to=part.unit, on=TODAY, **_by())

    part.refresh_from_db()
    assert successor == part
    assert (part.first_day, part.confirmed_on) == (date(2026, 1, 5), date(2026, 1, 5))


@pytest.mark.django_db
def test_a_task_may_come_back_to_a_unit_but_not_for_days_that_it_had_already():
    assignment = AssignmentFactory(first_day=date(2026, 1, 5))
    unit = assignment.unit
    successor = ending.transfer(assignment=assignment, to=UnitFactory(), on=TODAY, **_by())

    with pytest.raises(Refused, match="đến trước ngày 16/03/2026"):
        ending.transfer(assignment=successor, to=unit, on=YESTERDAY, **_by())
    back = ending.transfer(assignment=successor, to=unit, on=TODAY, **_by())

    assert (back.unit, back.first_day) == (unit, TODAY)
    assert list(findings()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "ended", "words"),
    [(1, None, "không được sau hôm nay"), (0, YESTERDAY, "không hoạt động")],
)
def test_an_impossible_transfer_is_refused(days, ended, words):
    assignment, to = AssignmentFactory(), UnitFactory(last_day=ended)

    with pytest.raises(Refused, match=words):
        ending.transfer(assignment=assignment, to=to, on=TODAY + timedelta(days=days), **_by())

    assignment.refresh_from_db()
    assert assignment.ended_on is None
    assert not assignment.events.exists()


@pytest.mark.django_db
def test_a_unit_does_not_transfer_to_itself():
    assignment = AssignmentFactory()

    with pytest.raises(Refused, match="đơn vị khác"):
        ending.transfer(assignment=assignment, to=assignment.unit, on=TODAY, **_by())


@pytest.mark.django_db
def test_a_dropped_assignment_has_a_reason_and_is_final():
    assignment = AssignmentFactory()
    ending.drop(assignment=assignment, on=TODAY, reason="Không còn phù hợp.", **_by())

    assignment.refresh_from_db()
    assert assignment.end_reason == EndReason.DROPPED
    assert "Không còn phù hợp." in assignment.events.get().note
    with pytest.raises(Refused, match="đã kết thúc"):
        ending.drop(assignment=assignment, on=TODAY, reason="Lại thôi.", **_by())


@pytest.mark.django_db
def test_dropping_needs_a_reason():
    with pytest.raises(Refused, match="lý do"):
        ending.drop(assignment=AssignmentFactory(), on=TODAY, reason=" ", **_by())


@pytest.mark.django_db
def test_a_task_gets_a_new_lead_after_the_first_has_ended():
    assignment = AssignmentFactory()
    ending.drop(assignment=assignment, on=TODAY, reason="Thôi.", **_by())

    new = assigning.propose(
        task=assignment.task,
        unit=UnitFactory(),
        role=AssignmentRole.LEAD,
        by=UserFactory(),
        at=NOON,
    )

    assert new.role == AssignmentRole.LEAD
