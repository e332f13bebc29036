"""Assignments: proposals, roles, deadlines with their ledger, and removal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from plans import assigning
from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentState,
    Plan,
)
from reporting.models import EntryStatus
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.plans.scene import COORDINATING, LEAD, a_proposal, events_of
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role


@pytest.mark.django_db
def test_a_proposal_is_not_owed_and_lets_its_unit_read_the_plan():
    officer = person(Role.OFFICER)
    unit = officer.memberships.get().unit

    assignment, _ = a_proposal(unit=unit)

    assert assignment.state == AssignmentState.PROPOSED
    assert not Assignment.objects.owed().exists()
    assert list(Plan.objects.readable_by(officer)) == [assignment.task.plan]
    assert events_of(assignment) == [AssignmentEventKind.PROPOSED]


@pytest.mark.django_db
def test_a_unit_that_ended_gets_no_new_task():
    unit = UnitFactory(last_day=TODAY - timedelta(days=1))

    with pytest.raises(Refused, match="không hoạt động"):
        a_proposal(unit=unit)


@pytest.mark.django_db
def test_a_confirmed_lead_is_owed_and_is_confirmed_once():
    assignment, by = a_proposal()

    assigning.confirm(assignment=assignment, by=by, at=NOON)

    assert list(Assignment.objects.owed()) == [assignment]
    with pytest.raises(Refused, match="đã được xác nhận"):
        assigning.confirm(assignment=assignment, by=by, at=NOON)


@pytest.mark.django_db
def test_confirming_many_skips_confirmed_and_ended_assignments():
    proposed, by = a_proposal()
    confirmed = AssignmentFactory()
    ended = AssignmentFactory(state=AssignmentState.PROPOSED, ended_on=TODAY, end_reason="dropped")

    num = assigning.confirm_many(assignments=[proposed, confirmed, ended], by=by, at=NOON)

    assert num == 1
    assert events_of(proposed)[-1] == AssignmentEventKind.CONFIRMED
    assert events_of(confirmed) == events_of(ended) == []


@pytest.mark.django_db
def test_many_may_be_in_force_since_the_plan_was_issued():
    proposed, by = a_proposal()
    issued_on = proposed.task.plan.issued_on
    for day, reason in (
        (TODAY + timedelta(days=1), "sau hôm nay"),
        (issued_on - timedelta(days=1), "Kế hoạch ban hành ngày"),
    ):
        with pytest.raises(Refused, match=reason):
            assigning.confirm_many(assignments=[proposed], first_day=day, by=by, at=NOON)

    assigning.confirm_many(assignments=[proposed], first_day=issued_on, by=by, at=NOON)

    proposed.refresh_from_db()
    assert (proposed.first_day, proposed.confirmed_on) == (issued_on, TODAY)


@pytest.mark.django_db
def test_confirming_many_runs_the_same_queries_for_any_number(django_assert_num_queries):
    for num in (1, 3):
        rows = [a_proposal()[0] for _ in range(num)]
        by = UserFactory()
        with django_assert_num_queries(5):
            assigning.confirm_many(assignments=rows, by=by, at=NOON)


@pytest.mark.django_db
def test_a_second_lead_is_refused_by_name():
    first, by = a_proposal()

    with pytest.raises(Refused, match=f"đã có đơn vị chủ trì là {first.unit.short_name}"):
        assigning.set_role(task=first.task, unit=UnitFactory(), role=LEAD, by=by, at=NOON)


@pytest.mark.django_db
def test_in_a_fan_out_task_each_unit_leads_its_own_part():
    task = TaskFactory(is_fan_out=True)

    first, _ = a_proposal(task=task)
    second, _ = a_proposal(task=task)

    assert first.is_own_part
    assert second.is_own_part


@pytest.mark.django_db
def test_a_changed_role_is_in_the_history():
    assignment, by = a_proposal(COORDINATING)

    assigning.set_role(task=assignment.task, unit=assignment.unit, role=LEAD, by=by, at=NOON)

    assignment.refresh_from_db()
    assert assignment.role == LEAD
    event = assignment.events.get(kind=AssignmentEventKind.ROLE_CHANGED)
    assert (event.note, event.by, event.at) == ("Phối hợp → Chủ trì", by, NOON)


@pytest.mark.django_db
def test_setting_the_same_role_changes_nothing():
    assignment, by = a_proposal()

    assigning.set_role(task=assignment.task, unit=assignment.unit, role=LEAD, by=by, at=NOON)

    assert events_of(assignment) == [AssignmentEventKind.PROPOSED]


@pytest.mark.django_db
def test_no_role_removes_the_assignment_and_keeps_its_history():
    assignment, by = a_proposal()
    task, unit = assignment.task, assignment.unit

    assigning.set_role(task=task, unit=unit, role=None, by=by, at=NOON)

    assert not Assignment.objects.exists()
    kinds = AssignmentEvent.objects.filter(task=task, unit=unit).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["proposed", "removed"]


@pytest.mark.django_db
def test_an_assignment_with_results_is_kept():
    entry = entry_at(EntryStatus.DRAFT)
    assignment, by = entry.assignment, UserFactory()

    with pytest.raises(Refused, match="không bỏ phân công được"):
        assigning.remove(assignment=assignment, by=by, at=NOON)
    with pytest.raises(Refused, match="không đổi vai trò được"):
        assigning.set_role(
            task=assignment.task, unit=assignment.unit, role=COORDINATING, by=by, at=NOON
        )

    assert events_of(assignment) == []
    assert Assignment.objects.get().role == LEAD


@pytest.mark.django_db
def test_the_lead_passes_from_one_unit_to_another_in_one_step():
    assignment, by = a_proposal()
    task, former, new = assignment.task, assignment.unit, UnitFactory()

    num = assigning.set_roles(task=task, roles={new: LEAD, former: COORDINATING}, by=by, at=NOON)

    assert num == 2
    assert dict(task.assignments.values_list("unit", "role")) == {
        new.pk: LEAD,
        former.pk: COORDINATING,
    }


@pytest.mark.django_db
def test_of_many_roles_all_are_set_or_none():
    entry = entry_at(EntryStatus.DRAFT)
    task, unit, new = entry.assignment.task, entry.assignment.unit, UnitFactory()

    with pytest.raises(Refused):
        assigning.set_roles(
            task=task, roles={new: COORDINATING, unit: None}, by=UserFactory(), at=NOON
        )

    assert list(task.assignments.values_list("unit", flat=True)) == [unit.pk]


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_assigned_at_once_one_is_refused():
    task, first, second, by = TaskFactory(), UnitFactory(), UnitFactory(), UserFactory()

    outcomes = run_together(
        *(
            lambda unit=unit: assigning.set_role(task=task, unit=unit, role=LEAD, by=by, at=NOON)
            for unit in (first, second)
        )
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Assignment.objects.leading().count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_removal_and_a_confirmation_come_one_after_the_other():
    assignment, by = a_proposal()

    outcomes = run_together(
        lambda: assigning.remove(assignment=assignment, by=by, at=NOON),
        lambda: assigning.confirm(assignment=assignment, by=by, at=NOON),
    )

    assert outcomes[0] == "done"
    confirmed = AssignmentEvent.objects.filter(kind=AssignmentEventKind.CONFIRMED).exists()
    assert confirmed == (outcomes[1] == "done")
    # What was confirmed first stays, and ends today; a proposal is gone
    left = list(Assignment.objects.values_list("state", "ended_on"))
    assert left == ([("confirmed", timezone.localdate(NOON))] if confirmed else [])


@pytest.mark.django_db(transaction=True)
def test_a_proposal_that_is_confirmed_at_once_is_not_dropped():
    assignment, by = a_proposal()

    outcomes = run_together(
        lambda: assigning.drop_proposal(assignment=assignment, by=by, at=NOON),
        lambda: assigning.confirm(assignment=assignment, by=by, at=NOON),
    )

    assert sorted(outcomes) == ["done", "refused"]
    left = list(Assignment.objects.values_list("state", "ended_on"))
    assert left == ([("confirmed", None)] if outcomes[1] == "done" else [])
