"""The unit's changes to an entry: since the previous period, and since it was last sent."""

from dataclasses import dataclass

from reporting.entries.content import content_of, holds_something
from reporting.entries.diffing import FieldChange, changes_between
from reporting.entries.fields import own_content_of
from reporting.indicators import saving as indicator_saving
from reporting.models import ProgressEntry, ProgressEntryQuerySet


@dataclass(frozen=True)
class EntryChanges:
    """`previous` is the entry of the previous period, where the reader may read one.

    `since_previous` is None where the entry has no content, `since_sent` where it was never
    sent or is not editable.
    """

    previous: ProgressEntry | None
    since_previous: list[FieldChange] | None
    since_sent: list[FieldChange] | None


def changes_of(entry: ProgressEntry, *, readable: ProgressEntryQuerySet) -> EntryChanges:
    """Compare an entry as saved with earlier contents; `readable` limits the earlier periods."""
    previous = readable.select_related("submission__period").previous_of(entry)
    kind = entry.assignment.task.kind
    since_sent = None
    if entry.sent_content is not None and entry.is_editable:
        since_sent = changes_between(entry.sent_content, content_of(entry), kind=kind)
    since_previous = None
    if previous is not None and (entry.state or holds_something(entry)):
        since_previous = changes_between(_comparable(previous), _comparable(entry), kind=kind)
    return EntryChanges(previous, since_previous, since_sent)


def _comparable(entry: ProgressEntry) -> dict[str, object]:
    """Content to compare between periods: evidence and checklist start empty in each."""
    return {**own_content_of(entry), "indicators": indicator_saving.content_of(entry)}
