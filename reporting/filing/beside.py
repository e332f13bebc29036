"""What stands beside the entries of a submission, in two statements however much of it there is.

One has what belongs to the entries, the other what belongs to their tasks, to the periods of the
plan and to the submission. Each table would be a statement of its own (see
`tracker.lib.gathering`).
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Count

from plans.models import Commitment, CommitmentItem, Indicator
from reporting.comments.threads import ThreadHint, hints_of, unread_of
from reporting.counting.work_days import Adjusted, decisions_of
from reporting.entries import remarks
from reporting.evidence.listing import fates_in, replaced_among
from reporting.filing.confirming import TURNS
from reporting.models import (
    ChecklistAnswer,
    Comment,
    EntryStatus,
    Evidence,
    Extension,
    IndicatorValue,
    PeriodAdjustment,
    PeriodEvent,
    ProgressEntry,
    ProgressEntryQuerySet,
    ReportingPeriod,
    Review,
    ReviewExample,
    ReviewWithdrawal,
    Submission,
    SubmissionEvent,
)
from tracker.lib import gathering, statements
from tracker.lib.gathering import ObjectsOf, ValuesOf
from units.models import User

if TYPE_CHECKING:
    from reporting.models.entry import EntryWithPrevious

# A commitment and its components
Checklist: TypeAlias = tuple[Commitment, Sequence[CommitmentItem]]
SUBMISSION, PLAN, PERIOD, READER = statements.MARKS[:4]
MOST_NAMED = 12
PARTS: gathering.Parts = {
    "answers": ObjectsOf(ChecklistAnswer),
    "indicator_values": ObjectsOf(IndicatorValue),
    "evidence": ObjectsOf(Evidence),
    "remarks": ValuesOf(("entry_id", "field", "text")),
    "extensions": ObjectsOf(Extension),
    "threads": ValuesOf(("entry_id", "num")),
    "unread": ValuesOf(("url",)),
    "withdrawals": ObjectsOf(ReviewWithdrawal),
    "replaced": ValuesOf(("id", "later_number")),
    "quoted": ValuesOf(("entry_id",)),
    "previous": ObjectsOf(ProgressEntry, ("submission",), frozenset({"sent_content"})),
    "previous_as_sent": ObjectsOf(ProgressEntry, ("submission",)),
}
PLAN_PARTS: gathering.Parts = {
    "commitments": ObjectsOf(Commitment),
    "items": ObjectsOf(CommitmentItem),
    "indicators": ObjectsOf(Indicator, ("target_document",)),
    "periods": ObjectsOf(ReportingPeriod),
    "adjustments": ObjectsOf(PeriodAdjustment),
    "turns": ObjectsOf(PeriodEvent),
    "events": ObjectsOf(SubmissionEvent, ("by",)),
    "begun": ValuesOf(("unit_id", "id")),
}
# What is set on the entries as if it had been prefetched
PREFETCHED = ("answers", "indicator_values", "evidence")


@dataclass(frozen=True)
class OfEntries:
    """What belongs to the entries, by the id of the entry or of its assignment."""

    previous: Mapping[int, ProgressEntry]
    remarks: Mapping[int, Mapping[str, str]]
    extensions: Mapping[int, Extension]
    threads: Mapping[int, ThreadHint]
    # Of issued reviews that are evidence, in words
    fates: Mapping[int, str]
    # Entries that reviews quote, for those who choose them
    quoted: Set[int]


@dataclass(frozen=True)
class OfPlan:
    """What belongs to the tasks, by their id, to the periods of the plan, and to the submission."""

    checklists: Mapping[int, Sequence[Checklist]]
    indicators: Mapping[int, Sequence[Indicator]]
    # Opened ones, oldest first, and what the office decided about units in them
    periods: Sequence[ReportingPeriod]
    adjusted: Adjusted
    # Of the period; and of the submission, newest first
    turns: Sequence[PeriodEvent]
    events: Sequence[SubmissionEvent]
    # The reports of other units for the period, by unit
    begun: Mapping[int, int]


def of_entries(
    rows: "Sequence[EntryWithPrevious]",
    submission: Submission,
    *,
    is_all: bool,
    reader: User | None,
    may_quote: bool,
) -> OfEntries:
    """Read it for `rows` (`is_all` of the submission); threads for a `reader`.

    `may_quote`: whether the reader chooses what reviews quote. The answers, numbers and evidence
    are set on the rows.
    """
    scope = _Scope.of(rows, submission, reader=reader, is_all=is_all)
    previous = scope.marked({row.previous_pk for row in rows if row.previous_pk})
    is_outside = any(row.is_from_outside for row in rows)
    wanted = is_outside, reader is not None, may_quote

    def build() -> Mapping[str, statements.Query]:
        return dict(_queries_of_entries(scope.entries(), previous, *wanted))

    key = scope.key("entries", previous, wanted)
    found = gathering.read(key, PARTS, build, given=scope.given)
    for name in PREFETCHED:
        gathering.set_prefetched(rows, name, found[name])
    return OfEntries(
        previous={row.pk: row for row in found["previous"] + found["previous_as_sent"]},
        remarks=remarks.by_entry(found["remarks"]),
        extensions={
            row.assignment_id: row for row in sorted(found["extensions"], key=lambda row: row.pk)
        },
        threads=hints_of(found["threads"], unread={url for (url,) in found["unread"]}),
        fates=fates_in(found["withdrawals"], found["replaced"]),
        quoted=frozenset(pk for (pk,) in found["quoted"]),
    )


def of_plan(
    rows: "Sequence[EntryWithPrevious]",
    submission: Submission,
    *,
    is_all: bool,
    others: Collection[int],
) -> OfPlan:
    """Read it for the tasks of `rows`, the unit and `others`, the other units of the reader."""
    scope = _Scope.of(rows, submission, reader=None, is_all=is_all)
    elsewhere = scope.marked(others)
    units = scope.marked([submission.unit_id]) + elsewhere

    def build() -> Mapping[str, statements.Query]:
        tasks = scope.entries().values("assignment__task")
        return {
            "commitments": Commitment.objects.filter(task__in=tasks),
            "items": CommitmentItem.objects.filter(commitment__task__in=tasks),
            "indicators": Indicator.objects.filter(task__in=tasks),
            "periods": ReportingPeriod.objects.opened().filter(plan=PLAN),
            "adjustments": PeriodAdjustment.objects.filter(period__plan=PLAN, unit__in=units),
            "turns": PeriodEvent.objects.filter(period=PERIOD, kind__in=TURNS),
            "events": SubmissionEvent.objects.filter(submission=SUBMISSION),
            "begun": Submission.objects.filter(period=PERIOD, unit__in=elsewhere),
        }

    found = gathering.read(scope.key("plan", units), PLAN_PARTS, build, given=scope.given)
    items: dict[int, list[CommitmentItem]] = defaultdict(list)
    for item in sorted(found["items"], key=lambda row: (row.position, row.pk)):
        items[item.commitment_id].append(item)
    checklists: dict[int, list[Checklist]] = defaultdict(list)
    for commitment in sorted(found["commitments"], key=lambda row: row.pk):
        checklists[commitment.task_id].append((commitment, items[commitment.pk]))
    indicators: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in sorted(found["indicators"], key=lambda row: (row.position, row.pk)):
        indicators[indicator.task_id].append(indicator)
    return OfPlan(
        checklists=checklists,
        indicators=indicators,
        periods=sorted(found["periods"], key=lambda row: (row.data_to, row.data_from, row.pk)),
        adjusted=decisions_of(found["adjustments"]),
        turns=found["turns"],
        events=sorted(found["events"], key=lambda row: (row.at, row.pk), reverse=True),
        begun=dict(found["begun"]),
    )


@dataclass
class _Scope:
    """Which entries are meant, as marks of a statement, and what is `given` for them.

    Few are named by their ids. More would be named in each part of the statement: instead of them
    it has all of the submission, or all that were sent, which is what a reader outside sees.
    """

    given: tuple[int, ...]
    ids: tuple[int, ...] | None = None
    is_sent: bool = False
    is_kept: bool = True

    @classmethod
    def of(
        cls,
        rows: Sequence[ProgressEntry],
        submission: Submission,
        *,
        reader: User | None,
        is_all: bool,
    ) -> "_Scope":
        period = submission.period
        scope = cls((submission.pk, period.plan_id, period.pk, reader.pk if reader else 0))
        if not is_all and len(rows) <= MOST_NAMED:
            scope.ids = scope.marked([row.pk for row in rows])
        else:
            scope.is_sent = any(row.is_from_outside for row in rows)
        return scope

    def marked(self, ids: Collection[int]) -> tuple[int, ...]:
        """Marks for `ids`, or these where they are too many for a statement that is kept."""
        if not ids:
            return ()
        selected, given = statements.marks_or_ids(ids, after=len(self.given))
        self.given += given
        self.is_kept = self.is_kept and bool(given)
        return selected

    def entries(self) -> ProgressEntryQuerySet:
        if self.ids is not None:
            return ProgressEntry.objects.filter(pk__in=self.ids)
        entries = ProgressEntry.objects.filter(submission=SUBMISSION)
        return entries.filter(last_sent_at__isnull=False) if self.is_sent else entries

    def key(self, *names: Hashable) -> Hashable:
        return (*names, self.ids, self.is_sent) if self.is_kept else None


def _queries_of_entries(
    entries: ProgressEntryQuerySet,
    previous: Collection[int],
    is_outside: bool,
    is_reader: bool,
    may_quote: bool,
) -> Iterator[tuple[str, statements.Query]]:
    ids = entries.values("pk")
    yield "answers", ChecklistAnswer.objects.filter(entry__in=ids)
    yield "indicator_values", IndicatorValue.objects.filter(entry__in=ids)
    yield "evidence", Evidence.objects.filter(entry__in=ids)
    yield "remarks", remarks.of_latest_return(entries.filter(status=EntryStatus.RETURNED))
    waiting = Extension.objects.pending()
    yield "extensions", waiting.filter(assignment__in=entries.values("assignment"))
    reviews = Evidence.objects.filter(entry__in=ids).values("review")
    yield "withdrawals", ReviewWithdrawal.objects.filter(review__in=reviews)
    yield "replaced", replaced_among(Review.objects.filter(pk__in=reviews))
    if is_reader:
        comments = Comment.objects.filter(entry__in=ids).order_by().values("entry_id")
        yield "threads", comments.annotate(num=Count("pk"))
        yield "unread", unread_of(User(pk=READER))
    if may_quote:
        yield "quoted", ReviewExample.objects.filter(entry__in=ids)
    if previous:
        name = "previous_as_sent" if is_outside else "previous"
        yield name, ProgressEntry.objects.filter(pk__in=previous)
