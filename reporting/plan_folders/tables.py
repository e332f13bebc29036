"""The tables of a plan: how a row knows its plan, and in which file it stands.

A new table of a plan is added here; a test names it otherwise. A column that is renamed or
removed later is named in `earlier.py`, so that folders of before stay readable.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from django.contrib.auth.models import Group, Permission
from django.db.models import Field, ForeignKey, Model, Q

from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentPause,
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
    SigningCapacity,
    Task,
    TaskEvent,
    TaskGroup,
    TaskGroupWatch,
    UnlistedName,
)
from reporting.models import (
    BlockComment,
    ChecklistAnswer,
    Comment,
    Contribution,
    ContributionEvent,
    ContributionEvidence,
    ContributionUse,
    EntryEvent,
    EntryRemark,
    EntryVersion,
    Evidence,
    Extension,
    IndicatorValue,
    IssuedFile,
    PeriodAdjustment,
    PeriodEvent,
    ProgressEntry,
    ReportingPeriod,
    Review,
    ReviewBlock,
    ReviewBlockVersion,
    ReviewEvent,
    ReviewExample,
    ReviewExampleEvent,
    ReviewPrint,
    ReviewSchedule,
    ReviewSkeleton,
    ReviewStatus,
    ReviewWithdrawal,
    SkeletonEvent,
    SkeletonSection,
    Submission,
    SubmissionEvent,
    Term,
    Urging,
)
from reporting.models.review import IN_PROGRESS
from units.models import Bloc, Succession, Unit, UnitAlias, UnitKind, UnitName, User

PLAN, ASSIGNMENTS, PERIODS = "plan.json", "assignments.json", "periods.json"
ENTRIES, CONTRIBUTIONS, REVIEWS = "entries.json", "contributions.json", "reviews.json"
UNITS, PEOPLE = "units.json", "people.json"
FILES = (PLAN, ASSIGNMENTS, PERIODS, ENTRIES, CONTRIBUTIONS, REVIEWS, UNITS, PEOPLE)

# Computed where a row is written
DERIVED = {"folded", "sort_key"}
# What holds in this installation only: the worker that compiled a review, whose product this is
OF_HERE: dict[type[Model], set[str]] = {
    Review: {"claim", "claimed_at", "heartbeat_at"},
    IssuingBody: {"own"},
}
AnyField: TypeAlias = "Field[object, object]"


@dataclass(frozen=True)
class PlanTable:
    """`plan` is the lookup from a row to its plan, `only` says which of these rows are written."""

    model: type[Model]
    plan: str
    file: str
    only: Q = field(default_factory=Q)


_ENTRY = "submission__period__plan"
_REVIEW = "review__plan"
_COMPILED = [status for status in ReviewStatus if status not in IN_PROGRESS]
_OF_COMPILED = Q(review__status__in=_COMPILED)

# In the order in which they are inserted
TABLES = (
    PlanTable(Plan, "pk", PLAN),
    PlanTable(PlanEvent, "plan", PLAN),
    PlanTable(TaskGroup, "plan", PLAN),
    PlanTable(TaskGroupWatch, "group__plan", PLAN),
    PlanTable(Task, "plan", PLAN),
    PlanTable(TaskEvent, "task__plan", PLAN),
    PlanTable(UnlistedName, "task__plan", PLAN),
    PlanTable(Commitment, "task__plan", PLAN),
    PlanTable(CommitmentItem, "commitment__task__plan", PLAN),
    PlanTable(Passage, "plan", PLAN),
    PlanTable(Correction, "passage__plan", PLAN),
    PlanTable(Indicator, "task__plan", PLAN),
    PlanTable(IndicatorEvent, "indicator__task__plan", PLAN),
    PlanTable(Assignment, "task__plan", ASSIGNMENTS),
    PlanTable(AssignmentPause, "assignment__task__plan", ASSIGNMENTS),
    PlanTable(AssignmentEvent, "task__plan", ASSIGNMENTS),
    PlanTable(Extension, "assignment__task__plan", ASSIGNMENTS),
    PlanTable(ReportingPeriod, "plan", PERIODS),
    PlanTable(PeriodEvent, "period__plan", PERIODS),
    PlanTable(PeriodAdjustment, "period__plan", PERIODS),
    PlanTable(Urging, "plan", PERIODS),
    PlanTable(Submission, "period__plan", ENTRIES),
    PlanTable(SubmissionEvent, "submission__period__plan", ENTRIES),
    PlanTable(ProgressEntry, _ENTRY, ENTRIES),
    PlanTable(EntryEvent, f"entry__{_ENTRY}", ENTRIES),
    PlanTable(EntryRemark, f"entry__{_ENTRY}", ENTRIES),
    PlanTable(EntryVersion, f"entry__{_ENTRY}", ENTRIES),
    PlanTable(ChecklistAnswer, f"entry__{_ENTRY}", ENTRIES),
    PlanTable(IndicatorValue, f"entry__{_ENTRY}", ENTRIES),
    PlanTable(Comment, f"entry__{_ENTRY}", ENTRIES),
    PlanTable(ReviewExample, f"entry__{_ENTRY}", ENTRIES),
    PlanTable(ReviewExampleEvent, f"entry__{_ENTRY}", ENTRIES),
    PlanTable(Contribution, "period__plan", CONTRIBUTIONS),
    PlanTable(ContributionEvent, "contribution__period__plan", CONTRIBUTIONS),
    PlanTable(ContributionEvidence, "contribution__period__plan", CONTRIBUTIONS),
    PlanTable(ContributionUse, "contribution__period__plan", CONTRIBUTIONS),
    PlanTable(Review, "plan", REVIEWS, Q(status__in=_COMPILED)),
    PlanTable(ReviewEvent, _REVIEW, REVIEWS, _OF_COMPILED),
    PlanTable(ReviewBlock, _REVIEW, REVIEWS, _OF_COMPILED),
    PlanTable(
        ReviewBlockVersion,
        "block__review__plan",
        REVIEWS,
        Q(block__review__status__in=_COMPILED),
    ),
    PlanTable(BlockComment, _REVIEW, REVIEWS, _OF_COMPILED),
    PlanTable(ReviewPrint, _REVIEW, REVIEWS, _OF_COMPILED),
    PlanTable(IssuedFile, _REVIEW, REVIEWS, _OF_COMPILED),
    PlanTable(ReviewWithdrawal, _REVIEW, REVIEWS, _OF_COMPILED),
    PlanTable(Evidence, f"entry__{_ENTRY}", ENTRIES),
    PlanTable(ReviewSkeleton, "plan", REVIEWS),
    PlanTable(SkeletonSection, "skeleton__plan", REVIEWS),
    PlanTable(SkeletonEvent, "skeleton__plan", REVIEWS),
    PlanTable(ReviewSchedule, "plan", REVIEWS),
)
TABLE_OF = {table.model: table for table in TABLES}

# What several plans share; those of them that the rows above name are written too
SHARED: dict[type[Model], str] = {
    LegalDocument: PLAN,
    IssuingBody: PLAN,
    SigningCapacity: PLAN,
    IssuingBodyEvent: PLAN,
    Term: REVIEWS,
    Bloc: UNITS,
    UnitKind: UNITS,
    Unit: UNITS,
    UnitName: UNITS,
    UnitAlias: UNITS,
    Succession: UNITS,
    User: PEOPLE,
}
# Rows that others name by this column, which people recognise; all others are named by their id
NAMED_BY: dict[type[Model], str] = {Task: "code", TaskGroup: "code", Unit: "code"}
# Of a person nothing but this is written
OF_PERSON = ("full_name", "position")

# What a row says besides its columns, with its words in README.txt
MORE_COLUMNS: dict[type[Model], dict[str, str]] = {
    Plan: {
        "carries_out": "nhiệm vụ của kế hoạch khác được triển khai: số, ngày của kế hoạch đó, mã "
        "đơn vị lập nó nếu có, mã nhiệm vụ"
    }
}

# Columns with the hash of a stored file, each with the column of its name
STORED: dict[type[Model], dict[str, str]] = {
    Evidence: {"file_sha256": "file_name"},
    ContributionEvidence: {"file_sha256": "file_name"},
    IssuedFile: {"file_sha256": "file_name"},
    Review: {"pdf_sha256": "", "docx_sha256": ""},
    ReviewPrint: {"pdf_sha256": "", "docx_sha256": ""},
}

# What of the product's tables is not part of a plan, or is not for another installation
LEFT_OUT = {
    "reporting.assignmentstanding": "recounted",
    "reporting.heartbeat": "of this installation",
    "reporting.maildigest": "of a person",
    "reporting.notice": "of a person",
    "reporting.noticepreference": "of a person",
    "reporting.reorganisation": "of the directory and all plans",
    "reporting.reorganisationevent": "see reporting.reorganisation",
    "reporting.reviewdownload": "who read what here",
    "reporting.sheetimport": "its results are in the entries",
    "plans.planimport": "the file that a plan was read from is kept for some days only",
    "plans.planimportevent": "see plans.planimport",
}


def label(model: type[Model]) -> str:
    return model._meta.label_lower


def columns(model: type[Model]) -> list[AnyField]:
    """The columns that are written of a row."""
    skipped = DERIVED | OF_HERE.get(model, set())
    return [field for field in model._meta.concrete_fields if field.name not in skipped]


def relations(model: type[Model]) -> list[str]:
    """The relations to many rows that are written with a row."""
    own = model._meta.local_many_to_many
    return [field.name for field in own if field.related_model not in (Group, Permission)]


def target_of(field: AnyField) -> type[Model] | None:
    """The model that the column names a row of."""
    target = field.related_model if isinstance(field, ForeignKey) else None
    return target if isinstance(target, type) else None
