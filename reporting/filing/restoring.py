"""Bring back an earlier version of a draft; undo one answer for many tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction

from plans.models import CommitmentItem
from reporting.entries import editing
from reporting.entries.content import EntryContent, content_of
from reporting.entries.diffing import FieldChange, changes_between
from reporting.entries.fields import own_content_in
from reporting.filing import filing
from reporting.indicators import saving as indicator_saving
from reporting.models import EntryVersion, ProgressEntry, Submission
from tracker.lib.refusal import Refused
from units.models import User


@dataclass(frozen=True)
class EarlierVersion:
    """A version to choose, and what restoring it changes."""

    version: EntryVersion
    changes: list[FieldChange]


def earlier_versions(entry: ProgressEntry) -> list[EarlierVersion]:
    """The kept versions, the latest first, without those that equal the present content."""
    now = {**content_of(entry), "evidence": []}
    found = []
    for version in entry.versions.select_related("saved_by").order_by("-version"):
        content = cast(EntryContent, version.content)
        if changes := changes_between(now, content, kind=entry.assignment.task.kind):
            found.append(EarlierVersion(version, changes))
    return found


@transaction.atomic
def restore(
    *, entry: ProgressEntry, version: EntryVersion, seen_version: int, by: User, at: datetime
) -> None:
    """Save the content of `version` again, evidence aside. What it replaces is kept in turn.

    Raises Stale where somebody saved since `seen_version`, Refused where the rules forbid it.
    """
    content = cast(EntryContent, version.content)
    items = CommitmentItem.objects.filter(commitment__task=entry.assignment.task_id)
    answers = {item.pk: content["answers"].get(str(item)) for item in items.order_by("pk")}
    given = {row["indicator"]: indicator_saving.input_in(row) for row in content["indicators"]}
    filing.save_entry(
        entry=entry,
        seen_version=seen_version,
        by=by,
        at=at,
        is_kept=True,
        **own_content_in(content),
        answers=answers,
        indicator_values=given,
    )


@transaction.atomic
def undo_answers(
    *, submission: Submission, seen: Mapping[int, int], by: User, at: datetime
) -> tuple[int, int]:
    """Take one answer for many back; `seen` is the version by entry that it made.

    Entries that were saved since keep what they hold. Returns the numbers of undone and kept.
    """
    submission.period = editing.lock_period(submission)
    editing.refuse_with_head(submission)
    entries = submission.entries.filter(pk__in=seen).select_related("assignment__task")
    before = {
        (row.entry_id, row.version): row
        for row in EntryVersion.objects.filter(entry__in=seen).order_by("pk")
    }
    undone = 0
    for entry in entries.order_by("pk"):
        entry.submission = submission
        version = before.get((entry.pk, seen[entry.pk] - 1))
        if version is None:
            continue
        try:
            restore(entry=entry, version=version, seen_version=seen[entry.pk], by=by, at=at)
        except Refused:
            continue
        undone += 1
    return undone, len(seen) - undone
