"""Counted rows are kept until anything that they are counted from changes, whoever changes it."""

import re
import threading
from collections import defaultdict
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.access import ensure_grants
from reporting.counting import fact_triggers as module
from reporting.counting.fact_triggers import WATCHED, Of
from reporting.counting.fact_version import fact_version
from reporting.filing import filing
from reporting.models import EntryStatus, ProgressEntry, ReportingPeriod
from reporting.tasks import prune_fact_version
from reporting.verification import verifying
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tracker.lib import parted, statements, versioned
from units.models import Role, Unit

pytestmark = pytest.mark.django_db(transaction=True)


def moved(action):
    """Whether `action` moves the version."""
    before = fact_version()
    action()
    return fact_version() != before


@pytest.mark.parametrize("model", WATCHED, ids=lambda model: model.__name__)
def test_every_watched_table_has_its_triggers(model: type[models.Model]):
    has_parts = WATCHED[model].of not in (Of.COMMON, Of.ASIDE)
    events = {"sqlite": 3, "postgresql": 2 if has_parts else 1}[connection.vendor]
    assert list(module._present(connection).values()).count(model._meta.db_table) == events


def test_inserts_updates_and_deletes_move_it_past_all_use_cases():
    unit = UnitFactory()
    rows = Unit.objects.filter(pk=unit.pk)

    assert moved(UnitFactory)
    assert moved(lambda: rows.update(bloc=F("bloc")))
    assert moved(rows.delete)
    assert not moved(UserFactory)


def test_a_draft_does_not_move_it_but_sending_and_deciding_do():
    entry = entry_at(EntryStatus.DRAFT)
    by = UserFactory()

    def save():
        fresh = ProgressEntry.objects.select_related("submission__period", "assignment__task").get(
            pk=entry.pk
        )
        filing.save_entry(
            entry=fresh,
            seen_version=fresh.version,
            by=by,
            at=NOON,
            state="in_progress",
            percent=60,
            result="Đã họp.",
            obstacle="",
            recommendation="",
        )

    assert not moved(save)
    assert moved(lambda: filing.send(submission=entry.submission, by=by, at=NOON))
    sent = ProgressEntry.objects.get(pk=entry.pk)
    assert moved(lambda: verifying.accept(entry=sent, by=by, at=NOON))


def test_within_a_transaction_there_is_none_and_a_rollback_leaves_it():
    unit = UnitFactory()

    def fail():
        with transaction.atomic():
            Unit.objects.filter(pk=unit.pk).update(bloc=F("bloc"))
            assert fact_version() is None
            transaction.set_rollback(True)

    assert not moved(fail)


def test_a_part_that_is_rolled_back_does_not_hide_what_follows():
    unit = UnitFactory()
    rows = Unit.objects.filter(pk=unit.pk)

    def change():
        with transaction.atomic():
            with transaction.atomic():
                rows.update(bloc=F("bloc"))
                transaction.set_rollback(True)
            rows.update(bloc=F("bloc"))

    assert moved(change)


@pytest.mark.servers
def test_a_transaction_that_commits_late_moves_it_too():
    early, late = UnitFactory(), UnitFactory()
    has_written, may_commit = threading.Event(), threading.Event()

    def commit_late():
        try:
            with transaction.atomic():
                Unit.objects.filter(pk=late.pk).update(bloc=F("bloc"))
                has_written.set()
                assert may_commit.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=commit_late)
    thread.start()
    assert has_written.wait(10)
    assert moved(lambda: Unit.objects.filter(pk=early.pk).update(bloc=F("bloc")))

    def end():
        may_commit.set()
        thread.join(10)

    assert moved(end)


def test_pruning_leaves_one_number_of_each_part():
    for _ in range(3):
        AssignmentFactory()

    prune_fact_version()

    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), COUNT(DISTINCT part) FROM reporting_fact_part")
        assert cursor.fetchone() == (66, 66)
    assert moved(UnitFactory)


def test_what_belongs_to_a_unit_moves_its_part_only():
    entry = entry_at(EntryStatus.SENT)
    version = fact_version()

    verifying.accept(entry=entry, by=UserFactory(), at=NOON)

    now = fact_version()
    assert now.moved_since(version) == [entry.assignment.unit_id % 64]
    assert (now.common, now.aside) == (version.common, version.aside)


def test_triggers_are_away_while_tables_change_and_come_back():
    before = fact_version()
    module.uninstall()
    assert not module._present(connection)

    call_command("migrate", verbosity=0)

    assert set(module._present(connection).values()) == {model._meta.db_table for model in WATCHED}
    assert fact_version() != before


