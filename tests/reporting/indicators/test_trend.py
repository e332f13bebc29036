"""The page of an indicator: results by period, quarter and year."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.indicators.chart import trend_svg
from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.ranges import history_of
from reporting.indicators.trend import TrendStep, comparable, row_of, slots_of
from reporting.models import EntryStatus
from reporting.periods.presets import presets
from tests.factories import (
    AssignmentFactory,
    IndicatorFactory,
    ReportingPeriodFactory,
    TaskFactory,
    ValueIndicatorFactory,
    entry_at,
    person,
)
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db

TODAY = date(2026, 7, 1)


@pytest.fixture
def indicator():
    task = TaskFactory(is_fan_out=True, kind="recurring")
    return ValueIndicatorFactory(task=task, name="Cuộc kiểm tra")


@pytest.fixture
def assignment(indicator):
    return AssignmentFactory(task=indicator.task, is_own_part=True)


@pytest.fixture
def reader(assignment):
    return person(Role.LEADER)


def _period(indicator, year, key, *, is_closed=True):
    preset = presets(year)[key]
    # Periods made before last days had to differ may share one
    same_last_day = indicator.task.plan.periods.filter(data_to=preset.data_to)
    return ReportingPeriodFactory(
        shares_last_day=same_last_day.exists(),
        plan=indicator.task.plan,
        name=preset.name,
        data_from=preset.data_from,
        data_to=preset.data_to,
        due_on=preset.due_on,
        closed_at=timezone.now() if is_closed else None,
    )


def _file(indicator, assignment, year, key, number=None, status=EntryStatus.ACCEPTED, **options):
    """A period with the number of one unit, closed afterwards."""
    period = options.get("period") or _period(indicator, year, key, is_closed=False)
    values = {indicator.pk: IndicatorInput(value=Decimal(number))} if number is not None else None
    entry_at(status, assignment=assignment, period=period, indicator_values=values)
    type(period).objects.filter(pk=period.pk).update(closed_at=timezone.now())
    return period


def _rows(indicator, reader, step=TrendStep.PERIOD):
    history = history_of(indicator, user=reader)
    return [row_of(history, slot, today=TODAY) for slot in slots_of(history, step)]


def test_months_make_up_quarters_and_the_year_so_far(indicator, assignment, reader):
    for number in range(1, 6):
        _file(indicator, assignment, 2026, f"m{number}", number)

    quarters = _rows(indicator, reader, TrendStep.QUARTER)
    months = _rows(indicator, reader)

    assert [
        (row.name, row.own.total.value, row.own.coverage, row.to_date.total.value)
        for row in quarters
    ] == [("Quý 2/2026", 9, "61/91 ngày", 15), ("Quý 1/2026", 6, "", 6)]
    assert [row.to_date.total.value for row in months] == [15, 10, 6, 3, 1]
    [year] = _rows(indicator, reader, TrendStep.YEAR)
    assert (year.name, year.own.total.value, year.own.coverage) == ("Năm 2026", 15, "151/365 ngày")


def test_a_quarter_wins_over_its_months_in_every_range(indicator, assignment, reader):
    for number in range(1, 4):
        _file(indicator, assignment, 2026, f"m{number}", number)
    _file(indicator, assignment, 2026, "q1", 10)
    _file(indicator, assignment, 2026, "m4", 5)

    assert [row.own.total.value for row in _rows(indicator, reader, TrendStep.QUARTER)] == [5, 10]
    assert [row.to_date.total.value for row in _rows(indicator, reader, TrendStep.QUARTER)] == [
        15,
        10,
    ]


def test_the_cut_offs_of_the_decree_belong_to_the_year_of_their_name(indicator, assignment, reader):
    _file(indicator, assignment, 2025, "dq4", 100)
    _file(indicator, assignment, 2026, "dq1", 7)
    _file(indicator, assignment, 2026, "dm4", 2)

    newest = _rows(indicator, reader)[0]

    assert newest.to_date.total.value == 9
    assert [
        (row.name, row.own.total.value) for row in _rows(indicator, reader, TrendStep.YEAR)
    ] == [("Năm 2026", 9), ("Năm 2025", 100)]


def test_a_row_is_compared_with_the_same_days_of_last_year(indicator, assignment, reader):
    _file(indicator, assignment, 2025, "q1", 8)
    _file(indicator, assignment, 2026, "q1", 10)
    _file(indicator, assignment, 2026, "q2", 3)

    second, first, _ = _rows(indicator, reader)

    assert (first.before.total.value, first.change, first.change_words) == (8, 25, "+25%")
    assert (second.before, second.change_words) == (None, "")


def test_last_year_is_added_up_from_shorter_periods(indicator, assignment, reader):
    for number, value in ((1, 2), (2, 3)):
        _file(indicator, assignment, 2025, f"m{number}", value)
    _file(indicator, assignment, 2026, "q1", 4)

    row = _rows(indicator, reader)[0]

    assert (row.before.total.value, row.before.coverage) == (5, "59/90 ngày")
    assert row.change_words == "-20%"


def test_a_percentage_is_compared_in_points(assignment, reader):
    share = IndicatorFactory(task=assignment.task)
    for year, numerator in ((2025, 90), (2026, 96)):
        values = {share.pk: IndicatorInput(numerator=Decimal(numerator), denominator=Decimal(100))}
        period = _period(share, year, "q1", is_closed=False)
        entry_at(
            EntryStatus.ACCEPTED, assignment=assignment, period=period, indicator_values=values
        )
        type(period).objects.filter(pk=period.pk).update(closed_at=timezone.now())

    assert _rows(share, reader)[0].change_words == "+6 điểm %"


def test_an_open_period_is_compared_with_nothing_and_drawn_dashed(indicator, assignment, reader):
    _file(indicator, assignment, 2025, "q2", 8)
    _file(indicator, assignment, 2026, "q1", 8)
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=assignment,
        period=_period(indicator, 2026, "q2", is_closed=False),
        indicator_values={indicator.pk: IndicatorInput(value=Decimal(1))},
    )

    rows = _rows(indicator, reader)

    assert [row.is_running for row in rows] == [True, False, False]
    assert (rows[0].before.total.value, rows[0].change_words) == (8, "")
    svg = trend_svg(rows[::-1])
    assert svg.count('"line-accepted is-open"') == svg.count('"dot-accepted is-open"') == 1
    assert "Quý 2/2026: 1 cuộc (đang nhận số liệu)" in svg


def test_a_missing_period_makes_the_year_so_far_incomplete_and_is_not_drawn(
    indicator, assignment, reader
):
    _file(indicator, assignment, 2026, "q1", 6)
    _period(indicator, 2026, "q2")

    second, first = _rows(indicator, reader)

    own, to_date = second.own.total, second.to_date.total
    assert (own.words, own.num_missing) == ("chưa có số liệu", 1)
    assert (to_date.value, to_date.num_reported, to_date.num_partial) == (6, 1, 1)
    assert first.to_date.total.is_complete
    assert trend_svg([first, second]).count("<circle") == 1


def test_a_chart_shows_periods_of_the_commonest_length(indicator, assignment, reader):
    for key in ("m1", "m2", "m3", "q1", "q2", "y"):
        _period(indicator, 2026, key)
    history = history_of(indicator, user=reader)

    drawn = comparable(slots_of(history, TrendStep.PERIOD), count=2)

    assert [slot.span.first for slot in drawn] == [date(2026, 2, 1), date(2026, 3, 1)]


@pytest.mark.parametrize(
    ("numbers", "marks"),
    [((3, 7), ["0", "5", "10"]), ((0, 0), ["0", "0,5", "1"]), ((-30, 90), ["-40", "30", "100"])],
)
def test_the_axis_begins_at_zero_and_ends_at_a_round_number(
    indicator, assignment, reader, numbers, marks
):
    for key, number in zip(("m1", "m2"), numbers, strict=True):
        _file(indicator, assignment, 2026, key, number)

    svg = trend_svg(_rows(indicator, reader))

    assert [mark for mark in marks if f">{mark}</text>" in svg] == marks


def _get(client, user, indicator, query=""):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("reporting:indicator", args=[indicator.pk]) + query)


def test_the_page_shows_the_table_and_narrows_it_to_a_unit_or_a_bloc(
    client, indicator, assignment, reader
):
    period = _file(indicator, assignment, 2026, "q1", 6)
    other = AssignmentFactory(task=indicator.task, is_own_part=True, unit__bloc=Bloc.PARTY)
    type(period).objects.filter(pk=period.pk).update(closed_at=None)
    _file(indicator, other, 2026, "q1", 5, period=period)
    queries = ("", f"?unit={other.unit_id}", "?bloc=party", "?step=year", "?step=x&page=y&unit=z")

    pages = [_get(client, reader, indicator, query).content.decode() for query in queries]

    assert ["<strong>11 cuộc</strong>" in page for page in pages] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert ["<strong>5 cuộc</strong>" in page for page in pages] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert "Lũy kế từ đầu năm" in pages[0]
    assert "Lũy kế từ đầu năm" not in pages[3]
    assert "2/2 có số" in pages[0]


def test_a_unit_sees_its_own_numbers(client, indicator, assignment):
    period = _file(indicator, assignment, 2026, "q1", 6)
    other = AssignmentFactory(task=indicator.task, is_own_part=True)
    type(period).objects.filter(pk=period.pk).update(closed_at=None)
    _file(indicator, other, 2026, "q1", 5, period=period)

    page = _get(client, person(Role.OFFICER, assignment.unit), indicator).content.decode()

    assert "<strong>6 cuộc</strong>" in page
    assert other.unit.short_name not in page


def test_the_page_says_why_there_is_nothing(client, indicator):
    alone = AssignmentFactory(task__group=indicator.task.group)
    leader = person(Role.LEADER)

    without_units = _get(client, leader, indicator).content.decode()
    AssignmentFactory(task=indicator.task, is_own_part=True)
    without_periods = _get(client, leader, indicator).content.decode()
    unreadable = _get(client, person(Role.OFFICER, alone.unit), indicator).content.decode()

    assert "Không có đơn vị nào để xem" in without_units
    assert "Chưa có kỳ nào để xem" in without_periods
    assert "Không có đơn vị nào để xem" in unreadable


def test_the_totals_lead_to_the_page(client, indicator, assignment, reader):
    _file(indicator, assignment, 2026, "q1", 6)
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")

    url = reverse("reporting:indicator", args=[indicator.pk])
    for name, pk in (("task", indicator.task_id), ("indicator-totals", indicator.task.plan_id)):
        assert url in client.get(reverse(f"reporting:{name}", args=[pk])).content.decode()


def test_long_histories_come_in_pages(client, indicator, assignment, reader):
    for year in (2024, 2025):
        for number in range(1, 13):
            _period(indicator, year, f"m{number}")

    first = _get(client, reader, indicator).content.decode()
    last = _get(client, reader, indicator, "?page=2").content.decode()

    assert first.count('<th scope="row">') == last.count('<th scope="row">') == 12
    assert "Tháng 12/2025" in first
    assert "Tháng 1/2024" in last


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number_of_units_and_periods(
    client, indicator, reader, n, django_assert_num_queries
):
    period = _period(indicator, 2026, "q1", is_closed=False)
    for number in range(1, n + 1):
        unit = AssignmentFactory(task=indicator.task, is_own_part=True)
        type(period).objects.filter(pk=period.pk).update(closed_at=None)
        _file(indicator, unit, 2026, "q1", 6, period=period)
        _period(indicator, 2025, f"m{number}")
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")

    with django_assert_num_queries(10):
        client.get(reverse("reporting:indicator", args=[indicator.pk]))
