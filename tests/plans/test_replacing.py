"""Confirmed assignments end and others begin; they are not deleted and keep their role."""

from datetime import date, timedelta

import pytest

from plans import assigning, deadlines, ending
from plans.integrity import findings
from plans.models import Assignment, AssignmentEventKind, EndReason
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    UnitFactory,
    UserFactory,
)
from tests.plans.scene import COORDINATING, LEAD, a_proposal, events_of
from tests.race import run_together
from tracker.lib.refusal import Refused

BEGAN = date(2026, 1, 5)


def _by(**fields):
    return {"by": UserFactory(), "at": NOON} | fields


def _confirmed(role=LEAD):
    return AssignmentFactory(role=role, first_day=BEGAN, confirmed_on=BEGAN)


def _rows():
    """Role, first day and end of each assignment, oldest first."""
    rows = Assignment.objects.order_by("pk")
    return list(rows.values_list("role", "first_day", "ended_on"))


@pytest.mark.django_db
def test_a_removed_confirmed_assignment_ends_today_and_is_recorded_today():
    assignment = _confirmed()

    assigning.remove(assignment=assignment, **_by())

    assignment.refresh_from_db()
    assert (assignment.ended_on, assignment.end_recorded_on) == (TODAY, TODAY)
    assert assignment.end_reason == EndReason.DROPPED
    event = assignment.events.get()
    assert (event.kind, event.effective_on) == (AssignmentEventKind.ENDED, TODAY)
    assert event.note == "Bỏ phân công: Chủ trì"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (LEAD, COORDINATING, "Đổi vai trò: Chủ trì → Phối hợp"),
        (COORDINATING, LEAD, "Đổi vai trò: Phối hợp → Chủ trì"),
    ],
)
def test_a_changed_role_is_another_assignment_from_today(before, after, words):
    assignment = _confirmed(before)
    document = LegalDocumentFactory()
    deadline = {"deadline": date(2026, 6, 20), "words": "trước 20/6", "document": document}
    deadlines.set_deadline(assignment=assignment, **deadline, **_by())

    begun = assigning.set_role(task=assignment.task, unit=assignment.unit, role=after, **_by())

    assert _rows() == [(before, BEGAN, TODAY), (after, TODAY, None)]
    assert (begun.confirmed_on, begun.deadline) == (TODAY, date(2026, 6, 20))
    assert events_of(begun) == [AssignmentEventKind.DEADLINE_SET, AssignmentEventKind.CONFIRMED]
    ended = assignment.events.get(kind=AssignmentEventKind.ENDED)
    assert ended.note == begun.events.get(kind=AssignmentEventKind.CONFIRMED).note == words
    assert list(findings()) == []


@pytest.mark.django_db
def test_a_role_that_begins_later_is_changed_for_its_first_day():
    later = TODAY + timedelta(days=20)
    assignment = AssignmentFactory(first_day=later, confirmed_on=TODAY)

    assigning.set_role(task=assignment.task, unit=assignment.unit, role=COORDINATING, **_by())

    assert _rows() == [(LEAD, later, TODAY), (COORDINATING, later, None)]


@pytest.mark.django_db
def test_a_unit_that_was_removed_is_proposed_again_for_the_days_after():
    assignment = _confirmed()
    assigning.remove(assignment=assignment, **_by())

    again = assigning.set_role(task=assignment.task, unit=assignment.unit, role=LEAD, **_by())

    earlier = TODAY - timedelta(days=1)
    with pytest.raises(Refused, match="đến trước ngày 16/03/2026"):
        assigning.confirm(assignment=again, first_day=earlier, **_by())
    assigning.confirm(assignment=again, **_by())
    with pytest.raises(Refused, match="đến trước ngày 16/03/2026"):
        assigning.set_first_day(
            assignment=again, first_day=earlier, document=LegalDocumentFactory(), **_by()
        )
    assert _rows() == [(LEAD, BEGAN, TODAY), (LEAD, TODAY, None)]


@pytest.mark.django_db
def test_an_assignment_that_ended_before_it_began_blocks_no_day():
    proposal, _ = a_proposal()
    assigning.confirm(assignment=proposal, **_by())
    assigning.remove(assignment=proposal, **_by())

    again = assigning.set_role(task=proposal.task, unit=proposal.unit, role=LEAD, **_by())
    assigning.confirm(assignment=again, first_day=BEGAN, **_by())

    assert _rows() == [(LEAD, TODAY, TODAY), (LEAD, BEGAN, None)]


@pytest.mark.django_db(transaction=True)
def test_of_two_removals_at_once_one_is_refused():
    assignment = _confirmed()

    outcomes = run_together(
        *(lambda by=by: assigning.remove(assignment=assignment, **by) for by in (_by(), _by()))
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert assignment.events.get().kind == AssignmentEventKind.ENDED


@pytest.mark.django_db(transaction=True)
def test_a_changed_role_and_a_transfer_at_once_leave_no_unit_with_two_assignments():
    assignment, to = _confirmed(), UnitFactory()
    document = LegalDocumentFactory()
    task, unit = assignment.task, assignment.unit
    change, move = _by(), _by(document=document, on=TODAY)

    outcomes = run_together(
        lambda: assigning.set_role(task=task, unit=unit, role=COORDINATING, **change),
        lambda: ending.transfer(assignment=assignment, to=to, **move),
    )

    # After a transfer the unit has no part, and is proposed as a co-ordinating one
    current = dict(Assignment.objects.current().values_list("unit", "role"))
    expected = {"done": {unit.pk: COORDINATING, to.pk: LEAD}, "refused": {unit.pk: COORDINATING}}
    assert outcomes[0] == "done"
    assert current == expected[outcomes[1]]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_change_one_role_at_once_begin_one_assignment():
    assignment = _confirmed()
    task, unit = assignment.task, assignment.unit

    outcomes = run_together(
        *(
            lambda by=by: assigning.set_role(task=task, unit=unit, role=COORDINATING, **by)
            for by in (_by(), _by())
        )
    )

    assert outcomes == ["done", "done"]
    assert _rows() == [(LEAD, BEGAN, TODAY), (COORDINATING, TODAY, None)]
