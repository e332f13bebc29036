"""What the filing page shows, read in a number of queries that does not grow with the entries."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from plans.models import Commitment, CommitmentItem, TaskGroup
from reporting.comments.threads import ThreadHint
from reporting.counting import obligations
from reporting.entries import editing, remarks
from reporting.entries.content import holds_something
from reporting.entries.deadlines import Deadline, deadlines_of
from reporting.entries.fields import SIDE_FIELDS, TEXT_FIELDS, own_content_of
from reporting.filing import changes as filing_changes
from reporting.filing import merging
from reporting.filing.gaps import Gaps, gaps_of
from reporting.indicators.lines import Line, lines_of
from reporting.indicators.plausibility import percent_doubt
from reporting.models import (
    EntryStatus,
    Evidence,
    Extension,
    ProgressEntry,
    RemarkField,
    ReportingPeriod,
    Submission,
)
from reporting.models.entry import ProgressEntryQuerySet, complete


@dataclass(frozen=True)
class Mark:
    """How a task stands in the list at the side: a word, an icon, a style."""

    key: str
    word: str
    icon: str


MARKS = {
    "returned": Mark("returned", "Bị trả lại", "corner-up-left"),
    "incomplete": Mark("incomplete", "Chưa đủ", "circle-dashed"),
    "advised": Mark("advised", "Gửi được, nên bổ sung", "circle-plus"),
    "complete": Mark("complete", "Đã đủ, chưa gửi", "circle-check"),
    "with_head": Mark("sent", "Chờ thủ trưởng xác nhận", "user-check"),
    "sent": Mark("sent", "Đã gửi, chờ thẩm tra", "send"),
    "accepted": Mark("accepted", "Đã chấp nhận", "badge-check"),
}


@dataclass
class Question:
    """A component of a commitment, and the unit's own answer to it: yes, no or nothing."""

    item: CommitmentItem
    answer: str


