"""The pages of one task and of one unit: queries, and the two figures of work."""

import pytest
from django.urls import reverse

from plans import assigning, unlisted_names
from plans.models import AssignmentRole, TaskKind
from reporting.models import (
    ChecklistAnswer,
    DeclaredState,
    EntryStatus,
    IndicatorValue,
    ProgressEntry,
)
from tests.factories import (
    NOON,
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
    ValueIndicatorFactory,
    entry_at,
    person,
)
from tests.reporting.extensions.scene import dated
from units.models import Role

pytestmark = pytest.mark.django_db

NUM_QUERIES = {"reporting:task": 11, "reporting:unit": 11}


def _work(num):
    """A task that `num` units lead, of which the first leads `num` other tasks; all sent."""
    group = TaskGroupFactory()
    period = ReportingPeriodFactory(plan=group.plan)
    task = TaskFactory(group=group, is_fan_out=True)
    units = UnitFactory.create_batch(num)
    assignments = [AssignmentFactory(task=task, unit=unit, is_own_part=True) for unit in units]
    for assignment in assignments:
        entry_at(EntryStatus.SENT, assignment=assignment, period=period)
    for _ in range(num):
        AssignmentFactory(task=TaskFactory(group=group), unit=units[0])
    return {"reporting:task": task, "reporting:unit": units[0]}


@pytest.mark.parametrize("num", [1, 3])
@pytest.mark.parametrize("name", NUM_QUERIES)
def test_the_queries_do_not_grow_with_the_rows(client, name, num, django_assert_num_queries):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse(name, args=[_work(num)[name].pk])
    client.get(url)

    with django_assert_num_queries(NUM_QUERIES[name]):
        assert client.get(url).status_code == 200


def test_a_task_with_all_that_a_task_may_have_takes_twelve_queries(
    client, django_assert_num_queries
):
    task = _work(3)["reporting:task"]
    indicator = ValueIndicatorFactory(task=task)
    item = CommitmentItemFactory(commitment=CommitmentFactory(task=task, name="4 tăng"))
    entry = ProgressEntry.objects.filter(assignment__task=task)[0]
    ChecklistAnswer.objects.create(entry=entry, item=item, is_kept=True)
    IndicatorValue.objects.create(entry=entry, indicator=indicator, value=12)
    unlisted_names.note([(task, AssignmentRole.LEAD, "Hội Thử nghiệm")])
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("reporting:task", args=[task.pk])
    client.get(url)

    with django_assert_num_queries(12):
        page = client.get(url).content.decode()

    assert "4 tăng" in page
    assert "Thực hiện tốt: 1 đơn vị · Chưa tốt: 0 đơn vị" in page
    assert "Hội Thử nghiệm" in page
    assert "12 cuộc" in page


def test_a_changed_role_is_named_once_beside_the_task_and_on_the_page_of_the_unit(client):
    helper = AssignmentFactory(role=AssignmentRole.COORDINATING)
    task, unit = helper.task, helper.unit
    by = {"by": UserFactory(), "at": NOON}
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    def read():
        detail = client.get(reverse("reporting:task", args=[task.pk])).context["detail"]
        page = client.get(reverse("reporting:unit", args=[unit.pk])).context["detail"]
        named = [[row.name for row in side.rows] for side in (detail.leads, detail.coordinators)]
        return *named, len(page.coordinates)

    assert read() == ([], [unit.name], 1)
    assigning.set_role(task=task, unit=unit, role=AssignmentRole.LEAD, **by)
    assert read() == ([unit.name], [], 0)
    assigning.set_role(task=task, unit=unit, role=AssignmentRole.COORDINATING, **by)
    assert read() == ([], [unit.name], 1)


def test_a_unit_reads_work_with_a_deadline_and_recurring_work_apart(client):
    recurring = AssignmentFactory(task__kind=TaskKind.RECURRING)
    group, unit = recurring.task.group, recurring.unit
    period = ReportingPeriodFactory(plan=group.plan, name="Quý 1/2026")
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=recurring,
        period=period,
        state=DeclaredState.DONE,
        percent=None,
    )
    dated(task=TaskFactory(group=group), unit=unit)
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    unit_page, plan_page, overview = (
        client.get(reverse(name, args=[pk])).content.decode()
        for name, pk in (
            ("reporting:unit", unit.pk),
            ("reporting:plan", group.plan_id),
            ("reporting:dashboard", group.plan_id),
        )
    )

    for page in (unit_page, plan_page):
        assert "Việc có thời hạn: <strong>0/1" in page
        assert "1 chưa hoàn thành đã quá hạn" in page
        assert "Việc thường xuyên, định kỳ: <strong>1/1 đạt yêu" in page
    assert '<span class="tile__figure">0/1</span>' in overview
    assert "việc thường xuyên, định kỳ đạt yêu cầu kỳ Quý 1/2026 (100,0%)" in overview
    assert "Không đặt thời hạn" in overview
