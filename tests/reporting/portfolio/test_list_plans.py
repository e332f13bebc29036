"""The list of plans: counted, sorted, filtered, exported; as many queries for any number."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from plans import access
from plans.models import Plan, PlanStatus, TaskKind
from reporting.counting.figures import Scope, figures_of
from reporting.models import EntryStatus
from tests.factories import (
    AssignmentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    entry_at,
    person,
)
from tests.reporting.extensions.scene import dated
from units.models import Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST = reverse("reporting:list-plans")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def _plan(*, deadline=None, due_in=None, kind=TaskKind.ONE_OFF, sent=False):
    row = AssignmentFactory(task__kind=kind) if deadline is None else dated(deadline=deadline)
    plan = row.task.plan
    if due_in is not None:
        due_on = TODAY + timedelta(days=due_in)
        days = {"data_from": due_on - timedelta(days=30), "data_to": due_on}
        opened = timezone.now() - timedelta(days=30)
        period = ReportingPeriodFactory(plan=plan, due_on=due_on, opened_at=opened, **days)
        if sent:
            entry_at(EntryStatus.SENT, assignment=row, period=period, at=timezone.now())
    access.ensure_grants(plan=plan)
    return plan


@pytest.fixture
def plans():
    """One is overdue, one has a result that waits and a deadline soon, one has neither."""
    return [
        _plan(deadline=TODAY - timedelta(days=3), due_in=20),
        _plan(deadline=TODAY + timedelta(days=2), due_in=9, sent=True),
        _plan(kind=TaskKind.RECURRING),
    ]


def _open(client, role=Role.REVIEWER, unit=None):
    client.force_login(person(role, unit), backend=BACKEND)
    return client


def _listed(client, **query):
    return [row.plan for row in client.get(LIST, query).context["page"].object_list]


def test_each_plan_has_its_figures_and_what_comes_next(client, plans):
    rows = {row.plan: row for row in _open(client).get(LIST).context["page"].object_list}

    late, soon, idle = (rows[plan] for plan in plans)
    assert [row.tally.num_late for row in (late, soon, idle)] == [1, 0, 0]
    assert [row.waiting.num_waiting for row in (late, soon, idle)] == [0, 1, 0]
    assert late.next.words.startswith("hạn gửi")
    assert late.next.days_left == 20
    assert soon.next.words == "thời hạn nhiệm vụ, còn 2 ngày"
    assert idle.next is None
    for plan in plans:
        counted = figures_of(Scope(plan=plan, as_of=TODAY), user=person(Role.LEADER)).total
        assert rows[plan].tally.labels == counted.labels


def test_the_list_is_sorted_by_each_column_both_ways(client, plans):
    late, soon, idle = plans
    _open(client)

    assert _listed(client) == [soon, late, idle]
    assert _listed(client, sort="-next") == [late, soon, idle]
    assert _listed(client, sort="late")[0] == late
    assert _listed(client, sort="waiting")[0] == soon
    assert len({*map(tuple, (_listed(client, sort=by) for by in ("on_time", "period", "status")))})
    response = client.get(LIST, {"sort": "late"})
    assert 'aria-sort="descending"' in response.content.decode()
    assert "Không có lựa chọn này" in client.get(LIST, {"sort": "x"}).content.decode()


def test_closed_plans_are_shown_when_they_are_asked_for(client, plans):
    closed = plans[0]
    closed.status = PlanStatus.CLOSED
    closed.save(update_fields=["status"])
    _open(client)

    assert closed not in _listed(client)
    assert _listed(client, status="closed") == [closed]
    assert len(_listed(client, status="all")) == 3


def test_plans_are_found_by_words_and_by_what_is_late(client, plans):
    _open(client)

    assert _listed(client, q=plans[2].short_title.upper().replace("Ế", "E")) == [plans[2]]
    assert _listed(client, late="on") == [plans[0]]
    assert "Không có kế hoạch nào khớp" in client.get(LIST, {"q": "zzz"}).content.decode()


def test_an_officer_sees_the_work_of_the_own_unit(client, plans):
    unit = plans[0].tasks.get().assignments.get().unit
    dated(task=plans[1].tasks.get(), is_own_part=True, deadline=TODAY - timedelta(days=1))
    other = AssignmentFactory(unit=unit)
    access.ensure_grants(plan=other.task.plan)

    (row, second) = _open(client, Role.OFFICER, unit).get(LIST).context["page"].object_list

    assert {row.plan, second.plan} == {plans[0], other.task.plan}
    assert (row.tally.num_all, row.tally.num_late, row.waiting) == (1, 1, None)


def test_a_row_that_was_drawn_shows_a_change_at_once_and_only_what_its_reader_sees(client, plans):
    plan, unit = plans[0], plans[0].tasks.get().assignments.get().unit
    plans[0].tasks.get().assignments.create(unit=UnitFactory(), role="coordinating")
    grid = reverse("plans:assignment-grid", args=[plan.pk])

    def page(role, unit=None):
        return _open(client, role, unit).get(LIST).content.decode()

    assert grid in page(Role.REVIEWER)
    assert grid not in page(Role.LEADER)
    assert grid not in page(Role.OFFICER, unit)
    plan.tasks.get().assignments.filter(role="coordinating").delete()
    assert grid not in page(Role.REVIEWER)
    before = page(Role.LEADER)
    for change, word in (
        ({"short_title": "Tên đã đổi"}, "Tên đã đổi"),
        ({"number": "999-KH/MỚI"}, "999-KH/MỚI"),
        ({"owner": unit}, f"{unit.short_name} ·"),
        ({"parent_task": plans[1].tasks.get()}, "thực hiện nhiệm vụ"),
        ({"status": PlanStatus.DRAFT}, "Đang nhập"),
    ):
        Plan.objects.filter(pk=plan.pk).update(**change)
        after = client.get(LIST).content.decode()
        assert after.count(word) == before.count(word) + 1, word


def test_the_sheet_has_the_rows_of_the_page(client, plans):
    content = _open(client).get(reverse("reporting:download-plans"), {"late": "on"}).content

    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert rows[2][0] == "Số, ký hiệu"
    assert [row[0] for row in rows[3:]] == [plans[0].number]
    assert rows[3][8] == 1


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OFFICER])
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(
    client, role, count, django_assert_num_queries
):
    unit = _plan(due_in=5).tasks.get().assignments.get().unit
    for _ in range(count - 1):
        other = AssignmentFactory(unit=unit)
        ReportingPeriodFactory(plan=other.task.plan, opened_at=timezone.now())
    _open(client, role, unit if role == Role.OFFICER else None)
    client.get(LIST)

    with django_assert_num_queries(8 if role == Role.REVIEWER else 7):
        response = client.get(LIST)

    assert response.content.count(b'<th scope="row">') == count