def _tables(sql):
    return set(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))


@pytest.fixture
def sent():
    period = ReportingPeriodFactory(
        data_to=TODAY - timedelta(days=40), due_on=TODAY - timedelta(days=20)
    )
    entry = entry_at(
        EntryStatus.SENT, assignment=AssignmentFactory(task__plan=period.plan), period=period
    )
    ensure_grants(plan=period.plan)
    return entry


def _pages(entry, client):
    plan = [entry.submission.period.plan_id]
    for name in (
        "dashboard",
        "dashboard-matrix",
        "dashboard-punctuality",
        "indicator-totals",
        "list-assignments",
        "plan",
        "home",
    ):
        url = reverse(f"reporting:{name}", args=[] if name == "home" else plan)
        response = client.get(url)
        assert response.status_code == 200
        yield name, response.content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.REVIEWER])
def test_pages_show_what_was_decided_a_moment_ago(sent, client, role):
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    first = dict(_pages(sent, client))
    assert dict(_pages(sent, client)).keys() == first.keys()

    verifying.accept(entry=sent, by=UserFactory(), at=NOON)
    kept = dict(_pages(sent, client))
    _forget()

    csrf = re.compile(r'nonce-\S+|name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')
    for name, page in _pages(sent, client):
        assert csrf.sub("", page) == csrf.sub("", kept[name]), name


def _forget():
    statements._answers.clear()
    parted.forget()
    versioned.forget()


def _kept_statements():
    """Columns and keys of the statements whose rows are kept, whole and by part."""
    whole = [(columns, key) for columns, key, _ in statements._answers]
    parts = [
        ((*columns[:-1], "part", columns[-1]), ("parts", key)) for columns, key in parted._kept
    ]
    return [*whole, *parts]


def test_kept_rows_come_from_watched_tables_only(sent, client):
    _forget()
    for role in (Role.LEADER, Role.REVIEWER):
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        dict(_pages(sent, client))
    read = {
        table
        for columns, key in _kept_statements()
        for statement in [statements._kept[connection.vendor, columns, key]]
        if statement is not None
        for table in _tables(statement.sql)
    }

    assert len(_kept_statements()) > 5
    assert read <= {model._meta.db_table for model in WATCHED}


@pytest.fixture
def read_for_kept(monkeypatch):
    """The tables that kept values were made of, by the first word of their keys."""
    read = defaultdict(set)
    value_of = versioned.value_of

    def recording(key, make, *, version):
        def recorded():
            with CaptureQueriesContext(connection) as queries:
                made = make()
            for query in queries:
                read[key[0]] |= _tables(query["sql"])
            return made

        return value_of(key, recorded, version=version)

    monkeypatch.setattr(versioned, "value_of", recording)
    return read


def test_kept_values_are_made_of_watched_tables_only(sent, client, read_for_kept):
    """What is offered is kept by what belongs to no unit, the rest by all that is watched."""
    _forget()
    for role in (Role.LEADER, Role.REVIEWER):
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        dict(_pages(sent, client))

    common = {model._meta.db_table for model, watch in WATCHED.items() if watch.of == Of.COMMON}
    of_all = {"dashboard", "desk of a leader", "drawn", "receiving"}
    assert read_for_kept.keys() == {"calendar", "choices"} | of_all
    assert read_for_kept["calendar"] | read_for_kept["choices"] <= common
    watched = {model._meta.db_table for model in WATCHED}
    assert set().union(*read_for_kept.values()) <= watched
    before = dict(versioned._kept)
    dict(_pages(sent, client))
    assert before == versioned._kept


def test_pages_over_plans_keep_values_of_watched_tables_only(sent, client, read_for_kept):
    ensure_grants(plan=ReportingPeriodFactory().plan)
    for role in (Role.LEADER, Role.REVIEWER):
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        for name in ("home", "list-plans", "list-late"):
            _forget()
            assert client.get(reverse(f"reporting:{name}")).status_code == 200

    assert read_for_kept["drawn"]
    assert set().union(*read_for_kept.values()) <= {model._meta.db_table for model in WATCHED}


def test_a_period_that_is_renamed_is_offered_by_its_name_at_once(sent, client):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    dict(_pages(sent, client))
    ReportingPeriod.objects.update(name="Kỳ mang tên mới")

    assert "Kỳ mang tên mới" in dict(_pages(sent, client))["dashboard"]
