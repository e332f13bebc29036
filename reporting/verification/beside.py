"""What stands beside an entry on its page, in one statement however much of it there is.

Each table would be a statement of its own (see `tracker.lib.gathering`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plans.models import Commitment, Indicator
from reporting.comments.threads import thread_url, unread_of
from reporting.models import (
    ChecklistAnswer,
    Comment,
    ContributionUse,
    EntryEvent,
    EntryRemark,
    Evidence,
    ProgressEntry,
)
from tracker.lib import gathering, statements
from tracker.lib.gathering import ObjectsOf, ValuesOf
from units.models import User

ENTRY, ASSIGNMENT, TASK, READER = statements.MARKS[:4]
PARTS: gathering.Parts = {
    "events": ObjectsOf(EntryEvent, ("by",)),
    "remarks": ObjectsOf(EntryRemark),
    "evidence": ObjectsOf(Evidence),
    "answers": ObjectsOf(ChecklistAnswer, ("item", "item__commitment")),
    "commitments": ValuesOf(("id",)),
    "indicators": ObjectsOf(Indicator, ("target_document",)),
    "uses": ValuesOf(("id",)),
    "comments": ObjectsOf(Comment, ("by",)),
    "unread": ValuesOf(("url",)),
}


@dataclass(frozen=True)
class BesideEntry:
    """The rows, oldest first; `remarks` by the return to which they belong."""

    events: Sequence[EntryEvent]
    remarks: Mapping[int, list[EntryRemark]]
    answers: Sequence[ChecklistAnswer]
    indicators: Sequence[Indicator]
    comments: Sequence[Comment]
    has_commitments: bool
    # Whether the result was taken from contributions
    has_uses: bool
    has_unread_comments: bool


def beside(entry: ProgressEntry, *, reader: User) -> BesideEntry:
    """Read them. The evidence is set on the entry."""
    task_id = entry.assignment.task_id
    found = gathering.read(
        "beside an entry",
        PARTS,
        _queries,
        given=(entry.pk, entry.assignment_id, task_id, reader.pk),
    )
    gathering.set_prefetched([entry], "evidence", found["evidence"])
    remarks: dict[int, list[EntryRemark]] = defaultdict(list)
    for remark in sorted(found["remarks"], key=lambda row: row.pk):
        remarks[remark.event_id].append(remark)
    return BesideEntry(
        events=sorted(found["events"], key=lambda row: (row.at, row.pk)),
        remarks=remarks,
        answers=sorted(
            found["answers"], key=lambda row: (row.item.commitment_id, row.item.position, row.pk)
        ),
        indicators=sorted(found["indicators"], key=lambda row: (row.position, row.pk)),
        comments=sorted(found["comments"], key=lambda row: (row.at, row.pk)),
        has_commitments=bool(found["commitments"]),
        has_uses=bool(found["uses"]),
        has_unread_comments=(thread_url(entry.pk),) in found["unread"],
    )


def _queries() -> Mapping[str, statements.Query]:
    return {
        "events": EntryEvent.objects.filter(entry=ENTRY, assignment=ASSIGNMENT),
        "remarks": EntryRemark.objects.filter(entry=ENTRY),
        "evidence": Evidence.objects.filter(entry=ENTRY),
        "answers": ChecklistAnswer.objects.filter(entry=ENTRY),
        "commitments": Commitment.objects.filter(task=TASK),
        "indicators": Indicator.objects.filter(task=TASK),
        "uses": ContributionUse.objects.filter(entry=ENTRY),
        "comments": Comment.objects.filter(entry=ENTRY),
        "unread": unread_of(User(pk=READER)),
    }
