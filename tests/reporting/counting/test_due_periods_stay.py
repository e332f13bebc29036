"""What was owed in a period that is due stays, whatever is changed afterwards."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plans import assigning, ending, leading
from plans.models import Assignment, AssignmentRole, TaskKind
from reporting.counting.obligations import owed_counts, owed_in
from reporting.entries import starting
from tests.factories import (
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
)
from tracker.lib.refusal import Refused

LEAD, COORDINATING = AssignmentRole.LEAD, AssignmentRole.COORDINATING
LAST, DUE = date(2026, 3, 31), date(2026, 4, 10)


def _at(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, COORDINATING], ids=["removed", "co-ordinating"])
@pytest.mark.parametrize(
    ("day", "is_owed"),
    [
        # Ended before the last day of the period, on it, and until and after the due day
        (LAST, False),
        (LAST + timedelta(days=1), True),
        (DUE, True),
        (DUE + timedelta(days=1), True),
    ],
    ids=str,
)
def test_a_lead_taken_away_owes_the_periods_whose_last_day_it_saw(role, day, is_owed):
    period = ReportingPeriodFactory(data_to=LAST, due_on=DUE)
    began = date(2026, 1, 5)
    assignment = AssignmentFactory(
        task__group__plan=period.plan, first_day=began, confirmed_on=began
    )

    assigning.set_role(
        task=assignment.task, unit=assignment.unit, role=role, by=UserFactory(), at=_at(day)
    )

    assert owed_in(period).exists() == is_owed
    assert bool(owed_counts([period])) == is_owed
    later = ReportingPeriodFactory(
        plan=period.plan,
        data_from=date(2026, 4, 1),
        data_to=date(2026, 6, 30),
        due_on=date(2026, 7, 10),
    )
    assert not owed_in(later).exists()


class Office:
    """One task, three units, periods of a month; any step on any day."""

    def __init__(self, *, is_shared):
        self.person, self.document = UserFactory(), LegalDocumentFactory()
        self.task = TaskFactory(kind=TaskKind.RECURRING, is_fan_out=is_shared)
        first = AssignmentFactory(task=self.task, is_own_part=is_shared)
        self.units = [first.unit, UnitFactory(), UnitFactory()]
        days = [date(2025, month, 1) for month in range(1, 8)]
        self.periods = [
            ReportingPeriodFactory(
                plan=self.task.plan,
                data_from=day,
                data_to=following - timedelta(days=1),
                due_on=following + timedelta(days=4),
            )
            for day, following in pairwise(days)
        ]

    def take(self, step, unit, other, day, back):
        self.by = {"by": self.person, "at": _at(day)}
        self.on = day - timedelta(days=back)
        try:
            getattr(self, step)(self.units[unit], self.units[other])
        except (Refused, Assignment.DoesNotExist):
            return  # there is nothing to take this step on

    def _of(self, unit):
        return Assignment.objects.current().get(task=self.task, unit=unit)

    def remove(self, unit, other):
        assigning.set_role(task=self.task, unit=unit, role=None, **self.by)

    def lead(self, unit, other):
        assigning.set_role(task=self.task, unit=unit, role=LEAD, **self.by)

    def co_ordinate(self, unit, other):
        assigning.set_role(task=self.task, unit=unit, role=COORDINATING, **self.by)

    def confirm(self, unit, other):
        assigning.confirm(assignment=self._of(unit), first_day=self.on, **self.by)

    def set_first_day(self, unit, other):
        starting.set_first_day(
            assignment=self._of(unit), first_day=self.on, document=self.document, **self.by
        )

    def drop(self, unit, other):
        reason = "Không còn phù hợp."
        ending.drop(assignment=self._of(unit), on=self.on, document=None, reason=reason, **self.by)

    def transfer(self, unit, other):
        ending.transfer(
            assignment=self._of(unit), to=other, on=self.on, document=self.document, **self.by
        )

    def share(self, unit, other):
        leading.add_lead(task=self.task, unit=unit, **self.by)

    def owed(self):
        """The units that owe the task in each period; each of them once."""
        owed = [list(owed_in(period).values_list("unit", flat=True)) for period in self.periods]
        assert all(len(units) == len(set(units)) for units in owed)
        return [set(units) for units in owed]


STEPS = ["remove", "lead", "co_ordinate", "confirm", "drop", "transfer", "share"]
STEPS += ["set_first_day"]
steps = st.lists(
    st.tuples(
        st.sampled_from(STEPS),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, 25),
        st.integers(0, 40),
    ),
    max_size=12,
)


class TestDuePeriodsStay(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(is_shared=st.booleans(), steps=steps)
    def test_after_any_steps(self, is_shared, steps):
        office = Office(is_shared=is_shared)
        day, before = date(2025, 1, 2), office.owed()
        for step, unit, other, days, back in steps:
            day += timedelta(days=days)
            office.take(step, unit, other, day, back)
            after = office.owed()
            for period, was, now in zip(office.periods, before, after, strict=True):
                assert period.due_on >= day or now == was, (step, period)
            before = after
