"""Plans, their tasks and texts, assignments and indicators."""

from datetime import date
from typing import Any

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
    IssuingBody,
    IssuingBodyEvent,
    LegalDocument,
    Passage,
    Plan,
    PlanEvent,
    Task,
    TaskEvent,
    TaskGroup,
    TaskGroupWatch,
    UnlistedName,
)
from tests.constraints import changed
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    IndicatorFactory,
    IssuingBodyFactory,
    LegalDocumentFactory,
    PlanFactory,
    SigningCapacityFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
)

EARLY, LATE = date(2024, 4, 1), date(2025, 7, 1)
LEAD, HELP = AssignmentRole.LEAD, AssignmentRole.COORDINATING


def _pause() -> AssignmentPause:
    return AssignmentPause.objects.create(
        assignment=AssignmentFactory(), first_day=LATE, document=LegalDocumentFactory()
    )


def _event(**fields: Any) -> AssignmentEvent:
    row = AssignmentFactory()
    return AssignmentEvent(
        **{"assignment": row, "task": row.task, "unit": row.unit, "kind": "confirmed"}
        | {"at": NOON}
        | fields
    )


def _task_event(**fields: Any) -> TaskEvent:
    return TaskEvent(task=TaskFactory(), by=UserFactory(), at=NOON, **fields)


def _passage() -> Passage:
    return Passage.objects.create(plan=PlanFactory(), position=1, block=1, kind="body", raw="tranh")


def _same_own_plan() -> Plan:
    row = PlanFactory(owner=UnitFactory())
    return PlanFactory.build(owner=row.owner, number=row.number, issued_on=row.issued_on)


def _task_without_unit() -> Plan:
    return changed(PlanFactory(), parent_task=TaskFactory())


def _second_own_plan() -> Plan:
    row = PlanFactory(owner=UnitFactory(), parent_task=TaskFactory())
    return PlanFactory.build(owner=row.owner, parent_task=row.parent_task)


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


def _second_own_body() -> IssuingBody:
    IssuingBodyFactory(own="committee")
    return changed(IssuingBodyFactory(), own="committee")


def _group_with_the_same(**fields: Any) -> TaskGroup:
    return TaskGroupFactory.build(plan=TaskGroupFactory(**fields).plan, **fields)


def _task_with_the_same_code() -> Task:
    row = TaskFactory()
    return TaskFactory.build(group=row.group, plan=row.plan, code=row.code)


def _task_at_the_same_place() -> Task:
    row = TaskFactory()
    return TaskFactory.build(group=row.group, plan=row.plan, position=row.position)


def _second_task_of_a_review() -> Task:
    row = TaskFactory(filed_review="interim")
    return changed(TaskFactory(group=row.group), filed_review="interim")


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


def _indicator_event_of_an_unknown_kind() -> IndicatorEvent:
    return IndicatorEvent(indicator=IndicatorFactory(), kind="lost", by=UserFactory(), at=NOON)


def _plan_event_of_an_unknown_kind() -> PlanEvent:
    return PlanEvent(plan=PlanFactory(), kind="painted", by=UserFactory(), at=NOON)


def _body_event_of_an_unknown_kind() -> IssuingBodyEvent:
    return IssuingBodyEvent(body=IssuingBodyFactory(), kind="lost", by=UserFactory(), at=NOON)


ENDS_BEFORE = {"first_day": LATE, "last_day": EARLY}

