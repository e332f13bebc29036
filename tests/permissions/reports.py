"""Review pages: the office compiles, leaders and administrators read."""

from typing import Any

from reporting.models import Recurrence, Report, ReportKind, ReportStatus, ReviewSchedule
from tests.factories import NOON, UserFactory
from tests.permissions import AccessRule
from tests.permissions.scene import Scene

READ = {"reviewer": 200, "leader": 200, "administrator": 200}
WORK = {"reviewer": 200, "leader": 403, "administrator": 403}
STEP = {"reviewer": 302, "leader": 403, "administrator": 403}


def _plan(scene: Scene) -> list[Any]:
    return [scene.plan.pk]


def _report(**fields: Any) -> Any:
    """Address of a review of the scene's plan in the given state."""

    def args(scene: Scene) -> list[Any]:
        report = Report.objects.create(
            plan=scene.plan,
            kind=ReportKind.INTERIM,
            title="sơ kết",
            period_from=scene.period,
            period_to=scene.period,
            cutoff_on=scene.period.data_from,
            requested_at=NOON,
            queued_at=NOON,
            **fields,
        )
        return [report.pk]

    return args


def _issued(scene: Scene) -> list[Any]:
    return _report(
        status=ReportStatus.ISSUED,
        snapshot={},
        pdf_sha256="0" * 64,
        number="1-BC/HU",
        issued_on=NOON.date(),
        issued_by=UserFactory(),
    )(scene)


def _schedule(scene: Scene) -> list[Any]:
    schedule = ReviewSchedule.objects.create(
        plan=scene.plan,
        kind=ReportKind.INTERIM,
        recurrence=Recurrence.YEARLY,
        next_on=NOON.date(),
        saved_by=scene.people["reviewer"],
    )
    return [schedule.pk]


DRAFT = {"status": ReportStatus.DRAFT, "snapshot": {"schema": 0}, "pdf_sha256": "0" * 64}
ACCESS = [
    AccessRule("reporting:list-reports", READ, args=_plan),
    AccessRule("reporting:list-schedules", READ, args=_plan),
    AccessRule("reporting:request-report", WORK, args=_plan),
    # An empty form comes back with its errors
    AccessRule("reporting:request-report", {**STEP, "reviewer": 422}, method="post", args=_plan),
    AccessRule("reporting:add-schedule", WORK, args=_plan),
    AccessRule("reporting:add-schedule", {**STEP, "reviewer": 422}, method="post", args=_plan),
    AccessRule("reporting:edit-schedule", WORK, args=_schedule),
    AccessRule("reporting:edit-schedule", {**STEP, "reviewer": 422}, method="post", args=_schedule),
    AccessRule("reporting:report", READ, args=_report()),
    AccessRule("reporting:report-status", READ, args=_report()),
    # The file is missing, which the page of the report says
    AccessRule(
        "reporting:download-report",
        {"reviewer": 302, "leader": 302, "administrator": 302},
        args=_report(**DRAFT),
    ),
    AccessRule(
        "reporting:save-report-parts",
        {**STEP, "reviewer": 422},
        method="post",
        args=_report(),
        data=lambda scene: {"title": "sơ kết"},
    ),
    AccessRule("reporting:compile-again", STEP, method="post", args=_report(**DRAFT)),
    AccessRule(
        "reporting:retry-report",
        STEP,
        method="post",
        args=_report(status=ReportStatus.FAILED, error="Lỗi thử."),
    ),
    AccessRule("reporting:issue-report", WORK, args=_report(**DRAFT)),
    AccessRule(
        "reporting:issue-report", {**STEP, "reviewer": 422}, method="post", args=_report(**DRAFT)
    ),
    AccessRule("reporting:correct-report", STEP, method="post", args=_issued),
]
