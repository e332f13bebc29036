"""CPU and queries of the most visited pages."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import Plan
from reporting.models import EntryStatus, Submission
from tests.bench.measuring import cpu_of
from units.models import Role, User

Line = tuple[str, float, str, float]


def measure(*, runs: int) -> Iterator[Line]:
    """CPU milliseconds and number of queries of each page."""
    plan = Plan.objects.get()
    reviewer = _client(User.objects.get(memberships__role=Role.REVIEWER))
    leader = _client(User.objects.get(memberships__role=Role.LEADER))
    submission = (
        Submission.objects.filter(period__closed_at__isnull=True, entries__status=EntryStatus.DRAFT)
        .annotate(num_entries=Count("entries"))
        .order_by("-num_entries", "pk")[0]
    )
    officer = _client(submission.unit.memberships.get(role=Role.OFFICER).user)
    visits = [
        ("dashboard", reviewer, reverse("reporting:dashboard", args=[plan.pk]), 100),
        (
            "the dashboard's indicators",
            reviewer,
            reverse("reporting:indicator-totals", args=[plan.pk]),
            100,
        ),
        ("plan page", leader, reverse("reporting:plan", args=[plan.pk]), 100),
        (
            f"filing page, {submission.num_entries} entries",
            officer,
            reverse("reporting:file-submission", args=[submission.pk]),
            100,
        ),
        ("home of the office", reviewer, reverse("reporting:home"), 100),
        ("home of a leader", leader, reverse("reporting:home"), 100),
        ("home of an officer", officer, reverse("reporting:home"), 100),
        ("verification queue", reviewer, reverse("reporting:verification-queue"), 100),
        ("assignment grid", reviewer, reverse("plans:assignment-grid", args=[plan.pk]), 100),
    ]
    for name, client, url, limit in visits:
        yield from _visit(name, client, url, limit, runs=runs)
    yield from _save(officer, submission, runs=runs)


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _visit(name: str, client: Client, url: str, limit: float, *, runs: int) -> Iterator[Line]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
        # Counted here, because the next request empties the log.
        num_queries = len(queries)
    assert response.status_code == 200, (url, response.status_code)
    yield f"{name}: CPU", cpu_of(lambda: client.get(url), runs=runs), "ms", limit
    yield f"{name}: queries", num_queries, "", 15
    yield f"{name}: page size", len(response.content) / 1024, "KB", 1000


def _save(client: Client, submission: Submission, *, runs: int) -> Iterator[Line]:
    entry = submission.entries.filter(status=EntryStatus.DRAFT).order_by("pk")[0]
    url = reverse("reporting:save-entry", args=[entry.pk])

    def save() -> None:
        entry.refresh_from_db(fields=["version"])
        response = client.post(
            url,
            {
                "version": entry.version,
                "state": "in_progress",
                "percent": "40",
                "result": "Đã triển khai tại đơn vị.",
                "obstacle": "",
                "recommendation": "",
            },
            headers={"HX-Request": "true"},
        )
        assert response.status_code == 200, (response.status_code, response.content[:400])

    yield "save a draft entry: CPU", cpu_of(save, runs=runs), "ms", 30
