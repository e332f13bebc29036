"""The lists behind the figures of recurring work: as many rows as the figure says."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import access
from plans.models import TaskKind
from reporting.counting.status import OF_PERIOD
from reporting.models import DeclaredState, EntryStatus
from tests.factories import (
    AssignmentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    entry_at,
    person,
)
from tests.reporting.extensions.scene import dated
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _recurring(group, **fields):
    return AssignmentFactory(task=TaskFactory(group=group, kind=TaskKind.RECURRING), **fields)


@pytest.fixture
def group():
    """Recurring work with each result of one period; one that is done has a late deliverable."""
    group = TaskGroupFactory()
    period = ReportingPeriodFactory(
        plan=group.plan, data_to=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=10)
    )
    late = dated(
        task=TaskFactory(group=group, kind=TaskKind.RECURRING),
        deadline=TODAY - timedelta(days=400),
    )
    for status, state, work in (
        (EntryStatus.ACCEPTED, DeclaredState.DONE, _recurring(group)),
        (EntryStatus.ACCEPTED, DeclaredState.DONE, _recurring(group, unit__bloc=Bloc.FRONT)),
        (EntryStatus.ACCEPTED, DeclaredState.DONE, late),
        (EntryStatus.ACCEPTED, DeclaredState.IN_PROGRESS, _recurring(group)),
        (EntryStatus.ACCEPTED, DeclaredState.NOT_APPLICABLE, _recurring(group)),
        (EntryStatus.SENT, DeclaredState.DONE, _recurring(group)),
        (EntryStatus.RETURNED, DeclaredState.DONE, _recurring(group)),
    ):
        entry_at(status, assignment=work, period=period, state=state)
    _recurring(group)
    AssignmentFactory(task=TaskFactory(group=group))
    return group


@pytest.fixture
def leader(client):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _listed(client, group, **query):
    url = reverse("reporting:list-assignments", args=[group.plan_id])
    return client.get(url, query).context["rows"]


def test_each_label_of_the_period_has_its_rows(leader, group):
    board = leader.get(reverse("reporting:dashboard", args=[group.plan_id]))
    counted = board.context["dashboard"].figures.total.periods

    assert counted == {
        "period_done": 3,
        "in_progress": 1,
        "not_applicable": 1,
        "period_waiting": 1,
        "returned": 1,
        "period_missing": 1,
    }
    for label in OF_PERIOD:
        assert len(_listed(leader, group, period_label=label)) == counted[label]


@pytest.mark.parametrize("page", ["board", "home"])
def test_the_figures_of_recurring_work_lead_to_as_many_rows(leader, group, page):
    urls = {
        "board": f"{reverse('reporting:dashboard', args=[group.plan_id])}?group={group.pk}",
        "home": reverse("reporting:home"),
    }
    html = leader.get(urls[page]).content.decode()

    link = r'<a[^>]*href="([^"]*period_label=period_done[^"]*)"[^>]*>\s*(?:<[^>]*>)*(\d+)/(\d+)'
    found = [(unescape(url), int(met), int(owed)) for url, met, owed in re.findall(link, html)]

    assert sorted((met, owed) for _, met, owed in found) == [(1, 1), (2, 6), (3, 7)]
    for url, met, _ in found:
        assert leader.get(url).context["page"].paginator.count == met
        assert ("group=" in url) == (page == "board")


def test_a_past_day_and_a_unit_go_along(leader, group):
    before = TODAY - timedelta(days=11)
    first = _listed(leader, group, period_label="period_done")[0]

    assert len(_listed(leader, group, period_label="period_done", unit=first.unit_id)) == 1
    page = leader.get(
        reverse("reporting:list-assignments", args=[group.plan_id]),
        {"period_label": "period_missing", "as_of": f"{before:%d/%m/%Y}"},
    )
    assert page.context["page"].paginator.count == 0


def test_work_with_a_deadline_says_both_statuses(leader, group):
    rows = _listed(leader, group, period_label="period_done")

    (dated,) = (row for row in rows if row.deadline_then)
    assert dated.period_words == "Đạt yêu cầu trong kỳ"
    assert [row.period_words for row in rows if row is not dated] == ["", ""]
    url = reverse("reporting:list-assignments", args=[group.plan_id])
    html = leader.get(url, {"period_label": "period_done"}).content.decode()
    assert html.count("kỳ gần nhất: đạt yêu cầu trong kỳ") == 1


def test_an_unknown_label_is_named_and_left_out(leader, group):
    url = reverse("reporting:list-assignments", args=[group.plan_id])
    page = leader.get(url, {"period_label": "overdue"})

    assert "Trang đang bỏ qua điều kiện này." in page.content.decode()
    assert page.context["page"].paginator.count == 9


def test_an_observer_has_the_link_too(client, group):
    unit = UnitFactory()
    group.watches.create(unit=unit)
    access.ensure_grants(plan=group.plan)
    client.force_login(
        person(Role.OBSERVER, unit), backend="django.contrib.auth.backends.ModelBackend"
    )

    html = client.get(reverse("reporting:home")).content.decode()

    (url,) = re.findall(r'href="([^"]*period_label=period_done)"\s*>3/7</a>', html)
    assert len(client.get(unescape(url)).context["rows"]) == 3
