"""What: plans with their text and tasks, and who must do what by when."""

from plans.models.assignment import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentPause,
    AssignmentQuerySet,
    AssignmentRole,
    AssignmentState,
    EndReason,
    TaskGroupWatch,
)
from plans.models.document import LegalDocument
from plans.models.passage import Correction, Passage, PassageKind
from plans.models.permissions import PlanGroupObjectPermission, PlanUserObjectPermission
from plans.models.plan import Plan, PlanQuerySet, PlanStatus
from plans.models.task import (
    Commitment,
    CommitmentItem,
    GroupKind,
    Task,
    TaskGroup,
    TaskGroupQuerySet,
    TaskKind,
)

__all__ = [
    "Assignment",
    "AssignmentEvent",
    "AssignmentEventKind",
    "AssignmentPause",
    "AssignmentQuerySet",
    "AssignmentRole",
    "AssignmentState",
    "Commitment",
    "CommitmentItem",
    "Correction",
    "EndReason",
    "GroupKind",
    "LegalDocument",
    "Passage",
    "PassageKind",
    "Plan",
    "PlanGroupObjectPermission",
    "PlanQuerySet",
    "PlanStatus",
    "PlanUserObjectPermission",
    "Task",
    "TaskGroup",
    "TaskGroupQuerySet",
    "TaskGroupWatch",
    "TaskKind",
]
