"""What co-ordinating units send to the leads of their tasks in the open period."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from plans import leading
from plans.models import Assignment
from reporting.contributions import attaching, contributing
from reporting.contributions.assigned import contributing_in
from reporting.entries.fields import own_content_of
from reporting.filing import merging, taking_in
from reporting.models import Contribution, EntryStatus, ProgressEntry, ReportingPeriod
from tracker.demo.filings import Cast
from tracker.demo.sentences import CONTRIBUTIONS
from units.models import User

# Of the demo unit, to the first lead that still writes, and each so many-th of the rest
NUM_OWN, NUM_TO_LEAD, STEP = 3, 4, 40


def play_contributions(*, period: ReportingPeriod, cast: Cast) -> None:
    """Let units contribute to `period`; the first one of the demo unit stays a draft.

    One task whose lead still writes requires contributions, and its result takes one in.
    """
    if not period.is_open:
        return
    unit_code = next(code for code, user in cast.officers.items() if user.username == "canbo")
    rows = list(
        contributing_in(period)
        .filter(unit__code__in=cast.officers)
        .select_related("unit", "task")
        .order_by("task__group__position", "task__position", "unit__position", "unit__code")
    )
    lead = _writing_lead(period, rows)
    sent_at = cast.now - timedelta(days=2)
    for number, assignment in enumerate(_chosen(rows, lead, unit_code)):
        _write(period, assignment, number, cast=cast, at=sent_at, is_draft=number == 0)
    if lead is not None:
        leading.ask_contributions(task=lead.assignment.task, by=cast.reviewer, at=sent_at)
        _take_in(lead, by=cast.officers[lead.submission.unit.code], at=cast.now)


def _chosen(
    rows: Sequence[Assignment], lead: ProgressEntry | None, unit_code: str
) -> Iterable[Assignment]:
    """Some of `rows`: of the demo unit, to the task of `lead`, and others."""
    own = [row for row in rows if row.unit.code == unit_code]
    to_lead = [row for row in rows if lead and row.task_id == lead.assignment.task_id]
    others = [row for row in rows if row not in own and row not in to_lead]
    return dict.fromkeys([*own[:NUM_OWN], *to_lead[:NUM_TO_LEAD], *others[::STEP]])


def _writing_lead(period: ReportingPeriod, rows: Sequence[Assignment]) -> ProgressEntry | None:
    """The first draft of a task that other units co-ordinate."""
    drafts = ProgressEntry.objects.filter(
        status=EntryStatus.DRAFT,
        submission__period=period,
        submission__confirmation_asked_at=None,
        assignment__task__in={row.task_id for row in rows},
    ).select_related("submission__period", "submission__unit", "assignment__task")
    return drafts.order_by(
        "assignment__task__group__position",
        "assignment__task__position",
        "submission__unit__code",
    ).first()


def _write(
    period: ReportingPeriod,
    assignment: Assignment,
    number: int,
    *,
    cast: Cast,
    at: datetime,
    is_draft: bool,
) -> None:
    by = cast.officers[assignment.unit.code]
    text = CONTRIBUTIONS[number % len(CONTRIBUTIONS)]
    saved = contributing.save(
        period=period, assignment=assignment, seen_version=0, text=text, by=by, at=at
    )
    if number % 2:
        attaching.attach(
            period=period,
            assignment=assignment,
            by=by,
            at=at,
            number=f"{number + 11}/BC (demo)",
            issuer=assignment.unit.short_name,
            subject="về kết quả phối hợp trong kỳ",
            is_declared_not_secret=True,
        )
    if not is_draft:
        contributing.send(contribution=saved, by=by, at=at)


def _take_in(entry: ProgressEntry, *, by: User, at: datetime) -> None:
    """Take the first contribution to the task of `entry` into its result."""
    sent = Contribution.objects.for_row().sent().filter(period=entry.submission.period)
    to_task = sent.filter(assignment__task=entry.assignment.task_id)
    contribution = to_task.order_by("assignment__unit__code").first()
    if contribution is not None:
        taking_in.take_in(
            entry=entry,
            contribution=contribution,
            seen_version=entry.version,
            base=merging.base_of(entry),
            choices={},
            chosen_at=None,
            by=by,
            at=at,
            **own_content_of(entry),
        )
