"""Reviews in the states that the demonstration lacks, and a schedule."""

from datetime import datetime, timedelta
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from plans.models import Plan
from reporting.models import (
    EntryStatus,
    ProgressEntry,
    Recurrence,
    ReportingPeriod,
    Review,
    ReviewKind,
    ReviewSchedule,
    ReviewStatus,
)
from reporting.papers.blocks import plain
from reporting.register.withdrawing import withdraw
from reporting.reviews import compiling, issuing, requesting, scheduling
from reporting.reviews.composing import compose
from reporting.reviews.downloads import recording
from reporting.reviews.editing import changing, commenting, placing
from reporting.reviews.examples import picking
from reporting.reviews.issued_files import keeping
from reporting.reviews.papers import pdf
from reporting.reviews.skeletons import changing as skeletons
from tracker.lib import filestore
from tracker.lib.refusal import Refused
from units.models import Role, User

LONG_ERROR = "Số liệu đã chốt không đọc được, cần chốt lại số liệu trước khi lập báo cáo. " * 5


def play(*, at: datetime) -> None:
    reviewer = User.objects.get(memberships__role=Role.REVIEWER)
    issued = Review.objects.get(status=ReviewStatus.ISSUED)
    _keep_signed(issued, by=reviewer, at=at)
    paper = {"file_name": "bao-cao.pdf", "sha256": issued.pdf_sha256}
    recording.record(review=issued, **paper, by=reviewer, at=at)
    corrected = issuing.correct(review=issued, by=reviewer, at=at)
    compiling.compile_review(review_id=corrected.pk, clock=lambda: at)
    withdraw(review=issued, reason="Số liệu phải đối chiếu lại.", by=reviewer, at=at)
    failed = _requested(ReviewKind.PERIODIC, by=reviewer, at=at)
    with mock.patch.object(pdf, "to_pdf", side_effect=Refused(LONG_ERROR[:299])):
        compiling.compile_review(review_id=failed.pk, clock=lambda: at)
    compiling.claim(review_id=_requested(ReviewKind.INTERIM, by=reviewer, at=at).pk, at=at)
    _requested(ReviewKind.FINAL, by=None, at=at)
    _edit(Review.objects.filter(status=ReviewStatus.DRAFT)[0], by=reviewer, at=at)
    example = ProgressEntry.objects.filter(status=EntryStatus.ACCEPTED).exclude(result="")[0]
    picking.pick(entry=example, by=reviewer, at=at)
    _change_skeleton(by=reviewer, at=at)
    schedule = ReviewSchedule(
        plan=Plan.objects.get(),
        kind=ReviewKind.FINAL,
        recurrence=Recurrence.ONCE,
        next_on=timezone.localdate(at) + timedelta(days=90),
    )
    scheduling.save_schedule(schedule=schedule, by=reviewer)


def _keep_signed(issued: Review, *, by: User, at: datetime) -> None:
    """Hand in the paper as it was signed: that of the machine with a signature at its end."""
    with filestore.open_stored(issued.pdf_sha256) as paper:
        signed = SimpleUploadedFile("da-ky.pdf", paper.read() + b"%% signed\n")
    keeping.keep(review=issued, file=signed, is_declared_not_secret=True, by=by, at=at)


def _edit(draft: Review, *, by: User, at: datetime) -> None:
    """Write a paragraph behind one of the machine, change it once; a leader comments on it."""
    step = {"review": draft, "document": compose(draft).machine, "by": by, "at": at}
    row = placing.add(**step, kind="paragraph", after="end:IV.1", runs=plain("Thêm."))
    changing.save_words(**step, key=row.key, runs=plain("Thêm, sửa."), seen_version=1)
    about = {"review": draft, "key": row.key, "excerpt": "Thêm, sửa."}
    leader = User.objects.get(memberships__role=Role.LEADER)
    commenting.comment(**about, text="Xem lại câu này.", by=leader, at=at)


def _change_skeleton(*, by: User, at: datetime) -> None:
    """Reword a heading, and choose of which tasks it tells."""
    plan = Plan.objects.get()
    choice = skeletons.TaskChoice(
        is_own=True, groups=(plan.groups.order_by("pk")[0],), tasks=(plan.tasks.order_by("pk")[0],)
    )
    skeletons.edit_section(
        plan=plan,
        kind=ReviewKind.INTERIM,
        key="I.1",
        title="Công tác tuyên truyền",
        seen="Công tác tuyên truyền, quán triệt",
        choice=choice,
        by=by,
        at=at,
    )


def _requested(kind: ReviewKind, *, by: User | None, at: datetime) -> Review:
    first, last = (ReportingPeriod.objects.oldest_first()[number] for number in (0, 1))
    return requesting.request_review(
        plan=Plan.objects.get(),
        kind=kind,
        title=requesting.suggest_title(plan=Plan.objects.get(), kind=kind),
        period_from=first,
        period_to=last,
        cutoff_on=timezone.localdate(at),
        by=by,
        at=at,
    )
