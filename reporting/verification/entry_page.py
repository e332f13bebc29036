"""The page of one entry, for all who may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Subquery

from plans.models import Indicator
from reporting.comments.threads import Thread, thread_with
from reporting.contributions.offers import uses_in
from reporting.counting.status import Label
from reporting.entries import as_sent, remarks
from reporting.entries.assignment_rows import On, rows_of
from reporting.entries.diffing import FieldChange, changes_between
from reporting.entries.fields import TEXT_FIELDS
from reporting.evidence.listing import ListedEvidence, listed
from reporting.indicators.lines import Line, lines_with
from reporting.indicators.plausibility import percent_doubt
from reporting.models import (
    ChecklistAnswer,
    ContributionUse,
    EntryEvent,
    EntryRemark,
    EntryStatus,
    ProgressEntry,
    RemarkField,
    has_percent,
)
from reporting.verification.beside import BesideEntry, beside
from units.models import User


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
    answers: Sequence[ChecklistAnswer]
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
    # As the reader may see it
    thread: Thread | None


def details_of(entry: ProgressEntry, *, reader: User, today: date) -> EntryDetails:
    """Read the details of an entry's page.

    Four queries; one more each where it has files, numbers and contributions.
    """
    (row,) = rows_of([entry.assignment_id], on=On.day(today))
    read = beside(entry, reader=reader)
    sendings = [event.content for event in read.events if event.to_status == EntryStatus.SENT]
    contents = [content for content in sendings if content]
    previous, later = _around(entry)
    remarked = _standing_remarks(entry, read)
    return EntryDetails(
        steps=[
            HistoryStep(event, read.remarks.get(event.pk, [])) for event in reversed(read.events)
        ],
        changes=_last_changes(entry, contents),
        num_rounds=len(contents),
        evidence=listed(as_sent.evidence_of(entry), reader=reader),
        answers=as_sent.answers_of(entry, read.answers) if read.has_commitments else (),
        lines=_lines(entry, read.indicators),
        uses=as_sent.uses_of(entry, uses_in(entry)) if read.has_uses else [],
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
            has_indicators=any(not indicator.is_retired for indicator in read.indicators),
            has_commitments=read.has_commitments,
        ),
        thread=thread_with(read.comments, entry, user=reader, has_unread=read.has_unread_comments),
    )


def _standing_remarks(entry: ProgressEntry, read: BesideEntry) -> dict[str, str]:
    """The remarks of the latest return by field, while the entry is with the unit."""
    if entry.status != EntryStatus.RETURNED:
        return {}
    returns = [event.pk for event in read.events if event.to_status == EntryStatus.RETURNED]
    standing = read.remarks.get(returns[-1], []) if returns else []
    return {remark.field: remark.text for remark in standing}


def _lines(entry: ProgressEntry, indicators: Sequence[Indicator]) -> list[Line]:
    known = {entry.assignment.task_id: indicators} if indicators else {}
    return lines_with(known, [entry], owed=None).get(entry.pk, [])


def _last_changes(entry: ProgressEntry, contents: list[Mapping[str, object]]) -> list[FieldChange]:
    if len(contents) < 2:
        return []
    return changes_between(contents[-2], contents[-1], kind=entry.assignment.task.kind)


def _around(entry: ProgressEntry) -> tuple[ProgressEntry | None, ProgressEntry | None]:
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
