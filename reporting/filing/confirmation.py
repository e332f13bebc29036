"""The state of a submission between its officers and their head, and the head's page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.models import TaskKind
from reporting.filing import confirming
from reporting.filing.beside import OfPlan
from reporting.filing.sections import SectionView
from reporting.models import (
    DeclaredState,
    PeriodEvent,
    ProgressEntry,
    Submission,
    SubmissionEvent,
    SubmissionEventKind,
    state_words,
)
from units.models import User


@dataclass(frozen=True)
class Confirmation:
    """The state of a submission on its way through the head of the unit.

    `events` are newest first; `presented` are the entries that wait for the head now.
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
        """The request that waits for the head."""
        return self.events[0] if self.is_with_head and self.events else None

    @property
    def given_back(self) -> SubmissionEvent | None:
        """The head's remark that is not answered yet."""
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
    submission: Submission,
    *,
    user: User,
    may_file: bool,
    can_write: bool,
    known: OfPlan | None = None,
    entries: Sequence[ProgressEntry] | None = None,
) -> Confirmation:
    """The state of a submission; no query where its plan needs no confirmation.

    None either for whoever read what is beside its entries (`known`), and all its `entries`.
    """
    is_needed = submission.period.plan.needs_head_confirmation
    if not (is_needed or submission.is_with_head):
        return NOT_NEEDED
    if known:
        events = list(known.events)
    else:
        events = list(submission.events.select_related("by").order_by("-at", "-pk"))
    turns = known.turns if known else None
    presented = _presented(submission, events, turns=turns, entries=entries)
    return Confirmation(
        is_needed=is_needed,
        is_with_head=submission.is_with_head,
        events=events,
        presented=presented,
        can_ask=may_file and is_needed and can_write,
        can_withdraw=may_file and submission.is_with_head,
        can_confirm=(
            submission.is_with_head and user.has_perm("units.confirm_filing", submission.unit)
        ),
    )


def with_head(sections: Sequence[SectionView], confirmation: Confirmation) -> Sequence[SectionView]:
    """The sections, with a mark on those that wait for the head."""
    waiting = {entry.pk for entry in confirmation.presented}
    if not waiting:
        return sections
    return [replace(row, is_with_head=row.entry.pk in waiting) for row in sections]


def _presented(
    submission: Submission,
    events: list[SubmissionEvent],
    *,
    turns: Sequence[PeriodEvent] | None,
    entries: Sequence[ProgressEntry] | None,
) -> list[ProgressEntry]:
    if not (submission.is_with_head and events):
        return []
    return confirming.presented(submission, asked_at=events[0].at, turns=turns, entries=entries)


@dataclass(frozen=True)
class HeadPage:
    """The whole submission for its head; `sent_now` are the keys of the entries to confirm."""

    sections: Sequence[SectionView]
    sent_now: set[str]
    counts: list[tuple[str, int]]
    num_obstacles: int


def head_page(sections: Sequence[SectionView], *, presented: list[ProgressEntry]) -> HeadPage:
    """All sections to read, and the figures of the entries that were presented."""
    words = Counter(entry.state_words for entry in presented)
    return HeadPage(
        sections=sections,
        sent_now={str(entry.pk) for entry in presented},
        counts=[(word, words[word]) for word in _words_for(presented)],
        num_obstacles=sum(bool(entry.obstacle) for entry in presented),
    )


def _words_for(entries: list[ProgressEntry]) -> list[str]:
    """The words of each state, in its order, for the kinds of the tasks in `entries`."""
    kinds = {entry.assignment.task.kind for entry in entries}
    in_order = [kind for kind in TaskKind if kind in kinds]
    return list(dict.fromkeys(state_words(one, kind) for one in DeclaredState for kind in in_order))
