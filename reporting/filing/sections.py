"""The sections of a submission: one per task, as stored, and as its fields show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.safestring import SafeString

from plans.models import Commitment, CommitmentItem, TaskGroup
from reporting.comments.threads import ThreadHint
from reporting.contributions.offers import TaskOffers
from reporting.entries import remarks as entry_remarks
from reporting.entries.content import holds_something
from reporting.entries.deadlines import Deadline
from reporting.entries.fields import SIDE_FIELDS, TEXT_FIELDS, own_content_of
from reporting.evidence.listing import ListedEvidence
from reporting.filing import changes, merging
from reporting.filing.gaps import Gaps, gaps_of
from reporting.filing.progress import MARKS, TaskMark, mark_of
from reporting.indicators.lines import Line
from reporting.indicators.plausibility import percent_doubt
from reporting.models import (
    Extension,
    ProgressEntry,
    RemarkField,
    SelfAssessment,
    assessment_example,
    has_percent,
    states_of,
)
from tracker.lib import legacy
from tracker.lib.legacy import Legacy

Errors = Mapping[str, Sequence[object]]


class OldText(NamedTuple):
    """A text in an encoding before Unicode: its field, the field's label, what was found."""

    name: str
    label: str
    found: Legacy


def old_texts_in(values: Mapping[str, object]) -> list[OldText]:
    return [
        OldText(field.name, field.label, found)
        for field in TEXT_FIELDS
        if (found := legacy.found_in(str(values.get(field.name) or "")))
    ]


@dataclass(frozen=True)
class Question:
    """A component of a commitment, and the unit's own answer: yes, no or nothing."""

    item: CommitmentItem
    answer: str

    @property
    def words(self) -> str:
        return str(SelfAssessment(self.answer).label)

    @property
    def icon(self) -> str:
        return SelfAssessment(self.answer).icon


class Questions(NamedTuple):
    """The components of a commitment."""

    commitment: Commitment
    questions: Sequence[Question]

    @property
    def example(self) -> str:
        """How to answer, by one of the components."""
        return assessment_example((row.item.verb, row.item.text) for row in self.questions)


Checklist = Sequence[Questions]


@dataclass(frozen=True)
class SectionInput:
    """The content of a section's fields: as stored, or as typed and not saved."""

    values: Mapping[str, object] = field(default_factory=dict)
    lines: Sequence[Line] = ()
    checklist: Checklist = ()
    # Refused, or typed before a log-in
    is_typed: bool = False
    is_brought_back: bool = False
    errors: Errors = field(default_factory=dict)
    # The labels of the fields with errors
    wrong: Sequence[str] = ()
    # Another person saved meanwhile, and both changed the same fields
    collision: merging.Collision | None = None
    # Typed into a section that is no longer writable: shown, to be copied
    lost_text: Sequence[str] = ()
    evidence_values: Mapping[str, object] = field(default_factory=dict)
    evidence_errors: Errors = field(default_factory=dict)
    take_back_error: str = ""
    take_back_note: str = ""

    @property
    def is_refused(self) -> bool:
        return bool(self.errors or self.evidence_errors or self.take_back_error)


@dataclass(frozen=True, kw_only=True)
class EvidenceSection:
    """The evidence of one entry, which is also sent by itself after each change."""

    entry: ProgressEntry
    is_writable: bool
    evidence: Sequence[ListedEvidence] = ()
    # The office's remarks by field, while the entry is returned
    remarks: Mapping[str, str] = field(default_factory=dict)
    input: SectionInput

    @property
    def key(self) -> SafeString:
        """See `ProgressEntry.key`."""
        return self.entry.key

    @property
    def evidence_token(self) -> str:
        """The evidence shown here (see `changes`)."""
        return changes.evidence_token(row.evidence.pk for row in self.evidence)


