"""Several leads of one task, each for its own part, and what co-ordinating units owe."""

import pytest

from plans import assigning, leading
from plans.models import Assignment, AssignmentRole, Task, TaskEventKind
from tests.factories import NOON, AssignmentFactory, UnitFactory, UserFactory
from tests.race import run_together
from tracker.lib.refusal import Refused

LEAD, COORDINATING = AssignmentRole.LEAD, AssignmentRole.COORDINATING


def _history(task):
    return list(task.events.order_by("pk").values_list("kind", flat=True))


@pytest.mark.django_db
def test_a_second_unit_leads_its_own_part_beside_the_first():
    first, by = AssignmentFactory(), UserFactory()

    leading.add_lead(task=first.task, unit=UnitFactory(), by=by, at=NOON)

    leads = Assignment.objects.leading().filter(task=first.task)
    assert list(leads.values_list("is_own_part", flat=True)) == [True, True]
    assert _history(first.task) == [TaskEventKind.LEAD_SHARED]


@pytest.mark.django_db
def test_a_co_ordinating_unit_becomes_one_of_several_leads():
    first, by = AssignmentFactory(), UserFactory()
    helper = AssignmentFactory(task=first.task, role=COORDINATING)

    for _ in range(2):
        leading.add_lead(task=first.task, unit=helper.unit, by=by, at=NOON)

    led = Assignment.objects.current().get(unit=helper.unit)
    assert (led.role, led.is_own_part) == (LEAD, True)
    assert _history(first.task) == [TaskEventKind.LEAD_SHARED]


@pytest.mark.django_db
def test_a_task_returns_to_one_lead_only_when_one_remains():
    first, by, second = AssignmentFactory(), UserFactory(), UnitFactory()
    task = first.task
    leading.add_lead(task=task, unit=second, by=by, at=NOON)

    with pytest.raises(Refused, match="còn 2 đơn vị chủ trì"):
        leading.unify_lead(task=task, by=by, at=NOON)
    assigning.set_role(task=task, unit=second, role=COORDINATING, by=by, at=NOON)
    leading.unify_lead(task=task, by=by, at=NOON)

    first.refresh_from_db()
    assert not first.is_own_part
    assert _history(task) == [TaskEventKind.LEAD_SHARED, TaskEventKind.LEAD_SINGLE]
    with pytest.raises(Refused, match="đã có đơn vị chủ trì"):
        assigning.set_role(task=task, unit=second, role=LEAD, by=by, at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("use_case", "words"),
    [
        (leading.unify_lead, "chỉ có một đơn vị chủ trì"),
        (leading.ask_contributions_as_plan, "đã ở chế độ"),
    ],
)
def test_a_setting_that_is_in_force_is_not_set_again(use_case, words):
    task = AssignmentFactory().task

    with pytest.raises(Refused, match=words):
        use_case(task=task, by=UserFactory(), at=NOON)

    assert _history(task) == []


@pytest.mark.django_db
def test_contributions_are_asked_for_and_waived_with_history():
    task, by = AssignmentFactory().task, UserFactory()

    for use_case, rule in (
        (leading.ask_contributions, "required"),
        (leading.waive_contributions, "optional"),
        (leading.ask_contributions_as_plan, "as_plan"),
    ):
        use_case(task=task, by=by, at=NOON)
        assert Task.objects.get(pk=task.pk).contribution_rule == rule

    assert _history(task) == [
        TaskEventKind.CONTRIBUTIONS_ASKED,
        TaskEventKind.CONTRIBUTIONS_WAIVED,
        TaskEventKind.CONTRIBUTIONS_AS_PLAN,
    ]


@pytest.mark.django_db(transaction=True)
def test_a_lead_added_while_the_task_returns_to_one_lead_is_never_a_second_sole_lead():
    first, unit, by = AssignmentFactory(), UnitFactory(), UserFactory()
    leading.share_lead(task=first.task, by=by, at=NOON)

    outcomes = run_together(
        lambda: leading.unify_lead(task=first.task, by=by, at=NOON),
        lambda: leading.add_lead(task=first.task, unit=unit, by=by, at=NOON),
    )

    assert outcomes[1] == "done"

    task = Task.objects.get()
    assert task.is_fan_out
    assert set(task.assignments.values_list("is_own_part", flat=True)) == {True}
