"""The trend as it was at the end of a past day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.counting.expected import expected_in, results_in
from reporting.counting.figures import Scope
from reporting.entries import succeeding
from reporting.filing import filing
from reporting.models import EntryStatus
from reporting.verification import verifying
from tests.factories import (
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from units.models import Role

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SENT_AT, ACCEPTED_AT = NOW - timedelta(days=20), NOW - timedelta(days=10)


@pytest.fixture
def period():
    return ReportingPeriodFactory(
        plan=TaskGroupFactory().plan,
        data_from=TODAY - timedelta(days=120),
        data_to=TODAY - timedelta(days=30),
        due_on=TODAY - timedelta(days=5),
        opened_at=NOW - timedelta(days=40),
    )


def _sent(period, **fields):
    task = TaskFactory(group=period.plan.groups.get())
    return entry_at(
        EntryStatus.SENT,
        assignment=AssignmentFactory(task=task, **fields),
        period=period,
        at=SENT_AT,
    )


def _counts(period, *, days_ago):
    day = TODAY - timedelta(days=days_ago)
    leader = person(Role.LEADER)
    scope = Scope(plan=period.plan, as_of=day)
    units = expected_in(scope, [period], user=leader).units
    return results_in(scope, [period], user=leader, units=units).get(period.pk, (0, 0))


def test_what_was_accepted_later_only_waited_on_that_day(period):
    entry = _sent(period)
    verifying.accept(entry=entry, by=UserFactory(), at=ACCEPTED_AT)

    days = (21, 20, 11, 10, 0)
    found = [_counts(period, days_ago=number) for number in days]

    assert found == [(0, 0), (1, 0), (1, 0), (1, 1), (1, 1)]


def test_what_was_taken_back_was_sent_only_until_then(period):
    entry = _sent(period)
    filing.take_back(entry=entry, by=UserFactory(), at=ACCEPTED_AT, note="Sửa số liệu.")

    assert [_counts(period, days_ago=number) for number in (11, 10, 0)] == [(1, 0), (0, 0), (0, 0)]


def test_a_result_that_passes_to_a_successor_counts_once(period):
    entry = _sent(period)
    verifying.accept(entry=entry, by=UserFactory(), at=ACCEPTED_AT)
    succeeding.transfer(
        assignment=entry.assignment,
        to=UnitFactory(),
        on=TODAY - timedelta(days=8),
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=NOW - timedelta(days=8),
    )

    assert [_counts(period, days_ago=number) for number in (9, 7, 0)] == [(1, 1)] * 3


def test_the_dashboard_of_a_past_day_shows_its_trend(client, period):
    earlier = ReportingPeriodFactory(
        plan=period.plan,
        data_to=TODAY - timedelta(days=130),
        due_on=TODAY - timedelta(days=125),
        opened_at=NOW - timedelta(days=150),
    )
    entry = _sent(period)
    verifying.accept(entry=entry, by=UserFactory(), at=ACCEPTED_AT)
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("reporting:dashboard", args=[period.plan_id])

    def trend(days_ago):
        day = TODAY - timedelta(days=days_ago)
        page = client.get(url, {"as_of": f"{day:%d/%m/%Y}"})
        assert page.status_code == 200
        return [
            (point.name, point.num_sent, point.num_accepted, bool(point.so_far))
            for point in page.context["dashboard"].trend
        ]

    assert trend(15) == [(earlier.name, 0, 0, True), (period.name, 1, 0, True)]
    assert trend(1)[1] == (period.name, 1, 1, True)


def test_a_past_day_takes_as_many_queries_as_today(period, django_assert_num_queries):
    _sent(period)
    leader = person(Role.LEADER)
    scopes = [Scope(plan=period.plan, as_of=TODAY - timedelta(days=number)) for number in (12, 0)]
    for scope in scopes:  # reads what the person may do, and the periods
        results_in(scope, [period], user=leader, units=())
    for scope in scopes:
        with django_assert_num_queries(1):
            results_in(scope, [period], user=leader, units=())
