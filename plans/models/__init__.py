"""Plans with their text, tasks and indicators, and the assignments of units."""

from plans.models.assignment import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentPause,
    AssignmentQuerySet,
    AssignmentRole,
    AssignmentState,
    EndReason,
)
from plans.models.document import LegalDocument
from plans.models.indicator import (
    Aggregation,
    Direction,
    Indicator,
    IndicatorEvent,
    IndicatorEventKind,
    IndicatorKind,
    IndicatorQuerySet,
)
from plans.models.issuing_body import (
    SHOWN_NAME,
    BodyKind,
    IssuingBody,
    IssuingBodyEvent,
    IssuingBodyEventKind,
    OfficeLevel,
    OwnBody,
    SigningCapacity,
)
from plans.models.passage import Correction, Passage, PassageKind
from plans.models.permissions import PlanGroupObjectPermission, PlanUserObjectPermission
from plans.models.plan import Plan, PlanEvent, PlanEventKind, PlanQuerySet, PlanStatus
from plans.models.task import (
    PERIODIC,
    Commitment,
    CommitmentItem,
    ContributionRule,
    FiledReview,
    GroupKind,
    Task,
    TaskGroup,
    TaskGroupQuerySet,
    TaskKind,
)
from plans.models.task_event import TaskEvent, TaskEventKind
from plans.models.watch import TaskGroupWatch

__all__ = [
    "PERIODIC",
    "SHOWN_NAME",
    "Aggregation",
    "Assignment",
    "AssignmentEvent",
    "AssignmentEventKind",
    "AssignmentPause",
    "AssignmentQuerySet",
    "AssignmentRole",
    "AssignmentState",
    "BodyKind",
    "Commitment",
    "CommitmentItem",
    "ContributionRule",
    "Correction",
    "Direction",
    "EndReason",
    "FiledReview",
    "GroupKind",
    "Indicator",
    "IndicatorEvent",
    "IndicatorEventKind",
    "IndicatorKind",
    "IndicatorQuerySet",
    "IssuingBody",
    "IssuingBodyEvent",
    "IssuingBodyEventKind",
    "LegalDocument",
    "OfficeLevel",
    "OwnBody",
    "Passage",
    "PassageKind",
    "Plan",
    "PlanEvent",
    "PlanEventKind",
    "PlanGroupObjectPermission",
    "PlanQuerySet",
    "PlanStatus",
    "PlanUserObjectPermission",
    "SigningCapacity",
    "Task",
    "TaskEvent",
    "TaskEventKind",
    "TaskGroup",
    "TaskGroupQuerySet",
    "TaskGroupWatch",
    "TaskKind",
]
