"""Six quarters of submissions and verdicts, deterministic, made through the real use cases."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from plans.models import Assignment, Commitment, CommitmentItem, Plan, TaskKind
from reporting.counting import obligations
from reporting.evidence import attaching
from reporting.filing import filing
from reporting.models import (
    DeclaredState,
    EntryStatus,
    ProgressEntry,
    ReportingPeriod,
    Submission,
    has_percent,
)
from reporting.periods import opening
from reporting.verification import verifying
from tracker.demo import sentences, telling
from tracker.demo.calendar import Quarter
from tracker.demo.numbers import Numbers
from tracker.demo.telling import Amounts
from units.models import Unit, User

# Ordered, because every answer takes a random number
COMMITMENTS = (
    Prefetch("assignment__task__commitments", Commitment.objects.order_by("name")),
    Prefetch("assignment__task__commitments__items", CommitmentItem.objects.order_by("position")),
)
WORKED_ON = (DeclaredState.DONE, DeclaredState.IN_PROGRESS)


@dataclass
class Cast:
    """People and state of the demonstration; `done_in` is the quarter of completion."""

    officers: dict[str, User]
    reviewer: User
    random: Random
    now: datetime
    numbers: Numbers
    done_in: dict[int, int] = field(default_factory=dict)


def play_quarter(
    *, plan: Plan, quarter: Quarter, index: int, is_last: bool, cast: Cast
) -> ReportingPeriod:
    """Open the period, let units file and the office verify, and close it unless it is the last."""
    with transaction.atomic():
        opened = _moment(quarter.first_day, cast)
        period = opening.create_period(
            plan=plan,
            name=quarter.name,
            data_from=quarter.first_day,
            data_to=quarter.last_day,
            due_on=quarter.due_on,
            by=cast.reviewer,
            at=opened,
        )
        opening.open_period(period=period, by=cast.reviewer, at=opened)
        period.refresh_from_db()
        units = obligations.expected_units(period).order_by("position", "code")
        for unit in units:
            _play_unit(period, unit, index=index, is_last=is_last, cast=cast)
        if not is_last:
            closed = _moment(quarter.due_on + timedelta(days=20), cast)
            opening.close_period(period=period, by=cast.reviewer, at=closed)
            period.refresh_from_db()
    return period


def _play_unit(
    period: ReportingPeriod, unit: Unit, *, index: int, is_last: bool, cast: Cast
) -> None:
    """Let a unit file in time, late, partly or not at all."""
    chance = cast.random.random()
    if chance < (0.45 if is_last else 0.05):
        return
    officer = cast.officers[unit.code]
    late = not is_last and chance > 0.86
    day = period.due_on + timedelta(days=3) if late else period.due_on - timedelta(days=3)
    at = _moment(day, cast)
    submission = filing.start(period=period, unit=unit, by=officer, at=at)
    entries = list(
        submission.entries.select_related(
            "submission__period", "assignment__task", "assignment__unit"
        )
        .prefetch_related(*COMMITMENTS)
        .in_plan_order()
    )
    for entry in entries:
        _fill(entry, officer, index=index, at=at, cast=cast)
        if is_last and cast.random.random() < 0.2:
            break
    if is_last and chance < 0.75:
        return
    for entry in entries:
        if not entry.is_complete:
            _fill(entry, officer, index=index, at=at, cast=cast)
    _send(submission, officer, is_first=index == 0, is_last=is_last, at=at, cast=cast)


def _send(
    submission: Submission,
    officer: User,
    *,
    is_first: bool,
    is_last: bool,
    at: datetime,
    cast: Cast,
) -> None:
    """Send the submission; of the current period, the office has verified only a part."""
    filing.send(submission=submission, by=officer, at=at)
    if not is_last or cast.random.random() < 0.6:
        share_pending = 0.35 if is_last else 0.01
        _verify(
            submission, officer, is_first=is_first, at=at, share_pending=share_pending, cast=cast
        )


def _fill(entry: ProgressEntry, officer: User, *, index: int, at: datetime, cast: Cast) -> None:
    """Save one entry, with a state that advances over the quarters, a result and its details."""
    random = cast.random
    assignment = entry.assignment
    done_in = cast.done_in.setdefault(assignment.pk, _quarter_of_completion(assignment, random))
    state = _state(assignment, index=index, done_in=done_in, random=random)
    answers = {
        item.pk: random.choice((True, True, True, False, None))
        for commitment in assignment.task.commitments.all()
        for item in commitment.items.all()
    }
    troubled = random.random() < 0.18
    amounts = Amounts.drawn(random, index=index) if state in WORKED_ON else None
    percent = _percent(assignment, state, index=index, done_in=done_in)
    numbers = cast.numbers.given_for(entry, state, amounts, index=index)
    obstacle = random.choice(sentences.OBSTACLES) if troubled else ""
    recommendation = random.choice(sentences.RECOMMENDATIONS) if troubled else ""
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=officer,
        at=at,
        state=state,
        percent=percent,
        result=telling.result_of(
            assignment.task,
            state,
            percent=percent,
            amounts=amounts,
            figure=cast.numbers.first_of(assignment.task_id, numbers),
        ),
        # What did not arise met no obstacle
        obstacle="" if state == DeclaredState.NOT_APPLICABLE else obstacle,
        recommendation="" if state == DeclaredState.NOT_APPLICABLE else recommendation,
        answers=answers,
        indicator_values=numbers,
    )
    if state in WORKED_ON and random.random() < 0.12:
        issued_on = at.date() - timedelta(days=random.randint(3, 40))
        attaching.attach(
            entry=entry,
            by=officer,
            at=at,
            number=f"{random.randint(11, 240)}/BC-DEMO",
            issued_on=issued_on,
            issuer=assignment.unit.name,
            subject=random.choice(sentences.EVIDENCE_SUBJECTS),
            is_declared_not_secret=True,
        )


def _verify(
    submission: Submission,
    officer: User,
    *,
    is_first: bool,
    at: datetime,
    share_pending: float,
    cast: Cast,
) -> None:
    """Let the office accept most entries and return some; units answer most returned ones."""
    verified_at = min(at + timedelta(days=3), cast.now)
    accepted = []
    for entry in _sent(submission):
        chance = cast.random.random()
        if chance < share_pending:
            continue
        if chance > 0.93:
            _return_and_answer(entry, officer, is_first=is_first, at=verified_at, cast=cast)
        else:
            accepted.append(entry)
    verifying.accept_many(entries=accepted, by=cast.reviewer, at=verified_at)


def _return_and_answer(
    entry: ProgressEntry, officer: User, *, is_first: bool, at: datetime, cast: Cast
) -> None:
    answered_at = at + timedelta(days=2)
    reason = telling.reason_to_return(
        cast.random.choice(sentences.RETURN_REASONS),
        entry.state,
        has_evidence=entry.evidence.exists(),
        is_first=is_first,
    )
    verifying.send_back(
        entry=entry,
        by=cast.reviewer,
        at=at,
        reason=reason,
        answer_by=timezone.localdate(at) + timedelta(days=7),
    )
    if answered_at > cast.now or cast.random.random() < 0.3:
        return
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=officer,
        at=answered_at,
        state=entry.state,
        percent=entry.percent,
        result=entry.result + telling.answer_to(reason),
        obstacle=entry.obstacle,
        recommendation=entry.recommendation,
    )
    if reason == sentences.NO_EVIDENCE:
        attaching.attach(
            entry=entry,
            by=officer,
            at=answered_at,
            number=f"{entry.assignment.task.position + 240}/BC-DEMO",
            issued_on=timezone.localdate(at),
            issuer=entry.submission.unit.name,
            subject=sentences.EVIDENCE_SUBJECTS[0],
            is_declared_not_secret=True,
        )
    filing.answer(entry=entry, by=officer, at=answered_at)
    if answered_at + timedelta(days=1) <= cast.now:
        verifying.accept(entry=entry, by=cast.reviewer, at=answered_at + timedelta(days=1))


def _sent(submission: Submission) -> Iterator[ProgressEntry]:
    return iter(
        submission.entries.filter(status=EntryStatus.SENT)
        .select_related("submission__period", "assignment__task")
        .in_plan_order()
    )


def _quarter_of_completion(assignment: Assignment, random: Random) -> int:
    """Quarter (0 is the first) in which the work is finished; after the last: not yet."""
    if assignment.task.kind == TaskKind.ONE_OFF:
        return random.choice((0, 0, 1, 1, 2, 4, 9))
    return random.choice((1, 2, 3, 4, 5, 6, 9, 9))


def _state(assignment: Assignment, *, index: int, done_in: int, random: Random) -> DeclaredState:
    if assignment.task.code in ("5.3", "4.5", "4.6") and random.random() < 0.4:
        return DeclaredState.NOT_APPLICABLE
    if index >= done_in:
        return DeclaredState.DONE
    if index == 0 and random.random() < 0.3:
        return DeclaredState.NOT_STARTED
    return DeclaredState.IN_PROGRESS


def _percent(
    assignment: Assignment, state: DeclaredState, *, index: int, done_in: int
) -> int | None:
    if not has_percent(assignment.task.kind):
        return None
    if state == DeclaredState.DONE:
        return 100
    if state == DeclaredState.IN_PROGRESS:
        return min(90, 10 + 80 * (index + 1) // (min(done_in, 8) + 1))
    return 0 if state == DeclaredState.NOT_STARTED else None


def _moment(day: date, cast: Cast) -> datetime:
    """A random minute of the working day `day`, never after now."""
    minute = cast.random.randint(0, 420)
    moment = datetime.combine(day, time(8, 0)) + timedelta(minutes=minute)
    return min(timezone.make_aware(moment), cast.now)
