"""Plans that units keep for themselves, when these units end."""

import pytest

from plans.models import Plan, PlanStatus
from reporting.reorganisation import preparing, undoing
from reporting.reorganisation.waiting import waiting_of
from tests.factories import NOON, TODAY, person
from tests.plans.editing.own_plans import running
from tests.reporting.reorganisation.scene import NEW, preview, scene
from tracker.lib.refusal import Refused
from units.models import Role, Unit

pytestmark = pytest.mark.django_db


def test_the_successor_goes_on_with_one_plan_for_a_task():
    made = scene()
    plan = running(made.work(made.north))
    second = running(made.work(made.south), number="08-KH/ĐU")
    left = running(made.work(made.dissolved))
    act = made.prepared()
    moves = {move.plan: move for unit in preview(act).units for move in unit.plans}
    assert moves[plan].to.name == NEW
    assert moves[second].to is None
    assert "đã có kế hoạch cho cùng nhiệm vụ" in moves[second].why

    made.carried_out(act)

    new = Unit.objects.get(name=NEW)
    plan.refresh_from_db()
    assert (plan.owner, plan.parent_task) == (new, made.shared)
    assert "Xã Sen Hồng" in plan.events.latest("pk").note
    assert person(Role.HEAD, new).has_perm("plans.edit_assignments", plan)
    assert not person(Role.HEAD, made.north).has_perm("plans.edit_assignments", plan)
    waiting = {row.unit: row.plans for row in waiting_of(act, today=TODAY).units}
    assert waiting[made.south] == [second]
    assert waiting[made.dissolved] == [left]


@pytest.mark.parametrize("status", [PlanStatus.ACTIVE, PlanStatus.CLOSED])
def test_an_undoing_gives_the_plan_back(status):
    """Of a task whose plan has ended, too."""
    made = scene()
    plan = running(made.work(made.north))
    Plan.objects.filter(pk=made.shared.plan_id).update(status=status)
    head = person(Role.HEAD, made.north)
    act = made.carried_out(made.prepared("Xã Bắc\tXã Giữ"))
    assert Plan.objects.get(pk=plan.pk).owner == made.stays

    undoing.undo(act=act, by=made.administrator, at=NOON)

    assert Plan.objects.get(pk=plan.pk).owner == made.north
    assert head.has_perm("plans.edit_assignments", plan)
    assert not person(Role.HEAD, made.stays).has_perm("plans.view_plan", plan)


def test_a_plan_for_a_task_that_the_successor_does_not_lead_is_refused_in_words():
    made = scene()
    running(made.work(made.north))
    act = made.prepared("Xã Bắc\tXã Giữ")
    key = f"{made.work(made.north).pk}"
    preparing.decide(act=act, decisions={key: "close"}, by=made.administrator, at=NOON)

    with pytest.raises(Refused, match="Kế hoạch số 07-KH/ĐU: Xã Giữ không được giao nhiệm vụ"):
        made.carried_out(act)

    assert Unit.objects.get(pk=made.north.pk).last_day is None
