"""The rule of obligations by days agrees with the one that selects rows."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plans.models import Assignment, EndReason, TaskKind
from reporting.counting.calendar import calendar_of
from reporting.counting.obligations import owed_in
from reporting.counting.work_days import count_owed, works_of
from reporting.models import AdjustmentKind, AssignmentStanding, PeriodAdjustment
from tests.factories import (
    NOON,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)
day = st.integers(0, 200).map(lambda number: START + timedelta(days=number))
maybe = st.one_of(st.none(), day)


@st.composite
def works(draw):
    """Days of one assignment, its unit and its completion, in the order that constraints ask."""
    ended_on, last_day, complete_in = draw(maybe), draw(maybe), draw(maybe)
    return {
        "kind": draw(st.sampled_from([TaskKind.ONE_OFF, TaskKind.RECURRING])),
        "assignment": {
            "first_day": draw(maybe),
            "confirmed_on": draw(maybe),
            "ended_on": ended_on,
            "end_reason": EndReason.DROPPED if ended_on else "",
            "end_recorded_on": draw(maybe) if ended_on else None,
        },
        "unit": {"last_day": last_day, "end_recorded_on": draw(maybe) if last_day else None},
        "standing": {
            "complete_in": complete_in,
            "complete_from": draw(day) if complete_in else None,
            "complete_until": draw(maybe) if complete_in else None,
        },
        "adjusted": draw(st.sampled_from([None, None, *AdjustmentKind.values])),
        "decided_on": draw(day),
    }


class TestBothRulesAgree(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(works(), min_size=1, max_size=4))
    def test_for_any_days_and_adjustments(self, drawn):
        plan = PlanFactory()
        group = TaskGroupFactory(plan=plan)
        periods = [
            ReportingPeriodFactory(
                plan=plan,
                data_from=START + timedelta(days=start),
                data_to=START + timedelta(days=start + 59),
                due_on=START + timedelta(days=start + 69),
            )
            for start in (0, 60, 120)
        ]
        by = UserFactory()
        for work in drawn:
            assignment = AssignmentFactory(
                task__group=group,
                task__kind=work["kind"],
                unit=UnitFactory(**work["unit"]),
                **work["assignment"],
            )
            AssignmentStanding.objects.create(assignment=assignment, **work["standing"])
            if work["adjusted"]:
                PeriodAdjustment.objects.create(
                    period=periods[1],
                    unit=assignment.unit,
                    kind=work["adjusted"],
                    reason="Theo Công văn 12",
                    by=by,
                    at=timezone.make_aware(datetime.combine(work["decided_on"], time(6))),
                )

        work = works_of(lambda: Assignment.objects.filter(task__plan=plan), "unit")

        selected = {(period.pk, row.unit_id): 1 for period in periods for row in owed_in(period)}
        assert count_owed(work, periods) == selected
        adjusted = calendar_of(plan).adjusted
        assert count_owed(work, periods, adjusted=adjusted) == selected


def test_adjustments_are_read_only_where_there_is_one(django_assert_num_queries):
    period = ReportingPeriodFactory()
    assignment = AssignmentFactory(task__group__plan=period.plan)
    rows = Assignment.objects.filter(task__plan=period.plan)
    with django_assert_num_queries(1):
        assert count_owed(works_of(lambda: rows, "unit"), [period])
    PeriodAdjustment.objects.create(
        period=period,
        unit=assignment.unit,
        kind=AdjustmentKind.RELEASED,
        reason="Theo Công văn 12",
        by=UserFactory(),
        at=NOON,
    )
    with django_assert_num_queries(2):
        assert not count_owed(works_of(lambda: rows, "unit"), [period])
