"""What readers outside a unit see of its entries: always what was last sent.

A unit may take a result back, or have it returned, and rework it; until it sends again, that
draft is its own affair. `entries_for` is the way in; entries beside those that it read are shown
by `show_as_sent`, and the rows beside an entry by `evidence_of`, `answers_of` and `uses_of`.
"""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Case, Q, Value, When
from django.db.models.query import ModelIterable

from plans import access
from plans.models import CommitmentItem
from reporting.entries.content import EntryContent
from reporting.entries.fields import OWN_NAMES, own_content_of
from reporting.indicators import saving as indicator_saving
from reporting.models import (
    ChecklistAnswer,
    ContributionUse,
    Evidence,
    ProgressEntry,
    ProgressEntryQuerySet,
)
from units import roles
from units.models import User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class IsOfOthers(TypedDict):
        is_of_others: bool

    EntryOfReader = WithAnnotations[ProgressEntry, IsOfOthers]
    _Rows = ModelIterable[ProgressEntry]
else:
    _Rows = ModelIterable

_HASH = re.compile(r"(?: · )?\b([0-9a-f]{64})\b")


class _ShownEntries(_Rows):
    """Rows as their reader may see them."""

    def __iter__(self) -> Iterator[ProgressEntry]:
        for entry in super().__iter__():
            if cast("EntryOfReader", entry).is_of_others:
                show_as_sent(entry)
            yield entry


def entries_for(user: User) -> ProgressEntryQuerySet:
    """The entries that `user` may read, with the content that they may see."""
    of_others = access.readable_work(user, "assignment__") & Q(last_sent_at__isnull=False)
    own = Q(submission__unit__in=sorted(roles.units_with("read_filings", by=user)))
    entries = ProgressEntry.objects.filter(own | of_others).annotate(
        is_of_others=Case(When(own, then=Value(False)), default=Value(True))
    )
    entries._iterable_class = _ShownEntries
    return entries


def show_as_sent(entry: ProgressEntry) -> None:
    """Put what was last sent in place of the content, for a reader outside the unit."""
    entry.is_from_outside = True
    content = sent_content_of(entry)
    for name in OWN_NAMES if content else ():
        setattr(entry, name, content[name])


def sent_content_of(entry: ProgressEntry) -> Mapping[str, object]:
    """What was last sent of an entry that is being reworked, for a reader outside; else empty."""
    is_hidden = entry.is_from_outside and entry.is_reworked
    return (entry.sent_content or {}) if is_hidden else {}


def numbers_and_texts_of(entry: ProgressEntry) -> dict[str, object]:
    """Content to compare between periods: evidence and checklist start empty in each."""
    numbers = sent_content_of(entry).get("indicators") or indicator_saving.content_of(entry)
    return {**own_content_of(entry), "indicators": numbers}


def evidence_of(entry: ProgressEntry) -> list[Evidence]:
    """The evidence that the reader sees, oldest first.

    What the unit removed or described anew since the sending stands as it was sent, by its words.
    """
    rows = sorted(entry.evidence.all(), key=lambda row: (row.added_at, row.pk))
    content = sent_content_of(entry)
    if not content:
        return rows
    sent_at = entry.last_sent_at
    kept = {row.in_words: row for row in rows if sent_at and row.added_at <= sent_at}
    by_hash = {row.file_sha256: row for row in kept.values() if row.file_sha256}
    return [
        kept.get(line) or _as_described(entry, line, by_hash)
        for line in cast(EntryContent, content)["evidence"]
    ]


def answers_of(
    entry: ProgressEntry, answers: Sequence[ChecklistAnswer]
) -> Sequence[ChecklistAnswer]:
    """Those answers to the components of commitments that the reader sees; `answers` are stored."""
    content = sent_content_of(entry)
    if not content:
        return answers
    given = cast(EntryContent, content)["answers"]
    items = CommitmentItem.objects.filter(commitment__task=entry.assignment.task_id)
    return [
        ChecklistAnswer(entry=entry, item=item, is_kept=given[str(item)])
        for item in items.select_related("commitment").order_by("commitment", "position", "pk")
        if str(item) in given
    ]


def answers_in_words(entry: ProgressEntry) -> Mapping[str, bool | None] | None:
    """The sent answers, by component, where the present ones are not shown; else None."""
    content = sent_content_of(entry)
    return cast(EntryContent, content)["answers"] if content else None


def uses_of(entry: ProgressEntry, uses: list[ContributionUse]) -> list[ContributionUse]:
    """Those of the contributions in a result that were in it when it was sent."""
    sent_at = entry.last_sent_at if sent_content_of(entry) else None
    return [use for use in uses if sent_at is None or use.at <= sent_at]


def _as_described(entry: ProgressEntry, line: str, by_hash: Mapping[str, Evidence]) -> Evidence:
    """A sent line of evidence that no row has any more; its file, where that is still there."""
    found = _HASH.search(line)
    row = by_hash.get(found[1]) if found else None
    words = _HASH.sub("", line)
    if row is None:
        return Evidence(entry=entry, subject=f"{words} (đơn vị đang sửa lại minh chứng này)")
    shown = copy.copy(row)
    shown.number, shown.issued_on, shown.issuer = "", None, ""
    shown.subject = words.removesuffix(row.file_name).removesuffix(" · ")
    return shown
