"""The largest possible submission: a unit that leads its own part of every task."""

import gzip
import statistics
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans import access, assigning
from plans.models import Assignment, AssignmentRole, Plan, Task
from reporting.filing import filing
from reporting.models import EntryStatus, Submission, has_percent
from reporting.workbook import writing
from tests.bench.measuring import cpu_of
from tests.bench.pages import Line
from units import roles
from units.models import Bloc, Membership, Role, Unit, UnitKind, UnitName, User
from units.models.unit import search_text

TEXT = "Đã tổ chức hội nghị quán triệt, ban hành 03 văn bản, 97% cán bộ tham dự. "


def measure(*, runs: int) -> Iterator[Line]:
    """Figures for opening, saving and sending a submission of all tasks, and its workbook."""
    submission, officer = _largest_submission()
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    num_entries = submission.entries.count()
    name = f"report of {num_entries} entries"
    yield from _opening(client, submission, name, runs=runs)
    yield from _saving(client, submission, name, runs=runs)
    made = cpu_of(lambda: _workbook(submission), runs=runs)
    yield f"{name}: workbook, CPU", made, "ms", 400
    yield f"{name}: workbook", len(_workbook(submission)) / 1024, "KB", 100
    yield f"{name}: send all, CPU", _sending(client, submission, officer), "ms", 1500


def _largest_submission() -> tuple[Submission, User]:
    """Submission of a new unit in the open period, with every entry saved by the use case."""
    now = timezone.now()
    plan = Plan.objects.get()
    unit = Unit(
        code="don-vi-do",
        name="Đơn vị đo thử (demo)",
        short_name="Đơn vị đo thử",
        kind_id=UnitKind.COMMUNE,
        bloc_id=Bloc.GOVERNMENT,
        position=5000,
    )
    unit.folded = search_text(unit, [])
    unit.save()
    UnitName.objects.create(unit=unit, name=unit.name, short_name=unit.short_name)
    officer = User.objects.create_user("canbo.do-thu", full_name="Người Đo Thử (demo)")
    Membership.objects.create(
        user=officer, unit=unit, role=Role.OFFICER, first_day=date(2024, 3, 19)
    )
    roles.apply_memberships(on=timezone.localdate(now), users=[officer])
    Assignment.objects.bulk_create(
        Assignment(task=task, unit=unit, role=AssignmentRole.LEAD, is_own_part=True)
        for task in Task.objects.filter(plan=plan)
    )
    access.ensure_grants(plan=plan)
    assigning.confirm_many(
        assignments=unit.assignments.select_related("task", "unit").in_plan_order(),
        by=officer,
        at=now,
    )
    period = plan.periods.get(closed_at__isnull=True)
    submission = filing.start(period=period, unit=unit, by=officer, at=now)
    for entry in _entries(submission):
        filing.save_entry(
            entry=entry,
            seen_version=entry.version,
            by=officer,
            at=now,
            state="in_progress",
            percent=50 if has_percent(entry.assignment.task.kind) else None,
            result=TEXT * 3,
            obstacle=TEXT,
            recommendation=TEXT,
        )
    return Submission.objects.for_row().get(pk=submission.pk), officer


def _entries(submission: Submission) -> Any:
    return submission.entries.select_related("submission__period", "assignment__task")


def _opening(client: Client, submission: Submission, name: str, *, runs: int) -> Iterator[Line]:
    url = reverse("reporting:file-submission", args=[submission.pk])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
        num_queries = len(queries)
    assert response.status_code == 200
    yield f"{name}: open, CPU", cpu_of(lambda: client.get(url), runs=runs), "ms", 250
    yield f"{name}: open, queries", num_queries, "", 12
    yield f"{name}: page", len(response.content) / 1024, "KB", 1000
    yield f"{name}: page, gzip", len(gzip.compress(response.content)) / 1024, "KB", 100


def _saving(client: Client, submission: Submission, name: str, *, runs: int) -> Iterator[Line]:
    entry = _entries(submission).order_by("pk")[0]
    url = reverse("reporting:save-entry", args=[entry.pk])
    form = {
        "version": entry.version,
        "state": "in_progress",
        "percent": "40",
        "result": TEXT * 3,
        "obstacle": TEXT,
        "recommendation": TEXT,
    }
    sizes = []

    def save() -> None:
        entry.refresh_from_db(fields=["version"])
        form["version"] = entry.version
        response = client.post(url, form, headers={"HX-Request": "true"})
        assert response.status_code == 200, response.content[:400]
        sizes.append(len(response.content))

    with CaptureQueriesContext(connection) as queries:
        save()
        num_queries = len(queries) - 1  # the measurement itself reads the version
    yield f"{name}: save one, CPU", cpu_of(save, runs=runs), "ms", 30
    yield f"{name}: save one, queries", num_queries, "", 20
    request = sum(len(str(part).encode()) for pair in form.items() for part in pair)
    yield f"{name}: save one, fields and answer", (request + sizes[-1]) / 1024, "KB", 8


def _workbook(submission: Submission) -> bytes:
    return writing.workbook_of(
        submission, submission.entries.all(), can_file=True, at=timezone.now()
    )


def _sending(client: Client, submission: Submission, officer: User) -> float:
    """Median of three sendings; the unit takes everything back in between."""
    url = reverse("reporting:send-submission", args=[submission.pk])
    figures = []
    for _ in range(3):
        before = time.process_time()
        response = client.post(url)
        figures.append((time.process_time() - before) * 1000)
        assert response.status_code == 302, response.content[:400]
        assert not submission.entries.exclude(status=EntryStatus.SENT).exists()
        for entry in _entries(submission):
            filing.take_back(entry=entry, by=officer, at=timezone.now(), note="Đo lại.")
    return statistics.median(figures)
