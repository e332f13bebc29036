"""Statements are kept by everything that they depend on."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from plans.access import ensure_grants
from plans.models import TaskGroupWatch
from reporting.counting.calendar import calendar_of
from reporting.counting.expected import expected_in, results_in
from reporting.counting.figures import Scope, figures_of, statement_key
from reporting.counting.status import Cell, Label
from reporting.counting.tallies import By
from reporting.dashboards.assignment_list import list_of
from reporting.models import AdjustmentKind, ByUnits, PeriodAdjustment, ReportingPeriod
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tracker.lib import statements
from units.models import Role, Succession, SuccessionKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    period = ReportingPeriodFactory(
        data_to=TODAY - timedelta(days=40), due_on=TODAY - timedelta(days=20)
    )
    ensure_grants(plan=period.plan)
    return period


@pytest.fixture
def leader():
    return person(Role.LEADER)


def _others(period):
    """By field of a scope: another value."""
    return {
        "plan": PlanFactory(),
        "as_of": TODAY - timedelta(days=1),
        "up_to": period,
        "bloc": "party",
        "unit_id": 1,
        "group_id": 1,
        "task_id": 1,
        "label": Label.OVERDUE,
        "period_label": Label.PERIOD_DONE,
        "cell": Cell.OPEN_LATE,
        "only_done": True,
    }


def test_each_limit_of_a_scope_changes_the_key(period, leader):
    scope = Scope(plan=period.plan, as_of=TODAY)
    others = _others(period)

    assert {row.name for row in fields(Scope)} == {*others, "by_units", "calendar"}
    ensure_grants(plan=others["plan"])
    keys = [
        statement_key(each, user=leader)
        for each in [scope, *(replace(scope, **{name: value}) for name, value in others.items())]
    ]
    assert None not in keys
    assert len(set(keys)) == len(keys)
    assert statement_key(replace(scope), user=leader) == keys[0]


def test_periods_adjustments_successions_and_settings_change_the_key(period, leader, settings):
    old = UnitFactory(last_day=TODAY - timedelta(days=60))

    def key(by_units=ByUnits.THEN):
        plan = period.plan
        scope = Scope(plan=plan, as_of=TODAY, by_units=by_units, calendar=calendar_of(plan))
        return statement_key(scope, user=leader)

    keys = [key()]
    PeriodAdjustment.objects.create(
        period=period,
        unit=old,
        kind=AdjustmentKind.RELEASED,
        reason="Theo Công văn 12",
        by=UserFactory(),
        at=NOON,
    )
    keys.append(key())
    ReportingPeriod.objects.update(due_on=TODAY - timedelta(days=10))
    keys.append(key())
    Succession.objects.create(
        predecessor=old,
        successor=UnitFactory(),
        kind=SuccessionKind.MERGE,
        effective_on=TODAY - timedelta(days=59),
        document="1-QĐ/TU",
    )
    keys.append(key(ByUnits.NOW))
    settings.DUE_SOON_DAYS = 3
    keys.append(key())
    assert len(set(keys)) == len(keys)


def test_what_readers_of_a_part_are_shown_is_not_kept(period):
    mine, _ = (AssignmentFactory(task__group__plan=period.plan) for _ in range(2))
    officer = person(Role.OFFICER, mine.unit)
    scope = Scope(plan=period.plan, as_of=TODAY)

    assert statement_key(scope, user=officer) is None
    assert figures_of(scope, user=officer).total.num_all == 1
    assert figures_of(scope, user=person(Role.LEADER)).total.num_all == 2


def test_readers_of_a_part_share_statements_and_count_their_own(period, monkeypatch):
    monkeypatch.setattr(statements, "_kept", type(statements._kept)())
    work = [AssignmentFactory(task__group__plan=period.plan) for _ in range(4)]
    officers = [person(Role.OFFICER, row.unit) for row in work[:2]]
    observers = [person(Role.OBSERVER) for _ in range(3)]
    # Whole groups are few: who follows the same ones shares
    for row, observer in zip([*work[2:], work[2]], observers, strict=True):
        unit = observer.memberships.get().unit
        TaskGroupWatch.objects.create(group=row.task.group, unit=unit)
    scope = Scope(plan=period.plan, as_of=TODAY)

    def counted(user):
        expected = expected_in(scope, [period], user=user)
        results_in(scope, [period], user=user, units=expected.units)
        listed = list_of(scope, user=user, words=(), page=None).rows
        by_unit = figures_of(scope, user=user, by=[By.UNIT]).by_unit
        assert expected.units == by_unit.keys() == {row.unit_id for row in listed}
        return set(by_unit)

    assert counted(observers[1]) == {work[3].unit_id}
    for (one, other), rows in ((officers, work[:2]), (observers[::2], [work[2], work[2]])):
        found = [counted(one)]
        kept = set(statements._kept)
        found.append(counted(other))
        assert found == [{row.unit_id} for row in rows]
        assert set(statements._kept) == kept
