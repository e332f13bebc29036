"""The issued review as evidence of the plan's own task, for example "tham mưu sơ kết".

It is added to what the leading unit is writing for its period and changes nothing else there:
whether the task is done is said by the unit and decided by whoever verifies.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from plans.models import Assignment, Task
from reporting.counting import obligations
from reporting.evidence import attaching
from reporting.filing import filing
from reporting.models import (
    Evidence,
    IssuedFile,
    ProgressEntry,
    ReportingPeriod,
    Review,
    ReviewStatus,
)
from reporting.reviews.file_names import file_name
from reporting.reviews.transitions import note_event
from tracker.lib.refusal import Refused
from units.models import User


@dataclass(frozen=True)
class _Filed:
    """For one unit: the period whose result took the review, or why none did."""

    unit: str
    period: str = ""
    refusal: str = ""


def task_for(review: Review) -> Task | None:
    """The task that takes reviews of this kind as evidence, as the plan says."""
    return Task.objects.filter(plan=review.plan_id, filed_review=review.kind).first()


def evidence_of(review: Review) -> list[Evidence]:
    """Where `review` was filed."""
    rows = Evidence.objects.filter(review=review.pk).order_by("added_at", "pk")
    return list(
        rows.select_related(
            "entry__assignment__task", "entry__submission__period", "entry__submission__unit"
        )
    )


def lacking(review: Review, task: Task) -> QuerySet[Assignment]:
    """The parts of `task` without a result that has `review` as evidence."""
    works = Assignment.objects.owed().current().filter(task=task)
    return works.exclude(entries__evidence__review=review.pk)


@transaction.atomic
def file_as_evidence(*, review: Review, by: User, at: datetime) -> str:
    """Add the issued `review` to the results of its task that lack it; return what was done.

    Where a result cannot be written now (none is asked for, or it was sent), the history says so,
    and the step can be taken again. Empty where no task takes such reviews.
    """
    if not review.is_issued:
        raise Refused("Chỉ báo cáo đã ban hành mới đưa vào minh chứng.")
    task = task_for(review)
    if task is None:
        return ""
    works = lacking(review, task).select_related("task", "unit")
    told = [_file(review, work, by=by, at=at) for work in works]
    note = _joined(task, told) or _nothing_to_do(review, task)
    _note(review, note, by=by, at=at)
    return note


@transaction.atomic
def use_signed_file(*, review: Review, signed: IssuedFile, by: User, at: datetime) -> None:
    """Put the signed paper in the place of the printed one, where the result is still written."""
    for evidence in evidence_of(review):
        place = _place(evidence.entry)
        try:
            attaching.replace_file(evidence=evidence, signed=signed, at=at)
        except Refused as refusal:
            note = f"Minh chứng {place} giữ bản in: {refusal}"
        else:
            note = f"Minh chứng {place} nay là bản đã ký."
        _note(review, note, by=by, at=at)


def note_fault(review: Review, *, by: User, at: datetime) -> None:
    """Record that filing failed by a fault of the product."""
    note = (
        "Chưa đưa vào minh chứng vì có lỗi. Hãy bấm “Đưa vào minh chứng”; nếu vẫn lỗi, báo quản "
        "trị xem nhật ký máy chủ."
    )
    _note(review, note, by=by, at=at)


def _file(review: Review, work: Assignment, *, by: User, at: datetime) -> _Filed:
    try:
        with transaction.atomic():
            entry = _entry_for(review, work, by=by, at=at)
            attaching.attach_review(
                entry=entry, review=review, printed_name=file_name(review), by=by, at=at
            )
    except Refused as refusal:
        return _Filed(work.unit.short_name, refusal=str(refusal))
    return _Filed(work.unit.short_name, period=entry.submission.period.name)


def _joined(task: Task, told: list[_Filed]) -> str:
    """A sentence for each period and for each reason, with all its units."""
    units: dict[tuple[str, str], list[str]] = {}
    for row in told:
        units.setdefault((row.period, row.refusal), []).append(row.unit)
    sentences = []
    for (period, refusal), names in units.items():
        where = f"minh chứng nhiệm vụ {task.code}, {', '.join(names)}"
        sentences.append(
            f"Chưa đưa vào {where}: {refusal}" if refusal else f"Đưa vào {where}, {period}."
        )
    return " ".join(sentences)


def _entry_for(review: Review, work: Assignment, *, by: User, at: datetime) -> ProgressEntry:
    """The result of `work` in the open period of the day of issue, else in the nearest one."""
    day = review.issued_on
    assert day is not None  # noqa: S101 -- issued
    open_periods = ReportingPeriod.objects.open().filter(plan=review.plan_id)
    for period in sorted(open_periods, key=lambda row: _distance(row, day)):
        if obligations.owed_in(period).filter(pk=work.pk).exists():
            submission = filing.start(period=period, unit=work.unit, by=by, at=at)
            entries = submission.entries.select_related(
                "assignment__task", "submission__period", "submission__unit"
            )
            return entries.get(assignment=work)
    raise Refused("không kỳ báo cáo nào đang mở còn chờ kết quả của nhiệm vụ này.")


def _distance(period: ReportingPeriod, day: date) -> tuple[int, int]:
    """Days from the period to `day`; the shorter of two that hold it comes first."""
    outside = max((period.data_from - day).days, (day - period.data_to).days, 0)
    return outside, (period.data_to - period.data_from).days


def _place(entry: ProgressEntry) -> str:
    submission = entry.submission
    task, unit = entry.assignment.task.code, submission.unit.short_name
    return f"nhiệm vụ {task}, {unit}, {submission.period.name}"


def _nothing_to_do(review: Review, task: Task) -> str:
    if evidence_of(review):
        return f"Đã có trong minh chứng nhiệm vụ {task.code}."
    return f"Chưa đưa vào minh chứng: nhiệm vụ {task.code} chưa có đơn vị chủ trì."


def _note(review: Review, note: str, *, by: User, at: datetime) -> None:
    note_event(review.pk, at=at, by=by, seen=ReviewStatus.ISSUED, to=ReviewStatus.ISSUED, note=note)
