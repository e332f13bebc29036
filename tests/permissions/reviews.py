"""Review pages: the office compiles, leaders and administrators read."""

from typing import Any

from reporting.models import (
    IssuedFile,
    IssuedFileKind,
    Recurrence,
    Review,
    ReviewKind,
    ReviewPrint,
    ReviewSchedule,
    ReviewStatus,
)
from tests.factories import NOON, UserFactory
from tests.permissions import AccessRule, everyone
from tests.permissions.scene import Scene

READ = {"reviewer": 200, "leader": 200, "administrator": 200}
# Units read what was issued of the time of their work; in the scene all but the stranger have some
OF_UNITS = ("officer", "head", "other_unit")
READ_ISSUED = {**READ, **dict.fromkeys(OF_UNITS, 200)}
WORK = {"reviewer": 200, "leader": 403, "administrator": 403}
# Figures of an earlier form: back to the review
COMMENT = {"reviewer": 302, "leader": 302, "administrator": 403}
STEP = {"reviewer": 302, "leader": 403, "administrator": 403}
STEP_ON_ISSUED = {**STEP, **dict.fromkeys(OF_UNITS, 403)}


def _plan(scene: Scene) -> list[Any]:
    return [scene.plan.pk]


def _review(**fields: Any) -> Any:
    """Address of a review of the scene's plan in the given state."""

    def args(scene: Scene) -> list[Any]:
        review = Review.objects.create(
            plan=scene.plan,
            kind=ReviewKind.INTERIM,
            title="sơ kết",
            period_from=scene.period,
            period_to=scene.period,
            cutoff_on=scene.period.data_from,
            requested_at=NOON,
            queued_at=NOON,
            **fields,
        )
        return [review.pk]

    return args


def _issued(scene: Scene) -> list[Any]:
    return _review(
        status=ReviewStatus.ISSUED,
        snapshot={},
        pdf_sha256="0" * 64,
        number="1-BC/HU",
        issued_on=NOON.date(),
        issued_by=UserFactory(),
    )(scene)


def _issued_file(scene: Scene) -> list[Any]:
    row = IssuedFile.objects.create(
        review_id=_issued(scene)[0],
        kind=IssuedFileKind.SIGNED_PDF,
        file_sha256="0" * 64,
        file_name="đã ký.pdf",
        file_size=1,
        added_at=NOON,
        added_by=scene.people["reviewer"],
    )
    return [row.pk]


def _print(scene: Scene) -> list[Any]:
    row = ReviewPrint.objects.create(
        review_id=_review(**DRAFT)(scene)[0],
        number=1,
        printed_at=NOON,
        pdf_sha256="0" * 64,
        docx_sha256="0" * 64,
    )
    return [row.pk]


def _schedule(scene: Scene) -> list[Any]:
    schedule = ReviewSchedule.objects.create(
        plan=scene.plan,
        kind=ReviewKind.INTERIM,
        recurrence=Recurrence.YEARLY,
        next_on=NOON.date(),
        saved_by=scene.people["reviewer"],
    )
    return [schedule.pk]


def _entry(scene: Scene) -> list[Any]:
    return [scene.entry.pk]


def _of_readers(status: int) -> dict[str, int]:
    """Who reads an entry may not choose it for reviews; the office may."""
    readers = ("officer", "head", "leader", "observer", "administrator")
    return {**dict.fromkeys(readers, 403), "reviewer": status}


def _skeleton(scene: Scene) -> list[Any]:
    return [scene.plan.pk, ReviewKind.INTERIM]


def _section(scene: Scene) -> list[Any]:
    return [scene.plan.pk, ReviewKind.INTERIM, "IV.1"]


