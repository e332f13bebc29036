"""By the units of that time or of today: the sums agree, and a unit includes those it follows."""

from datetime import date

import pytest
from django.urls import reverse

from plans.models import Assignment
from reporting.counting.figures import Scope, figures_of, rows_in
from reporting.counting.tallies import By
from reporting.dashboards.dashboard import dashboard_of
from reporting.dashboards.punctuality_page import punctuality_of
from reporting.models import ByUnits, DeclaredState, EntryStatus
from tests.factories import (
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    entry_at,
    person,
)
from tests.units.test_succession import succeed
from units.models import Bloc, Role, SuccessionKind

pytestmark = pytest.mark.django_db

PARTS = ("by_unit", "by_group", "by_bloc", "by_task", "matrix", "by_bloc_and_group")


@pytest.fixture
def leader():
    return person(Role.LEADER)


@pytest.fixture
def office():
    """A plan of two groups: an old unit of the party and its heir of the government."""
    plan = PlanFactory()
    period = ReportingPeriodFactory(
        plan=plan,
        data_from=date(2025, 10, 1),
        data_to=date(2025, 12, 31),
        due_on=date(2026, 1, 10),
    )
    old, heir = UnitFactory(bloc=Bloc.PARTY), UnitFactory(bloc=Bloc.GOVERNMENT)
    other = UnitFactory(bloc=Bloc.PARTY)
    divided, one, two = UnitFactory(), UnitFactory(), UnitFactory()
    for group in (TaskGroupFactory(plan=plan), TaskGroupFactory(plan=plan)):
        task = TaskFactory(group=group, is_fan_out=True)
        for unit in (old, heir, other, divided):
            assignment = AssignmentFactory(task=task, unit=unit, is_own_part=True)
            if unit == old:
                entry_at(
                    EntryStatus.ACCEPTED,
                    assignment=assignment,
                    period=period,
                    state=DeclaredState.DONE,
                )
    succeed(old, heir)
    succeed(divided, one, kind=SuccessionKind.SPLIT)
    succeed(divided, two, kind=SuccessionKind.SPLIT)
    return plan, old, heir, other, divided


def _scopes(plan, **limits):
    return [Scope(plan=plan, as_of=TODAY, by_units=by, **limits) for by in ByUnits]


def test_sums_agree_and_the_work_of_the_old_unit_counts_to_its_heir(office, leader):
    plan, old, heir, _, divided = office
    then, now = (figures_of(scope, user=leader, by=[*By]) for scope in _scopes(plan))

    assert then.total == now.total
    for name in PARTS:
        for figures in (then, now):
            parts = getattr(figures, name).values()
            assert sum((part.cells for part in parts), start=type(figures.total.cells)()) == (
                figures.total.cells
            )
    assert (then.by_unit[old.pk].num_done, then.by_unit[heir.pk].num_done) == (2, 0)
    assert old.pk not in now.by_unit
    assert (now.by_unit[heir.pk].num_all, now.by_unit[heir.pk].num_done) == (4, 2)
    assert now.by_unit[divided.pk] == then.by_unit[divided.pk]
    assert now.by_bloc[Bloc.PARTY].num_all == then.by_bloc[Bloc.PARTY].num_all - 2


def test_each_number_has_its_rows(office, leader):
    plan = office[0]
    for scope in _scopes(plan):
        figures = figures_of(scope, user=leader, by=[*By])
        for unit_id, tally in figures.by_unit.items():
            (of_unit,) = (
                row for row in _scopes(plan, unit_id=unit_id) if row.by_units == scope.by_units
            )
            assert rows_in(of_unit, user=leader).count() == tally.num_all
            assert figures_of(of_unit, user=leader).total == tally
        for bloc, tally in figures.by_bloc.items():
            (of_bloc,) = (row for row in _scopes(plan, bloc=bloc) if row.by_units == scope.by_units)
            assert rows_in(of_bloc, user=leader).count() == tally.num_all


def test_the_submissions_of_the_old_unit_count_to_its_heir(office, leader):
    plan, old, heir, *_ = office
    then, now = (
        punctuality_of(scope, user=leader, late=None, page=None) for scope in _scopes(plan)
    )

    assert then.total == now.total
    by_unit = {line.unit: line.num_expected for line in now.filings.object_list}
    assert old not in by_unit
    of_both = [line.num_expected for line in then.filings.object_list if line.unit in (old, heir)]
    assert by_unit[heir] == sum(of_both) == 2
    boards = [dashboard_of(scope, user=leader) for scope in _scopes(plan)]
    assert boards[0].filing == boards[1].filing
    assert [board.num_units for board in boards] == [4, 3]


def test_the_choice_goes_along_with_tabs_and_links_and_names_divided_units(client, office, leader):
    plan, old, heir, _, divided = office
    client.force_login(leader)

    for name in ("dashboard", "dashboard-matrix", "dashboard-punctuality", "indicator-totals"):
        url = reverse(f"reporting:{name}", args=[plan.pk])
        html = client.get(url, {"by_units": "now"}).content.decode()
        assert f"vẫn tính riêng: {divided.short_name}." in html
        matrix = reverse("reporting:dashboard-matrix", args=[plan.pk])
        assert f'href="{matrix}?by_units=now"' in html
        assert "vẫn tính riêng" not in client.get(url).content.decode()
        if name in ("dashboard-matrix", "dashboard-punctuality"):
            assert f'href="{reverse("reporting:unit", args=[heir.pk])}?by_units=now"' in html

    url = reverse("reporting:list-assignments", args=[plan.pk])
    page = client.get(url, {"by_units": "now", "unit": heir.pk})
    units = [row.unit_id for row in page.context["rows"]]
    assert sorted(set(units)) == sorted([old.pk, heir.pk])
    assert Assignment.objects.filter(unit__in=[old, heir]).count() == len(units) == 4


def test_an_unknown_choice_is_named_and_left_out(client, office, leader):
    client.force_login(leader)

    page = client.get(reverse("reporting:dashboard", args=[office[0].pk]), {"by_units": "never"})

    assert page.status_code == 200
    assert "Trang đang tính đơn vị lúc đó." in page.content.decode()


def test_units_of_today_cost_one_query(office, leader, django_assert_num_queries):
    figures_of(_scopes(office[0])[0], user=leader)  # reads what the person may do
    then, now = _scopes(office[0])
    with django_assert_num_queries(2):
        figures_of(then, user=leader, by=[*By])
    with django_assert_num_queries(3):
        figures_of(now, user=leader, by=[*By])
