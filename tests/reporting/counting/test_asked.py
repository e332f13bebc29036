"""Who is asked for a contribution in a period, by the rules in force on its due day."""

from datetime import timedelta

import pytest

from plans import following, leading
from plans.models import TaskKind
from reporting.counting.asked import asked_counts, asked_in
from reporting.models import AdjustmentKind, EntryStatus, PeriodAdjustment
from tests.factories import NOON, TODAY, UserFactory, entry_at
from tests.reporting.contributions.scene import Scene

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene():
    return Scene()


def _is_asked(scene):
    """Whether the unit is asked, by both forms of the rule."""
    units = [row.unit_id for row in asked_counts([scene.period])]
    assert units == list(asked_in(scene.period).values_list("unit", flat=True))
    return units == [scene.helper.unit_id]


def _of_plan(scene, are_required, at=NOON):
    plan = scene.task.plan
    following.set_contributions(plan=plan, are_required=are_required, by=UserFactory(), at=at)


def test_nothing_is_asked_without_a_rule(scene):
    assert not _is_asked(scene)


def test_the_plan_asks_and_a_task_may_decide_otherwise(scene):
    by = UserFactory()
    _of_plan(scene, True)
    assert _is_asked(scene)

    leading.waive_contributions(task=scene.task, by=by, at=NOON)
    assert not _is_asked(scene)
    leading.ask_contributions_as_plan(task=scene.task, by=by, at=NOON)
    assert _is_asked(scene)

    _of_plan(scene, False)
    assert not _is_asked(scene)
    leading.ask_contributions(task=scene.task, by=by, at=NOON)
    assert _is_asked(scene)


def test_a_rule_set_after_the_due_day_asks_for_nothing(scene):
    due = NOON + (scene.period.due_on - TODAY)

    _of_plan(scene, True, at=due + DAY)
    scene.require(at=due + DAY)
    assert not _is_asked(scene)

    scene.period.due_on += DAY
    scene.period.save()
    assert _is_asked(scene)


def test_what_was_asked_stays_asked_after_the_due_day(scene):
    scene.require()
    late = NOON + (scene.period.due_on - TODAY) + DAY

    leading.waive_contributions(task=scene.task, by=UserFactory(), at=late)

    assert _is_asked(scene)


def test_a_unit_confirmed_after_the_due_day_is_not_asked(scene):
    scene.require()
    scene.helper.confirmed_on = scene.period.due_on + DAY
    scene.helper.save()

    assert not _is_asked(scene)


def test_a_released_unit_is_not_asked(scene):
    scene.require()
    PeriodAdjustment.objects.create(
        period=scene.period,
        unit=scene.helper.unit,
        kind=AdjustmentKind.RELEASED,
        reason="Mới thành lập.",
        at=NOON,
        by=UserFactory(),
    )

    assert not _is_asked(scene)


@pytest.mark.parametrize("kind", TaskKind)
def test_work_that_ends_is_asked_for_until_it_is_done(scene, kind):
    scene.require()
    scene.task.kind = kind
    scene.task.save()
    earlier = scene.period
    entry_at(
        EntryStatus.ACCEPTED, assignment=scene.lead, period=earlier, state="done", percent=None
    )
    scene.period = type(earlier).objects.create(
        plan=earlier.plan,
        name="Kỳ sau",
        data_from=earlier.data_to + DAY,
        data_to=earlier.data_to + 60 * DAY,
        due_on=earlier.data_to + 70 * DAY,
        opened_at=NOON,
    )

    assert _is_asked(scene) == (kind != TaskKind.ONE_OFF)


def test_asked_and_sent_are_counted_by_unit(scene):
    scene.require()
    assert [(row.num_asked, row.num_missing) for row in asked_counts([scene.period])] == [(1, 1)]

    scene.send()

    assert [(row.num_asked, row.num_missing) for row in asked_counts([scene.period])] == [(1, 0)]
