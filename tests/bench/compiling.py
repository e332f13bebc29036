"""Compile one interim review of all closed periods, as a worker does."""

from django.utils import timezone

from plans.models import Plan
from reporting.models import Report, ReportKind, ReportStatus
from reporting.reviews import compiling, requesting


def compile_one() -> None:
    """Request and compile a review; fails if there is no PDF."""
    plan = Plan.objects.get()
    periods = list(plan.periods.opened().oldest_first())
    now = timezone.now()
    report = requesting.request_report(
        plan=plan,
        kind=ReportKind.INTERIM,
        title=requesting.suggest_title(plan=plan, kind=ReportKind.INTERIM),
        period_from=periods[0],
        period_to=periods[-1],
        cutoff_on=timezone.localdate(now),
        by=None,
        at=now,
    )
    compiling.compile_report(report_id=report.pk)
    report = Report.objects.get(pk=report.pk)
    assert report.status == ReportStatus.DRAFT, report.error
    print(f"review of {report.pdf_pages} pages, {report.pdf_size} bytes")