DRAFT = {"status": ReviewStatus.DRAFT, "snapshot": {"schema": 0}, "pdf_sha256": "0" * 64}
COUNTED = {"schema": 2, "documents": []}
ACCESS = [
    AccessRule("reporting:choose-head", WORK, args=_review()),
    AccessRule(
        "reporting:choose-head",
        STEP,
        method="post",
        args=_review(status=ReviewStatus.DRAFT, snapshot={}, pdf_sha256="0" * 64),
    ),
    # Who reads the plan sees the list; for an observer it is empty
    AccessRule("reporting:list-reviews", {**READ_ISSUED, "observer": 200}, args=_plan),
    AccessRule("reporting:list-schedules", READ, args=_plan),
    AccessRule("reporting:request-review", WORK, args=_plan),
    # An empty form comes back with its errors
    AccessRule("reporting:request-review", {**STEP, "reviewer": 422}, method="post", args=_plan),
    AccessRule("reporting:add-schedule", WORK, args=_plan),
    AccessRule("reporting:add-schedule", {**STEP, "reviewer": 422}, method="post", args=_plan),
    AccessRule("reporting:edit-schedule", WORK, args=_schedule),
    AccessRule("reporting:edit-schedule", {**STEP, "reviewer": 422}, method="post", args=_schedule),
    AccessRule("reporting:review", READ, args=_review()),
    AccessRule("reporting:review", READ_ISSUED, args=_issued),
    AccessRule("reporting:review-status", READ, args=_review()),
    AccessRule(
        "reporting:trace-figure",
        READ,
        args=lambda scene: [*_review(**{**DRAFT, "snapshot": COUNTED})(scene), "documents"],
    ),
    # The file is missing; the redirect shows a message on the page of the review
    AccessRule(
        "reporting:download-review",
        {"reviewer": 302, "leader": 302, "administrator": 302},
        args=_review(**DRAFT),
    ),
    AccessRule("reporting:download-review", dict.fromkeys(READ_ISSUED, 302), args=_issued),
    # Without figures; the redirect shows a message on the page of the review
    AccessRule(
        "reporting:download-annexes",
        {"reviewer": 302, "leader": 302, "administrator": 302},
        args=_review(**DRAFT),
    ),
    AccessRule(
        "reporting:download-review-word",
        {"reviewer": 302, "leader": 302, "administrator": 302},
        args=_review(**DRAFT, docx_sha256="0" * 64),
    ),
    AccessRule(
        "reporting:retitle-review",
        {**STEP, "reviewer": 422},
        method="post",
        args=_review(),
        data=lambda scene: {"title": "sơ kết"},
    ),
    # The figures are of an earlier form: the page says so, and a step leads back to the review
    AccessRule("reporting:read-paper", READ, args=_review(**DRAFT)),
    AccessRule("reporting:read-paper", READ_ISSUED, args=_issued),
    AccessRule("reporting:block-comments", COMMENT, args=_review(**DRAFT)),
    AccessRule("reporting:add-block-comment", COMMENT, method="post", args=_review(**DRAFT)),
    AccessRule("reporting:resolve-block-comments", COMMENT, method="post", args=_review(**DRAFT)),
    AccessRule("reporting:read-changes", STEP, method="post", args=_review(**DRAFT)),
    AccessRule("reporting:edit-block", {**WORK, "reviewer": 302}, args=_review(**DRAFT)),
    AccessRule("reporting:save-block", STEP, method="post", args=_review(**DRAFT)),
    AccessRule("reporting:step-block", STEP, method="post", args=_review(**DRAFT)),
    AccessRule("reporting:take-feedback", STEP, method="post", args=_review(**DRAFT)),
    AccessRule("reporting:add-block", STEP, method="post", args=_review(**DRAFT)),
    AccessRule("reporting:list-downloads", WORK, args=_review(**DRAFT)),
    AccessRule("reporting:compile-again", STEP, method="post", args=_review(**DRAFT)),
    AccessRule(
        "reporting:retry-review",
        STEP,
        method="post",
        args=_review(status=ReviewStatus.FAILED, error="Lỗi thử."),
    ),
    AccessRule("reporting:drop-review", WORK, args=_review(**DRAFT)),
    AccessRule(
        "reporting:drop-review",
        STEP,
        method="post",
        args=_review(status=ReviewStatus.FAILED, error="Lỗi thử."),
    ),
    AccessRule("reporting:cancel-review", STEP, method="post", args=_review()),
    AccessRule("reporting:issue-review", WORK, args=_review(**DRAFT)),
    AccessRule(
        "reporting:issue-review", {**STEP, "reviewer": 422}, method="post", args=_review(**DRAFT)
    ),
    AccessRule("reporting:file-review", STEP_ON_ISSUED, method="post", args=_issued),
    AccessRule("reporting:correct-review", STEP_ON_ISSUED, method="post", args=_issued),
    AccessRule(
        "reporting:add-issued-file",
        {**STEP_ON_ISSUED, "reviewer": 422},
        method="post",
        args=_issued,
    ),
    # The file is missing; the redirect shows a message on the page of the review
    AccessRule(
        "reporting:download-paper",
        {"reviewer": 302, "leader": 302, "administrator": 302},
        args=_review(**DRAFT),
    ),
    AccessRule("reporting:download-paper", dict.fromkeys(READ_ISSUED, 302), args=_issued),
    AccessRule(
        "reporting:download-issued-file",
        dict.fromkeys(READ_ISSUED, 302),
        args=_issued_file,
    ),
    AccessRule("reporting:list-drafts", READ, args=_review()),
    AccessRule("reporting:compare-drafts", READ, args=_review()),
    # The file is missing; the redirect shows a message on the page of the review
    *(
        AccessRule(name, {"reviewer": 302, "leader": 302, "administrator": 302}, args=_print)
        for name in ("reporting:download-draft", "reporting:download-draft-word")
    ),
    AccessRule("reporting:list-examples", READ, args=_plan),
    *(
        AccessRule(f"reporting:{step}-example", _of_readers(302), method="post", args=_entry)
        for step in ("pick", "drop", "move")
    ),
    AccessRule("reporting:skeleton", READ, args=_skeleton),
    AccessRule("reporting:edit-skeleton-section", WORK, args=_section),
    # An empty form comes back with its errors
    AccessRule(
        "reporting:edit-skeleton-section", {**STEP, "reviewer": 422}, method="post", args=_section
    ),
    AccessRule(
        "reporting:add-skeleton-section", {**STEP, "reviewer": 422}, method="post", args=_skeleton
    ),
    AccessRule("reporting:step-skeleton-section", STEP, method="post", args=_section),
    AccessRule("reporting:reset-skeleton", STEP, method="post", args=_skeleton),
    # A redirect is open to all; the new address checks the permission
    AccessRule("reporting:moved-reviews", everyone(301)),
    AccessRule("reporting:moved-review", everyone(301)),
]
