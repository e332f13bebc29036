"""The pages that are measured at size, with their readers and their limits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from plans.models import Plan, Task
from reporting.counting.status import Cell, Label
from reporting.models import EntryStatus, ProgressEntry
from units.models import Role, Unit, User


@dataclass(frozen=True)
class Limit:
    """CPU milliseconds at 1,600 and at 16,000 assignments."""

    medium: float
    large: float


@dataclass(frozen=True)
class Visit:
    """A whole request of a person who is logged in. Saving may need more queries than reading."""

    page: str
    request: Callable[[], bytes]
    limit: Limit | None = None
    max_queries: int = 12
    url: str = ""
    client: Client = field(default_factory=Client)


DASHBOARD, LISTS, PLAN = Limit(25, 60), Limit(30, 40), Limit(35, 45)
HOME, DETAIL, SAVING = Limit(20, 30), Limit(25, 40), Limit(18, 18)


def visits() -> Iterator[Visit]:
    plan = Plan.objects.order_by("pk")[0]
    reviewer, leader = _reader(Role.REVIEWER), _reader(Role.LEADER)
    draft = _draft()
    officer = client_of(draft.saved_by)
    unit, task = draft.submission.unit, Task.objects.in_plan_order()[0]
    board = [plan.pk]
    assignments = reverse("reporting:list-assignments", args=board)
    yield _visit("bare", reviewer, "/bare/", None)
    yield _visit("dashboard", reviewer, reverse("reporting:dashboard", args=board), DASHBOARD)
    yield _visit("matrix", reviewer, reverse("reporting:dashboard-matrix", args=board), DASHBOARD)
    for tab in ("dashboard-punctuality", "indicator-totals"):
        yield _visit(tab, reviewer, reverse(f"reporting:{tab}", args=board), None)
    yield _visit("assignments", reviewer, assignments, LISTS)
    for name, query in _filters(unit):
        yield _visit(f"assignments-by-{name}", reviewer, f"{assignments}?{query}", LISTS)
    yield _visit("plan", leader, reverse("reporting:plan", args=board), PLAN)
    for name, client in (("office", reviewer), ("leader", leader), ("officer", officer)):
        yield _visit(f"home-{name}", client, reverse("reporting:home"), HOME)
    for name in ("plans", "late"):
        yield _visit(name, reviewer, reverse(f"reporting:list-{name}"), None)
    yield _visit("unit", reviewer, reverse("reporting:unit", args=[unit.pk]), DETAIL)
    yield _visit("task", reviewer, reverse("reporting:task", args=[task.pk]), DETAIL)
    for role in (Role.OFFICER, Role.HEAD, Role.OBSERVER):
        yield from _of_part_of_a_plan(role, plan)
    yield Visit("save-field", _saving(officer, draft), SAVING, max_queries=17)


def _of_part_of_a_plan(role: Role, plan: Plan) -> Iterator[Visit]:
    """The pages of figures for people who read a part of the plan: nothing is kept for them."""
    reader = _reader(role)
    dashboard = reverse("reporting:dashboard", args=[plan.pk])
    assignments = reverse("reporting:list-assignments", args=[plan.pk])
    period = plan.periods.oldest_first()[1]
    ended = f"period={period.pk}&by_units=now&bloc=government&q=kiem+tra"
    for page, url, limit in (
        ("dashboard", dashboard, DASHBOARD),
        ("dashboard-of-period", f"{dashboard}?period={period.pk}", None),
        ("assignments", assignments, LISTS),
        ("assignments-by-state", f"{assignments}?period_label={Label.PERIOD_DONE}", LISTS),
        ("assignments-by-all", f"{assignments}?{ended}&cell={Cell.OPEN_LATE}", LISTS),
    ):
        yield _visit(f"{page}-{role}", reader, url, limit)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _reader(role: Role) -> Client:
    return client_of(User.objects.filter(memberships__role=role).order_by("pk")[0])


def _filters(unit: Unit) -> list[tuple[str, str]]:
    return [
        ("label", f"label={Label.OVERDUE}"),
        ("unit", f"unit={unit.pk}"),
        ("words", "q=kiem tra"),
    ]


def _visit(page: str, client: Client, url: str, limit: Limit | None) -> Visit:
    def request() -> bytes:
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        return response.content

    return Visit(page, request, limit, url=url, client=client)


def _draft() -> ProgressEntry:
    """A draft of work that recurs, in the open period."""
    drafts = ProgressEntry.objects.filter(
        status=EntryStatus.DRAFT,
        submission__period__closed_at__isnull=True,
        submission__sent_at__isnull=True,
        assignment__task__kind="recurring",
    )
    return drafts.select_related("submission__unit", "saved_by").order_by("pk")[0]


def _saving(client: Client, entry: ProgressEntry) -> Callable[[], bytes]:
    """Save another text each time, as the page does after each field."""
    url = reverse("reporting:save-entry", args=[entry.pk])
    version = entry.version

    def request() -> bytes:
        nonlocal version
        response = client.post(
            url,
            {
                "version": version,
                "state": "in_progress",
                "result": f"Đã triển khai tại đơn vị, lần {version}.",
                "obstacle": entry.obstacle,
                "recommendation": entry.recommendation,
            },
            headers={"HX-Request": "true"},
        )
        assert response.status_code == 200, (response.status_code, response.content[:400])
        version += 1
        return response.content

    return request
