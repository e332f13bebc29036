"""One issued interim review and one draft, compiled as by a worker."""

from datetime import datetime, timedelta

from django.utils import timezone

from plans.models import Plan
from reporting.models import (
    BlockKind,
    Recurrence,
    ReportingPeriod,
    Review,
    ReviewKind,
    ReviewSchedule,
)
from reporting.papers.blocks import plain
from reporting.reviews import compiling, issuing, requesting
from reporting.reviews.composing import compose
from reporting.reviews.editing import placing
from reporting.reviews.editing.applying import END_OF
from tracker.demo.sentences import REVIEW_PARTS
from units.models import User


def make_reviews(*, plan: Plan, periods: list[ReportingPeriod], by: User, at: datetime) -> None:
    """An issued review of all but the newest two periods, a draft of all that are closed."""
    closed = [(period, period.closed_at) for period in periods if period.closed_at]
    if not closed:
        return
    first_period, last_period = closed[0][0], closed[-1][0]
    issued_until, closed_at = closed[-2] if len(closed) > 1 else closed[-1]
    written_at = min(at, closed_at + timedelta(days=1))
    first = _compiled(plan, first_period, issued_until, by=by, at=written_at)
    machine = compose(first).machine
    for heading, text in REVIEW_PARTS.items():
        placing.add(
            review=first,
            document=machine,
            kind=BlockKind.PARAGRAPH,
            after=f"{END_OF}{heading}",
            runs=plain(text),
            by=by,
            at=written_at,
        )
    issuing.issue(
        review=first,
        number="412-BC/HU",
        issued_on=timezone.localdate(written_at),
        signer_capacity=plan.signer_capacity,
        signer_post=plan.signer_post,
        signer_name="Người ký (demo)",
        reason="Thường trực đồng ý ban hành để kịp kỳ họp, đơn vị gửi chậm báo cáo bổ sung sau.",
        by=by,
        at=written_at,
    )
    compiling.compile_review(review_id=first.pk, clock=lambda: written_at)
    _compiled(plan, first_period, last_period, by=by, at=at)
    ReviewSchedule.objects.create(
        plan=plan,
        kind=ReviewKind.INTERIM,
        recurrence=Recurrence.HALF_YEARLY,
        next_on=timezone.localdate(at) + timedelta(days=60),
        num_periods=2,
        saved_by=by,
    )


def _compiled(
    plan: Plan, period_from: ReportingPeriod, period_to: ReportingPeriod, *, by: User, at: datetime
) -> Review:
    review = requesting.request_review(
        plan=plan,
        kind=ReviewKind.INTERIM,
        title=requesting.suggest_title(
            plan=plan, kind=ReviewKind.INTERIM, period_from=period_from, period_to=period_to
        ),
        period_from=period_from,
        period_to=period_to,
        cutoff_on=timezone.localdate(at),
        by=by,
        at=at,
    )
    compiling.compile_review(review_id=review.pk, clock=lambda: at)
    review.refresh_from_db()
    return review
