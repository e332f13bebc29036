"""Bulk seeding for measurements: complete, consistent, and the same each time."""

import pytest
from django.core.management import CommandError, call_command

from plans.models import Assignment, AssignmentEventKind, AssignmentPause, TaskKind
from reporting.counting import obligations
from reporting.models import EntryStatus, Extension, ProgressEntry, ReportingPeriod, Submission
from reporting.operations import integrity
from tests.factories import NOON, UserFactory
from tests.tracker.demo.digest import digests
from tracker.demo.bench.seeding import seed_bench
from units.models import Bloc, Role, Unit

pytestmark = pytest.mark.django_db


def seed():
    return seed_bench(at=NOON, num_units=24, num_tasks=20, num_periods=4)


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_bulk_rows_agree_with_their_histories():
    counts = seed()

    assert list(integrity.findings()) == []
    assert (counts["units"], counts["assignments"], counts["periods"]) == (24, 480, 4)


def test_bulk_rows_show_every_kind_and_state():
    seed()

    assert set(Unit.objects.values_list("bloc", flat=True)) == set(
        Bloc.objects.values_list("pk", flat=True)
    )
    assert set(Unit.objects.values_list("memberships__role", flat=True)) >= set(Role.values)
    kinds = set(Assignment.objects.values_list("task__kind", flat=True))
    assert kinds == set(TaskKind.values)
    statuses = set(ProgressEntry.objects.values_list("status", flat=True))
    assert statuses == set(EntryStatus.values)
    events = Assignment.objects.values_list("events__kind", flat=True)
    assert {AssignmentEventKind.PAUSED, AssignmentEventKind.ENDED} <= set(events)
    assert Extension.objects.granted().exists()
    assert AssignmentPause.objects.exists()


def test_bulk_submissions_hold_what_their_units_owed():
    seed()

    for period in ReportingPeriod.objects.oldest_first():
        owed = set(obligations.owed_in(period).values_list("pk", flat=True))
        filed = ProgressEntry.objects.filter(submission__period=period)
        assert set(filed.values_list("assignment", flat=True)) <= owed
    assert Submission.objects.filter(sent_at__isnull=True).exists()


def test_the_newest_bulk_period_is_open():
    seed()

    assert ReportingPeriod.objects.open().get() == ReportingPeriod.objects.newest_first()[0]


def test_the_same_arguments_make_the_same_rows():
    from django.db import transaction

    found = []
    for _ in range(2):
        with transaction.atomic():
            seed()
            found.append(digests())
            transaction.set_rollback(True)

    assert found[0] == found[1]


def test_bulk_seeding_is_refused_in_a_product_in_use():
    UserFactory()

    with pytest.raises(CommandError, match="hệ thống trống"):
        call_command("seed_bench", units=1, tasks=1, periods=1)
