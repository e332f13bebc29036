"""The SQLite file of the data folder: never replaced by an empty one, never used when damaged."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.lib.disk.writing import write_whole

# Names the database of this folder, so that its absence is told from a first start
MARK = "database-in-use"


def mark(file: Path) -> None:
    """Record that `file` holds the data of this folder."""
    note = file.parent / MARK
    if not note.exists():
        write_whole(note, f"{file.name}\n")


def problem_of(file: Path) -> str:
    """What is wrong with `file`, in a few words; empty if nothing is. The file is not changed."""
    size = file.stat().st_size if file.exists() else None
    if size is None or size == 0:
        is_used = (file.parent / MARK).exists()
        return ("missing" if size is None else "empty") if is_used else ""
    try:
        with closing(sqlite3.connect(file, timeout=20)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return f"damaged: {error}"
    return "" if found == "ok" else f"damaged: {found}"
