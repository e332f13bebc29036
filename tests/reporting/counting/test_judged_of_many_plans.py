"""The judged periods of many plans are joined as rows: the same labels as plan by plan."""

from datetime import timedelta

import pytest
from django.utils import timezone

from plans.models import Assignment, TaskKind
from reporting.counting.calendar import calendar_of
from reporting.counting.judged import judged_on
from reporting.counting.status_columns import RANKS, with_status
from reporting.models import AdjustmentKind, EntryStatus, PeriodAdjustment, ReportingPeriod
from tests.factories import AssignmentFactory, ReportingPeriodFactory, UserFactory, entry_at

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _plan(*, is_released=False, is_added=False):
    """A plan with two periods that are due, and four units with recurring work."""
    first = AssignmentFactory(task__kind=TaskKind.RECURRING, is_own_part=True)
    plan = first.task.plan
    early, late = (
        ReportingPeriodFactory(
            plan=plan,
            data_from=TODAY - timedelta(days=days + 29),
            data_to=TODAY - timedelta(days=days),
            due_on=TODAY - timedelta(days=days - 5),
            opened_at=timezone.now() - timedelta(days=days),
        )
        for days in (60, 30)
    )
    rows = [first, *(AssignmentFactory(task=first.task, is_own_part=True) for _ in range(3))]
    newcomer = AssignmentFactory(
        task=first.task, is_own_part=True, first_day=TODAY - timedelta(days=10)
    )
    then = timezone.now() - timedelta(days=26)
    entry_at(EntryStatus.ACCEPTED, assignment=rows[0], period=late, at=then)
    entry_at(EntryStatus.SENT, assignment=rows[1], period=early, at=then)
    entry_at(EntryStatus.SENT, assignment=rows[2], period=late, at=then)
    decisions = []
    if is_released:
        decisions += [(late, rows[1], "released"), (early, rows[3], "released")]
        decisions += [(late, rows[3], "released")]
    if is_added:
        decisions += [(late, newcomer, "added")]
    for period, row, kind in decisions:
        PeriodAdjustment.objects.create(
            period=period,
            unit=row.unit,
            kind=AdjustmentKind(kind),
            reason="Theo Công văn 12",
            by=UserFactory(),
            at=timezone.now() - timedelta(days=1),
        )
    return plan


@pytest.mark.parametrize("days_ago", [0, 2, 28])
def test_the_labels_of_all_plans_together_are_those_of_each(days_ago):
    plans = [_plan(), _plan(is_released=True, is_added=True), _plan(is_released=True)]
    AssignmentFactory(task__kind=TaskKind.RECURRING)  # of a plan without periods
    as_of = TODAY - timedelta(days=days_ago)

    together = _labels(Assignment.objects.all(), as_of, judged_on(as_of, up_to=None))

    for plan in plans:
        judged = judged_on(as_of, up_to=None, calendar=calendar_of(plan))
        apart = _labels(Assignment.objects.filter(task__plan=plan), as_of, judged)
        assert apart == {pk: together[pk] for pk in apart}
    assert len(set(together.values())) > 1


def test_a_statement_over_all_plans_does_not_grow_with_them():
    def longest(count):
        for _ in range(count - ReportingPeriod.objects.count()):
            ReportingPeriodFactory(due_on=TODAY - timedelta(days=3))
        judged = judged_on(TODAY, up_to=None)
        assert len(judged.by_plan) == count
        sql, _ = with_status(
            Assignment.objects.all(), as_of=TODAY, judged=judged
        ).query.sql_with_params()
        return len(sql)

    few, many = longest(2), longest(20)

    assert many - few < 200


def _labels(rows, as_of, judged):
    found = with_status(rows, as_of=as_of, judged=judged)
    return {row["pk"]: tuple(row[name] for name in RANKS) for row in found.values("pk", *RANKS)}
