"""The figures of the product against a recount by plain loops over the events."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from plans import deadlines, ending, pausing
from plans.models import Assignment, AssignmentEvent, AssignmentPause
from reporting.counting.figures import Scope, figures_of
from reporting.counting.tallies import By
from reporting.dashboards.dashboard import dashboard_of
from reporting.models import EntryEvent, ReportingPeriod
from tests.factories import LegalDocumentFactory, person
from tracker.demo.seeding import seed_demo
from units.models import Role, Unit, User

NOW = timezone.make_aware(datetime(2026, 3, 16, 12))
TODAY = timezone.localdate(NOW)
DAYS = [TODAY - timedelta(days=200), TODAY - timedelta(days=60), TODAY]


pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the recount")]


@pytest.fixture(scope="module")
def _leader(django_db_setup, django_db_blocker, tmp_path_factory):
    """A demonstration, made once for the tests of this module and rolled back at its end."""
    folder = tmp_path_factory.mktemp("recount")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder, DATA_DIR=folder),
        transaction.atomic(),
    ):
        seed_demo(at=NOW, num_units=12, num_periods=4, with_reviews=False)
        _change_some_assignments()
        yield person(Role.LEADER)
        transaction.set_rollback(True)


@pytest.fixture
def leader(_leader, django_db_blocker):
    with django_db_blocker.unblock():
        yield _leader


def _change_some_assignments():
    """Steps that the demonstration lacks: a pause, an end, a transfer, a unit that ended."""
    by = User.objects.filter(memberships__role=Role.REVIEWER)[0]
    document = LegalDocumentFactory()
    leads = list(Assignment.objects.owed().order_by("pk"))
    at = NOW - timedelta(days=30)
    day = timezone.localdate(at)
    pausing.pause(assignment=leads[1], first_day=day, document=document, by=by, at=at)
    ending.drop(assignment=leads[3], on=day, document=None, reason="Trùng.", by=by, at=at)
    taken = {row.unit_id for row in leads if row.task_id == leads[5].task_id}
    heir = Unit.objects.exclude(pk__in=taken).in_list_order()[0]
    ending.transfer(assignment=leads[5], to=heir, on=day, document=document, by=by, at=at)
    Unit.objects.filter(pk=leads[-1].unit_id).update(last_day=day, end_recorded_on=day)
    deadlines.set_deadline(
        assignment=leads[8], deadline=day, words="trước đó", document=document, by=by, at=at
    )


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_figures_of_each_unit_group_and_bloc_agree_with_a_recount(leader, day):
    plan = Assignment.objects.select_related("task__plan")[0].task.plan
    shown = figures_of(Scope(plan=plan, as_of=day), user=leader, by=[*By])

    counted = defaultdict(Counter)
    met, judged = Counter(), Counter()
    rows = Assignment.objects.filter(role="lead", state="confirmed")
    for row in rows.select_related("task", "unit"):
        cell, is_met = _recounted(row, day)
        for key in ("all", ("unit", row.unit_id), ("group", row.task.group_id)):
            counted[key][cell] += 1
            met[key] += is_met is True
            judged[key] += is_met is not None
        counted["bloc", row.unit.bloc_id][cell] += 1

    assert len(counted["all"]) > 3, "the demonstration has every kind of case"
    assert shown.total.cells == counted["all"]
    assert (shown.total.num_period_met, shown.total.num_periodic) == (met["all"], judged["all"])
    for kind, tallies in (
        ("unit", shown.by_unit),
        ("group", shown.by_group),
        ("bloc", shown.by_bloc),
    ):
        expected = {key[1]: cells for key, cells in counted.items() if key[0] == kind}
        assert {key: tally.cells for key, tally in tallies.items()} == expected
    for key, tally in (*shown.by_unit.items(), *shown.by_group.items()):
        kind = "unit" if key in shown.by_unit and shown.by_unit[key] is tally else "group"
        assert tally.num_period_met == met[kind, key]
        assert tally.num_periodic == judged[kind, key]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_trend_of_each_day_agrees_with_a_recount(leader, day):
    plan = Assignment.objects.select_related("task__plan")[0].task.plan

    shown = dashboard_of(Scope(plan=plan, as_of=day), user=leader).trend

    last = {}
    for event in EntryEvent.objects.select_related("entry__submission__period").order_by(
        "at", "pk"
    ):
        is_passed_on = event.assignment_id != event.entry.assignment_id
        if timezone.localdate(event.at) <= day and not is_passed_on:
            last[event.entry_id] = event.entry.submission.period.name, event.to_status
    counted = defaultdict(Counter)
    for name, status in last.values():
        counted[name][status] += 1
    assert any(point.num_accepted for point in shown)
    for point in shown:
        statuses = counted[point.name]
        assert point.num_sent == statuses.total() - statuses["draft"]
        assert point.num_accepted == statuses["accepted"]


def _recounted(row, day) -> tuple[str, bool | None]:
    """The cell of an assignment, and whether its period is met (None: it has none to meet)."""
    if row.ended_on and row.ended_on <= day:
        return "outside", None
    for pause in AssignmentPause.objects.filter(assignment=row):
        if pause.first_day <= day and (pause.last_day is None or day <= pause.last_day):
            return "outside", None
    results = _results(row, day)
    deadline = _deadline(row, day)
    is_periodic = row.task.kind in ("recurring", "continuous")
    has_ended = row.unit.last_day is not None and row.unit.last_day < day
    period = _period_result(row, results, day) if is_periodic and not has_ended else None
    is_met = None if period in (None, "outside") else period == "met"
    if is_periodic and deadline is None:
        if has_ended or period == "outside":
            return "outside", is_met
        return ("done_undated" if is_met else "open_undated"), is_met
    reported = [
        (period_to, event.reported_at)
        for period_to, event in results.items()
        if (event.to_status, event.state) == ("accepted", "done")
    ]
    if reported:
        reported_on = timezone.localdate(min(reported)[1])
        if deadline is None:
            return "done_undated", is_met
        return ("done_late" if reported_on > deadline else "done_on_time"), is_met
    if has_ended:
        return "outside", is_met
    return _open_cell(results, deadline, day, is_periodic=is_periodic), is_met


def _results(row, day) -> dict[date, EntryEvent]:
    """By period (its last day), the last event until the end of the day, without drafts."""
    found = {}
    for event in EntryEvent.objects.filter(assignment=row).order_by("at", "pk"):
        if timezone.localdate(event.at) <= day:
            found[event.period_data_to] = event
    return {period: event for period, event in found.items() if event.to_status != "draft"}


def _deadline(row, day) -> date | None:
    deadline = None
    ledger = AssignmentEvent.objects.filter(assignment=row, kind="deadline_set")
    for line in sorted(ledger, key=lambda line: (line.effective_on, line.pk)):
        if line.effective_on <= day:
            deadline = line.deadline_to
    return deadline


def _period_result(row, results, day) -> str:
    """ "met", "not met", or "outside" (nothing arose, or no period is due yet)."""
    due = [
        period.data_to
        for period in ReportingPeriod.objects.filter(plan=row.task.plan_id)
        if period.opened_at and period.due_on < day
    ]
    latest = max(due, default=None)
    if latest and row.first_day and row.first_day > latest:
        latest = None
    accepted = {to: event for to, event in results.items() if event.to_status == "accepted"}
    newest = max(accepted, default=None)
    if newest is not None and (latest is None or newest >= latest):
        return {"done": "met", "not_applicable": "outside"}.get(accepted[newest].state, "not met")
    return "not met" if latest else "outside"


def _open_cell(results, deadline, day, *, is_periodic) -> str:
    accepted = [to for to, event in results.items() if event.to_status == "accepted"]
    if accepted and not is_periodic and results[max(accepted)].state == "not_applicable":
        return "outside"
    if deadline is None:
        return "open_undated"
    last = results[max(results)] if results else None
    stopped_on = day
    if last is not None and (last.to_status, last.state) == ("sent", "done"):
        stopped_on = timezone.localdate(last.reported_at)
    return "open_late" if deadline < stopped_on else "open_on_time"
