"""Request a review, another draft of it, or another attempt."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from plans.models import Plan
from reporting.models import ByUnits, ReportingPeriod, Review, ReviewKind, ReviewStatus
from reporting.models.review import IN_PROGRESS
from reporting.papers.days import day_in_text
from reporting.papers.ranges import range_in_text
from reporting.reviews.editing.changing import keep_version
from reporting.reviews.transitions import move, note_event, queued, send_on_commit, unnumbered
from tracker.lib import secrecy
from tracker.lib.refusal import Refused
from tracker.lib.text import about
from units.models import User

LONGEST_TITLE = 300
STATUS_CHANGED = "Báo cáo vừa chuyển trạng thái. Hãy tải lại trang để xem."


def suggest_title(
    *,
    plan: Plan,
    kind: str,
    period_from: ReportingPeriod | None = None,
    period_to: ReportingPeriod | None = None,
) -> str:
    """The usual subject (trích yếu) of such a paper; the office may change it.

    That of a periodic or interim one names its time: "kết quả Quý 3/2026 thực hiện Kế hoạch …".
    A final one is about the whole plan.
    """
    act = {ReviewKind.INTERIM: "sơ kết", ReviewKind.FINAL: "tổng kết"}.get(
        ReviewKind(kind), "kết quả"
    )
    if kind != ReviewKind.FINAL and period_from and period_to:
        names = (period_from.name, period_to.name)
        act += " " + range_in_text(names, (period_from.data_from, period_to.data_to))
    head = f"{act} thực hiện {plan.kind} số {plan.number}, ngày {day_in_text(plan.issued_on)}"
    whole = f"{head} của {plan.issuer} {about(plan.subject)}"
    return whole if len(whole) <= LONGEST_TITLE else f"{head} của {plan.issuer}"[:LONGEST_TITLE]


@transaction.atomic
def request_review(
    *,
    plan: Plan,
    kind: str,
    title: str,
    period_from: ReportingPeriod,
    period_to: ReportingPeriod,
    cutoff_on: date,
    by_units: str = ByUnits.THEN,
    by: User | None,
    at: datetime,
    replaces: Review | None = None,
) -> Review:
    """Queue a review of the periods as of the cut-off day, or return the one in progress.

    With `replaces` it is the next version of that issued review and starts with its texts.
    """
    _check(plan, title, period_from, period_to, cutoff_on, today=timezone.localdate(at))
    scope = {
        "plan": plan,
        "kind": kind,
        "period_from": period_from,
        "period_to": period_to,
        "cutoff_on": cutoff_on,
        "by_units": by_units,
    }
    review = Review(
        **scope,
        title=title.strip(),
        requested_by=by,
        requested_at=at,
        replaces=replaces,
        version=replaces.version + 1 if replaces else 1,
        **queued(at),
    )
    try:
        with transaction.atomic():
            review.save(force_insert=True)
    except IntegrityError:
        in_progress = Review.objects.filter(**scope, status__in=IN_PROGRESS).first()
        if in_progress is None or in_progress.replaces_id != review.replaces_id:
            raise Refused("Báo cáo này đã có bản thay thế hoặc đang được lập.") from None
        return in_progress
    if replaces:
        _copy_blocks(replaces, review)
    note_event(review.pk, at=at, by=by, seen="", to=ReviewStatus.QUEUED, note="Yêu cầu lập báo cáo")
    send_on_commit(review.pk)
    return review


@transaction.atomic
def compile_again(*, review: Review, refreeze: bool, by: User, at: datetime) -> None:
    """Queue the next draft, with the same frozen figures or (`refreeze`) with those of today."""
    changes = {"draft_number": review.draft_number + 1, **queued(at)}
    note = f"Lập dự thảo lần {review.draft_number + 1}"
    if refreeze:
        changes |= {"snapshot": None, "snapshot_sha256": "", "snapshot_at": None}
        note += ", lấy lại số liệu"
    if not move(
        review.pk,
        seen=ReviewStatus.DRAFT,
        to=ReviewStatus.QUEUED,
        at=at,
        by=by,
        note=note,
        **changes,
    ):
        raise Refused(STATUS_CHANGED)
    send_on_commit(review.pk)


@transaction.atomic
def retry(*, review: Review, by: User, at: datetime) -> None:
    """Queue a failed review again, with all its attempts."""
    if not move(
        review.pk,
        seen=ReviewStatus.FAILED,
        to=ReviewStatus.QUEUED,
        at=at,
        by=by,
        note="Thử lại",
        **queued(at),
    ):
        raise Refused(STATUS_CHANGED)
    send_on_commit(review.pk)


@transaction.atomic
def cancel(*, review: Review, by: User, at: datetime) -> None:
    """Stop the work under way; a worker that is at it ends without storing anything.

    The review is the draft that it was, which is not issued; without one it can be tried again.
    """
    locked = Review.objects.select_for_update().defer("snapshot").get(pk=review.pk)
    if locked.status not in IN_PROGRESS:
        raise Refused(STATUS_CHANGED)
    is_draft = _has_its_draft(locked)
    is_next_draft = is_draft and locked.number == ""
    move(
        locked.pk,
        seen=ReviewStatus(locked.status),
        to=ReviewStatus.DRAFT if is_draft else ReviewStatus.FAILED,
        at=at,
        by=by,
        note="Hủy ban hành" if locked.number else "Hủy việc lập báo cáo",
        claim="",
        phase="",
        error="" if is_draft else f"{by.full_name} đã hủy việc lập báo cáo.",
        draft_number=locked.draft_number - is_next_draft,
        **unnumbered(),
    )


def _has_its_draft(review: Review) -> bool:
    """Whether there is a printed draft of the figures that are frozen now."""
    return bool(
        review.pdf_sha256
        and review.snapshot_at
        and review.compiled_at
        and review.snapshot_at <= review.compiled_at
    )


def _check(
    plan: Plan,
    title: str,
    period_from: ReportingPeriod,
    period_to: ReportingPeriod,
    cutoff_on: date,
    *,
    today: date,
) -> None:
    if not title.strip():
        raise Refused("Cần ghi trích yếu của báo cáo.")
    secrecy.refuse_marks({"Trích yếu": title})
    for period in (period_from, period_to):
        if period.plan_id != plan.pk:
            raise Refused("Kỳ báo cáo không thuộc kế hoạch này.")
        if period.opened_at is None:
            raise Refused(f"{period.name} chưa mở, chưa có số liệu để lập báo cáo.")
    if period_from.data_from > period_to.data_from or period_from.data_to > period_to.data_to:
        raise Refused("Kỳ đầu không được sau kỳ cuối.")
    _check_cutoff(period_from, period_to, cutoff_on, today=today)


def _check_cutoff(
    period_from: ReportingPeriod, period_to: ReportingPeriod, cutoff_on: date, *, today: date
) -> None:
    if cutoff_on > today:
        raise Refused("Ngày chốt số liệu không được sau hôm nay.")
    begins = period_to.data_from
    # No other day helps where the period begins after today
    if begins > today or begins > cutoff_on >= period_from.data_from:
        raise Refused(
            f"{period_to.name} bắt đầu ngày {begins:%d/%m/%Y}, sau ngày chốt số liệu. "
            "Hãy chọn kỳ cuối đã bắt đầu."
        )
    if cutoff_on < period_from.data_from:
        raise Refused("Ngày chốt số liệu phải sau ngày đầu của kỳ đầu.")


def _copy_blocks(old: Review, new: Review) -> None:
    """What people wrote, without its history; who wrote it stays known."""
    for row in old.blocks.order_by("pk"):
        row.pk, row._state.adding = None, True
        row.review, row.version = new, 1
        row.save()
        keep_version(row)
