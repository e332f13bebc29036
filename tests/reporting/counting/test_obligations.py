"""Obligations: the same for one period and for many, with ended and accepted assignments."""

from datetime import date

import pytest

from plans.models import EndReason, TaskKind
from reporting.counting.obligations import owed_counts, owed_in
from reporting.models import DeclaredState, EntryStatus
from tests.factories import (
    AssignmentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UnitFactory,
    entry_at,
)
from units.models import Unit

pytestmark = pytest.mark.django_db


def test_one_period_and_many_have_the_same_obligations():
    first = ReportingPeriodFactory()
    plan = first.plan
    second = ReportingPeriodFactory(
        plan=plan, data_from=date(2026, 4, 1), data_to=date(2026, 6, 30), due_on=date(2026, 7, 10)
    )
    of_another_plan = ReportingPeriodFactory()
    done = AssignmentFactory(task__group__plan=plan, task__kind=TaskKind.ONE_OFF)
    entry_at(EntryStatus.ACCEPTED, assignment=done, period=first, state=DeclaredState.DONE)
    open_one_off = AssignmentFactory(task__group__plan=plan, task__kind=TaskKind.ONE_OFF)
    recurring = AssignmentFactory(task__group__plan=plan, task__kind=TaskKind.RECURRING)
    ended = AssignmentFactory(
        task__group__plan=plan, ended_on=date(2026, 3, 1), end_reason=EndReason.DROPPED
    )
    gone = AssignmentFactory(task__group__plan=plan, unit=UnitFactory(last_day=date(2026, 2, 1)))
    AssignmentFactory(task__group__plan=plan, unit=UnitFactory(first_day=date(2026, 8, 1)))
    AssignmentFactory(task__group__plan=plan, state="proposed")
    AssignmentFactory(task__group__plan=plan, role="coordinating")
    same_unit = AssignmentFactory(task=TaskFactory(group=recurring.task.group), unit=recurring.unit)

    periods = [first, second, of_another_plan]
    counts = {(row.period_id, row.unit_id, row.group_id): row.num for row in owed_counts(periods)}

    alone = {}
    for period in periods:
        for row in owed_in(period).select_related("task"):
            key = (period.pk, row.unit_id, row.task.group_id)
            alone[key] = alone.get(key, 0) + 1
    assert counts == alone
    assert set(owed_in(first)) == {done, open_one_off, recurring, ended, gone, same_unit}
    assert set(owed_in(second)) == {open_one_off, recurring, same_unit}


def test_counts_can_be_limited_to_some_units():
    period = ReportingPeriodFactory()
    mine, _ = (AssignmentFactory(task__group__plan=period.plan) for _ in range(2))

    counts = owed_counts([period], Unit.objects.filter(pk=mine.unit_id))

    assert [(row.unit_id, row.num) for row in counts] == [(mine.unit_id, 1)]


def test_without_a_period_there_are_no_obligations():
    assert owed_counts([]) == []
