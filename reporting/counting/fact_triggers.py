"""The triggers that move the versions of `fact_version`, and their table.

On PostgreSQL each transaction that changes a watched table adds a row with a random number for
each part that it touches, and the version of a part is their sum: writers never wait for each
other, and a transaction that commits late moves it too. On SQLite, where there is one writer, the
number of a single row for each part changes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentPause,
    Correction,
    Passage,
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
from units.models import Bloc, Unit

# Units share a part by the remainder of their id
NUM_PARTS = 64
# Moved by what belongs to no single unit
COMMON = NUM_PARTS
# Moved by what pages keep beside counts of assignments
ASIDE = NUM_PARTS + 1


class Of(Enum):
    """How a row of a watched table names its part."""

    COMMON = "common"
    ASIDE = "aside"
    UNIT = "unit"
    ASSIGNMENT = "assignment"
    ENTRY = "entry"


@dataclass(frozen=True)
class Watch:
    """A watched table: the columns whose change counts, all of them where none is named."""

    of: Of
    columns: tuple[str, ...] = ()


# Saving a draft changes nothing that is counted
WATCHED: dict[type[models.Model], Watch] = {
    Plan: Watch(Of.COMMON),
    TaskGroup: Watch(Of.COMMON),
    Task: Watch(Of.COMMON),
    Assignment: Watch(Of.UNIT),
    AssignmentEvent: Watch(Of.ASSIGNMENT),
    AssignmentPause: Watch(Of.ASSIGNMENT),
    Unit: Watch(Of.COMMON),
    Bloc: Watch(Of.COMMON),
    AssignmentStanding: Watch(Of.ASSIGNMENT),
    ReportingPeriod: Watch(Of.COMMON),
    PeriodAdjustment: Watch(Of.COMMON),
    Submission: Watch(Of.UNIT),
    ProgressEntry: Watch(Of.ENTRY, ("submission_id", "assignment_id", "status")),
    EntryEvent: Watch(Of.ASSIGNMENT),
    Extension: Watch(Of.ASSIGNMENT),
    Review: Watch(Of.ASIDE, ("plan_id", "status")),
    Passage: Watch(Of.ASIDE),
    Passage.tasks.through: Watch(Of.ASIDE),
    Correction: Watch(Of.ASIDE),
}
PREFIX = "fact_version_"


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make what is missing of the table and its triggers, remove what is no longer wanted.

    The versions move: tables may have been changed while triggers were away.
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
        for statement in _OUTDATED[connection.vendor]:
            cursor.execute(statement)
        cursor.execute(_EMPTY)
        cursor.executemany(_FIRST[connection.vendor], [(part,) for part in range(NUM_PARTS + 2)])


def uninstall(using: str = DEFAULT_DB_ALIAS) -> None:
    """Remove the triggers, which forbid to change the columns that they name."""
    _drop(connections[using], _present(connections[using]).items())


def _part_behind(table: str, key: str) -> str:
    part = f"SELECT {_PART} FROM {table} WHERE id = ROW.{key}"  # noqa: S608 -- no input
    return f"COALESCE(({part}), {COMMON})"


_PART = f"unit_id % {NUM_PARTS}"
_OF_ASSIGNMENT = _part_behind("plans_assignment", "assignment_id")
_OF_SUBMISSION = _part_behind("reporting_submission", "submission_id")
# The parts of a row, in the words of both databases; a row that lost its assignment is common
_PARTS = {
    Of.UNIT: (f"ROW.{_PART}",),
    Of.ASSIGNMENT: (_OF_ASSIGNMENT,),
    Of.ENTRY: (_OF_ASSIGNMENT, _OF_SUBMISSION),
    Of.COMMON: (str(COMMON),),
    Of.ASIDE: (str(ASIDE),),
}
_HAS_PARTS = (Of.UNIT, Of.ASSIGNMENT, Of.ENTRY)
# Sums of these stay within 64 bits on SQLite
_MOVES_SQLITE = (
    "BEGIN UPDATE reporting_fact_part SET nonce = random() >> 12 WHERE part IN (PARTS); END"
)
# A transaction adds a row a part; what of it is rolled back takes its rows along
_MOVE_POSTGRESQL = """
CREATE OR REPLACE FUNCTION reporting_fact_part_move(moving integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    own text := txid_current() || ':';
    moved text := current_setting('reporting_fact_part.moved', true);
BEGIN
    IF moved IS NULL OR NOT starts_with(moved, own) THEN
        moved := own || ',';
    END IF;
    IF strpos(moved, ',' || moving || ',') = 0 THEN
        INSERT INTO reporting_fact_part (part, nonce) VALUES (moving, (random() * 9e15)::bigint);
        PERFORM set_config('reporting_fact_part.moved', moved || moving || ',', true);
    END IF;
END $$
"""
_OF_STATEMENT_POSTGRESQL = """
CREATE OR REPLACE FUNCTION reporting_fact_part_of_statement() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reporting_fact_part_move(TG_ARGV[0]::integer);
    RETURN NULL;
END $$
"""
_OF_ROW_POSTGRESQL = """
CREATE OR REPLACE FUNCTION reporting_fact_part_of_KIND() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        MOVE_OLD
    END IF;
    IF TG_OP <> 'DELETE' THEN
        MOVE_NEW
    END IF;
    RETURN NULL;
END $$
"""


def _parts_of(of: Of, row: str) -> list[str]:
    return [part.replace("ROW", row) for part in _PARTS[of]]


def _row_function(of: Of) -> str:
    function = _OF_ROW_POSTGRESQL.replace("KIND", of.value)
    for row in ("OLD", "NEW"):
        moves = [f"PERFORM reporting_fact_part_move(({it})::integer);" for it in _parts_of(of, row)]
        function = function.replace(f"MOVE_{row}", "\n".join(moves))
    return function


_TABLE = {
    "sqlite": [
        (
            "CREATE TABLE IF NOT EXISTS reporting_fact_part"
            " (id INTEGER PRIMARY KEY, part INTEGER NOT NULL UNIQUE, nonce BIGINT NOT NULL)"
        )
    ],
    "postgresql": [
        (
            "CREATE TABLE IF NOT EXISTS reporting_fact_part"
            " (id BIGSERIAL PRIMARY KEY, part INTEGER NOT NULL, nonce BIGINT NOT NULL)"
        ),
        _MOVE_POSTGRESQL,
        _OF_STATEMENT_POSTGRESQL,
        *map(_row_function, _HAS_PARTS),
    ],
}
# Of the products before there were parts
_OUTDATED = {
    "sqlite": ["DROP TABLE IF EXISTS reporting_fact_version"],
    "postgresql": [
        "DROP TABLE IF EXISTS reporting_fact_version",
        "DROP FUNCTION IF EXISTS reporting_fact_version_moves()",
    ],
}
_EMPTY = "DELETE FROM reporting_fact_part"
_FIRST = {
    "sqlite": "INSERT INTO reporting_fact_part (part, nonce) VALUES (%s, random() >> 12)",
    "postgresql": (
        "INSERT INTO reporting_fact_part (part, nonce) VALUES (%s, (random() * 9e15)::bigint)"
    ),
}
_PRESENT = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": """
        SELECT tgname, relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
        WHERE NOT tgisinternal AND tgname LIKE %s
    """,
}


def _triggers(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, tuple[str, str]]]:
    """By name: table and statement. The name changes with the statement."""
    present = set(connection.introspection.table_names())
    triggers_on = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.vendor]
    for model, watch in WATCHED.items():
        table = model._meta.db_table
        if table in present:  # else migrated to an earlier state
            yield from (_named(table, trigger) for trigger in triggers_on(table, watch))


def _on_sqlite(table: str, watch: Watch) -> Iterator[str]:
    """A trigger there has one event."""
    for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
        parts = dict.fromkeys(part for row in rows for part in _parts_of(watch.of, row))
        columns = _of_columns(watch) if event == "UPDATE" else ""
        moves = _MOVES_SQLITE.replace("PARTS", ", ".join(parts))
        yield f"AFTER {event}{columns} ON {table} {moves}"


def _on_postgresql(table: str, watch: Watch) -> Iterator[str]:
    """Rows that name their part have a trigger of their own."""
    events = f"INSERT OR UPDATE{_of_columns(watch)} OR DELETE"
    if watch.of in _HAS_PARTS:
        function = f"reporting_fact_part_of_{watch.of.value}()"
        yield f"AFTER {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}"
        events, of = "TRUNCATE", Of.COMMON
    else:
        events, of = f"{events} OR TRUNCATE", watch.of
    function = f"reporting_fact_part_of_statement({_PARTS[of][0]})"
    yield f"AFTER {events} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}"


def _of_columns(watch: Watch) -> str:
    return f" OF {', '.join(watch.columns)}" if watch.columns else ""


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
