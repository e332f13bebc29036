"""Plans that units keep for themselves: where they stand, and who bears their tasks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plans import access, assigning, closing, ending, grid
from plans.editing import copying, heads, placing
from plans.editing.placing import OwnPlanExists, PlanPlace
from plans.models import AssignmentRole, AssignmentState, Plan, PlanStatus
from plans.own_plan_forms import PlacingForm
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.plans.editing.own_plans import SPEC, begun, running, with_task
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


def test_a_unit_begins_a_plan_under_the_task_that_it_leads():
    assignment = AssignmentFactory()

    plan = begun(assignment)

    assert (plan.owner, plan.parent_task, plan.is_draft) == (assignment.unit, assignment.task, True)
    assert plan.body is None
    note = plan.events.get().note
    assert assignment.unit.short_name in note
    assert assignment.task.code in note


def test_the_unit_edits_its_plan_and_the_office_reads_it():
    assignment = AssignmentFactory()
    unit = assignment.unit
    people = {
        "head": person(Role.HEAD, unit),
        "officer": person(Role.OFFICER, unit),
        "observer": person(Role.OBSERVER, unit),
        "reviewer": person(Role.REVIEWER),
        "leader": person(Role.LEADER),
        "other": person(Role.HEAD),
    }

    def may(codename, plan):
        return {who for who, user in people.items() if user.has_perm(f"plans.{codename}", plan)}

    draft = begun(assignment)
    assert may("view_plan", draft) == may("edit_assignments", draft) == {"head", "officer"}

    with_task(draft)
    heads.activate(plan=draft, by=UserFactory(), at=NOON)
    people = {who: type(user).objects.get(pk=user.pk) for who, user in people.items()}
    assert may("view_plan", draft) == {"head", "officer", "reviewer", "leader"}
    assert may("read_filings", draft) == {"head", "officer", "reviewer", "leader"}
    assert may("edit_assignments", draft) == may("manage_periods", draft) == {"head", "officer"}
    assert may("verify_entries", draft) == {"head"}
    assert may("compile_reviews", draft) == set()
    assert not access.edits_for_office(people["head"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": AssignmentState.PROPOSED}, "còn là đề xuất"),
        ({"role": AssignmentRole.COORDINATING}, "phối hợp nhiệm vụ"),
        ({"task__group__plan__status": PlanStatus.CLOSED}, "đã kết thúc"),
        ({"task__group__plan__status": PlanStatus.DRAFT}, "chưa được đưa vào thực hiện"),
        ({"unit__last_day": TODAY - timedelta(days=1)}, "không hoạt động"),
    ],
)
def test_only_a_unit_that_leads_the_task_begins_one(fields, words):
    assignment = AssignmentFactory(**fields)

    with pytest.raises(Refused, match=words):
        begun(assignment)

    with pytest.raises(Refused, match="không được giao"):
        placing.refuse_unfit(PlanPlace(UnitFactory(), AssignmentFactory().task), on=TODAY)


def test_a_second_plan_for_the_task_waits_for_the_end_of_the_first():
    assignment = AssignmentFactory()
    first = running(assignment)

    with pytest.raises(OwnPlanExists) as caught:
        begun(assignment, number="08-KH/ĐU")
    assert caught.value.plan == first

    closing.close_plan(plan=first, reason="Đã xong.", reasons={}, by=UserFactory(), at=NOON)
    assert begun(assignment, number="08-KH/ĐU").parent_task == assignment.task
    with pytest.raises(Refused, match="bằng kế hoạch số 08-KH/ĐU"):
        closing.reopen_plan(plan=first, reason="Chưa xong.", by=UserFactory(), at=NOON)


def test_units_number_their_own_papers_and_marks_of_secrecy_are_refused():
    first, second = AssignmentFactory(), AssignmentFactory()
    begun(first)
    assert begun(second).number == SPEC.number

    with pytest.raises(heads.PlanExists):
        heads.add_plan(spec=SPEC, place=PlanPlace(first.unit), by=UserFactory(), at=NOON)
    with pytest.raises(Refused, match="MẬT"):
        begun(AssignmentFactory(), subject="TUYỆT MẬT")


def test_its_tasks_are_borne_by_the_unit_and_the_units_below_it():
    assignment = AssignmentFactory()
    unit = assignment.unit
    below = UnitFactory(parent=UnitFactory(parent=unit))
    other = UnitFactory()
    task = with_task(begun(assignment))
    lead, by = AssignmentRole.LEAD, UserFactory()

    with pytest.raises(Refused, match="đơn vị trực thuộc"):
        assigning.propose(task=task, unit=other, role=lead, by=by, at=NOON)
    assigning.propose(task=task, unit=below, role=lead, by=by, at=NOON)

    row = AssignmentFactory(task=task, unit=unit, is_own_part=True)
    to_other = {"to": other, "on": TODAY, "document": LegalDocumentFactory(), "by": by, "at": NOON}
    with pytest.raises(Refused, match="đơn vị trực thuộc"):
        ending.transfer(assignment=row, **to_other)

    columns = grid.columns(plan=task.plan, bloc="", today=TODAY)
    assert {unit, below} <= set(columns)
    assert other not in columns

    type(unit).objects.filter(pk=unit.pk).update(last_day=TODAY - timedelta(days=1))
    assert ending.transfer(assignment=row, **to_other).unit == other


def test_a_copy_proposes_the_units_that_may_bear_its_tasks():
    assignment = AssignmentFactory()
    former = running(assignment)
    task, by = former.tasks.get(), UserFactory()
    assigning.propose(task=task, unit=assignment.unit, role=AssignmentRole.LEAD, by=by, at=NOON)
    AssignmentFactory(task=task, role=AssignmentRole.COORDINATING)

    copy = copying.copy_plan(
        plan=former,
        spec=replace(SPEC, number="09-KH/ĐU"),
        with_units=True,
        place=PlanPlace(assignment.unit),
        by=by,
        at=NOON,
    )

    assert copy.owner == assignment.unit
    assert [row.unit for row in copy.tasks.get().assignments.all()] == [assignment.unit]


def test_a_plan_is_placed_under_a_task_but_never_under_itself():
    assignment = AssignmentFactory()
    unit, by = assignment.unit, UserFactory()
    upper = running(assignment)
    own = AssignmentFactory(task=upper.tasks.get(), unit=unit)
    lower = heads.add_plan(
        spec=replace(SPEC, number="10-KH/ĐU"), place=PlanPlace(unit), by=by, at=NOON
    )
    deep = AssignmentFactory(task=with_task(lower), unit=unit)
    Plan.objects.filter(pk=lower.pk).update(status=PlanStatus.ACTIVE)

    placing.place_plan(plan=lower, task=own.task, by=by, at=NOON)
    lower.refresh_from_db()
    assert lower.parent_task == own.task

    with pytest.raises(Refused, match="không triển khai ngược lại"):
        placing.place_plan(plan=upper, task=deep.task, by=by, at=NOON)
    with pytest.raises(Refused, match="chính mình"):
        placing.place_plan(plan=lower, task=deep.task, by=by, at=NOON)
    with pytest.raises(Refused, match="Văn phòng"):
        placing.place_plan(plan=assignment.task.plan, task=deep.task, by=by, at=NOON)
    placing.place_plan(plan=lower, task=None, by=by, at=NOON)
    assert [event.kind for event in lower.events.order_by("pk")][-2:] == ["placed", "placed"]


def test_a_plan_stays_in_its_place_on_the_page_after_the_plan_above_ended():
    assignment = AssignmentFactory()
    plan = begun(assignment)
    other = AssignmentFactory(unit=assignment.unit)
    Plan.objects.filter(pk=assignment.task.plan_id).update(status=PlanStatus.CLOSED)

    form = PlacingForm(plan=plan)

    assert set(form.fields["task"].queryset) == {assignment.task, other.task}
    assert form["task"].value() == assignment.task_id


@pytest.mark.django_db(transaction=True)
def test_two_people_of_a_unit_begin_one_plan():
    assignment, by = AssignmentFactory(), UserFactory()

    outcomes = run_together(
        lambda: begun(assignment, by=by),
        lambda: begun(assignment, by=by, number="08-KH/ĐU"),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Plan.objects.filter(parent_task=assignment.task).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_plan_that_is_begun_and_one_that_is_placed_at_once_one_is_refused():
    assignment, by = AssignmentFactory(), UserFactory()
    spec, place = replace(SPEC, number="08-KH/ĐU"), PlanPlace(assignment.unit)
    other = heads.add_plan(spec=spec, place=place, by=by, at=NOON)

    outcomes = run_together(
        lambda: begun(assignment, by=by),
        lambda: placing.place_plan(plan=other, task=assignment.task, by=by, at=NOON),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Plan.objects.filter(parent_task=assignment.task).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_plans_never_come_to_carry_out_each_other():
    unit, by = UnitFactory(), UserFactory()
    plans = [
        heads.add_plan(spec=replace(SPEC, number=number), place=PlanPlace(unit), by=by, at=NOON)
        for number in ("11-KH/ĐU", "12-KH/ĐU")
    ]
    tasks = [AssignmentFactory(task=with_task(plan), unit=unit).task for plan in plans]
    Plan.objects.update(status=PlanStatus.ACTIVE)

    outcomes = run_together(
        lambda: placing.place_plan(plan=plans[0], task=tasks[1], by=by, at=NOON),
        lambda: placing.place_plan(plan=plans[1], task=tasks[0], by=by, at=NOON),
    )

    assert sorted(outcomes) == ["done", "refused"]
