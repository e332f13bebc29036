"""What the database itself refuses about plans, by the name of each constraint."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentPause,
    AssignmentRole,
    Commitment,
    CommitmentItem,
    Correction,
    Indicator,
    IndicatorEvent,
    LegalDocument,
    Passage,
    Plan,
    PlanEvent,
    Task,
    TaskGroup,
    TaskGroupWatch,
)
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    IndicatorFactory,
    LegalDocumentFactory,
    PlanFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

EARLY, LATE = date(2024, 4, 1), date(2025, 7, 1)
LEAD, HELP = AssignmentRole.LEAD, AssignmentRole.COORDINATING


def _pause() -> AssignmentPause:
    return AssignmentPause.objects.create(
        assignment=AssignmentFactory(), first_day=LATE, document=LegalDocumentFactory()
    )


def _event() -> AssignmentEvent:
    row = AssignmentFactory()
    return AssignmentEvent.objects.create(
        assignment=row, task=row.task, unit=row.unit, kind="confirmed", at=NOON
    )


def _passage() -> Passage:
    return Passage.objects.create(plan=PlanFactory(), position=1, block=1, kind="body", raw="tranh")


def _indicator_event() -> IndicatorEvent:
    return IndicatorEvent.objects.create(
        indicator=IndicatorFactory(), kind="added", by=UserFactory(), at=NOON
    )


def _plan_event() -> PlanEvent:
    return PlanEvent.objects.create(
        plan=PlanFactory(), kind="confirmation_asked", by=UserFactory(), at=NOON
    )


# A row, and the change of it that the constraint forbids.
CHECKS: dict[str, tuple[Callable[[], models.Model], dict[str, Any]]] = {
    "plans_assignment_role_known": (AssignmentFactory, {"role": "guest"}),
    "plans_assignment_state_known": (AssignmentFactory, {"state": "maybe"}),
    "plans_assignment_own_part_is_led": (AssignmentFactory, {"role": HELP, "is_own_part": True}),
    "plans_assignment_deadline_has_its_document": (AssignmentFactory, {"deadline": LATE}),
    "plans_assignment_end_reason_iff_ended": (AssignmentFactory, {"ended_on": LATE}),
    "plans_assignmentpause_last_day_not_before_first": (_pause, {"last_day": EARLY}),
    "plans_assignmentevent_kind_known": (_event, {"kind": "forgotten"}),
    "plans_assignmentevent_deadline_has_its_day": (_event, {"kind": "deadline_set"}),
    "plans_assignmentevent_extension_moves_a_deadline": (_event, {"is_extension": True}),
    "plans_indicator_kind_known": (IndicatorFactory, {"kind": "mean"}),
    "plans_indicator_direction_known": (IndicatorFactory, {"direction": "side"}),
    "plans_indicator_parts_named_iff_ratio": (IndicatorFactory, {"numerator_label": ""}),
    "plans_indicator_target_has_its_document": (IndicatorFactory, {"target": 98}),
    "plans_indicatorevent_kind_known": (_indicator_event, {"kind": "lost"}),
    "plans_planevent_kind_known": (_plan_event, {"kind": "painted"}),
    "plans_passage_kind_known": (_passage, {"kind": "poem"}),
    "plans_plan_status_known": (PlanFactory, {"status": "lost"}),
    "plans_taskgroup_kind_known": (TaskGroupFactory, {"kind": "other"}),
    "plans_task_kind_known": (TaskFactory, {"kind": "never"}),
}


@pytest.mark.parametrize("name", CHECKS)
def test_the_database_refuses_what_the_rule_forbids(name):
    make, change = CHECKS[name]
    row = make()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**change)


def _same_unit_again() -> Assignment:
    row = AssignmentFactory()
    return Assignment(task=row.task, unit=row.unit, role=HELP)


def _second_lead() -> Assignment:
    return Assignment(task=AssignmentFactory().task, unit=UnitFactory(), role=LEAD)


def _second_pause() -> AssignmentPause:
    row = _pause()
    return AssignmentPause(assignment=row.assignment, first_day=LATE, document=row.document)


def _second_watch() -> TaskGroupWatch:
    row = TaskGroupWatch.objects.create(unit=UnitFactory(), group=TaskGroupFactory())
    return TaskGroupWatch(unit=row.unit, group=row.group)


def _same_document() -> LegalDocument:
    row = LegalDocumentFactory()
    return LegalDocument(number=row.number, issued_on=row.issued_on, kind="Quyết định")


def _same_place_in_the_text() -> Passage:
    row = _passage()
    return Passage(plan=row.plan, position=row.position, block=2, kind="body", raw="khác")


def _same_correction() -> Correction:
    facts = {"passage": _passage(), "printed_words": "tranh", "note": "In nhầm."}
    Correction.objects.create(**facts, corrected_words="tránh", marked_on=TODAY)
    return Correction(**facts, corrected_words="trành", marked_on=TODAY)


def _same_plan() -> Plan:
    row = PlanFactory()
    return PlanFactory.build(number=row.number, issued_on=row.issued_on)


def _group_with_the_same(**fields: Any) -> TaskGroup:
    return TaskGroupFactory.build(plan=TaskGroupFactory(**fields).plan, **fields)


def _task_with_the_same_code() -> Task:
    row = TaskFactory()
    return TaskFactory.build(group=row.group, plan=row.plan, code=row.code)


def _task_at_the_same_place() -> Task:
    row = TaskFactory()
    return TaskFactory.build(group=row.group, plan=row.plan, position=row.position)


def _same_commitment() -> Commitment:
    row = CommitmentFactory()
    return Commitment(task=row.task, name=row.name)


def _item_at_the_same_place() -> CommitmentItem:
    row = CommitmentItemFactory()
    return CommitmentItem(
        commitment=row.commitment, position=row.position, verb="GIẢM", text="việc khác"
    )


def _same_indicator() -> Indicator:
    row = IndicatorFactory()
    return IndicatorFactory.build(task=row.task, name=row.name)


SECONDS: dict[str, Callable[[], models.Model]] = {
    "plans_assignment_once_per_task_and_unit": _same_unit_again,
    "plans_assignment_one_lead_per_task": _second_lead,
    "plans_assignmentpause_one_open": _second_pause,
    "plans_taskgroupwatch_once": _second_watch,
    "plans_legaldocument_once": _same_document,
    "plans_passage_position_once": _same_place_in_the_text,
    "plans_correction_once_per_words": _same_correction,
    "plans_plan_once": _same_plan,
    "plans_taskgroup_code_once": lambda: _group_with_the_same(code="1"),
    "plans_taskgroup_position_once": lambda: _group_with_the_same(position=1),
    "plans_task_code_once": _task_with_the_same_code,
    "plans_task_position_once": _task_at_the_same_place,
    "plans_commitment_once_per_task": _same_commitment,
    "plans_indicator_name_once_per_task": _same_indicator,
    "plans_commitmentitem_position_once": _item_at_the_same_place,
}


@pytest.mark.parametrize("name", SECONDS)
def test_the_database_refuses_the_second_of_what_stands_once(name):
    second = SECONDS[name]()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        second.save(force_insert=True)

    assert _names_the_constraint(refusal.value, type(second), name)


@pytest.mark.parametrize("name", SECONDS)
def test_a_form_is_told_before_the_database_refuses(name):
    second = SECONDS[name]()

    with pytest.raises(ValidationError):
        second.validate_constraints()


def test_each_rule_of_plans_has_its_test():
    named = {
        constraint.name
        for model in apps.get_app_config("plans").get_models()
        for constraint in model._meta.constraints
        # Those of the permission tables are guardian's own.
        if constraint.name.startswith("plans_")
    }

    assert named == CHECKS.keys() | SECONDS.keys()


def test_leads_of_own_parts_stand_side_by_side():
    task = TaskFactory(is_fan_out=True)

    AssignmentFactory.create_batch(2, task=task, is_own_part=True)

    assert task.assignments.count() == 2


def test_an_ended_lead_makes_room_for_the_next():
    ended = AssignmentFactory(ended_on=LATE, end_reason="dropped")

    AssignmentFactory(task=ended.task)

    assert ended.task.assignments.count() == 2


def _names_the_constraint(error: IntegrityError, model: type[models.Model], name: str) -> bool:
    """PostgreSQL names a broken unique constraint; SQLite its columns."""
    if connection.vendor == "postgresql":
        return name in str(error)
    (constraint,) = (each for each in model._meta.constraints if each.name == name)
    columns = (model._meta.get_field(field).column for field in constraint.fields)
    named = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return str(error) == f"UNIQUE constraint failed: {named}"
