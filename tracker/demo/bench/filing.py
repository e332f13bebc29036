"""A month of the plan in bulk: period, submissions, entries, and the histories of all three."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from plans.models import Indicator, Plan, TaskKind
from reporting.entries.fields import own_content_in
from reporting.models import (
    DeclaredState,
    EntryEvent,
    EntryStatus,
    Evidence,
    IndicatorValue,
    Notice,
    NoticeKind,
    PeriodEvent,
    PeriodEventKind,
    ProgressEntry,
    ReportingPeriod,
    Submission,
)
from tracker.demo import sentences
from tracker.demo.bench.duties import Duty
from tracker.demo.bench.results import Result, Step, result_of, steps_of_one
from tracker.demo.bench.scene import Month, Scene, insert
from tracker.lib import bulk

SENT_BEFORE, LATE_BY, CLOSED_AFTER = timedelta(days=3), timedelta(days=3), timedelta(days=10)
ANSWERED_WITHIN = timedelta(days=7)
MISSING, LATE, STARTED = 0.05, 0.15, 0.4


@dataclass(frozen=True)
class Filing:
    """A submission with what its unit owes; nothing is sent where `sent_at` is None."""

    submission: Submission
    duties: Sequence[Duty]
    saved_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class FiledEntry:
    """An entry, as columns, with its content and its steps."""

    entry: dict[str, Any]
    duty: Duty
    result: Result
    filing: Filing
    steps: tuple[Step, ...]


def make_month(
    *,
    plan: Plan,
    month: Month,
    index: int,
    duties: Sequence[Sequence[Duty]],
    indicators: Mapping[int, Indicator],
    scene: Scene,
) -> None:
    """Make the period of `month` and what the units filed in it. The newest one stays open."""
    is_current = month is scene.months[-1]
    period = _make_period(plan, month, scene, is_current=is_current)
    filings = [
        filing for row in duties for filing in _filed(period, row, scene, is_current=is_current)
    ]
    insert(Submission, [filing.submission for filing in filings])
    lines = [
        _line(duty, filing, month, index, indicators.get(duty.task.pk), scene)
        for filing in filings
        for duty in filing.duties
    ]
    _number(lines)
    bulk.insert(ProgressEntry, [line.entry for line in lines])
    EntryEvent.objects.record_histories(_events(lines, period, scene))
    insert(Evidence, [row for line in lines for row in _evidence_of(line)])
    insert(IndicatorValue, [row for line in lines for row in _numbers_of(line)])


def _make_period(plan: Plan, month: Month, scene: Scene, *, is_current: bool) -> ReportingPeriod:
    opened_at = scene.morning(month.first_day)
    closed_at = None if is_current else scene.morning(month.due_on + CLOSED_AFTER)
    if closed_at == scene.now:
        closed_at = None
    period = ReportingPeriod.objects.create(
        plan=plan,
        name=month.name,
        data_from=month.first_day,
        data_to=month.last_day,
        due_on=month.due_on,
        opened_at=opened_at,
        closed_at=closed_at,
    )
    kinds = [(PeriodEventKind.CREATED, opened_at), (PeriodEventKind.OPENED, opened_at)]
    if closed_at is not None:
        kinds.append((PeriodEventKind.CLOSED, closed_at))
    PeriodEvent.objects.record_histories(
        {"period_id": period.pk, "kind": kind, "by_id": scene.reviewer.pk, "at": at}
        for kind, at in kinds
    )
    _notify(period, opened_at, scene, is_read=not is_current)
    return period


def _notify(period: ReportingPeriod, at: datetime, scene: Scene, *, is_read: bool) -> None:
    text = f"Văn phòng đã mở kỳ báo cáo {period.name}. Hạn gửi: {period.due_on:%d/%m/%Y}."
    url = reverse("reporting:list-submissions")
    insert(
        Notice,
        [
            Notice(
                recipient=officer,
                kind=NoticeKind.PERIOD_OPENED,
                period=period,
                text=text,
                url=url,
                at=at,
                read_at=at if is_read else None,
            )
            for officer in scene.officers
        ],
    )


def _filed(
    period: ReportingPeriod, duties: Sequence[Duty], scene: Scene, *, is_current: bool
) -> Iterator[Filing]:
    """The submission of one unit, unless it missed the period or has not begun."""
    owed = [duty for duty in duties if not duty.is_done and duty.is_in_force_on(period.data_to)]
    chance = scene.random.random()
    if not owed or chance < (STARTED if is_current else MISSING):
        return
    officer, unit = owed[0].officer, owed[0].assignment.unit
    submission = Submission(period=period, unit=unit)
    if is_current:
        opened_at = scene.morning(period.data_from)
        sent_at = opened_at + (scene.now - opened_at) / 3
        is_sent = chance > 2 * STARTED - MISSING
    else:
        is_late = chance < LATE
        day = period.due_on + LATE_BY if is_late else period.due_on - SENT_BEFORE
        sent_at = scene.morning(day, minute=scene.random.randint(0, 400))
        is_sent = True
    if is_sent:
        submission.sent_at = submission.last_sent_at = sent_at
        submission.sent_by = officer
    yield Filing(submission, owed, sent_at, sent_at if is_sent else None)


def _line(
    duty: Duty,
    filing: Filing,
    month: Month,
    index: int,
    indicator: Indicator | None,
    scene: Scene,
) -> FiledEntry:
    result = result_of(duty, month, index, indicator, scene)
    is_current = month is scene.months[-1]
    steps = steps_of_one(scene, is_current=is_current) if filing.sent_at else ()
    entry = {
        "submission_id": filing.submission.pk,
        "assignment_id": duty.assignment.pk,
        "status": EntryStatus.DRAFT,
        **own_content_in(result.content),
        "version": 1,
        "saved_at": filing.saved_at,
        "saved_by_id": duty.officer.pk,
    }
    line = FiledEntry(entry, duty, result, filing, steps)
    for step in steps:
        _take(line, step, scene)
    is_one_off = duty.task.kind == TaskKind.ONE_OFF
    is_accepted = entry["status"] == EntryStatus.ACCEPTED
    duty.is_done = is_one_off and is_accepted and entry["state"] == DeclaredState.DONE
    return line


def _number(lines: Sequence[FiledEntry]) -> None:
    """Give the entries their ids, to which the rows beside them refer."""
    last = ProgressEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    for pk, line in enumerate(lines, last + 1):
        line.entry["id"] = pk


def _take(line: FiledEntry, step: Step, scene: Scene) -> None:
    """Bring the entry to the status after `step`, as the use cases do."""
    entry, submission, at = line.entry, line.filing.submission, _moment(line, step, scene)
    entry |= {"status": step.to, "answer_by": None}
    if step.to == EntryStatus.SENT:
        is_again = step.seen == EntryStatus.RETURNED
        entry["version"] += 2 if is_again else 1
        entry |= {"last_sent_at": at, "sent_content": line.result.content, "return_reason": ""}
        submission.last_sent_at = max(at, submission.last_sent_at or at)
        return
    entry |= {"decided_at": at, "decided_by_id": scene.reviewer.pk}
    if step.to == EntryStatus.RETURNED:
        answer_by = timezone.localdate(at) + ANSWERED_WITHIN
        entry |= {"return_reason": sentences.RETURN_REASONS[0], "answer_by": answer_by}


def _moment(line: FiledEntry, step: Step, scene: Scene) -> datetime:
    return min(line.filing.saved_at + step.after, scene.now)


def _events(
    lines: Sequence[FiledEntry], period: ReportingPeriod, scene: Scene
) -> Iterator[Mapping[str, object]]:
    """First the first step of every entry, then the second ones, and so on."""
    longest = max((len(line.steps) for line in lines), default=0)
    for number in range(longest):
        for line in lines:
            if number < len(line.steps):
                yield _event(line, number, period, scene)


def _event(
    line: FiledEntry, number: int, period: ReportingPeriod, scene: Scene
) -> Mapping[str, object]:
    step, at = line.steps[number], _moment(line, line.steps[number], scene)
    is_sending = step.to == EntryStatus.SENT
    is_return = step.to == EntryStatus.RETURNED
    sendings = [one for one in line.steps[: number + 1] if one.to == EntryStatus.SENT]
    return {
        "entry_id": line.entry["id"],
        "assignment_id": line.duty.assignment.pk,
        "period_data_to": period.data_to,
        "at": at,
        "by_id": (line.duty.officer if is_sending else scene.reviewer).pk,
        "from_status": step.seen,
        "to_status": step.to,
        "state": line.entry["state"],
        "percent": line.entry["percent"],
        "reported_at": _moment(line, sendings[-1], scene),
        "note": sentences.RETURN_REASONS[0] if is_return else "",
        "answer_by": timezone.localdate(at) + ANSWERED_WITHIN if is_return else None,
        "content": line.result.content if is_sending else None,
    }


def _evidence_of(line: FiledEntry) -> Iterator[Evidence]:
    for row in line.result.evidence:
        row.entry_id, row.added_at = line.entry["id"], line.filing.saved_at
        yield row


def _numbers_of(line: FiledEntry) -> Iterator[IndicatorValue]:
    for row in line.result.numbers:
        row.entry_id = line.entry["id"]
        yield row