PLANS = [
    ("plans_issuingbody_kind_known", lambda: changed(IssuingBodyFactory(), kind="club")),
    ("plans_issuingbody_days_in_order", lambda: changed(IssuingBodyFactory(), **ENDS_BEFORE)),
    (
        "plans_issuingbody_successor_after_its_end",
        lambda: changed(IssuingBodyFactory(), successor=IssuingBodyFactory()),
    ),
    ("plans_issuingbody_level_known", lambda: changed(IssuingBodyFactory(), level="moon")),
    ("plans_issuingbody_own_known", lambda: changed(IssuingBodyFactory(), own="other")),
    ("plans_issuingbody_one_own_goes_on", _second_own_body),
    ("plans_issuingbodyevent_kind_known", _body_event_of_an_unknown_kind),
    (
        "plans_signingcapacity_days_in_order",
        lambda: changed(SigningCapacityFactory(), **ENDS_BEFORE),
    ),
    ("plans_plan_status_known", lambda: changed(PlanFactory(), status="lost")),
    ("plans_plan_archived_only_closed", lambda: changed(PlanFactory(), archived_at=NOON)),
    ("plans_plan_once", _same_plan),
    ("plans_plan_once_per_owner", _same_own_plan),
    ("plans_plan_a_unit_carries_out_its_task", _task_without_unit),
    ("plans_plan_one_in_use_per_task_and_owner", _second_own_plan),
    ("plans_planevent_kind_known", _plan_event_of_an_unknown_kind),
    ("plans_task_filed_review_known", lambda: changed(TaskFactory(), filed_review="ballad")),
    ("plans_task_one_takes_a_review", _second_task_of_a_review),
    ("plans_task_deadline_has_its_words", lambda: changed(TaskFactory(), deadline=TODAY)),
    ("plans_task_contribution_rule_known", lambda: changed(TaskFactory(), contribution_rule="no")),
    ("plans_taskevent_kind_known", lambda: _task_event(kind="forgotten")),
    ("plans_legaldocument_once", _same_document),
    ("plans_passage_kind_known", lambda: changed(_passage(), kind="poem")),
    ("plans_passage_position_once", _same_place_in_the_text),
    ("plans_correction_once_per_words", _same_correction),
    ("plans_taskgroup_kind_known", lambda: changed(TaskGroupFactory(), kind="other")),
    ("plans_taskgroup_code_once", lambda: _group_with_the_same(code="1")),
    ("plans_taskgroup_position_once", lambda: _group_with_the_same(position=1)),
    ("plans_taskgroupwatch_once", _second_watch),
    ("plans_task_kind_known", lambda: changed(TaskFactory(), kind="never")),
    ("plans_task_code_once", _task_with_the_same_code),
    ("plans_task_position_once", _task_at_the_same_place),
    ("plans_commitment_once_per_task", _same_commitment),
    ("plans_commitmentitem_position_once", _item_at_the_same_place),
]

ASSIGNMENTS = [
    ("plans_assignment_role_known", lambda: changed(AssignmentFactory(), role="guest")),
    ("plans_assignment_state_known", lambda: changed(AssignmentFactory(), state="maybe")),
    (
        "plans_assignment_own_part_is_led",
        lambda: changed(AssignmentFactory(), role=HELP, is_own_part=True),
    ),
    (
        "plans_assignment_deadline_has_its_document",
        lambda: changed(AssignmentFactory(), deadline=LATE),
    ),
    (
        "plans_assignment_end_reason_iff_ended",
        lambda: changed(AssignmentFactory(), ended_on=LATE),
    ),
    (
        "plans_assignment_end_recorded_only_when_ended",
        lambda: changed(AssignmentFactory(), end_recorded_on=LATE),
    ),
    ("plans_assignment_one_current_per_task_and_unit", _same_unit_again),
    ("plans_assignment_one_lead_per_task", _second_lead),
    ("plans_assignmentpause_last_day_not_before_first", lambda: changed(_pause(), last_day=EARLY)),
    ("plans_assignmentpause_one_open", _second_pause),
    ("plans_assignmentevent_kind_known", lambda: _event(kind="forgotten")),
    ("plans_assignmentevent_deadline_has_its_day", lambda: _event(kind="deadline_set")),
    ("plans_assignmentevent_extension_moves_a_deadline", lambda: _event(is_extension=True)),
]

INDICATORS = [
    ("plans_indicator_kind_known", lambda: changed(IndicatorFactory(), kind="mean")),
    ("plans_indicator_direction_known", lambda: changed(IndicatorFactory(), direction="side")),
    (
        "plans_indicator_aggregation_known",
        lambda: changed(IndicatorFactory(), aggregation="mean"),
    ),
    (
        "plans_indicator_cumulative_takes_its_last",
        lambda: changed(IndicatorFactory(), is_cumulative=True),
    ),
    (
        "plans_indicator_parts_named_iff_ratio",
        lambda: changed(IndicatorFactory(), numerator_label=""),
    ),
    ("plans_indicator_target_has_its_document", lambda: changed(IndicatorFactory(), target=98)),
    ("plans_indicator_name_once_per_task", _same_indicator),
    ("plans_indicatorevent_kind_known", _indicator_event_of_an_unknown_kind),
]


def _name(**fields: Any) -> UnlistedName:
    whole = {"role": LEAD, "words": "Hội Thử"} | fields
    return UnlistedName(task=whole.pop("task", None) or TaskFactory(), **whole)


def _same_name_again() -> UnlistedName:
    first = _name()
    first.save()
    return _name(task=first.task)


UNLISTED = [
    ("plans_unlistedname_once_per_task", _same_name_again),
    ("plans_unlistedname_role_known", lambda: _name(role="guest")),
    ("plans_unlistedname_state_known", lambda: _name(state="lost")),
    ("plans_unlistedname_words_given", lambda: _name(words="")),
]
BREACHES = [*PLANS, *ASSIGNMENTS, *INDICATORS, *UNLISTED]
