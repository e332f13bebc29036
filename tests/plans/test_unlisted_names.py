"""Bearers that a plan names and no unit bears: kept, given to units, or left."""

import pytest
from django.urls import reverse

from plans import unlisted_names
from plans.models import (
    Assignment,
    AssignmentRole,
    PlanStatus,
    TaskEventKind,
    TaskGroup,
    UnlistedName,
    UnlistedState,
)
from plans.unlisted_name_forms import UnitsOfName
from tests.factories import NOON, TODAY, AssignmentFactory, TaskFactory, UnitFactory, UserFactory
from tests.race import run_together
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db
LEAD, HELP = AssignmentRole.LEAD, AssignmentRole.COORDINATING
WORDS = "các chi, đảng bộ"


def noted(role=LEAD, words=WORDS, **task):
    task = TaskFactory(**task)
    unlisted_names.note([(task, role, words)])
    return task


def roles_in(task):
    rows = Assignment.objects.filter(task=task).in_plan_order()
    return list(rows.values_list("unit", "role", "is_own_part"))


def test_a_name_is_given_to_a_unit_wherever_the_plan_names_it():
    first, unit = noted(), UnitFactory(short_name="ĐU Thử")
    second = noted(HELP, group=first.group)

    unlisted_names.give(plan=first.plan, words=WORDS, units=[unit], by=UserFactory(), at=NOON)

    assert roles_in(first) == [(unit.pk, LEAD, False)]
    assert roles_in(second) == [(unit.pk, HELP, False)]
    assert set(UnlistedName.objects.values_list("state", flat=True)) == {UnlistedState.GIVEN}
    event = first.events.get()
    assert (event.kind, event.note) == (TaskEventKind.NAME_GIVEN, "“các chi, đảng bộ”: ĐU Thử")


def test_bodies_that_are_named_together_lead_their_own_parts():
    task, units = noted(), [UnitFactory(position=1), UnitFactory(position=2)]
    lead = AssignmentFactory(task=task, unit__position=0)

    unlisted_names.give(plan=task.plan, words=WORDS, units=units, by=UserFactory(), at=NOON)

    assert roles_in(task) == [(unit.pk, LEAD, True) for unit in (lead.unit, *units)]


def test_a_unit_that_has_a_role_keeps_it_unless_the_name_leads():
    task, helper = noted(HELP), UnitFactory()
    AssignmentFactory(task=task, unit=helper, role=LEAD)
    led = noted(LEAD, group=task.group)
    AssignmentFactory(task=led, unit=helper, role=HELP, state="proposed")

    unlisted_names.give(plan=task.plan, words=WORDS, units=[helper], by=UserFactory(), at=NOON)

    assert roles_in(task) == [(helper.pk, LEAD, False)]
    assert roles_in(led) == [(helper.pk, LEAD, False)]


def test_a_name_that_is_left_stays_to_be_read_and_is_asked_for_again():
    task, by = noted(), UserFactory()

    unlisted_names.leave(plan=task.plan, words=WORDS, by=by, at=NOON)

    assert unlisted_names.undecided_in(task.plan_id) == []
    assert unlisted_names.of_task(task.pk) == [(WORDS, "Chủ trì", True)]
    with pytest.raises(Refused, match="vừa được người khác xử lý"):
        unlisted_names.leave(plan=task.plan, words=WORDS, by=by, at=NOON)
    unlisted_names.reopen(plan=task.plan, words=WORDS, by=by, at=NOON)
    assert unlisted_names.undecided_in(task.plan_id) == [WORDS]


def test_names_that_units_bear_by_now_are_theirs():
    task = noted(words="Công an")
    unlisted_names.note([(task, HELP, "Hội doanh nghiệp")])
    unit = UnitFactory(folded="cong an huyen | ca huyen")

    assert unlisted_names.match_again(plan=task.plan, by=UserFactory(), at=NOON) == 1

    assert roles_in(task) == [(unit.pk, LEAD, False)]
    assert unlisted_names.undecided_in(task.plan_id) == ["Hội doanh nghiệp"]


def test_the_plan_of_a_unit_gives_its_names_to_that_unit_and_those_below_it():
    owner = UnitFactory(folded="dang uy xa thu")
    UnitFactory(folded="cong an huyen")
    task = noted(words="Công an", group__plan__owner=owner)
    unlisted_names.note([(task, HELP, "Đảng ủy xã Thử")])

    assert unlisted_names.match_again(plan=task.plan, by=UserFactory(), at=NOON) == 1

    assert roles_in(task) == [(owner.pk, HELP, False)]
    assert unlisted_names.undecided_in(task.plan_id) == ["Công an"]
    known = UnitsOfName(task.plan, on=TODAY)
    assert (known.bearers.units, known.of("Công an")) == ([owner], [])


def test_names_of_a_closed_plan_stay_as_they_are():
    task = noted()
    type(task.plan).objects.filter(pk=task.plan_id).update(status=PlanStatus.CLOSED)

    with pytest.raises(Refused, match="đã kết thúc"):
        unlisted_names.leave(plan=task.plan, words=WORDS, by=UserFactory(), at=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_give_a_name_at_once_one_is_refused():
    task, by, units = noted(), UserFactory(), [UnitFactory(), UnitFactory()]

    def give(unit):
        unlisted_names.give(plan=task.plan, words=WORDS, units=[unit], by=by, at=NOON)

    outcomes = run_together(lambda: give(units[0]), lambda: give(units[1]))

    assert sorted(outcomes) == ["done", "refused"]
    assert Assignment.objects.filter(task=task).count() == 1


def test_the_office_decides_on_a_page_and_what_it_typed_stays(office, proposal):
    task = proposal.task
    kind = UnitFactory(name="Đảng ủy xã Thử").kind
    unlisted_names.note([(task, HELP, WORDS)])
    name = UnlistedName.objects.get()
    give = reverse("plans:decide-name", args=[name.pk, "give"])

    assert WORDS in office.get(reverse("reporting:plan", args=[task.plan_id])).content.decode()
    assert WORDS in office.get(reverse("reporting:task", args=[task.pk])).content.decode()
    refused = office.post(give, {"unit": "Đảng ủy không có"})
    assert refused.status_code == 422
    assert "Không chọn được đơn vị “Đảng ủy không có”" in refused.content.decode()
    assert 'value="Đảng ủy không có"' in refused.content.decode()
    office.post(give, {"unit": f"Mọi đơn vị loại “{kind.name}”"})

    helpers = Assignment.objects.filter(task=task, role=HELP)
    assert helpers.filter(unit__name="Đảng ủy xã Thử").exists()
    page = office.get(reverse("plans:list-names", args=[task.plan_id])).content.decode()
    assert "Đã giao cho đơn vị" in page


@pytest.mark.parametrize("num", [1, 3])
def test_the_queries_of_the_page_do_not_grow_with_the_names(
    office, proposal, num, django_assert_num_queries
):
    group = TaskGroup.objects.get(pk=proposal.task.group_id)
    for index in range(num):
        noted(words=f"Hội {index}", group=group)
    address = reverse("plans:list-names", args=[group.plan_id])
    office.get(address)

    with django_assert_num_queries(7):
        office.get(address)
