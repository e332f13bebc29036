"""First pages with several open periods: all of them, soonest due first, in as many queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.dashboards import office_desk
from reporting.filing import filing
from reporting.models import EntryStatus
from tests.factories import (
    AssignmentFactory,
    IssuingBodyFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from units.models import Role

pytestmark = pytest.mark.django_db
HOME = reverse("reporting:home")


def _periods(plan, count):
    """`count` open periods; the last made is due first, and the first made covers later days."""
    today = timezone.localdate()
    return [
        ReportingPeriodFactory(
            plan=plan,
            data_from=today - timedelta(days=60),
            data_to=today + timedelta(days=90 - number),
            due_on=today + timedelta(days=40 - 20 * number),
            opened_at=timezone.now(),
        )
        for number in range(count)
    ]


def _log_in(client, role, unit=None):
    client.force_login(person(role, unit), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _words(response):
    return " ".join(response.content.decode().split())


def _scene(count):
    """A unit that has sent nothing and one that sent for the period due last."""
    mine = AssignmentFactory()
    other = AssignmentFactory(task__group__plan=mine.task.plan)
    periods = _periods(mine.task.plan, count)
    entry_at(EntryStatus.SENT, assignment=other, period=periods[0], at=timezone.now())
    return mine, other, periods


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("role", "num_queries"),
    [
        (Role.REVIEWER, 11),
        (Role.ADMINISTRATOR, 9),
        (Role.LEADER, 11),
        (Role.OFFICER, 11),
        (Role.HEAD, 11),
    ],
)
def test_a_first_page_takes_the_same_queries_for_one_open_period_and_for_three(
    client, role, num_queries, count, django_assert_num_queries
):
    mine, _, _ = _scene(count)
    _log_in(client, role, mine.unit if role in (Role.OFFICER, Role.HEAD) else None)
    client.get(HOME)

    with django_assert_num_queries(num_queries):
        client.get(HOME)


def test_the_office_sees_each_open_period_with_its_unsent_units(client):
    mine, other, periods = _scene(3)
    past_due, middle, last = periods[2], periods[1], periods[0]
    past_due.due_on = timezone.localdate() - timedelta(days=3)
    past_due.save(update_fields=["due_on"])

    response = _log_in(client, Role.REVIEWER).get(HOME)

    desk = response.context["home"].office
    assert [row.row.period for row in desk.receiving] == [past_due, middle, last]
    unsent = [[unit.pk for unit in row.unsent] for row in desk.receiving]
    assert unsent == [[mine.unit_id, other.unit_id]] * 2 + [[mine.unit_id]]
    words = _words(response)
    assert "Đang nhận, 0/2, đã quá hạn gửi 3 ngày" in words
    assert "Đang nhận, 1/2, còn 40 ngày" in words


def test_the_office_sees_the_first_of_many_unsent_units(client, monkeypatch):
    monkeypatch.setattr(office_desk, "NUM_UNSENT", 1)
    _scene(2)

    assert "và 1 đơn vị khác" in _words(_log_in(client, Role.REVIEWER).get(HOME))


def test_a_unit_that_ended_after_the_period_is_still_missing_and_marked(client):
    mine, _, (period,) = _scene(1)
    today = timezone.localdate()
    period.data_to = today - timedelta(days=10)
    period.save(update_fields=["data_to"])
    mine.unit.last_day = today - timedelta(days=1)
    mine.unit.save(update_fields=["last_day"])

    response = _log_in(client, Role.REVIEWER).get(HOME)

    desk = response.context["home"].office
    assert [unit.pk for unit in desk.receiving[0].unsent] == [mine.unit_id]
    mark = f'<span class="muted small">(đã kết thúc {mine.unit.last_day:%d/%m/%Y})</span>'
    assert f"{mine.unit.short_name} {mark}" in _words(response)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD])
def test_an_officer_and_a_head_see_each_open_submission_soonest_due_first(client, role):
    mine, _, periods = _scene(3)
    filing.start(period=periods[1], unit=mine.unit, by=UserFactory(), at=timezone.now())

    response = _log_in(client, role, mine.unit).get(HOME)

    rows = response.context["home"].officer.submissions
    assert [row.period for row in rows] == periods[::-1]
    words = _words(response)
    assert "đang nhận, hôm nay là hạn gửi" in words
    assert "đang nhận, còn 40 ngày" in words


def test_a_leader_sees_each_open_period_and_an_open_end_of_the_trend(client):
    _scene(3)

    words = _words(_log_in(client, Role.LEADER).get(HOME))

    assert words.index("hôm nay là hạn gửi") < words.index("còn 40 ngày")
    assert "Đang nhận, 1/2, còn 40 ngày" in words
    assert "nét đứt, chấm rỗng" in words


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR])
def test_a_plan_without_confirmed_assignments_or_periods_is_a_sentence(client, role):
    AssignmentFactory(state="proposed")

    response = _log_in(client, role).get(HOME)

    assert response.status_code == 200
    words = _words(response)
    assert "Cần ít nhất hai kỳ báo cáo" in words or "Không có kỳ báo cáo nào đang mở" in words


def test_an_open_period_without_units_says_so(client):
    _periods(AssignmentFactory(state="proposed").task.plan, 1)

    words = _words(_log_in(client, Role.REVIEWER).get(HOME))

    assert "Đang nhận, chưa có đơn vị phải gửi, còn 40 ngày" in words


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.OFFICER, "Đơn vị chưa phải báo cáo trong kỳ nào đang mở."),
        (Role.REVIEWER, "Bước tiếp theo là đưa kế hoạch vào hệ thống"),
        (Role.LEADER, "Bước tiếp theo là đưa kế hoạch vào hệ thống"),
        (Role.OBSERVER, "Chưa có gì để theo dõi"),
        (Role.ADMINISTRATOR, "Chưa có kế hoạch nào."),
    ],
)
def test_a_product_without_plans_tells_each_role_what_will_appear(client, role, words):
    IssuingBodyFactory(own="committee")

    response = _log_in(client, role).get(HOME)

    assert words in _words(response)
    assert "chưa được giao vai trò" not in _words(response)
    assert response.content.count(b"<h1") == 1


def test_a_person_without_a_role_is_told_whom_to_ask(client):
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    assert "Bạn chưa được giao vai trò nào" in _words(client.get(HOME))
