"""A damaged database is told and stays as it is; it is never replaced by an empty one."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.product import ROOT, clean_environment
from tracker.lib.disk import database

DAMAGES = {
    "cut": lambda content: content[: len(content) // 2],
    "emptied": lambda content: b"",
    "zeroed": lambda content: bytes(len(content)),
    "random": lambda content: bytes(value ^ 0x5A for value in content),
}


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "tracker.sqlite3"
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("CREATE TABLE save (words TEXT)")
        connection.executemany("INSERT INTO save VALUES (?)", [("Đã làm thêm một việc.",)] * 2000)
        connection.commit()
    database.mark(made)
    return made


def test_whole_database_and_first_start_have_no_problem(file, tmp_path):
    assert database.problem_of(file) == ""
    assert database.problem_of(tmp_path / "new" / "tracker.sqlite3") == ""


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_database_is_told_and_not_changed(file, damage):
    damaged = damage(file.read_bytes())
    file.write_bytes(damaged)

    problem = database.problem_of(file)

    assert problem.startswith("damaged: " if damaged else "empty")
    assert file.read_bytes() == damaged


def test_missing_database_of_a_used_folder_is_told(file):
    file.unlink()

    assert database.problem_of(file) == "missing"
    assert not file.exists()


def test_product_does_not_start_on_a_missing_database_and_says_what_to_do(file, tmp_path):
    file.unlink()
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=clean_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert f"The database {file} is missing. Nothing was changed. Restore a backup" in done.stderr
    assert not file.exists()
