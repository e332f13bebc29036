"""Contributions of co-ordinating units in the snapshot of a review, apart from its figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from plans.models import Task
from reporting.counting.asked import AskedPart, asked_parts
from reporting.counting.facts import end_of
from reporting.models import ContributionEvent, ContributionEventKind, ReportingPeriod
from reporting.reviews.schema import FrozenContribution, FrozenContributions

Names = dict[int, dict[str, str]]


@dataclass(frozen=True)
class SentContribution:
    """A contribution that stood as sent at the end of a day."""

    period_id: int
    assignment_id: int
    task_id: int
    contribution_id: int
    frozen: FrozenContribution


@dataclass
class _OfTask:
    sent: list[SentContribution] = field(default_factory=list)
    asked: list[AskedPart] = field(default_factory=list)


def contributions(
    tasks: Iterable[Task], periods: list[ReportingPeriod], *, as_of: date, names: Names
) -> list[FrozenContributions]:
    """What was sent in `periods` by the end of `as_of`, and who did not send what was due by then.

    Tasks without either are left out. Two queries; `names` are those of the units on that day.
    """
    by_task: dict[int, _OfTask] = defaultdict(_OfTask)
    for row in sent_in(periods, as_of=as_of, names=names):
        by_task[row.task_id].sent.append(row)
    for part in asked_by(periods, as_of=as_of):
        by_task[part.task_id].asked.append(part)
    return [_frozen(task, by_task[task.pk], names) for task in tasks if task.pk in by_task]


def asked_by(periods: Iterable[ReportingPeriod], *, as_of: date) -> list[AskedPart]:
    """What was required in those of the `periods` that were due before `as_of`."""
    return asked_parts([period for period in periods if period.due_on < as_of])


def _frozen(task: Task, found: _OfTask, names: Names) -> FrozenContributions:
    given = {(row.period_id, row.assignment_id) for row in found.sent}
    missing = [row for row in found.asked if (row.period_id, row.assignment_id) not in given]
    return {
        "task": task.code,
        "title": task.title,
        "asked": len(found.asked),
        "given": len(found.asked) - len(missing),
        "sent": [row.frozen for row in found.sent],
        "missing": [
            {"unit_name": _name(names, row.unit_id, row.unit_name), "period": row.period_id}
            for row in missing
        ],
    }


def sent_in(
    periods: list[ReportingPeriod], *, as_of: date, names: Names
) -> Iterable[SentContribution]:
    """Read from the events: what was sent, taken back or sent anew later does not count."""
    events = (
        ContributionEvent.objects.filter(
            contribution__period__in=periods,
            kind__in=(ContributionEventKind.SENT, ContributionEventKind.TAKEN_BACK),
            at__lt=end_of(as_of),
        )
        .order_by("at", "pk")
        .select_related("contribution__assignment__unit")
    )
    latest = {event.contribution_id: event for event in events}
    place = {period.pk: number for number, period in enumerate(periods)}
    rows = [event for event in latest.values() if event.kind == ContributionEventKind.SENT]
    rows.sort(
        key=lambda event: (
            place[event.contribution.period_id],
            event.contribution.assignment.unit.position,
            event.contribution_id,
        )
    )
    for event in rows:
        period_id, assignment = event.contribution.period_id, event.contribution.assignment
        content = event.content or {}
        yield SentContribution(
            period_id,
            assignment.pk,
            assignment.task_id,
            event.contribution_id,
            {
                "unit_name": _name(names, assignment.unit_id, assignment.unit.short_name),
                "period": period_id,
                "text": str(content.get("text", "")),
                "evidence": [str(words) for words in content.get("evidence", [])],
            },
        )


def _name(names: Names, unit_id: int, now: str) -> str:
    """The short name of a unit on that day; where the history has a gap, the current one."""
    return names.get(unit_id, {}).get("short", now)
