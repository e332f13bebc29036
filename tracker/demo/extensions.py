"""Requests for extension in each state, made through the real use cases."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from plans.models import Assignment, AssignmentEventKind, Plan
from reporting.counting.status import Label
from reporting.counting.status_columns import labelled, with_status
from reporting.extensions import extending
from reporting.models import EntryEvent, EntryStatus, Extension
from tracker.demo.filings import Cast
from tracker.demo.people import LOGINS
from tracker.lib.refusal import Refused

NUM_GRANTED = 2
FIRST_LETTER = 451
# Upper limit of a plausible extension
USUAL_DELAY = timedelta(days=120)
# Reasons of the unit, and its work done so far
REASONS = (
    (
        "Đơn vị tập trung khắc phục hậu quả mưa lũ, cán bộ tham mưu được huy động về cơ sở.",
        "Đã dự thảo văn bản và lấy ý kiến các bộ phận; còn bước hoàn chỉnh, ban hành.",
    ),
    (
        "Chờ hướng dẫn thống nhất của cấp trên về mẫu biểu và cách đánh giá.",
        "Đã rà soát hiện trạng, phân công người thực hiện và tổ chức hai cuộc họp chuyên đề.",
    ),
)


@transaction.atomic
def play_extensions(*, plan: Plan, cast: Cast) -> None:
    """Two granted extensions with work then done in time; one refused; one pending."""
    today = timezone.localdate(cast.now)
    late = _with_label(plan, Label.DONE_LATE, as_of=today)
    late.sort(key=lambda row: _reported_on(row) > _deadline_of(row) + USUAL_DELAY)
    num_granted = 0
    for assignment in late:
        if num_granted < NUM_GRANTED and _grant(assignment, num_granted, cast):
            num_granted += 1
    asked_at = cast.now - timedelta(days=12)
    overdue = [
        row
        for row in _with_label(plan, Label.OVERDUE, as_of=today)
        if _may_request(row, on=timezone.localdate(asked_at))
    ]
    if overdue:
        refused = _request(overdue[0], asked_at, today, cast)
        extending.refuse(
            extension=refused,
            note="Đơn vị chưa nêu được việc còn lại và tiến độ từng bước; đề nghị hoàn thành ngay.",
            by=cast.reviewer,
            at=cast.now - timedelta(days=9),
        )
    for waiting in overdue[1:2]:
        _request(waiting, cast.now - timedelta(days=1), today + timedelta(days=45), cast)


def _with_label(plan: Plan, label: Label, *, as_of: date) -> list[Assignment]:
    """Assignments of the plan with `label`, first those of the unit with a demo log-in."""
    shown = LOGINS[0].unit_code
    owed = with_status(Assignment.objects.owed().filter(task__plan=plan), as_of=as_of)
    rows = labelled(owed, [label]).select_related("unit", "task").in_plan_order()
    return sorted(rows, key=lambda row: row.unit.code != shown)


def _grant(assignment: Assignment, index: int, cast: Cast) -> bool:
    """Let the unit request before its deadline, and the office grant a day that is then met."""
    ledger = assignment.events.filter(kind=AssignmentEventKind.DEADLINE_SET)
    set_on = ledger.order_by("-effective_on", "-pk")[0].effective_on or date.min
    requested_on = max(_deadline_of(assignment) - timedelta(days=20), set_on + timedelta(days=1))
    granted_on = requested_on + timedelta(days=4)
    done_on = _reported_on(assignment)
    # A task may have been done in time before it was reported again, late
    if done_on <= granted_on or not _may_request(assignment, on=requested_on):
        return False
    kept = done_on + timedelta(days=3)
    is_as_proposed = index == 0
    proposed = kept if is_as_proposed else kept + timedelta(days=30)
    extension = _request(assignment, _morning(requested_on), proposed, cast)
    extending.grant(
        extension=extension,
        deadline=kept,
        words=f"gia hạn đến hết ngày {kept:%d/%m/%Y}",
        document=extending.NewDocument(
            kind="Công văn",
            number=f"{FIRST_LETTER + index}-CV/VPHU",
            issued_on=granted_on,
            issuer="Văn phòng Huyện ủy",
            subject=f"về gia hạn thực hiện nhiệm vụ {assignment.task.code} (demo)",
        ),
        by=cast.reviewer,
        at=_morning(granted_on),
        note="" if is_as_proposed else "Rút ngắn so với đề nghị để kịp kỳ sơ kết.",
    )
    return True


def _may_request(assignment: Assignment, *, on: date) -> bool:
    """Whether the unit may request an extension on the day `on`."""
    try:
        extending.deadline_to_extend(assignment, on=on)
    except Refused:
        return False
    return True


def _request(assignment: Assignment, at: datetime, proposed: date, cast: Cast) -> Extension:
    reason, work_done = REASONS[assignment.task.position % len(REASONS)]
    return extending.request(
        assignment=assignment,
        proposed_deadline=proposed,
        reason=reason,
        work_done=work_done,
        by=cast.officers[assignment.unit.code],
        at=at,
    )


def _deadline_of(assignment: Assignment) -> date:
    if assignment.deadline is None:
        raise ValueError(f"Assignment {assignment.pk} has no deadline.")
    return assignment.deadline


def _reported_on(assignment: Assignment) -> date:
    """Day on which the unit reported completion."""
    last = EntryEvent.objects.filter(assignment=assignment, to_status=EntryStatus.ACCEPTED)
    reported_at = last.order_by("-period_data_to", "-at", "-pk")[0].reported_at
    return timezone.localdate(reported_at)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8, 30)))
