"""How the tables and columns of folders that were made before are called today.

A table or a column that is renamed is named here, one that is gone maps to an empty name, and
what else changes becomes a step that `rows_of_today` takes for the formats below its own.
"""

from collections.abc import Mapping

Row = dict[str, object]
Rows = dict[str, list[Row]]

TABLES: Mapping[str, str] = {}
# By the label of the table as it is today
COLUMNS: Mapping[str, Mapping[str, str]] = {}


def rows_of_today(found: Rows) -> Rows:
    """The rows of a folder, by the tables and columns of today."""
    rows: Rows = {}
    for name, old in found.items():
        table = TABLES.get(name, name)
        if table:
            rows[table] = [_row_of_today(row, COLUMNS.get(table, {})) for row in old]
    return rows


def _row_of_today(row: Row, renamed: Mapping[str, str]) -> Row:
    if not renamed:
        return row
    return {new: row[name] for name in row if (new := renamed.get(name, name))}
