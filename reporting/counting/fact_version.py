"""A version of all that figures are counted from, so that counted rows can be kept until it moves.

Triggers of the database move it, whoever writes: a use case, a migration, a restore. On PostgreSQL
each transaction that changes a watched table adds a row with a random number, and the version is
their sum: writers never wait for each other, and a transaction that commits late moves it too. On
SQLite, where there is one writer, the number of a single row changes.
"""

from collections.abc import Iterable
from hashlib import sha256

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentPause,
    Plan,
    Task,
    TaskGroup,
)
from reporting.models import (
    AssignmentStanding,
    EntryEvent,
    Extension,
    PeriodAdjustment,
    ProgressEntry,
    ReportingPeriod,
    Review,
    Submission,
)
from units.models import Unit

Version = tuple[int, int]

# Tables with the columns whose change counts; all of them where none is named. Saving a draft
# changes nothing that is counted.
WATCHED: dict[type[models.Model], tuple[str, ...]] = {
    Plan: (),
    TaskGroup: (),
    Task: (),
    Assignment: (),
    AssignmentEvent: (),
    AssignmentPause: (),
    Unit: (),
    AssignmentStanding: (),
    ReportingPeriod: (),
    PeriodAdjustment: (),
    Submission: (),
    ProgressEntry: ("submission_id", "assignment_id", "status"),
    EntryEvent: (),
    Extension: (),
    Review: ("plan_id", "status"),
}
PREFIX = "fact_version_"


def fact_version() -> Version | None:
    """The version of what is committed; one query.

    None within a transaction, whose own changes nobody else may see kept.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        num_rows, total = cursor.fetchone()
    return (num_rows, int(total)) if num_rows else None


def prune() -> None:
    """Remove all numbers but the newest; the version moves."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_PRUNE)


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make what is missing of the table and its triggers, remove what is no longer wanted.

    The version moves: tables may have been changed while triggers were away.
    """
    connection = connections[using]
    wanted = dict(_triggers(connection))
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in _TABLE[connection.vendor]:
            cursor.execute(statement)
        present = _present(connection)
        _drop(connection, [item for item in present.items() if item[0] not in wanted])
        for name in wanted.keys() - present.keys():
            cursor.execute(wanted[name][1])
        cursor.execute(_EMPTY)
        cursor.execute(_FIRST[connection.vendor])


def uninstall(using: str = DEFAULT_DB_ALIAS) -> None:
    """Remove the triggers, which forbid to change the columns that they name."""
    _drop(connections[using], _present(connections[using]).items())


_READ = "SELECT COUNT(*), SUM(nonce) FROM reporting_fact_version"
_PRUNE = (
    "DELETE FROM reporting_fact_version WHERE id < (SELECT MAX(id) FROM reporting_fact_version)"
)
_EMPTY = "DELETE FROM reporting_fact_version"
_TABLE = {
    "sqlite": [
        (
            "CREATE TABLE IF NOT EXISTS reporting_fact_version"
            " (id INTEGER PRIMARY KEY, nonce BIGINT NOT NULL)"
        )
    ],
    "postgresql": [
        (
            "CREATE TABLE IF NOT EXISTS reporting_fact_version"
            " (id BIGSERIAL PRIMARY KEY, nonce BIGINT NOT NULL)"
        ),
        # A transaction adds one row; a part of it that is rolled back takes its row along
        """
        CREATE OR REPLACE FUNCTION reporting_fact_version_moves() RETURNS trigger
        LANGUAGE plpgsql AS $$
        DECLARE own text := txid_current()::text;
        BEGIN
            IF current_setting('reporting_fact_version.moved_by', true) IS DISTINCT FROM own THEN
                INSERT INTO reporting_fact_version (nonce) VALUES ((random() * 9e15)::bigint);
                PERFORM set_config('reporting_fact_version.moved_by', own, true);
            END IF;
            RETURN NULL;
        END $$
        """,
    ],
}
_FIRST = {
    "sqlite": "INSERT INTO reporting_fact_version (nonce) VALUES (random())",
    "postgresql": "INSERT INTO reporting_fact_version (nonce) VALUES ((random() * 9e15)::bigint)",
}
_MOVES = {
    "sqlite": "BEGIN UPDATE reporting_fact_version SET nonce = random(); END",
    "postgresql": "FOR EACH STATEMENT EXECUTE FUNCTION reporting_fact_version_moves()",
}
_PRESENT = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": """
        SELECT tgname, relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
        WHERE NOT tgisinternal AND tgname LIKE %s
    """,
}


def _triggers(connection: BaseDatabaseWrapper) -> Iterable[tuple[str, tuple[str, str]]]:
    """By name: table and statement. The name changes with the statement."""
    moves = _MOVES[connection.vendor]
    present = set(connection.introspection.table_names())
    for model, columns in WATCHED.items():
        table = model._meta.db_table
        if table not in present:  # migrated to an earlier state
            continue
        update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
        if connection.vendor == "sqlite":  # a trigger there has one event
            for event in ("INSERT", update, "DELETE"):
                yield _named(table, f"AFTER {event} ON {table} {moves}")
        else:
            events = f"INSERT OR {update} OR DELETE OR TRUNCATE"
            yield _named(table, f"AFTER {events} ON {table} {moves}")


def _named(table: str, trigger: str) -> tuple[str, tuple[str, str]]:
    name = PREFIX + sha256(trigger.encode()).hexdigest()[:16]
    return name, (table, f"CREATE TRIGGER {name} {trigger}")


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor], [f"{PREFIX}%"])
        return dict(cursor.fetchall())


def _drop(connection: BaseDatabaseWrapper, triggers: Iterable[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        for name, table in sorted(triggers):
            on_table = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER {name}{on_table}")