@dataclass(frozen=True, kw_only=True)
class SectionView(EvidenceSection):
    """One task of the submission as stored; `input` is the content of its fields."""

    can_take_back: bool
    # Presented to the head of the unit, and not decided yet
    is_with_head: bool = False
    previous: ProgressEntry | None
    deadline: Deadline
    # The request for a later deadline that waits, and whether one may be made
    waiting: Extension | None
    may_be_extended: bool
    thread: ThreadHint | None
    # What co-ordinating units sent for the task, and who was asked to and did not
    contributed: TaskOffers | None = None

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states to choose from, in the words of the task's kind."""
        return states_of(self.entry.assignment.task.kind)

    @property
    def asks_percent(self) -> bool:
        return has_percent(self.entry.assignment.task.kind)

    @property
    def assessments(self) -> list[tuple[str, str]]:
        """The answers to a component of a commitment, as value and words."""
        return SelfAssessment.choices

    @property
    def side_texts(self) -> list[tuple[str, str, object, Sequence[object]]]:
        """Name, label, content and errors of the texts beside the result."""
        values, errors = self.input.values, self.input.errors
        return [
            (field.name, field.label, values[field.name], errors.get(field.name, ()))
            for field in SIDE_FIELDS
        ]

    @property
    def old_texts(self) -> list[OldText]:
        return old_texts_in(self.input.values)

    @property
    def texts_to_read(self) -> list[tuple[str, str]]:
        """Label and content of the texts, without those that are empty and not required."""
        texts = [(field, getattr(self.entry, field.name)) for field in TEXT_FIELDS]
        return [(field.label, text) for field, text in texts if text or field.is_required]

    @property
    def previous_texts(self) -> list[tuple[str, str, str]]:
        """Name, short label and content of the texts of the previous period."""
        texts = [(field, getattr(self.previous, field.name)) for field in TEXT_FIELDS]
        return [
            (field.name, field.short_label or field.label, text) for field, text in texts if text
        ]

    @property
    def seen(self) -> str:
        """Version and status shown here (see `changes`)."""
        return changes.token(self.entry.version, self.entry.status)

    @property
    def mark(self) -> TaskMark:
        if self.is_with_head:
            return MARKS["with_head"]
        return mark_of(self.entry, is_advised=bool(self.gaps.advised))

    @cached_property
    def gaps(self) -> Gaps:
        return gaps_of(
            self.entry,
            self.input.lines,
            num_unanswered=sum(not row.answer for _, rows in self.input.checklist for row in rows),
            has_evidence=bool(self.evidence),
        )

    @property
    def is_worked_on_again(self) -> bool:
        """Whether the reader's unit sent it before and has it again."""
        return self.entry.is_reworked and not self.entry.is_from_outside

    @property
    def has_changes(self) -> bool:
        """Whether it can be compared with an earlier content; compared only on request."""
        return self.is_worked_on_again or self.previous is not None

    @property
    def is_open_to_bulk(self) -> bool:
        """Whether one answer for many may include it: incomplete, and without content."""
        return self.is_writable and not (self.entry.is_complete or holds_something(self.entry))

    @property
    def remarks_in_order(self) -> list[tuple[str, str]]:
        """The remarks with the labels of their fields, for those who only read."""
        names = [field for field in RemarkField if field in self.remarks]
        return [(str(name.label), self.remarks[name]) for name in names]

    @property
    def own_reason(self) -> str:
        """The office's reason, where it says more than its remarks on the fields."""
        reason = self.entry.return_reason
        if not self.remarks:
            return reason
        composed = entry_remarks.composed(
            {RemarkField(name): text for name, text in self.remarks.items()}
        )
        return "" if reason == composed else reason

    @property
    def percent_doubt(self) -> str:
        return percent_doubt(
            self.entry.shown_percent, self.previous.shown_percent if self.previous else None
        )

    @property
    def is_refused(self) -> bool:
        """Whether some of its input was refused."""
        return self.input.is_refused


def saved_values(entry: ProgressEntry) -> dict[str, object]:
    """The values of the form of `entry` before anything is typed."""
    return {
        **own_content_of(entry),
        "version": entry.version,
        "base": merging.base_of(entry),
    }


def grouped(sections: Iterable[SectionView]) -> list[tuple[TaskGroup, list[SectionView]]]:
    """The sections under their task groups, both in plan order."""
    groups: dict[int, tuple[TaskGroup, list[SectionView]]] = {}
    for section in sections:
        group = section.entry.assignment.task.group
        groups.setdefault(group.pk, (group, []))[1].append(section)
    return list(groups.values())
