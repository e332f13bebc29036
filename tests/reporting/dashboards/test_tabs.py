"""The tabs of the dashboard: addresses, what they keep, the cut-off day, empty and bad input."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import access
from reporting.dashboards.tabs import NAMES
from reporting.models import DeclaredState, EntryStatus
from tests.factories import (
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    entry_at,
    person,
)
from tests.reporting.extensions.scene import dated
from units.models import Role

pytestmark = pytest.mark.django_db

PATHS = {
    "reporting:dashboard": "board/",
    "reporting:dashboard-matrix": "board/matrix/",
    "reporting:dashboard-punctuality": "board/punctuality/",
    "reporting:indicator-totals": "board/indicators/",
}


@pytest.fixture
def plan():
    plan = TaskGroupFactory().plan
    access.ensure_grants(plan=plan)
    return plan


@pytest.fixture
def leader(client):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _assignment(plan, **fields):
    return AssignmentFactory(task=TaskFactory(group=plan.groups.get()), **fields)


def _get(client, name, plan, **query):
    return client.get(reverse(name, args=[plan.pk]), query)


@pytest.mark.parametrize("name", NAMES)
def test_each_tab_has_its_address_and_marks_itself(leader, plan, name):
    page = _get(leader, name, plan)

    url = reverse(name, args=[plan.pk])
    assert url == f"/plans/{plan.pk}/{PATHS[name]}"
    assert f'<a href="{url}" aria-current="page">{NAMES[name]}</a>' in page.content.decode()
    assert [tab.url for tab in page.context["tabs"] if tab.is_current] == [url]


@pytest.mark.parametrize("name", NAMES)
def test_the_other_tabs_keep_period_bloc_group_and_day(leader, plan, name):
    assignment = _assignment(plan)
    period = ReportingPeriodFactory(plan=plan)
    chosen = {
        "period": str(period.pk),
        "bloc": assignment.unit.bloc_id,
        "group": str(assignment.task.group_id),
        "as_of": "01/04/2026",
    }

    page = _get(leader, name, plan, **chosen, page="7", late="x")

    for tab in page.context["tabs"]:
        kept = parse_qs(urlsplit(tab.url).query)
        assert kept == {field: [value] for field, value in chosen.items()}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_follow_yet_is_a_sentence(leader, plan, name):
    page = _get(leader, name, plan)

    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_unknown_choices_are_named_beside_their_field(leader, plan, name):
    _assignment(plan)

    of_another_plan = TaskGroupFactory()
    chosen = {"period": "999", "bloc": "sea", "as_of": "31/02/2026"}
    page = _get(leader, name, plan, **chosen, group=of_another_plan.pk)

    text = page.content.decode()
    assert page.status_code == 200
    assert "Kế hoạch không có kỳ này." in text
    assert "Không có khối này." in text
    assert "Kế hoạch không có nhóm này. Trang đang tính mọi nhóm." in text
    assert "Không có ngày 31/2: tháng 2 năm 2026 có 28 ngày. Trang đang tính đến hôm nay." in text
    assert 'value="31/02/2026"' in text
    assert page.context["scope"].as_of == timezone.localdate()
    assert all(not urlsplit(tab.url).query for tab in page.context["tabs"])


@pytest.mark.parametrize("name", [*NAMES, "reporting:list-assignments"])
def test_a_day_outside_the_plan_is_explained_and_the_page_is_for_today(leader, plan, name):
    _assignment(plan)
    today = timezone.localdate()
    before = plan.issued_on - timedelta(days=1)
    tomorrow = today + timedelta(days=1)

    for day, words in (
        (before, f"Kế hoạch ban hành ngày {plan.issued_on:%d/%m/%Y}"),
        (tomorrow, f"hãy chọn muộn nhất là hôm nay, {today:%d/%m/%Y}"),
    ):
        page = _get(leader, name, plan, as_of=f"{day:%d/%m/%Y}")
        text = page.content.decode()
        assert words in text
        assert f'value="{day:%d/%m/%Y}"' in text
        assert "Trang đang tính đến hôm nay." in text
        assert f"số liệu đến hết ngày {today:%d/%m/%Y}" in text


@pytest.mark.parametrize("name", [*NAMES, "reporting:list-assignments"])
def test_the_head_says_for_which_day_the_page_speaks(leader, plan, name):
    _assignment(plan)

    text = _get(leader, name, plan, as_of="1/4/2026").content.decode()

    assert "tính đến hết ngày <strong>01/04/2026</strong>, không phải hôm nay" in text


def test_a_past_day_shows_what_was_late_then_with_lists_of_the_same_day(leader, plan):
    today = timezone.localdate()
    dated(task=TaskFactory(group=plan.groups.get()), deadline=today - timedelta(days=5))
    day = today - timedelta(days=10)
    chosen = f"{day:%d/%m/%Y}"

    now = _get(leader, "reporting:dashboard", plan)
    then = _get(leader, "reporting:dashboard", plan, as_of=chosen)

    assert now.context["dashboard"].figures.total.num_late == 1
    assert then.context["dashboard"].figures.total.num_late == 0
    behind = leader.get(then.context["urls"]["all"])
    assert behind.context["scope"].as_of == day
    assert behind.context["page"].paginator.count == 1
    assert leader.get(then.context["urls"]["late"]).context["page"].paginator.count == 0


def test_late_work_is_listed_longest_first_in_pages(leader, plan):
    today = timezone.localdate()
    group = plan.groups.get()
    task = TaskFactory(group=group, is_fan_out=True)
    for days in range(1, 19):
        dated(task=task, is_own_part=True, deadline=today - timedelta(days=days))

    first = _get(leader, "reporting:dashboard-punctuality", plan)
    second = _get(leader, "reporting:dashboard-punctuality", plan, late="2")

    words = [
        row.status_words for row in (*first.context["detail"].rows, *second.context["detail"].rows)
    ]
    assert words == [f"Quá hạn {days} ngày" for days in range(18, 0, -1)]
    assert "?late=2#late" in first.content.decode()


def test_filing_is_counted_by_unit_for_the_periods_open_by_then(leader, plan):
    now = timezone.now()
    today = timezone.localdate(now)
    assignment = _assignment(plan)
    period = ReportingPeriodFactory(
        plan=plan,
        data_from=today - timedelta(days=90),
        data_to=today - timedelta(days=10),
        due_on=today - timedelta(days=2),
        opened_at=now - timedelta(days=20),
    )
    entry_at(
        EntryStatus.SENT, assignment=assignment, period=period, at=now, state=DeclaredState.DONE
    )

    late = _get(leader, "reporting:dashboard-punctuality", plan).context["detail"]
    waiting = _get(
        leader,
        "reporting:dashboard-punctuality",
        plan,
        as_of=f"{today - timedelta(days=5):%d/%m/%Y}",
    ).context["detail"]
    closed = _get(
        leader,
        "reporting:dashboard-punctuality",
        plan,
        as_of=f"{today - timedelta(days=50):%d/%m/%Y}",
    )

    assert (late.total, late.filings[0].num_expected) == ({"late": 1}, 1)
    assert waiting.total == {"waiting": 1}
    assert closed.context["detail"].periods == []
    assert "Đến ngày này chưa có kỳ báo cáo nào được mở." in closed.content.decode()


def test_a_period_in_which_nobody_owes_is_a_sentence(leader, plan):
    _assignment(plan, unit=UnitFactory(first_day=timezone.localdate()))
    ended = timezone.localdate() - timedelta(days=400)
    period = ReportingPeriodFactory(plan=plan, data_from=ended, data_to=ended, due_on=ended)

    page = _get(leader, "reporting:dashboard", plan).content.decode()

    assert f"{period.name}: không có đơn vị nào phải gửi báo cáo." in page


def test_a_plan_without_a_readable_result_stays_closed(client):
    plan = PlanFactory()
    client.force_login(person(Role.OFFICER), backend="django.contrib.auth.backends.ModelBackend")

    for name in NAMES:
        assert _get(client, name, plan).status_code == 404


@pytest.mark.parametrize(("role", "is_link"), [(Role.LEADER, True), (Role.OFFICER, False)])
def test_an_open_period_is_a_link_for_those_who_may_open_it(client, plan, role, is_link):
    assignment = _assignment(plan)
    period = ReportingPeriodFactory(plan=plan, due_on=timezone.localdate() + timedelta(days=9))
    access.ensure_grants(plan=plan)
    reader = person(role, assignment.unit) if role == Role.OFFICER else person(role)
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")

    content = _get(client, "reporting:dashboard", plan).content.decode()

    assert period.name in content
    assert (reverse("reporting:period", args=[period.pk]) in content) == is_link
