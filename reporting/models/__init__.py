"""Periods, submissions and their entries, decisions about them, notices and reviews."""

from reporting.models.adjustment import AdjustmentKind, PeriodAdjustment
from reporting.models.attachment import Attachment
from reporting.models.comment import (
    Comment,
)
from reporting.models.contribution import (
    Contribution,
    ContributionEvent,
    ContributionEventKind,
    ContributionEvidence,
    ContributionQuerySet,
    ContributionStatus,
    ContributionUse,
)
from reporting.models.declared import (
    DeclaredState,
    SelfAssessment,
    assessment_example,
    has_percent,
    state_words,
    states_of,
)
from reporting.models.entry import (
    ChecklistAnswer,
    EntryEvent,
    EntryStatus,
    ProgressEntry,
    ProgressEntryQuerySet,
)
from reporting.models.evidence import Evidence, EvidenceQuerySet
from reporting.models.extension import (
    Extension,
    ExtensionQuerySet,
    ExtensionStatus,
)
from reporting.models.heartbeat import Heartbeat
from reporting.models.indicator_value import (
    IndicatorValue,
)
from reporting.models.issued_file import IssuedFile, IssuedFileKind, ReviewPrint
from reporting.models.notice import (
    MailDigest,
    Notice,
    NoticeKind,
    NoticePreference,
    NoticeQuerySet,
)
from reporting.models.period import (
    PeriodEvent,
    PeriodEventKind,
    ReportingPeriod,
    ReportingPeriodQuerySet,
)
from reporting.models.remark import (
    EntryRemark,
    RemarkField,
)
from reporting.models.reorganisation import (
    Reorganisation,
    ReorganisationEvent,
    ReorganisationEventKind,
    ReorganisationState,
)
from reporting.models.review import (
    ByUnits,
    Circulation,
    Review,
    ReviewEvent,
    ReviewKind,
    ReviewQuerySet,
    ReviewStatus,
    Urgency,
)
from reporting.models.review_block import (
    OWN,
    BlockComment,
    BlockKind,
    ReviewBlock,
    ReviewBlockVersion,
)
from reporting.models.review_download import ReviewDownload
from reporting.models.review_example import (
    ReviewExample,
    ReviewExampleEvent,
    ReviewExampleEventKind,
    ReviewExampleQuerySet,
)
from reporting.models.schedule import Recurrence, ReviewSchedule
from reporting.models.sheet_import import (
    SheetImport,
)
from reporting.models.skeleton import (
    ANNEX_LEVEL,
    ReviewSkeleton,
    SkeletonEvent,
    SkeletonEventKind,
    SkeletonSection,
)
from reporting.models.standing import AssignmentStanding
from reporting.models.submission import (
    Submission,
    SubmissionEvent,
    SubmissionEventKind,
    SubmissionQuerySet,
)
from reporting.models.term import Term, TermQuerySet
from reporting.models.urging import Urging
from reporting.models.version import EntryVersion
from reporting.models.withdrawal import ReviewWithdrawal

__all__ = [
    "ANNEX_LEVEL",
    "OWN",
    "AdjustmentKind",
    "AssignmentStanding",
    "Attachment",
    "BlockComment",
    "BlockKind",
    "ByUnits",
    "ChecklistAnswer",
    "Circulation",
    "Comment",
    "Contribution",
    "ContributionEvent",
    "ContributionEventKind",
    "ContributionEvidence",
    "ContributionQuerySet",
    "ContributionStatus",
    "ContributionUse",
    "DeclaredState",
    "EntryEvent",
    "EntryRemark",
    "EntryStatus",
    "EntryVersion",
    "Evidence",
    "EvidenceQuerySet",
    "Extension",
    "ExtensionQuerySet",
    "ExtensionStatus",
    "Heartbeat",
    "IndicatorValue",
    "IssuedFile",
    "IssuedFileKind",
    "MailDigest",
    "Notice",
    "NoticeKind",
    "NoticePreference",
    "NoticeQuerySet",
    "PeriodAdjustment",
    "PeriodEvent",
    "PeriodEventKind",
    "ProgressEntry",
    "ProgressEntryQuerySet",
    "Recurrence",
    "RemarkField",
    "Reorganisation",
    "ReorganisationEvent",
    "ReorganisationEventKind",
    "ReorganisationState",
    "ReportingPeriod",
    "ReportingPeriodQuerySet",
    "Review",
    "ReviewBlock",
    "ReviewBlockVersion",
    "ReviewDownload",
    "ReviewEvent",
    "ReviewExample",
    "ReviewExampleEvent",
    "ReviewExampleEventKind",
    "ReviewExampleQuerySet",
    "ReviewKind",
    "ReviewPrint",
    "ReviewQuerySet",
    "ReviewSchedule",
    "ReviewSkeleton",
    "ReviewStatus",
    "ReviewWithdrawal",
    "SelfAssessment",
    "SheetImport",
    "SkeletonEvent",
    "SkeletonEventKind",
    "SkeletonSection",
    "Submission",
    "SubmissionEvent",
    "SubmissionEventKind",
    "SubmissionQuerySet",
    "Term",
    "TermQuerySet",
    "Urgency",
    "Urging",
    "assessment_example",
    "has_percent",
    "state_words",
    "states_of",
]
