"""The indicators on the task page and on the dashboard."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.counting.figures import Scope
from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.totals import totals_of
from reporting.models import DeclaredState, EntryStatus
from tests.factories import (
    TODAY,
    AssignmentFactory,
    IndicatorFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    ValueIndicatorFactory,
    entry_at,
    person,
)
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def task():
    return TaskFactory(is_fan_out=True)


@pytest.fixture
def indicator(task):
    letter = LegalDocumentFactory(number="231-CV/VPHU")
    return IndicatorFactory(task=task, name="Đúng hạn", target=98, target_document=letter)


@pytest.fixture
def period(task):
    """A period that still runs."""
    today = timezone.localdate()
    return ReportingPeriodFactory(
        plan=task.plan,
        name="Quý này",
        data_from=today - timedelta(days=30),
        data_to=today + timedelta(days=30),
        due_on=today + timedelta(days=40),
    )


def _file(indicator, period, status, *numbers, unit=None, **content):
    fields = {"unit": unit} if unit else {}
    assignment = AssignmentFactory(task=indicator.task, is_own_part=True, **fields)
    values = None
    if numbers:
        numerator, denominator = map(Decimal, numbers)
        values = {indicator.pk: IndicatorInput(numerator=numerator, denominator=denominator)}
    return entry_at(
        status,
        assignment=assignment,
        period=period,
        indicator_values=values,
        **content,
    )


def _log_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _totals(task, user, **scope):
    return totals_of(Scope(plan=task.plan, as_of=TODAY, **scope), user=user)


def _counts(total):
    return (total.num_reported, total.num_not_applicable, total.num_waiting, total.num_missing)


def test_the_dashboard_shows_total_target_document_and_number_of_reports(
    client, task, indicator, period
):
    _file(indicator, period, EntryStatus.ACCEPTED, 90, 100)
    _file(indicator, period, EntryStatus.ACCEPTED, 110, 100)
    _file(indicator, period, EntryStatus.SENT, 1, 100)
    _file(indicator, period, EntryStatus.DRAFT, 1, 100)
    _file(
        indicator,
        period,
        EntryStatus.ACCEPTED,
        state=DeclaredState.NOT_APPLICABLE,
        result="",
        percent=None,
    )

    _log_in(client, person(Role.LEADER))
    url = reverse("reporting:indicator-totals", args=[task.plan.pk])
    page = client.get(url).content.decode()

    for words in (
        "Đúng hạn",
        "<strong>100%</strong>",
        "200/200",
        "từ 98%",
        "231-CV/VPHU",
        "Đạt",
        "2/5 có số · 1 không phát sinh · 1 chờ thẩm tra · 1 chưa có",
    ):
        assert words in page


def test_the_task_page_shows_each_unit_and_the_total(client, task, indicator, period):
    accepted = _file(indicator, period, EntryStatus.ACCEPTED, 90, 100)
    waiting = _file(indicator, period, EntryStatus.SENT, 50, 100)
    silent = AssignmentFactory(task=task, is_own_part=True)

    _log_in(client, person(Role.REVIEWER))
    page = client.get(reverse("reporting:task", args=[task.pk])).content.decode()

    assert "90/100 = 90%" in page
    assert "50/100 = 50%" in page
    assert "Chờ thẩm tra, chưa tính" in page
    assert "<strong>90%</strong> (90/100)" in page
    assert "Chưa có số liệu (1 đơn vị):" in page
    for row in (accepted.assignment, waiting.assignment, silent):
        assert row.unit.name in page or row.unit.short_name in page


def test_the_task_page_shows_the_requested_period(client, task, indicator, period):
    before = ReportingPeriodFactory(
        plan=task.plan,
        name="Quý trước",
        data_from=period.data_from - timedelta(days=90),
        data_to=period.data_from - timedelta(days=1),
        due_on=period.data_from + timedelta(days=9),
    )
    first = _file(indicator, before, EntryStatus.ACCEPTED, 70, 100)
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=first.assignment,
        period=period,
        indicator_values={
            indicator.pk: IndicatorInput(numerator=Decimal(80), denominator=Decimal(100))
        },
    )
    _log_in(client, person(Role.REVIEWER))
    url = reverse("reporting:task", args=[task.pk])

    pages = [
        client.get(url + query).content.decode()
        for query in (f"?period={period.pk}", f"?period={before.pk}", "", "?period=x")
    ]

    # The default is the newest period that has ended: the other still runs
    assert [("80/100 = 80%" in page, "70/100 = 70%" in page) for page in pages] == [
        (True, False),
        (False, True),
        (False, True),
        (False, True),
    ]


def test_a_bloc_has_its_own_total(task, indicator, period):
    _file(indicator, period, EntryStatus.ACCEPTED, 90, 100)
    party = _file(indicator, period, EntryStatus.ACCEPTED, 10, 100)
    party.assignment.unit.bloc_id = Bloc.PARTY
    party.assignment.unit.save(update_fields=["bloc"])
    leader = person(Role.LEADER)

    whole = _totals(task, leader).totals[0]
    part = _totals(task, leader, bloc=Bloc.PARTY).totals[0]

    assert (whole.parts, part.parts) == ("100/200", "10/100")


def test_a_unit_sees_its_own_numbers_only(task, indicator, period):
    mine = _file(indicator, period, EntryStatus.ACCEPTED, 90, 100)
    _file(indicator, period, EntryStatus.ACCEPTED, 10, 100)

    total = _totals(task, person(Role.OFFICER, mine.assignment.unit)).totals[0]

    assert (total.parts, total.num_asked) == ("90/100", 1)


def test_indicators_are_hidden_without_permission_to_read_the_task(task, indicator, period):
    _file(indicator, period, EntryStatus.ACCEPTED, 90, 100)
    other = AssignmentFactory(task__group=task.group)

    assert _totals(task, person(Role.OFFICER, other.unit)).totals == []


def test_numbers_of_an_assignment_ended_since_are_counted(task, indicator, period):
    entry = _file(indicator, period, EntryStatus.ACCEPTED, 90, 100)
    type(entry.assignment).objects.filter(pk=entry.assignment_id).update(
        ended_on=period.data_from, end_reason="dropped"
    )

    assert _counts(_totals(task, person(Role.LEADER)).totals[0]) == (1, 0, 0, 0)


def test_a_plan_without_indicators_or_periods_shows_no_section(client, task):
    AssignmentFactory(task=task)
    leader = person(Role.LEADER)

    assert _totals(task, leader).totals == []
    IndicatorFactory(task=task)
    assert _totals(task, leader).totals == []
    url = reverse("reporting:indicator-totals", args=[task.plan.pk])
    page = _log_in(client, leader).get(url).content.decode()
    assert "Chưa có chỉ tiêu nào để xem" in page


@pytest.mark.parametrize("n", [1, 3])
def test_the_totals_take_the_same_queries_for_any_number(
    task, indicator, period, n, django_assert_num_queries
):
    ValueIndicatorFactory.create_batch(n - 1, task=task)
    for _ in range(n):
        _file(indicator, period, EntryStatus.ACCEPTED, 90, 100)
    leader = person(Role.LEADER)

    with django_assert_num_queries(4):
        totals = totals_of(Scope(plan=task.plan, as_of=TODAY), user=leader, task=task)

    assert (len(totals.totals), len(totals.rows)) == (n, n)
