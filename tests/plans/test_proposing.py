from datetime import date

import pytest

from plans import assigning
from plans.models import Assignment, AssignmentEvent, AssignmentRole
from plans.proposing import propose_for_new_tasks
from tests.factories import (
    NOON,
    PlanFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
)
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db
LEAD, HELP = AssignmentRole.LEAD, AssignmentRole.COORDINATING
KEYS = {"id", "task_id", "assignment_id"}


def dated_task(group, code, **fields):
    return TaskFactory(
        group=group,
        code=code,
        deadline=date(2026, 6, 20),
        timing_words="trước ngày 20/6/2026",
        deliverable="Báo cáo",
        **fields,
    )


def rows_of(task):
    """Assignments and events of a task, without what tells it from another one."""
    return [
        [{name: value for name, value in row.items() if name not in KEYS} for row in rows]
        for rows in (
            Assignment.objects.filter(task=task).order_by("pk").values(),
            AssignmentEvent.objects.filter(task=task).order_by("unit", "pk").values(),
        )
    ]


def test_many_proposals_leave_what_single_ones_leave():
    group = TaskGroupFactory()
    one, other = dated_task(group, "1.1"), dated_task(group, "1.2")
    lead, helper, by = UnitFactory(), UnitFactory(), UserFactory()
    for unit, role in ((lead, LEAD), (helper, HELP)):
        assigning.propose(task=one, unit=unit, role=role, by=by, at=NOON)

    num = propose_for_new_tasks(
        plan=group.plan, proposals=[(other, lead, LEAD), (other, helper, HELP)], by=by, at=NOON
    )

    assert num == 2
    assert rows_of(other) == rows_of(one)


@pytest.mark.parametrize("num", [1, 3])
def test_the_number_of_queries_does_not_grow(num, django_assert_num_queries):
    group, unit, by = TaskGroupFactory(), UnitFactory(), UserFactory()
    tasks = [dated_task(group, f"1.{n}") for n in range(num)]
    propose_for_new_tasks(plan=group.plan, proposals=[], by=by, at=NOON)

    with django_assert_num_queries(26):
        propose_for_new_tasks(
            plan=group.plan, proposals=[(task, unit, LEAD) for task in tasks], by=by, at=NOON
        )


def test_what_single_proposals_refuse_is_refused():
    group, unit, by = TaskGroupFactory(), UnitFactory(), UserFactory()
    task = TaskFactory(group=group)
    ended = UnitFactory(last_day=date(2025, 6, 30))
    for proposals, words in (
        ([(task, ended, LEAD)], "không hoạt động"),
        ([(task, unit, LEAD), (task, UnitFactory(), LEAD)], "hơn một đơn vị chủ trì"),
        ([(task, unit, LEAD), (task, unit, HELP)], "hai lần"),
    ):
        with pytest.raises(Refused, match=words):
            propose_for_new_tasks(plan=group.plan, proposals=proposals, by=by, at=NOON)
    assert not Assignment.objects.exists()


def test_a_closed_plan_takes_no_proposals():
    task = TaskFactory(group__plan=PlanFactory(status="closed"))

    with pytest.raises(Refused):
        propose_for_new_tasks(
            plan=task.plan, proposals=[(task, UnitFactory(), LEAD)], by=UserFactory(), at=NOON
        )
