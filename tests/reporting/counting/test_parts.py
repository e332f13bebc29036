"""Counts that are kept by part are those of a new count, after any change of a few units."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans import ending, pausing
from plans.access import ensure_grants
from plans.models import TaskGroupWatch
from reporting.counting.calendar import calendar_of
from reporting.counting.expected import expected_in, results_in
from reporting.counting.figures import Scope, figures_of, rows_in, units_in
from reporting.counting.status import Cell, Label
from reporting.counting.tallies import By
from reporting.dashboards import list_places
from reporting.dashboards.plan_page import living_plan
from reporting.entries import succeeding
from reporting.models import EntryStatus, ProgressEntry
from reporting.verification import verifying
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tracker.lib import parted, statements
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def period():
    period = ReportingPeriodFactory(
        data_to=TODAY - timedelta(days=40), due_on=TODAY - timedelta(days=20)
    )
    task = TaskFactory(group__plan=period.plan)
    recurring = TaskFactory(group=task.group, kind="recurring")
    for bloc in (Bloc.PARTY, Bloc.GOVERNMENT, Bloc.FRONT):
        for each in (task, recurring):
            AssignmentFactory(task=each, unit__bloc=bloc, is_own_part=True)
    ensure_grants(plan=period.plan)
    return period


def _counted(period, user):
    """What the pages count, of a scope that is read anew."""
    calendar = calendar_of(period.plan)
    scope = Scope(period.plan, TODAY, calendar=calendar)
    narrow = replace(scope, bloc=Bloc.PARTY)
    found = []
    for each in (scope, narrow):
        for by in ([By.UNIT, By.GROUP], [By.BLOC, By.GROUP], [By.TASK]):
            figures = figures_of(each, user=user, by=by)
            found += [
                {name: tally for name, tally in vars(figures).items() if name != "total"},
                figures.total,
            ]
        expected = expected_in(each, calendar.periods, user=user)
        results = results_in(each, calendar.periods, user=user, units=expected.units)
        found += [expected, results, units_in(each, user=user)]
    notes = [block.notes for block in living_plan(scope, user=user).blocks]
    return [*found, notes]


@pytest.mark.parametrize("role", [Role.LEADER, Role.OBSERVER])
def test_after_each_change_the_parts_sum_up_to_a_new_count(period, role):
    reader, by, document = person(role), UserFactory(), LegalDocumentFactory()
    if role == Role.OBSERVER:
        unit = reader.memberships.get().unit
        TaskGroupWatch.objects.create(group=period.plan.groups.get(), unit=unit)
    assignments = list(period.plan.tasks.first().assignments.order_by("pk"))
    first, second, third = assignments

    def accept():
        verifying.accept(entry=ProgressEntry.objects.get(), by=by, at=NOON)

    changes = [
        lambda: entry_at(EntryStatus.SENT, assignment=first, period=period),
        accept,
        lambda: pausing.pause(
            assignment=second, first_day=TODAY, document=document, by=by, at=NOON
        ),
        lambda: succeeding.transfer(
            assignment=third, to=first.unit, on=TODAY, document=document, by=by, at=NOON
        ),
        lambda: ending.drop(
            assignment=second, on=TODAY, document=document, reason="Gộp việc.", by=by, at=NOON
        ),
        lambda: AssignmentFactory(
            task=first.task, unit=UnitFactory(bloc=Bloc.PARTY), is_own_part=True
        ),
    ]
    _counted(period, reader)
    for change in changes:
        before = _counted(period, reader)
        change()
        kept = _counted(period, reader)
        parted.forget()
        statements._answers.clear()
        assert kept == _counted(period, reader)
        assert kept != before


def _by_unit(scope, user):
    return figures_of(scope, user=user, by=[By.UNIT]).by_unit


def test_a_change_meanwhile_counts_all_parts_anew(period):
    leader, by, document = person(Role.LEADER), UserFactory(), LegalDocumentFactory()
    first, second, third = period.plan.tasks.first().assignments.order_by("pk")
    scope = Scope(period.plan, TODAY)
    _by_unit(scope, leader)

    entry_at(EntryStatus.SENT, assignment=first, period=period)
    seen = replace(scope)
    assert seen.version is not None
    succeeding.transfer(
        assignment=third, to=second.unit, on=TODAY, document=document, by=by, at=NOON
    )

    expected = _by_unit(replace(scope), leader)
    parted.forget()
    assert expected == _by_unit(replace(scope), leader)
    assert _by_unit(seen, leader) == expected


def test_only_the_part_that_moved_is_read(period):
    leader = person(Role.LEADER)
    first = period.plan.tasks.first().assignments.order_by("pk")[0]
    scope = Scope(period.plan, TODAY)
    _by_unit(scope, leader)
    entry_at(EntryStatus.SENT, assignment=first, period=period)

    with CaptureQueriesContext(connection) as queries:
        _by_unit(replace(scope), leader)

    (counting,) = (q["sql"] for q in queries if "status_rank" in q["sql"])
    assert "% 64) IN" in counting.replace("%%", "%")


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"label": Label.NOT_STARTED},
        {"label": Label.OVERDUE},
        {"cell": Cell.OPEN_UNDATED},
        {"cell": Cell.DONE_UNDATED},
        {"period_label": Label.PERIOD_MISSING},
        {"only_done": True},
    ],
    ids=str,
)
def test_a_page_is_told_from_counts_as_the_whole_list_is_ordered(period, limits):
    leader = person(Role.LEADER)
    first = period.plan.tasks.first().assignments.order_by("pk")[0]
    entry_at(EntryStatus.ACCEPTED, assignment=first, period=period, state="done", percent=100)
    scope = Scope(period.plan, TODAY, **limits)

    rows = rows_in(scope, user=leader).order_by("label_rank", *list_places.ORDER)
    ids = list(rows.values_list("pk", flat=True))
    pages = [list_places.rows_at(scope, user=leader, first=at, num=2) for at in range(0, 8, 2)]

    assert [pk for page in pages for pk in page.ids] == ids
    assert {page.num_all for page in pages} == {len(ids)}
