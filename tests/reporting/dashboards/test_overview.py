"""First pages over several plans: by what needs doing, each row naming its plan."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import access
from plans.models import PlanStatus, TaskGroupWatch
from reporting.dashboards import followed, officer_desk, overview
from reporting.models import EntryStatus, ProgressEntry
from reporting.portfolio.todo import Todo
from reporting.verification import verifying
from tests.factories import (
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.extensions.scene import dated
from units.models import Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
HOME = reverse("reporting:home")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def _plan(*, unit=None, due_in=10, is_late=True):
    """A plan with an open period, a result that waits, overdue work, and a proposal."""
    row = AssignmentFactory(**({"unit": unit} if unit else {}))
    plan, task = row.task.plan, row.task
    due_on = TODAY + timedelta(days=due_in)
    days = {"data_from": due_on - timedelta(days=30), "data_to": due_on - timedelta(days=1)}
    period = ReportingPeriodFactory(plan=plan, due_on=due_on, opened_at=timezone.now(), **days)
    entry_at(EntryStatus.SENT, assignment=row, period=period, at=timezone.now())
    if is_late:
        dated(task=task, is_own_part=True, deadline=TODAY - timedelta(days=due_in))
    AssignmentFactory(task__group__plan=plan, state="proposed")
    access.ensure_grants(plan=plan)
    return plan


def _home(client, role, unit=None):
    client.force_login(person(role, unit), backend=BACKEND)
    response = client.get(HOME)
    return response.context["home"], response.content.decode()


def test_the_office_sees_what_to_do_in_all_plans(client, monkeypatch):
    monkeypatch.setattr(overview, "NUM_ROWS", 2)
    plans = [_plan(due_in=days) for days in (30, 20, 5)]
    idle = PlanFactory()
    access.ensure_grants(plan=idle)

    home, content = _home(client, Role.REVIEWER)

    assert home.office is None
    found = home.office_overview
    assert (found.num_waiting, len(found.oldest)) == (3, 2)
    assert [item.plan for item in found.common.first_periods] == [plans[2], plans[1]]
    assert [row.days_late for row in found.common.first_late] == [30, 20]
    proposed, without_period = found.others
    assert (proposed.number, proposed.words, proposed.num_plans) == (
        3,
        "phân công còn là đề xuất",
        3,
    )
    listed = client.get(proposed.url).context["page"].object_list
    assert {row.plan for row in listed} == set(plans)
    assert without_period.words == "kế hoạch chưa có kỳ báo cáo nào đang mở"
    assert without_period.url == reverse("reporting:list-periods", args=[idle.pk])
    listed = client.get(overview.listed(Todo.NO_PERIOD)).context["page"].object_list
    assert [row.plan for row in listed] == [idle]
    assert "Xem tất cả 3 kết quả" in content
    assert plans[2].short_title in content


def test_a_leader_sees_the_plans_with_most_late_work(client):
    plans = [_plan(), _plan(is_late=False)]
    dated(task=plans[0].tasks.first(), is_own_part=True, deadline=TODAY - timedelta(days=1))

    home, content = _home(client, Role.LEADER)

    found = home.leader_overview
    assert [(row.plan, row.tally.num_late) for row in found.rows] == [(plans[0], 2), (plans[1], 0)]
    assert found.total.num_all == sum(row.tally.num_all for row in found.rows) == 4
    assert "Kế hoạch cần chú ý" in content


def test_closed_plans_leave_the_desk_of_the_one_that_runs(client):
    plans = [_plan(), _plan()]
    plans[0].status = PlanStatus.CLOSED
    plans[0].save(update_fields=["status"])

    assert _home(client, Role.LEADER)[0].leader.plan == plans[1]
    assert _home(client, Role.REVIEWER)[0].office.plan == plans[1]


def test_an_officer_sees_every_open_period_with_its_plan(client, monkeypatch):
    monkeypatch.setattr("reporting.filing.submission_list.MAX_PERIODS", 1)
    unit = UnitFactory()
    plans = [_plan(unit=unit, due_in=days) for days in (9, 4, 6)]

    home, content = _home(client, Role.OFFICER, unit)

    found = [row.period.plan for row in home.officer.submissions]
    assert found == [plans[1], plans[2], plans[0]]
    assert all(plan.short_title in content for plan in plans)


def test_an_officer_sees_first_what_still_waits_for_the_unit(client, monkeypatch):
    monkeypatch.setattr(officer_desk, "NUM_SUBMISSIONS", 2)
    monkeypatch.setattr(officer_desk, "NUM_RETURNED", 1)
    unit = UnitFactory()
    _, *waiting = [_plan(unit=unit, due_in=days) for days in (3, 5, 9)]
    for entry in ProgressEntry.objects.filter(submission__period__plan__in=waiting):
        verifying.send_back(
            entry=entry, by=UserFactory(), at=timezone.now(), reason="Rõ hơn.", answer_by=TODAY
        )

    home, content = _home(client, Role.OFFICER, unit)

    assert [row.period.plan for row in home.officer.shown_submissions] == waiting
    assert "(3 báo cáo trong các kỳ đang mở, 2 chưa xong)" in content
    assert (len(home.officer.returned.first), len(home.officer.returned.more)) == (1, 1)
    assert "Xem thêm 1 kết quả bị trả lại" in content


def test_an_observer_sees_the_groups_with_most_late_work_first(client, monkeypatch):
    monkeypatch.setattr(followed, "NUM_FOLLOWED", 1)
    unit = UnitFactory()
    plans = [_plan(is_late=False), _plan()]
    for plan in plans:
        TaskGroupWatch.objects.create(unit=unit, group=plan.tasks.first().group)
        access.ensure_grants(plan=plan)

    home, content = _home(client, Role.OBSERVER, unit)

    (row,) = home.shown_followed
    assert (row.group.plan_id, row.tally.num_late) == (plans[1].pk, 1)
    assert "1 trong 2 nhóm" in content


@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.parametrize(
    ("role", "num_queries"),
    [
        (Role.REVIEWER, 11),
        (Role.ADMINISTRATOR, 10),
        (Role.LEADER, 11),
        (Role.OFFICER, 11),
        (Role.OBSERVER, 6),
    ],
)
def test_a_first_page_takes_the_same_queries_for_two_plans_and_for_four(
    client, role, num_queries, count, django_assert_num_queries
):
    unit = UnitFactory()
    for _ in range(count):
        plan = _plan(unit=unit)
        TaskGroupWatch.objects.create(unit=unit, group=plan.tasks.first().group)
        access.ensure_grants(plan=plan)
    client.force_login(person(role, unit), backend=BACKEND)
    client.get(HOME)

    with django_assert_num_queries(num_queries):
        client.get(HOME)
