"""Read the sections of a submission in a number of queries that does not grow with its entries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.utils import timezone

from plans.models import CommitmentItem
from reporting.contributions.offers import TaskOffers, offers_to
from reporting.entries import as_sent, editing, remarks
from reporting.entries.deadlines import Deadline, deadlines_of
from reporting.evidence.listing import ListedEvidence, listed
from reporting.filing import beside
from reporting.filing.beside import Checklist as ItemsOfCommitment
from reporting.filing.beside import OfEntries, OfPlan
from reporting.filing.owing import Owing, owing_of
from reporting.filing.sections import (
    Checklist,
    EvidenceSection,
    Question,
    Questions,
    SectionInput,
    SectionView,
    saved_values,
)
from reporting.indicators.entry_numbers import owed_before
from reporting.indicators.lines import Line, lines_with
from reporting.models import ProgressEntry, SelfAssessment, Submission
from reporting.models.entry import ProgressEntryQuerySet
from tracker.lib import statements
from units import roles
from units.models import User

if TYPE_CHECKING:
    from reporting.models.entry import EntryWithPrevious


@dataclass(frozen=True)
class SectionsRead:
    """The sections, and what was read with them of their submission."""

    sections: Sequence[SectionView]
    quoted: Set[int]
    of_plan: OfPlan
    owing: Owing


@dataclass(frozen=True)
class _Surroundings:
    """Everything beside the entries, by entry, assignment or task."""

    of_entries: OfEntries
    of_plan: OfPlan
    deadlines: Mapping[int, Deadline]
    lines: Mapping[int, Sequence[Line]]
    evidence: Mapping[int, Sequence[ListedEvidence]]
    contributed: Mapping[int, TaskOffers]


def read_sections(
    entries: ProgressEntryQuerySet | None,
    *,
    submission: Submission,
    can_file: bool,
    at: datetime,
    reader: User | None = None,
    only: int | None = None,
    is_all: bool = False,
    may_quote: bool = False,
) -> SectionsRead:
    """The sections of `entries` of `submission`, in plan order.

    None of them stands for all, or for the one with the id `only`: for people who file there, who
    read all of it. Their statement is kept.

    With a `reader` they also show threads, contributions, and the other places of each file of
    evidence. `is_all`: of all its entries, to somebody who files for its unit, with what that and
    the other units of the reader owe. `may_quote`: with those that reviews quote.
    """
    rows = _rows(entries, submission, only)
    others: set[int] = set()
    if is_all and reader is not None:
        others = roles.units_with("file_progress", by=reader) - {submission.unit_id}
    of_entries = beside.of_entries(
        rows, submission, is_all=is_all, reader=reader, may_quote=may_quote
    )
    of_plan = beside.of_plan(rows, submission, is_all=is_all, others=others)
    periods = {period.pk: period for period in of_plan.periods}
    for previous in of_entries.previous.values():
        if period := periods.get(previous.submission.period_id):
            previous.submission.period = period
    owing = _owing(rows, submission, of_plan, is_all=is_all, others=others)
    around = _Surroundings(
        of_entries,
        of_plan,
        deadlines=deadlines_of([row.assignment for row in rows], as_of=timezone.localdate(at)),
        lines=lines_with(of_plan.indicators, rows, owed=owing.before),
        evidence=_evidence_of(rows, reader, fates=of_entries.fates),
        contributed=_offers(rows, submission) if reader else {},
    )
    can_move = can_file and submission.period.is_open and not submission.is_with_head
    sections = [_section(row, around, can_file=can_file, can_move=can_move, at=at) for row in rows]
    return SectionsRead(sections, of_entries.quoted, of_plan, owing)


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


def _rows(
    entries: ProgressEntryQuerySet | None, submission: Submission, only: int | None
) -> "list[EntryWithPrevious]":
    """In plan order; their answers, numbers and evidence come with what is beside them."""
    if entries is None:
        key, given = ("sections", only is None), (submission.pk, only or 0)
        rows = statements.objects_of(key, lambda: _own(is_one=only is not None), given=given)
    else:
        rows = list(_for_sections(entries.filter(submission=submission)))
    for row in rows:
        row.submission = submission
    return cast("list[EntryWithPrevious]", rows)


def _own(*, is_one: bool) -> ProgressEntryQuerySet:
    """All entries of the submission that is given, or the one that is given with it."""
    of_submission, entry = statements.MARKS[:2]
    entries = ProgressEntry.objects.filter(submission=of_submission)
    return _for_sections(entries.filter(pk=entry) if is_one else entries)


def _for_sections(entries: ProgressEntryQuerySet) -> ProgressEntryQuerySet:
    behind = (f"assignment__{name}" for name in ("task__group", "unit", "standing"))
    joined = entries.select_related(*behind, "saved_by", "decided_by")
    return joined.with_previous_pk().in_plan_order()


def _owing(
    rows: "list[EntryWithPrevious]",
    submission: Submission,
    of_plan: OfPlan,
    *,
    is_all: bool,
    others: Collection[int],
) -> Owing:
    """Of the whole unit where its open submission is shown whole, else beside the numbers."""
    if is_all and submission.period.is_open:
        return owing_of(submission, of_plan.periods, of_plan.adjusted, others=others)
    counted = [row for row in rows if row.assignment.task_id in of_plan.indicators]
    if not counted:
        return Owing()
    periods, adjusted = of_plan.periods, of_plan.adjusted
    return Owing(before=owed_before(counted, opened=periods, adjusted=adjusted))


def _offers(rows: "list[EntryWithPrevious]", submission: Submission) -> Mapping[int, TaskOffers]:
    return offers_to(submission, {row.assignment.task_id for row in rows}) if rows else {}


def _section(
    row: "EntryWithPrevious",
    around: _Surroundings,
    *,
    can_file: bool,
    can_move: bool,
    at: datetime,
) -> SectionView:
    lines = around.lines.get(row.pk, ())
    stored = around.of_entries
    checklist = _checklist(row, around.of_plan.checklists.get(row.assignment.task_id, ()))
    deadline = around.deadlines[row.assignment_id]
    previous = stored.previous.get(row.previous_pk) if row.previous_pk else None
    if previous is not None:
        if row.is_from_outside:
            as_sent.show_as_sent(previous)
        # With its task, which decides how the content is shown
        previous.assignment = row.assignment
    return SectionView(
        entry=row,
        is_writable=can_file and editing.is_writable(row, row.submission.period, at=at),
        can_take_back=can_move and not row.is_editable,
        previous=previous,
        deadline=deadline,
        waiting=stored.extensions.get(row.assignment_id) if deadline.day else None,
        may_be_extended=can_file and deadline.is_running,
        evidence=around.evidence.get(row.pk, ()),
        remarks=stored.remarks.get(row.pk, {}),
        thread=stored.threads.get(row.pk),
        contributed=around.contributed.get(row.assignment.task_id),
        input=SectionInput(saved_values(row), lines, checklist),
    )


def _evidence_of(
    rows: Iterable[ProgressEntry], reader: User | None, *, fates: Mapping[int, str]
) -> dict[int, list[ListedEvidence]]:
    shown = [one for row in rows for one in as_sent.evidence_of(row)]
    by_entry: dict[int, list[ListedEvidence]] = defaultdict(list)
    for one in listed(shown, reader=reader, fates=fates):
        by_entry[one.evidence.entry_id].append(one)
    return by_entry


def _checklist(entry: ProgressEntry, found: Sequence[ItemsOfCommitment]) -> Checklist:
    if not found:
        return ()
    sent = as_sent.answers_in_words(entry)
    answers = {row.item_id: str(row.answer) for row in entry.answers.all()}

    def answer_to(item: CommitmentItem) -> str:
        if sent is None:
            return answers.get(item.pk, "")
        return str(SelfAssessment.of(sent.get(str(item))))

    return [
        Questions(commitment, [Question(item, answer_to(item)) for item in items])
        for commitment, items in found
    ]
