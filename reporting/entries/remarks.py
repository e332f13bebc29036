"""The office's remarks on single fields of an entry."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from plans.models import Commitment, Indicator, Task
from reporting.models import (
    EntryEvent,
    EntryRemark,
    EntryStatus,
    ProgressEntry,
    RemarkField,
    has_percent,
)


def fields_of(entry: ProgressEntry) -> list[RemarkField]:
    """The fields that can have a remark: those of them that the task has; one query."""
    has_indicators, has_commitments = (
        Task.objects.filter(pk=entry.assignment.task_id)
        .values_list(
            Exists(Indicator.objects.active().filter(task=OuterRef("pk"))),
            Exists(Commitment.objects.filter(task=OuterRef("pk"))),
        )
        .get()
    )
    return fields_with(entry, has_indicators=has_indicators, has_commitments=has_commitments)


def fields_with(
    entry: ProgressEntry, *, has_indicators: bool, has_commitments: bool
) -> list[RemarkField]:
    """The same, where the page has read what the task has."""
    absent = set()
    if not has_percent(entry.assignment.task.kind):
        absent.add(RemarkField.PERCENT)
    if not has_indicators:
        absent.add(RemarkField.INDICATORS)
    if not has_commitments:
        absent.add(RemarkField.CHECKLIST)
    return [field for field in RemarkField if field not in absent]


def composed(remarks: Mapping[RemarkField, str]) -> str:
    """The remarks in the order of the form, as one reason of a return."""
    names = [field for field in RemarkField if field in remarks]
    return "\n".join(f"{name.label}: {remarks[name]}" for name in names)


def standing_on(entries: Iterable[ProgressEntry]) -> dict[int, dict[str, str]]:
    """By entry, the remarks of its latest return by field, while it is with the unit.

    One query for all entries, none where no entry is returned.
    """
    returned = [entry.pk for entry in entries if entry.status == EntryStatus.RETURNED]
    if not returned:
        return {}
    rows = of_latest_return(ProgressEntry.objects.filter(pk__in=returned))
    return by_entry(rows.values_list("entry_id", "field", "text"))


def of_latest_return(returned: QuerySet[ProgressEntry]) -> QuerySet[EntryRemark]:
    """The remarks of the latest return of each of the entries `returned`."""
    latest = (
        EntryEvent.objects.filter(entry=OuterRef("entry"), to_status=EntryStatus.RETURNED)
        .order_by("-at", "-pk")
        .values("pk")[:1]
    )
    return EntryRemark.objects.filter(entry__in=returned.values("pk"), event=Subquery(latest))


def by_entry(rows: Iterable[tuple[int, str, str]]) -> dict[int, dict[str, str]]:
    """By entry, the texts by field, of rows of entry, field and text."""
    found: dict[int, dict[str, str]] = {}
    for entry_id, name, text in rows:
        found.setdefault(entry_id, {})[name] = text
    return found
