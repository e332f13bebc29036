"""Groups and tasks of a plan: added, changed, put in order, removed; their commitments."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans import access, assigning
from plans.editing import commitments, groups, tasks
from plans.editing.commitments import CommitmentSpec, items_in
from plans.models import AssignmentRole, LegalDocument, Task, TaskEventKind
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    IndicatorFactory,
    LegalDocumentFactory,
    PlanFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.race import run_together
from tracker.lib.refusal import BadField, Refused
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"

SPEC = tasks.TaskSpec(code="IX.1", title="Việc thử", text="Thực hiện việc thử.")
DUE = replace(SPEC, timing_words="trước ngày 17/3", deadline=TODAY, deliverable="Báo cáo")


def _by():
    return {"by": UserFactory(), "at": NOON}


def _codes(group):
    return list(group.tasks.order_by("position").values_list("code", flat=True))


def _group(*codes, plan=None):
    group = TaskGroupFactory(plan=plan or PlanFactory())
    access.ensure_grants(plan=group.plan)
    return group, [tasks.add_task(group=group, spec=replace(SPEC, code=c), **_by()) for c in codes]


def test_other_words_of_a_task_need_no_document_that_sets_a_deadline():
    _, (task,) = _group("IX.1")

    tasks.change_task(task=task, spec=replace(SPEC, title="Tên khác"), **_by())

    assert not LegalDocument.objects.exists()


def test_a_task_is_found_and_cites_its_documents():
    document = LegalDocumentFactory()
    group, _ = _group()

    task = tasks.add_task(group=group, spec=replace(SPEC, documents=(document,)), **_by())

    assert Task.objects.search("viec thu").get() == task
    assert task.documents.get() == document
    assert task.events.get().kind == TaskEventKind.ADDED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "IX.1"}, "code"),
        ({"code": "IX.2", "title": ""}, "title"),
        ({"code": "IX.2", "deadline": TODAY}, "timing_words"),
    ],
)
def test_a_task_that_lacks_or_repeats_a_fact_is_refused(changes, field):
    group, _ = _group("IX.1")

    with pytest.raises(BadField) as refusal:
        tasks.add_task(group=group, spec=replace(SPEC, **changes), **_by())

    assert refusal.value.field == field


def test_a_unit_that_leads_begins_with_the_deadline_of_the_task_and_follows_its_changes():
    group, _ = _group()
    task = tasks.add_task(group=group, spec=replace(DUE, is_fan_out=True), **_by())
    lead = AssignmentRole.LEAD
    rows = [assigning.propose(task=task, unit=UnitFactory(), role=lead, **_by()) for _ in "ab"]
    for row in rows:
        row.refresh_from_db()
    assert {(row.deadline, row.deadline_document.number) for row in rows} == {
        (TODAY, group.plan.number)
    }
    assert rows[0].deliverable == "Báo cáo"
    rows[1].deliverable = "Của riêng đơn vị"
    rows[1].save()

    later = TODAY.replace(day=30)
    spec = replace(DUE, deadline=later, deliverable="Đề án", is_fan_out=True)
    changes = tasks.change_task(task=task, spec=spec, **_by())

    assert changes == ["thời hạn: 16/03/2026 → 30/03/2026", "sản phẩm: Báo cáo → Đề án"]
    for row in rows:
        row.refresh_from_db()
    assert [(row.deadline, row.deliverable) for row in rows] == [
        (later, "Đề án"),
        (later, "Của riêng đơn vị"),
    ]


def test_sharing_the_lead_is_changed_by_its_own_rule():
    task = AssignmentFactory().task
    spec = replace(tasks.TaskSpec(**tasks.values_of(task)), is_fan_out=True)

    tasks.change_task(task=task, spec=spec, **_by())

    assert task.assignments.get().is_own_part
    assert set(task.events.values_list("kind", flat=True)) == {"lead_shared", "changed"}


def test_tasks_and_groups_are_put_in_order_and_into_another_group(client):
    group, (first, _, third) = _group("1", "2", "3")
    other, _ = _group("4", plan=group.plan)
    client.force_login(person(Role.REVIEWER), backend=BACKEND)

    client.post(reverse("plans:move-task", args=[third.pk]), {"step": "up"})
    client.post(reverse("plans:move-task", args=[first.pk]), {"step": "up"})
    assert _codes(group) == ["1", "3", "2"]
    client.post(reverse("plans:move-task", args=[first.pk]), {"step": "down"})
    assert _codes(group) == ["3", "1", "2"]
    client.post(
        reverse("plans:move-task", args=[first.pk]),
        {"group": other.pk, "before": other.tasks.get().pk},
    )
    client.post(reverse("plans:move-group", args=[group.pk]), {"step": "down"})

    assert (_codes(group), _codes(other)) == (["3", "2"], ["1", "4"])
    assert list(group.plan.groups.order_by("position")) == [other, group]
    assert first.events.latest("pk").note.startswith(f"Nhóm {group.code} → {other.code}")


@pytest.mark.django_db(transaction=True)
def test_two_people_who_move_at_once_leave_one_order():
    group, rows = _group("1", "2", "3")
    first, last = rows[0], rows[2]

    run_together(
        lambda: tasks.move_task(task=first, group=group, before=None, **_by()),
        lambda: tasks.move_task(task=last, group=group, before=first.pk, **_by()),
    )

    positions = group.tasks.order_by("position").values_list("position", flat=True)
    assert list(positions) == [1, 2, 3]


def test_only_what_nothing_hangs_on_is_removed():
    group, (task, measured) = _group("1", "2")
    IndicatorFactory(task=measured)
    AssignmentFactory(task=measured)

    with pytest.raises(Refused, match="còn 2 nhiệm vụ"):
        groups.remove_group(group=group, **_by())
    with pytest.raises(Refused, match="đã được giao"):
        tasks.remove_task(task=measured, **_by())
    tasks.remove_task(task=task, **_by())

    assert _codes(group) == ["2"]
    assert group.plan.events.latest("pk").note == f"{task}\n{task.text}"


def test_items_of_a_commitment_are_lines_and_keep_their_places():
    task = TaskFactory()
    spec = CommitmentSpec("hai không", items=items_in("KHÔNG: gây phiền hà\n\ntrễ hẹn"))
    commitment = commitments.add_commitment(task=task, spec=spec, **_by())
    first = commitment.items.get(position=1)

    less = replace(spec, items=(("KHÔNG", "sách nhiễu"),))
    changes = commitments.change_commitment(commitment=commitment, spec=less, **_by())

    assert changes == ["thành tố: KHÔNG: gây phiền hà\ntrễ hẹn → KHÔNG: sách nhiễu"]
    assert commitment.items.get() == first
    with pytest.raises(BadField, match="Cần ít nhất một thành tố"):
        commitments.add_commitment(task=task, spec=CommitmentSpec("ba không"), **_by())
    commitments.remove_commitment(commitment=commitment, **_by())
    assert not task.commitments.exists()


def test_the_list_asks_the_database_as_often_for_three_tasks_as_for_one(
    client, django_assert_num_queries
):
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    group, (task,) = _group("1")
    url = reverse("plans:compose-plan", args=[AssignmentFactory(task=task).task.plan_id])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)

    _group("2", plan=group.plan)
    tasks.add_task(group=group, spec=replace(SPEC, code="3"), **_by())
    with django_assert_num_queries(len(queries)):
        client.get(url)
