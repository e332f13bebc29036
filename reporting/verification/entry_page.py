"""The page of one entry, for all who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from reporting.contributions.offers import uses_in
from reporting.counting.status import Label
from reporting.entries import as_sent, remarks
from reporting.entries.assignment_rows import On, rows_of
from reporting.entries.diffing import FieldChange, changes_between
from reporting.entries.fields import TEXT_FIELDS
from reporting.evidence.listing import ListedEvidence, listed
from reporting.indicators.lines import Line, lines_of
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


def details_of(entry: ProgressEntry, *, reader: User, today: date) -> EntryDetails:
    """Read the details of an entry's page (at most ten queries)."""
    (row,) = rows_of([entry.assignment_id], on=On.day(today))
    in_form_order = Prefetch("remarks", EntryRemark.objects.order_by("pk"))
    events = list(
        entry.events.filter(assignment=entry.assignment_id)
        .select_related("by")
        .prefetch_related(in_form_order)
        .order_by("at", "pk")
    )
    sendings = [event.content for event in events if event.to_status == EntryStatus.SENT]
    contents = [content for content in sendings if content]
    previous = _previous(entry)
    remarked = remarks.standing_on([entry]).get(entry.pk, {})
    return EntryDetails(
        steps=[HistoryStep(event, list(event.remarks.all())) for event in reversed(events)],
        changes=_last_changes(entry, contents),
        num_rounds=len(contents),
        evidence=listed(as_sent.evidence_of(entry), reader=reader),
        answers=as_sent.answers_of(entry),
        lines=lines_of([entry]).get(entry.pk, []),
        uses=as_sent.uses_of(entry, uses_in(entry)),
        previous=previous,
        percent_doubt=percent_doubt(
            entry.shown_percent, previous.shown_percent if previous else None
        ),
        asks_percent=has_percent(entry.assignment.task.kind),
        later=_later(entry),
        label=row.label,
        today=today,
        remarks=remarked,
        texts=[
            (field.label, getattr(entry, field.name), remarked.get(field.name, ""))
            for field in TEXT_FIELDS
        ],
    )


def _last_changes(entry: ProgressEntry, contents: list[Mapping[str, object]]) -> list[FieldChange]:
    if len(contents) < 2:
        return []
    return changes_between(contents[-2], contents[-1], kind=entry.assignment.task.kind)


def _later(entry: ProgressEntry) -> ProgressEntry | None:
    """The entry that was sent for the latest period after this one.

    Those who read a sent entry of an assignment may read its others.
    """
    later = (
        ProgressEntry.objects.filter(
            assignment=entry.assignment_id,
            last_sent_at__isnull=False,
            submission__period__data_to__gt=entry.submission.period.data_to,
        )
        .select_related("submission__period")
        .latest_first()
        .first()
    )
    if later is not None:
        later.assignment = entry.assignment
    return _as_seen(later, beside=entry)


def _previous(entry: ProgressEntry) -> ProgressEntry | None:
    """The entry last sent for an earlier period, accepted or not.

    The numbers are compared with it too (see `indicators.lines`).
    """
    sent = ProgressEntry.objects.filter(last_sent_at__isnull=False)
    previous = sent.select_related("submission__period").previous_of(entry)
    return _as_seen(previous, beside=entry)


def _as_seen(other: ProgressEntry | None, *, beside: ProgressEntry) -> ProgressEntry | None:
    """Another entry of the same assignment, as the reader of `beside` may see it."""
    if other is not None and beside.is_from_outside:
        as_sent.show_as_sent(other)
    return other
