"""When, what was filed, what was decided, what was compiled."""

from reporting.models.entry import (
    ChecklistAnswer,
    DeclaredState,
    EntryEvent,
    EntryStatus,
    ProgressEntry,
    ProgressEntryQuerySet,
)
from reporting.models.evidence import Evidence, EvidenceQuerySet
from reporting.models.heartbeat import Heartbeat
from reporting.models.period import (
    PeriodEvent,
    PeriodEventKind,
    ReportingPeriod,
    ReportingPeriodQuerySet,
)
from reporting.models.report import (
    Report,
    ReportEvent,
    ReportKind,
    ReportPart,
    ReportQuerySet,
    ReportStatus,
)
from reporting.models.schedule import Recurrence, ReviewSchedule
from reporting.models.submission import Submission, SubmissionQuerySet

__all__ = [
    "ChecklistAnswer",
    "DeclaredState",
    "EntryEvent",
    "EntryStatus",
    "Evidence",
    "EvidenceQuerySet",
    "Heartbeat",
    "PeriodEvent",
    "PeriodEventKind",
    "ProgressEntry",
    "ProgressEntryQuerySet",
    "Recurrence",
    "Report",
    "ReportEvent",
    "ReportKind",
    "ReportPart",
    "ReportQuerySet",
    "ReportStatus",
    "ReportingPeriod",
    "ReportingPeriodQuerySet",
    "ReviewSchedule",
    "Submission",
    "SubmissionQuerySet",
]
