"""The dashboard of one task group: its numbers, the lists behind them, filing, indicators."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans import access
from reporting.models import DeclaredState, EntryStatus
from tests.factories import (
    AssignmentFactory,
    IndicatorFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    entry_at,
    person,
)
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups():
    """A group led by two units, and another that the second of them and a third lead."""
    plan = PlanFactory()
    first, second = TaskGroupFactory.create_batch(2, plan=plan)
    task, other = (TaskFactory(group=group, is_fan_out=True) for group in (first, second))
    one, shared = AssignmentFactory.create_batch(2, task=task, is_own_part=True)
    today = timezone.localdate()
    period = ReportingPeriodFactory(plan=plan, data_to=today, due_on=today)
    for assignment in (one, shared):
        entry_at(
            EntryStatus.ACCEPTED, assignment=assignment, period=period, state=DeclaredState.DONE
        )
    AssignmentFactory(task=other, unit=shared.unit, is_own_part=True)
    AssignmentFactory(task=other, is_own_part=True)
    return first, second


@pytest.fixture
def get(client):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    def get(name, group, **query):
        url = reverse(f"reporting:{name}", args=[group.plan_id])
        return client.get(url, {"group": group.pk, **query})

    return get


def test_the_tabs_count_the_group_alone(get, groups):
    for group, num_done in zip(groups, (2, 0), strict=True):
        total = get("dashboard", group).context["dashboard"].figures.total
        assert (total.num_done, total.num_all) == (num_done, 2)
        matrix = get("dashboard-matrix", group).context["matrix"]
        assert matrix.groups == [group]
        assert (matrix.figures.total.num_done, matrix.num_units) == (num_done, 2)
        late = get("dashboard-punctuality", group).context["detail"]
        assert late.figures.total.num_all == 2


@pytest.mark.parametrize("name", ["dashboard", "dashboard-matrix"])
def test_each_list_behind_a_number_keeps_the_group(client, get, groups, name):
    html = get(name, groups[0]).content.decode()

    lists = {unescape(url) for url in re.findall(r'href="(/plans/\d+/assignments/[^"]*)"', html)}
    assert len(lists) > 2
    for url in lists:
        assert url.count(f"group={groups[0].pk}") == 1
        page = client.get(url)
        assert {row.task_id for row in page.context["rows"]} <= {
            task.pk for task in groups[0].tasks.all()
        }
        assert f"group={groups[0].pk}" in page.context["dashboard_url"]


def test_filing_counts_the_units_that_owe_a_result_of_the_group(get, groups):
    _, second = groups
    page = get("dashboard", second)

    assert page.context["dashboard"].num_units == 2
    (receiving,) = page.context["dashboard"].open_periods
    assert (receiving.num_expected, receiving.num_sent) == (2, 1)
    assert "Chỉ tính đơn vị phải báo cáo việc thuộc nhóm này" in page.content.decode()
    detail = get("dashboard-punctuality", second).context["detail"]
    assert detail.total == {"on_time": 1, "waiting": 1}


def test_a_unit_released_from_the_group_by_its_first_day_is_not_expected(get, groups):
    """It owes another group, and so a submission, but no result of this one."""
    first, _ = groups
    first.tasks.get().assignments.update(first_day=timezone.localdate().replace(year=2030))

    detail = get("dashboard-punctuality", first).context["detail"]

    assert detail.total == {}
    assert "Không có đơn vị nào phải gửi báo cáo trong các kỳ này." in (
        get("dashboard-punctuality", first).content.decode()
    )


def test_only_the_indicators_of_the_group_are_shown(get, groups):
    for group in groups:
        IndicatorFactory(task=group.tasks.get(), name=f"Tỷ lệ của nhóm {group.code}")

    html = get("indicator-totals", groups[1]).content.decode()

    assert f"Tỷ lệ của nhóm {groups[1].code}" in html
    assert f"Tỷ lệ của nhóm {groups[0].code}" not in html


PAGES = [
    "dashboard",
    "dashboard-matrix",
    "dashboard-punctuality",
    "indicator-totals",
    "list-assignments",
]


@pytest.mark.parametrize("name", PAGES)
def test_choosing_a_group_and_a_period_reads_nothing_more(
    client, get, groups, name, django_assert_num_queries
):
    group = groups[0]
    period = group.plan.periods.get()
    get(name, group)  # reads content types once
    with CaptureQueriesContext(connection) as plain:
        client.get(reverse(f"reporting:{name}", args=[group.plan_id]))

    with django_assert_num_queries(len(plain)):
        get(name, group, period=period.pk)


@pytest.mark.parametrize("name", PAGES)
def test_all_choices_together_take_at_most_twelve_queries(
    get, groups, name, django_assert_max_num_queries
):
    group = groups[0]
    chosen = {
        "period": group.plan.periods.get().pk,
        "bloc": group.tasks.get().assignments.all()[0].unit.bloc_id,
        "as_of": "01/06/2026",
        "by_units": "now",
    }
    get(name, group)  # reads content types once

    with django_assert_max_num_queries(12):
        assert get(name, group, **chosen).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_plan_without_groups_is_shown_and_one_of_others_is_not(get, client, name):
    plan, hidden = PlanFactory.create_batch(2)
    access.ensure_grants(plan=plan)

    assert client.get(reverse(f"reporting:{name}", args=[plan.pk])).status_code == 200
    assert client.get(reverse(f"reporting:{name}", args=[hidden.pk])).status_code == 404
