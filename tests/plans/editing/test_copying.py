"""The next plan begins with the groups, tasks and units of the former one."""

from dataclasses import replace
from datetime import date

import pytest

from plans import closing, indicators, leading, unlisted_names
from plans.editing import copying, tasks
from plans.editing.inheriting import Replaced, inheritance_of
from plans.integrity import findings
from plans.models import AssignmentRole, PlanStatus
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    IndicatorFactory,
    LegalDocumentFactory,
    TaskFactory,
    UnitFactory,
    UserFactory,
)
from tests.plans.editing.test_heads import spec_of
from units.models import Succession, SuccessionKind

pytestmark = pytest.mark.django_db
LAST = date(2026, 3, 1)
HELP = AssignmentRole.COORDINATING


def _by():
    return {"by": UserFactory(), "at": NOON}


def _copy(plan, *, with_units=False):
    spec = spec_of(plan, number="9-KH/ĐU", issued_on=TODAY)
    return copying.copy_plan(plan=plan, spec=spec, with_units=with_units, **_by())


def _merged(into, *, kind=SuccessionKind.MERGE):
    unit = UnitFactory(last_day=LAST)
    Succession.objects.create(
        predecessor=unit, successor=into, kind=kind, effective_on=date(2026, 3, 2), document="QĐ"
    )
    return unit


def test_names_that_no_unit_was_given_for_come_along():
    task = TaskFactory()
    unlisted_names.note([(task, HELP, "Hội Thử")])

    copy = _copy(task.plan)

    assert unlisted_names.undecided_in(copy.pk) == ["Hội Thử"]


def test_tasks_come_along_without_the_dates_and_targets_of_the_former_plan():
    task = TaskFactory()
    document = LegalDocumentFactory()
    spec = replace(
        tasks.TaskSpec(**tasks.values_of(task)),
        timing_words="trước ngày 15/11 hằng năm",
        deadline=TODAY,
        documents=(document,),
    )
    tasks.change_task(task=task, spec=spec, **_by())
    item = CommitmentItemFactory(commitment=CommitmentFactory(task=task))
    kept = IndicatorFactory(task=task, target=95, target_document=document)
    indicators.retire(indicator=IndicatorFactory(task=task), **_by())
    leading.ask_contributions(task=task, **_by())

    copy = _copy(task.plan)

    new = copy.tasks.get()
    assert copy.status == PlanStatus.DRAFT
    assert copy.events.get().note.startswith(f"Lập từ {task.plan} ngày")
    assert (new.code, new.title, new.group.code) == (task.code, task.title, task.group.code)
    assert (new.timing_words, new.deadline) == ("trước ngày 15/11 hằng năm", None)
    assert new.documents.get() == document
    assert new.contribution_rule == "required"
    assert new.commitments.get().items.get().text == item.text
    assert (new.indicators.get().name, new.indicators.get().target) == (kept.name, None)
    assert not new.assignments.exists()
    assert list(findings()) == []


def test_units_of_today_are_proposed_in_place_of_those_before_them():
    heir = UnitFactory(short_name="X. Mới")
    first, second = _merged(heir), _merged(heir)
    gone = UnitFactory(last_day=LAST)
    task = TaskFactory(is_fan_out=True)
    for unit in (first, second, gone):
        AssignmentFactory(task=task, unit=unit, is_own_part=True)
    AssignmentFactory(task=task, unit=heir, role=HELP)
    helped = AssignmentFactory(task=TaskFactory(group=task.group), unit=first, role=HELP)

    found = inheritance_of(task.plan, today=TODAY)
    copy = _copy(task.plan, with_units=True)

    assert found.replaced == [
        Replaced(first.short_name, "X. Mới", 2),
        Replaced(second.short_name, "X. Mới", 1),
    ]
    assert found.left_out == [Replaced(gone.short_name, "", 1)]
    proposed = [
        (row.task.code, row.unit, row.role, row.state, row.is_own_part)
        for task in copy.tasks.order_by("position")
        for row in task.assignments.select_related("unit", "task")
    ]
    assert proposed == [
        (task.code, heir, "lead", "proposed", True),
        (helped.task.code, heir, "coordinating", "proposed", False),
    ]


def test_units_of_a_closed_plan_come_along_though_their_work_ended_with_it():
    row = AssignmentFactory()
    closing.close_plan(
        plan=row.task.plan, reason="Tổng kết", reasons={row.pk: "Kế hoạch mới"}, **_by()
    )
    row.task.plan.refresh_from_db()

    assert inheritance_of(row.task.plan, today=TODAY).roles == {
        row.task_id: {row.unit_id: AssignmentRole.LEAD}
    }
