"""Releasing a unit from one period and adding it, with a reason in the history."""

from datetime import timedelta

import pytest

from plans.models import AssignmentRole, AssignmentState
from reporting.counting.obligations import expected_units
from reporting.counting.open_periods import open_periods
from reporting.models import EntryStatus, Notice, PeriodAdjustment
from reporting.notices import reminding
from reporting.periods import adjusting
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role

REASON = "Mới thành lập, chưa có số liệu."
STEPS = [adjusting.release, adjusting.add]


def _scene():
    """A period and a unit that leads a task of its plan, with who acts and when."""
    assignment = AssignmentFactory()
    period = ReportingPeriodFactory(plan=assignment.task.plan)
    return {"period": period, "unit": assignment.unit, "by": UserFactory(), "at": NOON}


def _history(period):
    return list(period.events.order_by("pk").values_list("kind", "note"))


@pytest.mark.django_db
@pytest.mark.parametrize(("step", "kind"), [(STEPS[0], "released"), (STEPS[1], "added")])
def test_an_adjustment_is_kept_with_its_reason_and_told_in_the_history(step, kind):
    scene = _scene()

    adjustment = step(**scene, reason=f" {REASON} ")

    assert (adjustment.kind, adjustment.reason) == (kind, REASON)
    assert _history(scene["period"]) == [(kind, f"{scene['unit'].name}. Lý do: {REASON}")]


@pytest.mark.django_db
def test_an_adjustment_is_taken_back_once():
    scene = _scene()
    adjustment = adjusting.release(**scene, reason=REASON)
    by = {"by": scene["by"], "at": NOON}

    adjusting.remove_adjustment(adjustment=adjustment, **by)
    with pytest.raises(Refused, match="đã được bỏ"):
        adjusting.remove_adjustment(
            adjustment=PeriodAdjustment(pk=adjustment.pk, period=scene["period"]), **by
        )

    assert not PeriodAdjustment.objects.exists()
    kind, note = _history(scene["period"])[-1]
    assert kind == "adjustment_removed"
    assert scene["unit"].name in note
    assert REASON in note


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_an_adjustment_without_a_reason_is_refused(step):
    with pytest.raises(Refused, match="nêu lý do"):
        step(**_scene(), reason=" ")


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "assignment", [{"role": AssignmentRole.COORDINATING}, {"state": AssignmentState.PROPOSED}, None]
)
def test_a_unit_that_leads_no_task_of_the_plan_is_refused(step, assignment):
    scene = _scene()
    scene["unit"] = UnitFactory()
    AssignmentFactory(unit=scene["unit"])  # of another plan
    if assignment:
        AssignmentFactory(task__group__plan=scene["period"].plan, unit=scene["unit"], **assignment)

    with pytest.raises(Refused, match="không chủ trì nhiệm vụ nào"):
        step(**scene, reason=REASON)


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_a_unit_has_one_adjustment_in_a_period(step):
    scene = _scene()
    adjusting.release(**scene, reason=REASON)

    with pytest.raises(Refused, match="Hãy bỏ điều chỉnh đó trước"):
        step(**scene, reason=REASON)


@pytest.mark.django_db
def test_a_unit_that_has_sent_cannot_be_released_nor_its_addition_be_taken_back():
    scene = _scene()
    added = adjusting.add(**scene, reason=REASON)
    assignment = scene["unit"].assignments.get()
    entry_at(EntryStatus.SENT, assignment=assignment, period=scene["period"])

    with pytest.raises(Refused, match="không còn gì để miễn"):
        adjusting.release(**scene, reason=REASON)
    with pytest.raises(Refused, match="không bỏ được nữa"):
        adjusting.remove_adjustment(adjustment=added, by=scene["by"], at=NOON)

    assert PeriodAdjustment.objects.get() == added


@pytest.mark.django_db
def test_a_released_unit_is_expected_neither_in_states_nor_in_counts_until_it_is_taken_back():
    scene = _scene()
    period, unit = scene["period"], scene["unit"]
    after = period.due_on + timedelta(days=1)

    def states():
        (row,) = open_periods([period], as_of=after)
        return row.num_expected, row.unsent

    assert states() == (1, (unit.pk,))
    released = adjusting.release(**scene, reason=REASON)
    assert states() == (0, ())
    assert unit not in expected_units(period)
    adjusting.remove_adjustment(adjustment=released, by=scene["by"], at=NOON)
    assert states() == (1, (unit.pk,))


@pytest.mark.django_db
def test_an_added_unit_owes_its_lead_assignments_although_they_begin_later_and_may_file():
    scene = _scene()
    period, assignment = scene["period"], scene["unit"].assignments.get()
    assignment.first_day = period.data_to + timedelta(days=1)
    assignment.save(update_fields=["first_day"])
    assert not expected_units(period)

    adjusting.add(**scene, reason=REASON)

    assert list(expected_units(period)) == [scene["unit"]]
    entry = entry_at(EntryStatus.SENT, assignment=assignment, period=period)
    assert entry.submission.sent_at


@pytest.mark.django_db
def test_a_released_unit_is_not_reminded_and_its_reminder_is_not_mailed():
    scene = _scene()
    person(Role.OFFICER, scene["unit"])
    due_on = scene["period"].due_on
    for days in (-1, 1):
        reminding.remind(at=NOON + (due_on + timedelta(days=days) - TODAY))
    notices = list(Notice.objects.all())
    assert len(notices) == 2

    adjusting.release(**scene, reason=REASON)

    outdated = reminding.out_of_date(notices, today=due_on)
    assert outdated == {notice.pk for notice in notices}
    reminding.remind(at=NOON + (due_on + timedelta(days=8) - TODAY))
    assert Notice.objects.count() == 2


@pytest.mark.django_db
def test_another_period_is_not_touched():
    scene = _scene()
    other = ReportingPeriodFactory(plan=scene["period"].plan)

    adjusting.release(**scene, reason=REASON)

    assert list(expected_units(other)) == [scene["unit"]]


@pytest.mark.django_db(transaction=True)
def test_of_two_adjustments_at_once_one_is_refused():
    scene = _scene()

    outcomes = run_together(*(lambda step=step: step(**scene, reason=REASON) for step in STEPS))

    assert sorted(outcomes) == ["done", "refused"]
    assert len(_history(scene["period"])) == 1
