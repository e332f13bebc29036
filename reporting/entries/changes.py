"""The unit's changes to an entry: since the previous period, and since it was last sent."""

from dataclasses import dataclass

from reporting.entries.as_sent import numbers_and_texts_of
from reporting.entries.content import content_of, holds_something
from reporting.entries.diffing import FieldChange, changes_between
from reporting.models import ProgressEntry, ProgressEntryQuerySet


@dataclass(frozen=True)
class EntryChanges:
    """`previous` is the entry of the previous period, where the reader may read one.

    `since_previous` is None where the entry has no content, `since_sent` where it was never
    sent or is not editable, and for readers outside the unit.
    """

    previous: ProgressEntry | None
    since_previous: list[FieldChange] | None
    since_sent: list[FieldChange] | None


def changes_of(entry: ProgressEntry, *, readable: ProgressEntryQuerySet) -> EntryChanges:
    """Compare an entry as saved with earlier contents; `readable` limits the earlier periods."""
    previous = readable.select_related("submission__period").previous_of(entry)
    kind = entry.assignment.task.kind
    since_sent = None
    if entry.sent_content is not None and entry.is_reworked and not entry.is_from_outside:
        since_sent = changes_between(entry.sent_content, content_of(entry), kind=kind)
    since_previous = None
    if previous is not None and (entry.state or holds_something(entry)):
        since_previous = changes_between(
            numbers_and_texts_of(previous), numbers_and_texts_of(entry), kind=kind
        )
    return EntryChanges(previous, since_previous, since_sent)
