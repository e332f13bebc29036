"""Read the sections of a submission in a number of queries that does not grow with its entries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db.models import Prefetch
from django.utils import timezone

from plans.models import Commitment, CommitmentItem
from reporting.comments.threads import ThreadHint, threads_of
from reporting.contributions.offers import TaskOffers, offers_to
from reporting.entries import as_sent, editing, remarks
from reporting.entries.deadlines import Deadline, deadlines_of
from reporting.evidence.listing import ListedEvidence, listed
from reporting.filing.sections import (
    Checklist,
    EvidenceSection,
    Question,
    Questions,
    SectionInput,
    SectionView,
    saved_values,
)
from reporting.indicators.lines import Line, lines_of
from reporting.models import Evidence, Extension, ProgressEntry, SelfAssessment, Submission
from reporting.models.entry import ProgressEntryQuerySet
from units.models import User

if TYPE_CHECKING:
    from reporting.models.entry import EntryWithPrevious


@dataclass(frozen=True)
class _Surroundings:
    """Everything beside the entries, by entry, assignment or task."""

    previous: Mapping[int, ProgressEntry]
    commitments: Mapping[int, Sequence[Commitment]]
    deadlines: Mapping[int, Deadline]
    remarks: Mapping[int, Mapping[str, str]]
    waiting: Mapping[int, Extension]
    lines: Mapping[int, Sequence[Line]]
    evidence: Mapping[int, Sequence[ListedEvidence]]
    threads: Mapping[int, ThreadHint]
    contributed: Mapping[int, TaskOffers]


def read_sections(
    entries: ProgressEntryQuerySet,
    *,
    submission: Submission,
    can_file: bool,
    at: datetime,
    reader: User | None = None,
) -> list[SectionView]:
    """The sections of `entries` of `submission`, in plan order.

    With a `reader` they also show threads, contributions, and the other places of each file of
    evidence.
    """
    rows = _rows(entries, submission)
    around = _surroundings(rows, at=at, reader=reader)
    can_move = can_file and submission.period.is_open and not submission.is_with_head
    return [_section(row, around, can_file=can_file, can_move=can_move, at=at) for row in rows]


def read_evidence_section(
    entry: ProgressEntry, *, reader: User, typed: SectionInput | None = None
) -> EvidenceSection:
    """The evidence of an entry that `reader` may write."""
    return EvidenceSection(
        entry=entry,
        is_writable=True,
        evidence=listed(entry.evidence.order_by("added_at", "pk"), reader=reader),
        remarks=remarks.standing_on([entry]).get(entry.pk, {}),
        input=typed or SectionInput(),
    )


def _rows(entries: ProgressEntryQuerySet, submission: Submission) -> "list[EntryWithPrevious]":
    rows = list(
        entries.select_related("assignment__task__group", "saved_by", "decided_by")
        .with_previous_pk()
        .prefetch_related(
            "answers",
            "indicator_values",
            Prefetch("evidence", Evidence.objects.order_by("added_at", "pk")),
        )
        .in_plan_order()
    )
    for row in rows:
        row.submission = submission
    return cast("list[EntryWithPrevious]", rows)


def _surroundings(
    rows: "list[EntryWithPrevious]", *, at: datetime, reader: User | None
) -> _Surroundings:
    deadlines = deadlines_of([row.assignment for row in rows], as_of=timezone.localdate(at))
    dated = [pk for pk, deadline in deadlines.items() if deadline.day]
    task_ids = {row.assignment.task_id for row in rows}
    return _Surroundings(
        previous=_previous_of(rows),
        commitments=_commitments_of(task_ids),
        deadlines=deadlines,
        remarks=remarks.standing_on(rows),
        waiting=Extension.objects.pending_by_assignment(dated),
        lines=lines_of(rows, with_ranges=True),
        evidence=_evidence_of(rows, reader),
        threads=threads_of(rows, user=reader) if reader else {},
        contributed=offers_to(rows[0].submission, task_ids) if reader and rows else {},
    )


def _section(
    row: "EntryWithPrevious",
    around: _Surroundings,
    *,
    can_file: bool,
    can_move: bool,
    at: datetime,
) -> SectionView:
    lines = around.lines.get(row.pk, ())
    checklist = _checklist(row, around.commitments.get(row.assignment.task_id, ()))
    deadline = around.deadlines[row.assignment_id]
    previous = around.previous.get(row.previous_pk) if row.previous_pk else None
    if previous is not None:
        # With its task, which decides how the content is shown
        previous.assignment = row.assignment
    return SectionView(
        entry=row,
        is_writable=can_file and editing.is_writable(row, row.submission.period, at=at),
        can_take_back=can_move and not row.is_editable,
        previous=previous,
        deadline=deadline,
        waiting=around.waiting.get(row.assignment_id),
        may_be_extended=can_file and deadline.is_running,
        evidence=around.evidence.get(row.pk, ()),
        remarks=around.remarks.get(row.pk, {}),
        thread=around.threads.get(row.pk),
        contributed=around.contributed.get(row.assignment.task_id),
        input=SectionInput(saved_values(row), lines, checklist),
    )


def _previous_of(rows: "list[EntryWithPrevious]") -> dict[int, ProgressEntry]:
    """The entries of earlier periods, by id, as the reader of `rows` may see them."""
    earlier = ProgressEntry.objects.select_related("submission__period")
    is_from_outside = any(row.is_from_outside for row in rows)
    if not is_from_outside:
        earlier = earlier.defer("sent_content")
    found = earlier.in_bulk([row.previous_pk for row in rows if row.previous_pk])
    for previous in found.values() if is_from_outside else ():
        as_sent.show_as_sent(previous)
    return found


def _evidence_of(
    rows: Iterable[ProgressEntry], reader: User | None
) -> dict[int, list[ListedEvidence]]:
    shown = [one for row in rows for one in as_sent.evidence_of(row)]
    by_entry: dict[int, list[ListedEvidence]] = defaultdict(list)
    for one in listed(shown, reader=reader):
        by_entry[one.evidence.entry_id].append(one)
    return by_entry


def _commitments_of(task_ids: set[int]) -> dict[int, list[Commitment]]:
    items = Prefetch("items", CommitmentItem.objects.order_by("position", "pk"))
    found: dict[int, list[Commitment]] = defaultdict(list)
    for row in Commitment.objects.filter(task__in=task_ids).prefetch_related(items).order_by("pk"):
        found[row.task_id].append(row)
    return found


def _checklist(entry: ProgressEntry, commitments: Iterable[Commitment]) -> Checklist:
    if not commitments:
        return ()
    sent = as_sent.answers_in_words(entry)
    answers = {row.item_id: str(row.answer) for row in entry.answers.all()}

    def answer_to(item: CommitmentItem) -> str:
        if sent is None:
            return answers.get(item.pk, "")
        return str(SelfAssessment.of(sent.get(str(item))))

    return [
        Questions(row, [Question(item, answer_to(item)) for item in row.items.all()])
        for row in commitments
    ]
