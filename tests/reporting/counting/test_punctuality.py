"""On time, late, missing or not yet due, from obligations and sent submissions."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from plans.models import AssignmentRole, AssignmentState
from reporting.counting.punctuality import FilingState, Punctuality, filing_states, punctuality_of
from reporting.filing import filing
from reporting.models import EntryStatus, ReportingPeriod
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
)

DUE = date(2026, 4, 10)


@pytest.mark.parametrize(
    ("sent_on", "as_of", "expected"),
    [
        (None, DUE, Punctuality.WAITING),
        (None, DUE + timedelta(days=1), Punctuality.MISSING),
        (DUE, DUE, Punctuality.ON_TIME),
        (DUE, DUE + timedelta(days=90), Punctuality.ON_TIME),
        (DUE + timedelta(days=1), DUE + timedelta(days=1), Punctuality.LATE),
    ],
)
def test_the_due_day_is_on_time(sent_on, as_of, expected):
    period = ReportingPeriod(due_on=DUE)

    assert punctuality_of(sent_on, period=period, as_of=as_of) == expected


@pytest.mark.parametrize(
    ("days_after", "expected"),
    [(-1, Punctuality.WAITING), (0, Punctuality.CLOSED), (31, Punctuality.MISSING)],
)
def test_a_period_closed_before_its_due_day_leaves_no_time_to_send(days_after, expected):
    period = ReportingPeriod(due_on=TODAY + timedelta(days=30), closed_at=NOON)

    state = punctuality_of(None, period=period, as_of=TODAY + timedelta(days=days_after))

    assert state == expected


@pytest.mark.django_db
def test_a_missing_submission_is_counted_without_any_row():
    assignment = AssignmentFactory()
    period = ReportingPeriodFactory(plan=assignment.task.plan, due_on=TODAY - timedelta(days=1))

    states = filing_states(periods=[period], as_of=TODAY)

    assert states == [FilingState(period.pk, assignment.unit_id, Punctuality.MISSING, None)]


@pytest.mark.django_db
def test_only_confirmed_leads_are_expected_each_unit_once():
    plan = PlanFactory()
    lead = AssignmentFactory(task__group__plan=plan)
    AssignmentFactory(task__group__plan=plan, unit=lead.unit)
    AssignmentFactory(task__group__plan=plan, state=AssignmentState.PROPOSED)
    AssignmentFactory(task__group__plan=plan, role=AssignmentRole.COORDINATING)
    period = ReportingPeriodFactory(plan=plan)

    states = filing_states(periods=[period], as_of=TODAY)

    assert [state.unit_id for state in states] == [lead.unit_id]


@pytest.mark.django_db
def test_a_submission_is_sent_on_the_local_day():
    period = ReportingPeriodFactory(due_on=TODAY)
    late_evening = NOON.replace(hour=17, minute=30)  # half past midnight in Việt Nam
    entry_at(
        EntryStatus.SENT,
        assignment=AssignmentFactory(task__group__plan=period.plan),
        period=period,
        at=late_evening,
    )

    state = filing_states(periods=[period], as_of=TODAY + timedelta(days=1))[0]

    assert state.sent_on == localdate(late_evening) == TODAY + timedelta(days=1)
    assert state.state == Punctuality.LATE


@pytest.mark.django_db
def test_a_submission_sent_after_the_requested_day_is_not_counted_yet():
    entry = entry_at(EntryStatus.SENT)

    state = filing_states(periods=[entry.submission.period], as_of=TODAY - timedelta(days=1))[0]

    assert (state.state, state.sent_on) == (Punctuality.WAITING, None)


@pytest.mark.django_db
def test_reworking_a_submission_does_not_move_its_day():
    entry = entry_at(EntryStatus.SENT)
    period = entry.submission.period
    later = NOON + timedelta(days=40)
    filing.take_back(entry=entry, by=UserFactory(), at=later, note="Sửa.")
    filing.send(submission=entry.submission, by=UserFactory(), at=later)

    state = filing_states(periods=[period], as_of=TODAY + timedelta(days=60))[0]

    assert (state.state, state.sent_on) == (Punctuality.ON_TIME, TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize("n", [1, 3])
def test_any_number_of_periods_takes_two_queries(n, django_assert_num_queries):
    plan = AssignmentFactory().task.plan
    AssignmentFactory(task__group__plan=plan)
    periods = ReportingPeriodFactory.create_batch(n, plan=plan)

    with django_assert_num_queries(2):
        states = filing_states(periods=periods, as_of=TODAY)

    assert len(states) == 2 * n


@pytest.mark.django_db
def test_no_period_takes_no_query():
    assert filing_states(periods=[], as_of=TODAY) == []
