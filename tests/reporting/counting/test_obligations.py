"""Obligations: the same for one period and for many, with ended and accepted assignments."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from plans import assigning
from plans.models import Assignment, EndReason, TaskKind
from reporting.counting.calendar import calendar_of
from reporting.counting.facts import facts_of
from reporting.counting.judged import judged_on
from reporting.counting.labels import Label
from reporting.counting.obligations import owed_counts, owed_in, owed_periods
from reporting.counting.status import status_from
from reporting.counting.status_columns import status_of, with_status
from reporting.models import (
    AdjustmentKind,
    DeclaredState,
    EntryStatus,
    PeriodAdjustment,
    ReportingPeriod,
)
from reporting.verification import verifying
from tests.factories import (
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
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
    AssignmentFactory(
        task__group__plan=plan, ended_on=date(2026, 3, 1), end_reason=EndReason.DROPPED
    )
    AssignmentFactory(task__group__plan=plan, unit=UnitFactory(last_day=date(2026, 2, 1)))
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
    assert set(owed_in(first)) == {done, open_one_off, recurring, same_unit}
    assert set(owed_in(second)) == {open_one_off, recurring, same_unit}


LAST, DUE = date(2026, 3, 31), date(2026, 4, 10)


@pytest.mark.parametrize(
    ("days", "is_owed"),
    [
        ({"first_day": LAST}, True),
        ({"first_day": LAST + timedelta(days=1)}, False),
        # Recorded until the due day, it counts for the period; afterwards it does not.
        ({"first_day": date(2026, 1, 1), "confirmed_on": DUE}, True),
        ({"first_day": date(2026, 1, 1), "confirmed_on": DUE + timedelta(days=1)}, False),
        ({"ended_on": LAST, "end_recorded_on": DUE}, False),
        ({"ended_on": LAST + timedelta(days=1)}, True),
        ({"ended_on": date(2026, 2, 1), "end_recorded_on": DUE + timedelta(days=1)}, True),
    ],
)
def test_an_assignment_is_owed_if_in_force_on_the_last_day(days, is_owed):
    period = ReportingPeriodFactory(data_to=LAST, due_on=DUE)
    reason = {"end_reason": EndReason.DROPPED} if "ended_on" in days else {}
    AssignmentFactory(task__group__plan=period.plan, **days, **reason)

    assert owed_in(period).exists() == is_owed
    assert bool(owed_counts([period])) == is_owed


@pytest.mark.parametrize(
    ("days", "is_owed"),
    [
        ({"last_day": LAST - timedelta(days=1)}, False),
        ({"last_day": LAST}, True),
        # A merger recorded with an earlier day after the due day takes nothing away.
        ({"last_day": date(2026, 2, 1), "end_recorded_on": DUE + timedelta(days=1)}, True),
        ({"last_day": date(2026, 2, 1), "end_recorded_on": DUE}, False),
    ],
)
def test_a_unit_that_ended_before_the_last_day_owes_nothing(days, is_owed):
    period = ReportingPeriodFactory(data_to=LAST, due_on=DUE)
    AssignmentFactory(task__group__plan=period.plan, unit=UnitFactory(**days))

    assert owed_in(period).exists() == is_owed
    assert bool(owed_counts([period])) == is_owed


def test_confirming_today_leaves_periods_that_are_due_as_they_were():
    period = ReportingPeriodFactory(data_to=LAST, due_on=DUE)
    assignment = AssignmentFactory(task__group__plan=period.plan, state="proposed")
    at = timezone.make_aware(datetime(2026, 11, 2, 9))

    assigning.confirm(assignment=assignment, first_day=date(2026, 1, 1), by=UserFactory(), at=at)

    assert not owed_in(period).exists()


def test_a_completion_accepted_after_the_due_day_changes_nothing_before():
    """The office accepted the result of the first quarter when the second was due already."""
    first = ReportingPeriodFactory(data_to=LAST, due_on=DUE)
    second = ReportingPeriodFactory(
        plan=first.plan,
        data_from=date(2026, 4, 1),
        data_to=date(2026, 6, 30),
        due_on=date(2026, 7, 10),
    )
    assignment = AssignmentFactory(task__group__plan=first.plan)
    entry = entry_at(
        EntryStatus.SENT, assignment=assignment, period=first, state=DeclaredState.DONE
    )
    at = timezone.make_aware(datetime(2026, 7, 12, 9))

    verifying.accept(entry=entry, by=UserFactory(), at=at)

    assert owed_in(second).exists()


@pytest.mark.parametrize(
    ("kind", "first_day", "is_owed"),
    [
        (None, LAST, True),
        (AdjustmentKind.RELEASED, LAST, False),
        (AdjustmentKind.ADDED, LAST + timedelta(days=5), True),
        (None, LAST + timedelta(days=5), False),
    ],
)
def test_the_office_releases_or_adds_a_unit_for_one_period(kind, first_day, is_owed):
    period = ReportingPeriodFactory(data_to=LAST, due_on=DUE)
    assignment = AssignmentFactory(task__group__plan=period.plan, first_day=first_day)
    if kind:
        PeriodAdjustment.objects.create(
            period=period,
            unit=assignment.unit,
            kind=kind,
            reason="Theo Công văn 12",
            by=UserFactory(),
            at=NOON,
        )

    assert owed_in(period).exists() == is_owed
    assert bool(owed_counts([period])) == is_owed


@pytest.mark.parametrize(("days", "is_owed"), [(0, True), (1, False)])
def test_a_unit_that_is_added_owes_nothing_that_is_confirmed_afterwards(days, is_owed):
    period = ReportingPeriodFactory(data_to=LAST, due_on=DUE)
    decided_on = DUE + timedelta(days=10)
    confirmed_on = decided_on + timedelta(days=days)
    assignment = AssignmentFactory(
        task__group__plan=period.plan,
        task__kind=TaskKind.RECURRING,
        first_day=confirmed_on,
        confirmed_on=confirmed_on,
    )
    PeriodAdjustment.objects.create(
        period=period,
        unit=assignment.unit,
        kind=AdjustmentKind.ADDED,
        reason="Theo Công văn 12",
        by=UserFactory(),
        at=timezone.make_aware(datetime.combine(decided_on, time(9))),
    )

    assert owed_in(period).exists() == is_owed
    assert bool(owed_counts([period])) == is_owed
    label = Label.PERIOD_MISSING if is_owed else Label.NOT_DUE
    day = confirmed_on + timedelta(days=1)
    (row,) = with_status(Assignment.objects.all(), as_of=day)
    assert status_of(row).label == label
    ((found, _),) = facts_of(Assignment.objects.all(), as_of=day, up_to=None)
    assert status_from(found, as_of=day).label == label
    judged = judged_on(day, up_to=None, calendar=calendar_of(period.plan))
    assert judged.by_plan == judged_on(day, up_to=None).by_plan
    days = {"first_day": confirmed_on, "confirmed_on": confirmed_on}
    expected = LAST if is_owed else None
    assert judged.day_for(period.plan_id, assignment.unit_id, **days) == expected


def test_a_unit_that_is_added_owes_what_it_has_and_not_what_ended():
    """A lead that ended long ago, and the same task again, which begins after the period."""
    period = ReportingPeriodFactory(data_to=LAST, due_on=DUE)
    old = AssignmentFactory(
        task__group__plan=period.plan, ended_on=date(2026, 2, 1), end_reason=EndReason.DROPPED
    )
    again = AssignmentFactory(task=old.task, unit=old.unit, first_day=LAST + timedelta(days=5))
    PeriodAdjustment.objects.create(
        period=period,
        unit=old.unit,
        kind=AdjustmentKind.ADDED,
        reason="Theo Công văn 12",
        by=UserFactory(),
        at=NOON,
    )

    assert list(owed_in(period)) == [again]
    assert [row.num for row in owed_counts([period])] == [1]


def test_counts_can_be_limited_to_some_units():
    period = ReportingPeriodFactory()
    mine, _ = (AssignmentFactory(task__group__plan=period.plan) for _ in range(2))

    counts = owed_counts([period], Unit.objects.filter(pk=mine.unit_id))

    assert [(row.unit_id, row.num) for row in counts] == [(mine.unit_id, 1)]


def test_without_a_period_there_are_no_obligations():
    assert owed_counts([]) == []


def test_the_periods_that_assignments_owe_are_those_of_each_period(django_assert_num_queries):
    task = TaskFactory(kind=TaskKind.RECURRING, is_fan_out=True)
    days = [date(2026, month, 1) for month in (1, 4, 7)]
    for first in days:
        ReportingPeriodFactory(
            plan=task.plan,
            data_from=first,
            data_to=first + timedelta(days=89),
            due_on=first + timedelta(days=99),
        )
    rows = [AssignmentFactory(task=task, is_own_part=True) for _ in range(3)]
    Assignment.objects.filter(pk=rows[0].pk).update(ended_on=days[1], end_reason="dropped")
    Assignment.objects.filter(pk=rows[1].pk).update(first_day=days[2])
    AssignmentFactory()
    periods = list(ReportingPeriod.objects.filter(plan=task.plan).oldest_first())

    with django_assert_num_queries(1):
        found = owed_periods(periods, Assignment.objects.filter(task=task))

    assert sorted((one.period_id, one.assignment_id) for one in found) == sorted(
        (period.pk, pk) for period in periods for pk in owed_in(period).values_list("pk", flat=True)
    )
    assert len(found) == 5
    assert [one.period_id for one in found] == sorted(one.period_id for one in found)
    assert {one.task_id for one in found} == {task.pk}
