"""Triggers of the database that keep an issued review as it was issued, whoever writes.

They are away while migrations run, which may rewrite tables as a whole, and while a backup is
restored.
"""

from collections.abc import Iterator
from hashlib import sha256

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from reporting.models import (
    BlockComment,
    IssuedFile,
    Review,
    ReviewBlock,
    ReviewBlockVersion,
    ReviewDownload,
    ReviewEvent,
    ReviewPrint,
    ReviewWithdrawal,
)

PREFIX = "review_frozen_"
WORDS = "an issued review never changes"
_ISSUED = "SELECT 1 FROM reporting_review WHERE status = 'issued' AND id = {row}.review_id"
_OF_BLOCK = (
    "SELECT 1 FROM reporting_review JOIN reporting_reviewblock"
    " ON reporting_reviewblock.review_id = reporting_review.id"
    " WHERE status = 'issued' AND reporting_reviewblock.id = {row}.block_id"
)
# Each table with the events that are refused and how a row knows its issued review. An event
# tells later of a withdrawal, so that new ones may come.
GUARDED: dict[type[models.Model], tuple[tuple[str, ...], str]] = {
    Review: (("UPDATE", "DELETE"), ""),
    ReviewBlock: (("INSERT", "UPDATE", "DELETE"), _ISSUED),
    ReviewBlockVersion: (("INSERT", "UPDATE", "DELETE"), _OF_BLOCK),
    ReviewEvent: (("UPDATE", "DELETE"), _ISSUED),
    BlockComment: (("INSERT", "UPDATE", "DELETE"), _ISSUED),
    ReviewPrint: (("UPDATE", "DELETE"), _ISSUED),
    ReviewWithdrawal: (("UPDATE", "DELETE"), _ISSUED),
    IssuedFile: (("UPDATE", "DELETE"), _ISSUED),
    ReviewDownload: (("UPDATE", "DELETE"), _ISSUED),
}
_PRESENT = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": """
        SELECT tgname, relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
        WHERE NOT tgisinternal AND tgname LIKE %s
    """,
}


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the triggers that are missing, remove those that are no longer wanted."""
    connection = connections[using]
    wanted, present = dict(_statements(connection)), _present(connection)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop(connection, {name: present[name] for name in present.keys() - wanted.keys()})
        for name in sorted(wanted.keys() - present.keys()):
            for statement in wanted[name]:
                cursor.execute(statement)


def uninstall(using: str = DEFAULT_DB_ALIAS) -> None:
    """Remove the triggers."""
    connection = connections[using]
    _drop(connection, _present(connection))


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The triggers that should be there and are not."""
    connection = connections[using]
    return sorted(dict(_statements(connection)).keys() - _present(connection).keys())


def _statements(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, list[str]]]:
    """By name: the statements that make a trigger. The name changes with them."""
    present = set(connection.introspection.table_names())
    for model, (events, issued) in GUARDED.items():
        table = model._meta.db_table
        if table not in present:  # migrated to an earlier state
            continue
        for event in events:
            row = "NEW" if event == "INSERT" else "OLD"
            condition = f"EXISTS ({issued.format(row=row)})" if issued else "OLD.status = 'issued'"
            name = PREFIX + sha256(f"{table} {event} {condition}".encode()).hexdigest()[:16]
            yield (
                name,
                list(_made(connection.vendor, name, f"BEFORE {event} ON {table}", condition)),
            )


def _made(vendor: str, name: str, moment: str, condition: str) -> Iterator[str]:
    if vendor == "sqlite":
        yield (
            f"CREATE TRIGGER {name} {moment} FOR EACH ROW WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )
        return
    # A condition of a trigger may not read other rows there, so that its function does
    yield f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $$
    """
    yield f"CREATE TRIGGER {name} {moment} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers by name, each with its table."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor], [f"{PREFIX}%"])
        return dict(cursor.fetchall())


def _drop(connection: BaseDatabaseWrapper, triggers: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for name, table in sorted(triggers.items()):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
                cursor.execute(f"DROP FUNCTION {name}")
