"""All figures of a page agree: cells with totals, totals with the rows behind them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plans.models import Assignment
from reporting.counting.figures import Scope, figures_of, rows_in
from reporting.counting.status import Cell, Label
from reporting.counting.tallies import By, Tally
from reporting.dashboards.dashboard import dashboard_of
from reporting.dashboards.links import RowLinks
from reporting.dashboards.outcomes import outcomes_of
from reporting.models import DeclaredState, EntryStatus
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
from tests.reporting.extensions.scene import dated, granted, requested
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db

outcome = st.one_of(
    st.none(),
    st.tuples(
        st.sampled_from([EntryStatus.SENT, EntryStatus.RETURNED, EntryStatus.ACCEPTED]),
        st.sampled_from(DeclaredState.values),
    ),
)


def build(outcomes):
    """A plan of 2 groups × 3 units, each unit leading its part, with `outcomes` reported."""
    plan = PlanFactory()
    groups = [TaskGroupFactory(plan=plan) for _ in range(2)]
    tasks = [TaskFactory(group=group, is_fan_out=True) for group in groups]
    units = [UnitFactory(bloc=bloc) for bloc in (Bloc.PARTY, Bloc.GOVERNMENT, Bloc.GOVERNMENT)]
    period = ReportingPeriodFactory(plan=plan)
    for unit, pair in zip(units, outcomes, strict=True):
        for task, outcome in zip(tasks, pair, strict=True):
            assignment = AssignmentFactory(task=task, unit=unit, is_own_part=True)
            if outcome:
                status, state = outcome
                entry_at(status, assignment=assignment, period=period, state=state)
    return plan


class TestNumbersAgree(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(outcome, outcome), min_size=3, max_size=3))
    def test_any_reported_outcomes(self, outcomes):
        plan = build([(first, None) for first, _ in outcomes])
        leader = person(Role.LEADER)
        scope = Scope(plan=plan, as_of=TODAY)

        figures = figures_of(scope, user=leader, by=[*By])

        total = figures.total
        assert total.num_all == Assignment.objects.owed().count() == 6
        assert sum(total.cells.values()) == sum(total.labels.values()) == total.num_all
        for parts in (figures.by_unit, figures.by_group, figures.by_bloc, figures.by_task):
            assert _sum(parts.values()) == (total.cells, total.labels)
        assert _sum(figures.matrix.values()) == (total.cells, total.labels)
        for label in Label:
            rows = rows_in(Scope(plan=plan, as_of=TODAY, label=label), user=leader)
            assert rows.count() == total.labels[label]
        for cell in Cell:
            rows = rows_in(Scope(plan=plan, as_of=TODAY, cell=cell), user=leader)
            assert rows.count() == total.cells[cell]


def test_results_that_needed_an_extension_are_part_of_done_on_time(client):
    assignment = dated(deadline=TODAY - timedelta(days=1))
    granted(requested(assignment))
    period = ReportingPeriodFactory(plan=assignment.task.plan)
    done = {"period": period, "state": DeclaredState.DONE}
    entry_at(EntryStatus.ACCEPTED, assignment=assignment, **done)
    in_time = AssignmentFactory(task=TaskFactory(group=assignment.task.group))
    entry_at(EntryStatus.ACCEPTED, assignment=in_time, **done)
    leader = person(Role.LEADER)
    dashboard = dashboard_of(Scope(plan=assignment.task.plan, as_of=TODAY), user=leader)

    outcomes = outcomes_of(dashboard.figures.total, RowLinks(assignment.task.plan))
    part = outcomes.extended

    # The other has no deadline: done, and not \"on time\"
    assert ([found.count for found in outcomes.rows[0].counts], part.count) == ([1, 0, 1], 1)
    assert dashboard.figures.total.num_extended == 1
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    rows = client.get(part.url).context["rows"]
    assert [row.pk for row in rows] == [assignment.pk]
    assert rows[0].status_words == "Hoàn thành đúng hạn sau gia hạn"


def _sum(tallies):
    whole = Tally()
    for tally in tallies:
        whole.cells.update(tally.cells)
        whole.labels.update(tally.labels)
    return whole.cells, whole.labels


def test_every_figure_of_the_dashboard_links_to_as_many_rows(client):
    plan = build(
        [
            ((EntryStatus.ACCEPTED, DeclaredState.DONE), None),
            ((EntryStatus.SENT, DeclaredState.DONE), None),
            ((EntryStatus.ACCEPTED, DeclaredState.NOT_APPLICABLE), None),
        ]
    )
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    page = "".join(
        client.get(reverse(name, args=[plan.pk])).content.decode()
        for name in ("reporting:dashboard", "reporting:dashboard-matrix")
    )

    listed = reverse("reporting:list-assignments", args=[plan.pk])
    numbers = re.findall(rf'<a href="({listed}[^"]*)">(\d+)</a>', page)
    cells = re.findall(rf'<td class="heat-\w+"><a href="({listed}[^"]*)"[^>]*>(\d+)/(\d+)', page)
    # One per cell, one for the part that needed an extension, and the sum
    assert len(numbers) == len(Cell) + 2
    assert len(cells) == 3 * 3 + 3
    for url, number in numbers:
        assert _num_rows(client, url) == int(number), url
    for url, done, applicable in cells:
        assert _num_rows(client, f"{url}&done=on") == int(done), url
        outside = _num_rows(client, f"{url}&cell=outside")
        assert _num_rows(client, url) - outside == int(applicable), url


def _num_rows(client, url):
    url = url.replace("&amp;", "&")
    if "?" not in url:
        url = url.replace("&", "?", 1)
    return client.get(url).context["page"].paginator.count


def test_share_of_an_empty_total_is_missing_and_not_zero():
    assert Tally().share_done is None
    assert Tally().heat == "heat-none"


def test_figures_for_a_reader_of_one_unit_count_that_unit_only():
    plan = build([(None, None), (None, None), (None, None)])
    unit = Assignment.objects.order_by("pk")[0].unit
    officer = person(Role.OFFICER, unit)

    figures = figures_of(Scope(plan=plan, as_of=TODAY), user=officer, by=[By.UNIT])

    assert list(figures.by_unit) == [unit.pk]
    assert figures.total.num_all == 2


def test_dashboard_has_punctuality_and_trend_of_the_units_shown():
    plan = build([((EntryStatus.ACCEPTED, DeclaredState.DONE), None), (None, None), (None, None)])
    leader = person(Role.LEADER)

    dashboard = dashboard_of(Scope(plan=plan, as_of=TODAY), user=leader)
    later = dashboard_of(Scope(plan=plan, as_of=TODAY + timedelta(days=90)), user=leader)

    (receiving,) = dashboard.open_periods
    assert (receiving.num_sent, receiving.num_expected) == (1, 3)
    assert dashboard.filing is None
    assert later.filing.punctuality == {"on_time": 1, "missing": 2}
    (point,) = dashboard.trend
    assert (point.num_owed, point.num_sent, point.num_accepted) == (6, 1, 1)
