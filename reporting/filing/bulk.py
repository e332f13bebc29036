"""One answer for many tasks at once: what would happen, and making it happen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from reporting.entries import editing
from reporting.entries.content import holds_something
from reporting.entries.fields import TEXT_NAMES, own_content_of
from reporting.entries.transitions import Stale
from reporting.filing import filing
from reporting.models import (
    DeclaredState,
    EntryStatus,
    ProgressEntry,
    ReportingPeriod,
    Submission,
)
from tracker.lib.refusal import Refused
from units.models import User


class BulkAnswer(models.TextChoices):
    NOT_APPLICABLE = "not_applicable", "Không phát sinh"
    NOT_STARTED = "not_started", "Chưa triển khai"
    AS_BEFORE = "as_before", "Như kỳ trước"


@dataclass(frozen=True)
class Answered:
    """An entry that takes the answer, and the content it gets."""

    entry: ProgressEntry
    content: Mapping[str, Any]

    @property
    def state(self) -> str:
        return str(DeclaredState(self.content["state"]).label)


@dataclass(frozen=True)
class Skipped:
    """An entry that is left alone, and why."""

    entry: ProgressEntry
    reason: str


@dataclass
class BulkOutcome:
    answered: list[Answered] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def plan_answers(
    *, submission: Submission, entry_ids: Iterable[int], answer: BulkAnswer, at: datetime
) -> BulkOutcome:
    """What ANSWER would do to the entries of SUBMISSION that were chosen; writes nothing.

    Never overwrites: what holds text or a percentage is left alone.
    """
    entries: list[Any] = list(
        submission.entries.filter(pk__in=entry_ids)
        .select_related("assignment__task__group")
        .prefetch_related("indicator_values")
        .with_previous_pk()
        .in_plan_order()
    )
    earlier = ProgressEntry.objects.in_bulk([row.previous_pk for row in entries if row.previous_pk])
    outcome = BulkOutcome()
    for entry in entries:
        entry.submission = submission
        content = _content(answer, earlier.get(entry.previous_pk))
        if reason := _why_not(entry, submission.period, content, at=at):
            outcome.skipped.append(Skipped(entry, reason))
        else:
            outcome.answered.append(Answered(entry, content or {}))
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
    """Give ANSWER to every entry of SEEN (its id → the version that was seen) that can take it.

    One transaction under the period's lock. What somebody changed meanwhile, or what holds text
    by now, is left alone and told. Raises Refused where nothing of the report may be written.
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


def _why_not(
    entry: ProgressEntry,
    period: ReportingPeriod,
    content: Mapping[str, Any] | None,
    *,
    at: datetime,
) -> str:
    """Why ENTRY does not take the answer, or nothing where it does."""
    if not editing.is_writable(entry, period, at=at):
        return "đã gửi hoặc không còn sửa được"
    if holds_something(entry):
        return "đã có nội dung"
    if content is None:
        return "kỳ trước chưa có kết quả dùng lại được"
    return ""


def _content(answer: BulkAnswer, previous: ProgressEntry | None) -> dict[str, Any] | None:
    """What the answer writes; None where the last period has nothing to repeat.

    What the office returned is not repeated: it would be returned again.
    """
    if answer != BulkAnswer.AS_BEFORE:
        return {"state": str(answer), "percent": None, **dict.fromkeys(TEXT_NAMES, "")}
    if previous is None or not previous.is_complete or previous.status == EntryStatus.RETURNED:
        return None
    return {**own_content_of(previous)}
