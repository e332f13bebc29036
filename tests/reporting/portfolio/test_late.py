"""Who is late anywhere: over all plans that a person may read, and nothing beyond."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import PlanStatus
from reporting.models import EntryStatus, Urging
from tests.factories import AssignmentFactory, ReportingPeriodFactory, UserFactory, entry_at, person
from tests.reporting.extensions.scene import dated
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATE = reverse("reporting:list-late")
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def scene():
    """A unit that is late in two plans, and others: late with a report, in time, just reported."""
    first = dated(deadline=TODAY - timedelta(days=9))
    second = dated(deadline=TODAY - timedelta(days=4), unit=first.unit)
    other = AssignmentFactory(task=second.task, is_own_part=True, unit__bloc=Bloc.PARTY)
    due_on = TODAY - timedelta(days=2)
    period = ReportingPeriodFactory(
        plan=second.task.plan,
        data_from=TODAY - timedelta(days=40),
        data_to=TODAY - timedelta(days=7),
        due_on=due_on,
        opened_at=timezone.now(),
    )
    sent = AssignmentFactory(task=second.task, is_own_part=True)
    entry_at(EntryStatus.SENT, assignment=sent, period=period, at=timezone.now())
    return first, second, other, period


def _rows(client, role, unit=None, **query):
    client.force_login(person(role, unit), backend=BACKEND)
    return client.get(LATE, query).context["page"].object_list


def test_units_are_named_with_the_plans_they_are_late_in(client, scene):
    first, second, other, period = scene

    worst, next_one = _rows(client, Role.LEADER)

    assert worst.unit == first.unit
    assert (worst.num_overdue, worst.num_unsent, worst.days_late) == (2, 1, 9)
    found = [(row.plan, row.num_overdue, row.unsent) for row in worst.plans]
    assert found == [(second.task.plan, 1, [period]), (first.task.plan, 1, [])]
    assert (next_one.unit, next_one.num_overdue, next_one.days_late) == (other.unit, 0, 2)


def test_who_reads_whole_plans_sees_how_often_a_unit_was_urged(client, scene):
    first = scene[0]
    for turn in (1, 2):
        Urging.objects.record(
            plan_id=first.task.plan_id,
            unit=first.unit,
            assignment=first,
            turn=turn,
            by=UserFactory(),
            at=timezone.now(),
            note="Đề nghị hoàn thành.",
        )
    url = reverse("reporting:list-urgings", args=[first.unit_id])

    _rows(client, Role.LEADER)
    words = " ".join(client.get(LATE).content.decode().split())
    _rows(client, Role.OFFICER, first.unit)

    assert f'<a href="{url}">2 lần</a>, lần cuối {TODAY:%d/%m/%Y}' in words
    assert words.count('<span class="muted">Chưa</span>') == 1
    assert 'data-label="Đôn đốc"' in words
    assert 'data-label="Đôn đốc"' not in client.get(LATE).content.decode()


def test_they_are_filtered_by_bloc_and_words(client, scene):
    first, _, other, _ = scene

    assert [row.unit for row in _rows(client, Role.REVIEWER, bloc="party")] == [other.unit]
    assert [row.unit for row in _rows(client, Role.REVIEWER, q=first.unit.name)] == [first.unit]


def test_an_officer_sees_only_the_own_unit(client, scene):
    _, _, other, period = scene

    (row,) = _rows(client, Role.OFFICER, other.unit)

    assert (row.unit, row.plans[0].unsent) == (other.unit, [period])


def test_closed_plans_and_periods_press_nobody(client, scene):
    first, second, _, period = scene
    period.closed_at = timezone.now()
    period.save(update_fields=["closed_at"])
    plan = first.task.plan
    plan.status = PlanStatus.CLOSED
    plan.save(update_fields=["status"])

    (row,) = _rows(client, Role.REVIEWER)

    assert [late.plan for late in row.plans] == [second.task.plan]
    assert row.num_unsent == 0


def test_nobody_is_late_is_a_sentence(client):
    AssignmentFactory()
    client.force_login(person(Role.LEADER), backend=BACKEND)

    assert "Không có đơn vị nào đang chậm" in client.get(LATE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(
    client, scene, count, django_assert_num_queries
):
    for _ in range(count - 1):
        dated(deadline=TODAY - timedelta(days=5))
    client.force_login(person(Role.LEADER), backend=BACKEND)
    client.get(LATE)

    with django_assert_num_queries(11):
        client.get(LATE)
