"""The page of one entry, for all who may read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Exists, OuterRef, Q, Subquery

from plans.models import Commitment, Indicator
from reporting.contributions.offers import uses_in
from reporting.counting.status import Label
from reporting.entries import as_sent, remarks
from reporting.entries.assignment_rows import On, rows_of
from reporting.entries.diffing import FieldChange, changes_between
from reporting.entries.fields import TEXT_FIELDS
from reporting.evidence.listing import ListedEvidence, listed
from reporting.indicators.lines import Line, active_indicators, lines_of
from reporting.indicators.plausibility import percent_doubt
from reporting.models import (
    ChecklistAnswer,
    Comment,
    ContributionUse,
    EntryEvent,
    EntryRemark,
    EntryStatus,
    ProgressEntry,
    ProgressEntryQuerySet,
    RemarkField,
    has_percent,
)
from units.models import User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Parts(TypedDict):
        has_indicators: bool
        has_commitments: bool
        has_uses: bool
        has_comments: bool

    EntryWithParts = WithAnnotations[ProgressEntry, Parts]


@dataclass(frozen=True)
class HistoryStep:
    """One step of the history, with its remarks."""

    event: EntryEvent
    remarks: list[EntryRemark]

    @property
    def note(self) -> str:
        """The reason, where it says more than the remarks."""
        composed = remarks.composed({RemarkField(row.field): row.text for row in self.remarks})
        return "" if self.event.note == composed else self.event.note


@dataclass(frozen=True)
class EntryDetails:
    """An entry's history, the changes of its last sending, and everything beside it."""

    steps: list[HistoryStep]
    changes: list[FieldChange]
    num_rounds: int
    evidence: list[ListedEvidence]
    answers: list[ChecklistAnswer]
    lines: list[Line]
    # Contributions of co-ordinating units that the result was taken from
    uses: list[ContributionUse]
    percent_doubt: str
    asks_percent: bool
    # The entry that text, percent and numbers are compared with
    previous: ProgressEntry | None
    # What the unit sent last for a later period, and the status of the whole task
    later: ProgressEntry | None
    label: Label
    today: date
    # The office's remarks by field, while the entry lies returned
    remarks: dict[str, str]
    # Label, content and remark of each text field
    texts: list[tuple[str, str, str]]
    # The fields that can have a remark
    remark_fields: list[RemarkField]
    has_comments: bool


def with_parts(entries: ProgressEntryQuerySet) -> ProgressEntryQuerySet:
    """Annotate which rows beside an entry there are: most have few, and none are read in vain."""
    task = OuterRef("assignment__task")
    return entries.annotate(
        has_indicators=Exists(Indicator.objects.filter(task=task)),
        has_commitments=Exists(Commitment.objects.filter(task=task)),
        has_uses=Exists(ContributionUse.objects.filter(entry=OuterRef("pk"))),
        has_comments=Exists(Comment.objects.filter(entry=OuterRef("pk"))),
    )


def details_of(entry: ProgressEntry, *, reader: User, today: date) -> EntryDetails:
    """Read the details of the page of an entry `with_parts`.

    Five queries; up to six more where it has files, numbers, commitments, remarks, contributions.
    """
    parts = cast("EntryWithParts", entry)
    (row,) = rows_of([entry.assignment_id], on=On.day(today))
    events = list(
        entry.events.filter(assignment=entry.assignment_id)
        .select_related("by")
        .order_by("at", "pk")
    )
    given = _remarks_by_return(events)
    sendings = [event.content for event in events if event.to_status == EntryStatus.SENT]
    contents = [content for content in sendings if content]
    previous, later = _beside(entry)
    is_returned = entry.status == EntryStatus.RETURNED
    standing = next(reversed(given.values()), []) if is_returned else []
    remarked = {remark.field: remark.text for remark in standing}
    return EntryDetails(
        steps=[HistoryStep(event, given.get(event.pk, [])) for event in reversed(events)],
        changes=_last_changes(entry, contents),
        num_rounds=len(contents),
        evidence=listed(as_sent.evidence_of(entry), reader=reader),
        answers=_answers(parts),
        lines=_lines(parts),
        uses=_uses(parts),
        previous=previous,
        percent_doubt=percent_doubt(
            entry.shown_percent, previous.shown_percent if previous else None
        ),
        asks_percent=has_percent(entry.assignment.task.kind),
        later=later,
        label=row.label,
        today=today,
        remarks=remarked,
        texts=[
            (field.label, getattr(entry, field.name), remarked.get(field.name, ""))
            for field in TEXT_FIELDS
        ],
        remark_fields=remarks.fields_with(
            entry,
            has_indicators=parts.has_indicators and bool(active_indicators(entry)),
            has_commitments=parts.has_commitments,
        ),
        has_comments=parts.has_comments,
    )


def _answers(entry: "EntryWithParts") -> list[ChecklistAnswer]:
    return as_sent.answers_of(entry) if entry.has_commitments else []


def _lines(entry: "EntryWithParts") -> list[Line]:
    return lines_of([entry]).get(entry.pk, []) if entry.has_indicators else []


def _uses(entry: "EntryWithParts") -> list[ContributionUse]:
    return as_sent.uses_of(entry, uses_in(entry)) if entry.has_uses else []


def _remarks_by_return(events: Iterable[EntryEvent]) -> dict[int, list[EntryRemark]]:
    """The remarks of each return among `events` in the order of the form; none are elsewhere."""
    found: dict[int, list[EntryRemark]] = {
        event.pk: [] for event in events if event.to_status == EntryStatus.RETURNED
    }
    rows = EntryRemark.objects.filter(event__in=found).order_by("pk") if found else ()
    for remark in rows:
        found[remark.event_id].append(remark)
    return found


def _last_changes(entry: ProgressEntry, contents: list[Mapping[str, object]]) -> list[FieldChange]:
    if len(contents) < 2:
        return []
    return changes_between(contents[-2], contents[-1], kind=entry.assignment.task.kind)


def _beside(entry: ProgressEntry) -> tuple[ProgressEntry | None, ProgressEntry | None]:
    """What was last sent for an earlier period, accepted or not, and for the latest later one.

    The numbers are compared with the former too (see `indicators.lines`). Those who read a sent
    entry of an assignment may read its others.
    """
    day = entry.submission.period.data_to
    sent = ProgressEntry.objects.filter(
        assignment=entry.assignment_id, last_sent_at__isnull=False
    ).latest_first()
    before = sent.filter(submission__period__data_to__lt=day).values("pk")[:1]
    after = sent.filter(submission__period__data_to__gt=day).values("pk")[:1]
    rows = ProgressEntry.objects.filter(Q(pk=Subquery(before)) | Q(pk=Subquery(after)))
    previous = later = None
    for row in rows.select_related("submission__period"):
        # With its task, which decides how the content is shown
        row.assignment = entry.assignment
        if row.submission.period.data_to < day:
            previous = _as_seen(row, beside=entry)
        else:
            later = _as_seen(row, beside=entry)
    return previous, later


def _as_seen(other: ProgressEntry, *, beside: ProgressEntry) -> ProgressEntry:
    """Another entry of the same assignment, as the reader of `beside` may see it."""
    if beside.is_from_outside:
        as_sent.show_as_sent(other)
    return other