@dataclass
class Section:
    """One task of the report: what is saved, or what was just typed and could not be saved."""

    entry: ProgressEntry
    values: dict[str, Any]
    is_writable: bool
    can_take_back: bool
    # Presented to the head of the unit, and not decided yet
    is_with_head: bool = False
    previous: ProgressEntry | None = None
    deadline: "Deadline | None" = None
    # The request for a later deadline that waits, and whether one may be made
    waiting: Extension | None = None
    may_be_extended: bool = False
    checklist: list[tuple[Commitment, list[Question]]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    # What the office remarked when it returned the entry, by field
    remarks: Mapping[str, str] = field(default_factory=dict)
    thread: ThreadHint | None = None
    # Where somebody else saved meanwhile and both changed the same fields
    collision: merging.Collision | None = None
    # What stands in the fields is not saved: it was refused, or typed before a log-in
    is_typed: bool = False
    is_brought_back: bool = False
    # What was typed into a section that cannot be written any more: shown, to be copied
    lost_text: list[str] = field(default_factory=list)
    errors: Mapping[str, Any] = field(default_factory=dict)
    # The names of the fields that hold them
    wrong: list[str] = field(default_factory=list)
    evidence_errors: Mapping[str, Any] = field(default_factory=dict)
    evidence_values: Mapping[str, Any] = field(default_factory=dict)
    take_back_error: str = ""
    take_back_note: str = ""

    @property
    def key(self) -> str:
        """The entry's id as text: numbers in templates are slow, for each is localized."""
        return str(self.entry.pk)

    @property
    def side_texts(self) -> list[tuple[str, str, str, list[str]]]:
        """Name, label, content and errors of the texts beside the result."""
        values, errors = self.values, self.errors
        return [
            (field.name, field.label, values[field.name], errors.get(field.name, []))
            for field in SIDE_FIELDS
        ]

    @property
    def texts_to_read(self) -> list[tuple[str, str]]:
        """Label and content of the texts, those that are empty and not required left out."""
        texts = [(field, getattr(self.entry, field.name)) for field in TEXT_FIELDS]
        return [(field.label, text) for field, text in texts if text or field.is_required]

    @property
    def previous_texts(self) -> list[tuple[str, str, str]]:
        """Name, short label and content of the texts of the period before."""
        texts = [(field, getattr(self.previous, field.name)) for field in TEXT_FIELDS]
        return [
            (field.name, field.short_label or field.label, text) for field, text in texts if text
        ]

    @property
    def seen(self) -> str:
        """Version and status as this section shows them (see `filing_changes`)."""
        return filing_changes.token(self.entry.version, self.entry.status)

    @property
    def held(self) -> str:
        """The evidence as this section shows it (see `filing_changes`)."""
        return filing_changes.held(row.pk for row in self.evidence)

    @property
    def mark(self) -> Mark:
        if self.is_with_head:
            return MARKS["with_head"]
        return mark_of(self.entry, is_advised=bool(self.gaps.advised))

    @cached_property
    def gaps(self) -> Gaps:
        return gaps_of(
            self.entry,
            self.lines,
            num_unanswered=sum(not row.answer for _, rows in self.checklist for row in rows),
            has_evidence=bool(self.evidence),
        )

    @property
    def is_worked_on_again(self) -> bool:
        """Whether it was sent before and is with the unit again."""
        return self.entry.sent_content is not None and self.entry.is_editable

    @property
    def has_changes(self) -> bool:
        """Whether there is something to compare it with; the comparing itself waits to be asked."""
        return self.is_worked_on_again or self.previous is not None

    @property
    def is_open_to_bulk(self) -> bool:
        """Whether one answer for many may include it: it says too little, and nothing typed."""
        return self.is_writable and not (self.entry.is_complete or holds_something(self.entry))

    @property
    def remarks_in_order(self) -> list[tuple[str, str]]:
        """The remarks under the names of their fields, for those who only read."""
        names = [field for field in RemarkField if field in self.remarks]
        return [(str(name.label), self.remarks[name]) for name in names]

    @property
    def own_reason(self) -> str:
        """The office's reason, where it says more than its remarks on the fields do."""
        told = remarks.composed({RemarkField(name): text for name, text in self.remarks.items()})
        return "" if self.remarks and self.entry.return_reason == told else self.entry.return_reason

    @property
    def percent_doubt(self) -> str:
        return percent_doubt(self.entry.percent, self.previous.percent if self.previous else None)

    @property
    def is_refused(self) -> bool:
        """Whether something typed in it was not taken."""
        return bool(self.errors or self.evidence_errors or self.take_back_error)


@dataclass(frozen=True)
class Progress:
    num_complete: int
    num_all: int
    num_with_unit: int
    num_returned: int


def mark_of(entry: ProgressEntry, *, is_advised: bool = False) -> Mark:
    if entry.status in (EntryStatus.SENT, EntryStatus.ACCEPTED, EntryStatus.RETURNED):
        return MARKS[entry.status]
    if not entry.is_complete:
        return MARKS["incomplete"]
    return MARKS["advised" if is_advised else "complete"]


def saved_values(entry: ProgressEntry) -> dict[str, Any]:
    """What the form of ENTRY shows when nothing was typed since."""
    return {
        **own_content_of(entry),
        "version": entry.version,
        "base": merging.base_of(entry),
    }


def sections_of(
    entries: ProgressEntryQuerySet, *, submission: Submission, can_file: bool, at: datetime
) -> list[Section]:
    """ENTRIES of SUBMISSION in plan order, with all that stands beside them."""
    rows: list[Any] = list(
        entries.select_related("assignment__task__group", "saved_by", "decided_by")
        .with_previous_pk()
        .prefetch_related(
            "answers",
            "indicator_values",
            Prefetch("evidence", Evidence.objects.order_by("added_at", "pk")),
        )
        .in_plan_order()
    )
    earlier = ProgressEntry.objects.select_related("submission__period").defer("sent_content")
    previous = earlier.in_bulk([row.previous_pk for row in rows if row.previous_pk])
    commitments = _commitments_of({row.assignment.task_id for row in rows})
    deadlines = deadlines_of([row.assignment for row in rows], as_of=timezone.localdate(at))
    remarked = remarks.standing_on(rows)
    waiting = Extension.objects.pending_by_assignment(
        [pk for pk, deadline in deadlines.items() if deadline.day]
    )
    period = submission.period
    can_move = period.is_open and not submission.is_with_head
    for row in rows:
        row.submission = submission
    lines = lines_of(rows)
    return [
        Section(
            entry=row,
            values=saved_values(row),
            is_writable=can_file and editing.is_writable(row, period, at=at),
            can_take_back=can_file and can_move and not row.is_editable,
            previous=previous.get(row.previous_pk),
            deadline=deadlines.get(row.assignment_id),
            waiting=waiting.get(row.assignment_id),
            may_be_extended=can_file and deadlines[row.assignment_id].is_running,
            checklist=_checklist(row, commitments.get(row.assignment.task_id, [])),
            evidence=list(row.evidence.all()),
            remarks=remarked.get(row.pk, {}),
            lines=lines.get(row.pk, []),
        )
        for row in rows
    ]


def progress_of(submission: Submission) -> Progress:
    """n/m: how many entries say enough, of how many; one query."""
    counts = submission.entries.aggregate(
        num_complete=Count("pk", filter=complete()),
        num_all=Count("pk"),
        num_with_unit=Count("pk", filter=Q(status__in=[EntryStatus.DRAFT, EntryStatus.RETURNED])),
        num_returned=Count("pk", filter=Q(status=EntryStatus.RETURNED)),
    )
    return Progress(**counts)


def progress_in(sections: list[Section]) -> Progress:
    """The same, of sections that are already read."""
    entries = [section.entry for section in sections]
    return Progress(
        num_complete=sum(entry.is_complete for entry in entries),
        num_all=len(entries),
        num_with_unit=sum(entry.is_editable for entry in entries),
        num_returned=sum(entry.status == EntryStatus.RETURNED for entry in entries),
    )


def num_not_yet_in(submission: Submission) -> int:
    """Assignments the unit owes in the period and that the report does not hold yet."""
    owed = obligations.owed_in(submission.period).filter(unit=submission.unit_id)
    return owed.exclude(pk__in=submission.entries.values("assignment")).count()


def previous_of(entry: ProgressEntry) -> ProgressEntry | None:
    """What was filed on the same assignment for the latest earlier period."""
    return (
        ProgressEntry.objects.filter(assignment=entry.assignment_id)
        .before(entry.submission.period)
        .first()
    )


def _commitments_of(task_ids: set[int]) -> dict[int, list[Commitment]]:
    items = Prefetch("items", CommitmentItem.objects.order_by("position", "pk"))
    found: dict[int, list[Commitment]] = defaultdict(list)
    for row in Commitment.objects.filter(task__in=task_ids).prefetch_related(items).order_by("pk"):
        found[row.task_id].append(row)
    return found


def _checklist(
    entry: ProgressEntry, commitments: list[Commitment]
) -> list[tuple[Commitment, list[Question]]]:
    if not commitments:
        return []
    words = {True: "yes", False: "no", None: ""}
    answers = {row.item_id: words[row.is_kept] for row in entry.answers.all()}
    return [
        (row, [Question(item, answers.get(item.pk, "")) for item in row.items.all()])
        for row in commitments
    ]


def grouped(sections: list[Section]) -> list[tuple[TaskGroup, list[Section]]]:
    """SECTIONS under the task groups they belong to, both in plan order."""
    groups: dict[int, tuple[TaskGroup, list[Section]]] = {}
    for section in sections:
        group = section.entry.assignment.task.group
        groups.setdefault(group.pk, (group, []))[1].append(section)
    return list(groups.values())


def days_left(period: ReportingPeriod, *, on: date) -> int:
    """Days until the filing is due; negative once it is late."""
    return (period.due_on - on).days
