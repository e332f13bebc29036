"""Builders shared by the tests of the filing pages."""

from datetime import timedelta

from django.utils import timezone

from reporting.models import ProgressEntry
from tests.factories import AssignmentFactory, ReportingPeriodFactory, entry_at

HTMX = {"HX-Request": "true"}


def period_of(plan, now, **changes):
    """An open period that contains `now`, with a last day of its own."""
    today = timezone.localdate(now)
    days = {
        "data_from": today - timedelta(days=60),
        "data_to": today + timedelta(days=30 - plan.periods.count()),
        "due_on": today + timedelta(days=9),
    }
    return ReportingPeriodFactory(plan=plan, opened_at=now, **{**days, **changes})


def entry_of(status, now, assignment=None):
    assignment = assignment or AssignmentFactory()
    period = period_of(assignment.task.plan, now)
    return entry_at(status, assignment=assignment, period=period, at=now)


def form_of(entry, **changes):
    """Data posted by the form of `entry`."""
    return {
        "version": str(entry.version),
        "state": "in_progress",
        "percent": "60",
        "result": "Đã làm thêm hai việc.",
        "obstacle": "",
        "recommendation": "",
        **changes,
    }


def fresh(entry):
    return ProgressEntry.objects.get(pk=entry.pk)
