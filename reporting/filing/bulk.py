"""One answer for many tasks at once: preview it, and save it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import models, transaction

from reporting.entries import editing
from reporting.entries.content import holds_something
from reporting.entries.fields import TEXT_NAMES, OwnContent, own_content_in, own_content_of
from reporting.entries.transitions import Stale
from reporting.filing import filing
from reporting.models import (
    EntryStatus,
    ProgressEntry,
    ReportingPeriod,
    Submission,
    state_words,
)
from tracker.lib.refusal import Refused
from units.models import User

if TYPE_CHECKING:
    from reporting.models.entry import EntryWithPrevious


NOTHING_TO_REPEAT = "kỳ trước chưa có kết quả dùng lại được"


class BulkAnswer(models.TextChoices):
    NOT_APPLICABLE = "not_applicable", "Không phát sinh"
    NOT_STARTED = "not_started", "Chưa triển khai"
    AS_BEFORE = "as_before", "Như kỳ trước"


@dataclass(frozen=True)
class Answered:
    """An entry that takes the answer, and the content it gets."""

    entry: ProgressEntry
    content: OwnContent

    @property
    def state(self) -> str:
        return state_words(self.content["state"], self.entry.assignment.task.kind)


@dataclass(frozen=True)
class Skipped:
    """An entry that is not changed, and the reason."""

    entry: ProgressEntry
    reason: str


@dataclass
class BulkOutcome:
    answered: list[Answered] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def plan_answers(
    *, submission: Submission, entry_ids: Iterable[int], answer: BulkAnswer, at: datetime
) -> BulkOutcome:
    """Preview `answer` for the chosen entries of a submission; writes nothing.

    Entries that hold text, a percentage or numbers are skipped, never overwritten.
    """
    entries = cast(
        "list[EntryWithPrevious]",
        list(
            submission.entries.filter(pk__in=entry_ids)
            .select_related("assignment__task__group")
            .prefetch_related("indicator_values")
            .with_previous_pk()
            .in_plan_order()
        ),
    )
    earlier = ProgressEntry.objects.in_bulk([row.previous_pk for row in entries if row.previous_pk])
    outcome = BulkOutcome()
    for entry in entries:
        entry.submission = submission
        previous = earlier.get(entry.previous_pk) if entry.previous_pk else None
        if previous is not None:
            # With its task, which decides what is repeated
            previous.assignment = entry.assignment
        reason = _why_not(entry, submission.period, at=at)
        content = None if reason else _content(answer, previous)
        if content is None:
            outcome.skipped.append(Skipped(entry, reason or NOTHING_TO_REPEAT))
        else:
            outcome.answered.append(Answered(entry, content))
    return outcome


@transaction.atomic
def answer_many(
    *,
    submission: Submission,
    seen: Mapping[int, int],
    answer: BulkAnswer,
    by: User,
    at: datetime,
) -> BulkOutcome:
    """Give `answer` to each entry of `seen` (id to version that was seen) that can take it.

    One transaction under the period's lock. Entries that were changed in the meantime or hold
    text are skipped and reported. Raises Refused where the submission is not writable at all.
    """
    submission.period = editing.lock_period(submission)
    editing.refuse_with_head(submission)
    outcome = plan_answers(submission=submission, entry_ids=seen, answer=answer, at=at)
    answered, outcome.answered = outcome.answered, []
    for row in answered:
        try:
            filing.save_entry(
                entry=row.entry,
                seen_version=seen[row.entry.pk],
                by=by,
                at=at,
                is_kept=True,
                **row.content,
            )
        except Refused as refusal:
            is_stale = isinstance(refusal, Stale)
            outcome.skipped.append(
                Skipped(row.entry, "vừa được thay đổi" if is_stale else str(refusal))
            )
        else:
            outcome.answered.append(row)
    return outcome


def _why_not(entry: ProgressEntry, period: ReportingPeriod, *, at: datetime) -> str:
    """The reason why the entry takes no answer; empty where it does."""
    if not editing.is_writable(entry, period, at=at):
        return "đã gửi hoặc không còn sửa được"
    if holds_something(entry):
        return "đã có nội dung"
    return ""


def _content(answer: BulkAnswer, previous: ProgressEntry | None) -> OwnContent | None:
    """The content that the answer writes; None where the last period has none to repeat.

    A returned entry is not repeated: it would be returned again.
    """
    if answer != BulkAnswer.AS_BEFORE:
        texts = dict.fromkeys(TEXT_NAMES, "")
        return own_content_in({"state": str(answer), "percent": None, **texts})
    if previous is None or not previous.is_complete or previous.status == EntryStatus.RETURNED:
        return None
    return own_content_of(previous)
