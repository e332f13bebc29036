"""Where a report stands between its officers and their head, and the page the head decides on."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from reporting.filing import confirming
from reporting.filing.page import Section, sections_of
from reporting.models import (
    DeclaredState,
    ProgressEntry,
    ProgressEntryQuerySet,
    Submission,
    SubmissionEvent,
    SubmissionEventKind,
)
from units.models import User


@dataclass(frozen=True)
class Confirmation:
    """What the pages of a report say of its head. EVENTS are the newest first.

    PRESENTED is what lies with the head now.
    """

    is_needed: bool
    is_with_head: bool
    events: list[SubmissionEvent]
    presented: list[ProgressEntry]
    can_ask: bool
    can_withdraw: bool
    can_confirm: bool

    @property
    def asking(self) -> SubmissionEvent | None:
        """The presentation that waits for the head."""
        return self.events[0] if self.is_with_head and self.events else None

    @property
    def given_back(self) -> SubmissionEvent | None:
        """The head's remark that the officers have not answered yet."""
        latest = self.events[0] if self.events else None
        if latest is not None and latest.kind == SubmissionEventKind.GIVEN_BACK:
            return latest
        return None


NOT_NEEDED = Confirmation(
    is_needed=False,
    is_with_head=False,
    events=[],
    presented=[],
    can_ask=False,
    can_withdraw=False,
    can_confirm=False,
)


def confirmation_of(
    submission: Submission, *, user: User, may_file: bool, sections: list[Section]
) -> Confirmation:
    """Read where SUBMISSION stands, and note in SECTIONS which of them lie with its head.

    No query where its plan asks no head.
    """
    is_needed = submission.period.plan.needs_head_confirmation
    if not (is_needed or submission.is_with_head):
        return NOT_NEEDED
    events = list(submission.events.select_related("by").order_by("-at", "-pk"))
    presented = _presented(submission, events)
    waiting = {entry.pk for entry in presented}
    for section in sections:
        section.is_with_head = section.entry.pk in waiting
    return Confirmation(
        is_needed=is_needed,
        is_with_head=submission.is_with_head,
        events=events,
        presented=presented,
        can_ask=may_file and is_needed and any(row.is_writable for row in sections),
        can_withdraw=may_file and submission.is_with_head,
        can_confirm=(
            submission.is_with_head and user.has_perm("units.confirm_filing", submission.unit)
        ),
    )


def _presented(submission: Submission, events: list[SubmissionEvent]) -> list[ProgressEntry]:
    if not (submission.is_with_head and events):
        return []
    return confirming.presented(submission, submission.period, asked_at=events[0].at)


@dataclass(frozen=True)
class HeadPage:
    """The whole report as its head reads it: what is sent now, and how it is told."""

    sections: list[Section]
    sent_now: set[str]
    counts: list[tuple[str, int]]
    num_obstacles: int


def head_page(
    entries: ProgressEntryQuerySet,
    *,
    submission: Submission,
    presented: list[ProgressEntry],
    at: datetime,
) -> HeadPage:
    """ENTRIES of SUBMISSION in reading form, and the figures of those that were presented."""
    sections = sections_of(entries, submission=submission, can_file=False, at=at)
    states = Counter(entry.state for entry in presented)
    return HeadPage(
        sections=sections,
        sent_now={str(entry.pk) for entry in presented},
        counts=[(str(label), states[value]) for value, label in DeclaredState.choices],
        num_obstacles=sum(bool(entry.obstacle) for entry in presented),
    )
