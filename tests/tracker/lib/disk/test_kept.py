"""The folder of values that can be made again."""

import os
from pathlib import Path

import pytest

from tracker.lib.disk.kept import KeptFiles


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "kept"


def _age(folder, key, *, days):
    status = (folder / f"{key}.kept").stat()
    moment = status.st_mtime - days * 24 * 3600
    os.utime(folder / f"{key}.kept", (moment, moment))


def test_a_value_is_kept_and_only_its_owner_reads_it(folder):
    kept = KeptFiles(folder, max_bytes=1000)

    kept.put("a", b"one")

    assert (kept.get("a"), kept.get("b")) == (b"one", None)
    assert (folder.stat().st_mode & 0o77, (folder / "a.kept").stat().st_mode & 0o77) == (0, 0)


def test_what_was_not_used_for_longest_goes_first(folder):
    kept = KeptFiles(folder, max_bytes=3 * 132)
    for age, key in enumerate("cba", start=1):
        kept.put(key, b"x" * 100)
        _age(folder, key, days=age)
    assert kept.get("a")

    kept.put("d", b"x" * 100)

    assert [key for key in "abcd" if kept.get(key)] == ["a", "c", "d"]


def test_what_is_old_goes(folder):
    kept = KeptFiles(folder, max_bytes=1000, max_days=2)
    kept.put("a", b"one")
    _age(folder, "a", days=3)

    kept.put("b", b"two")

    assert (kept.get("a"), kept.get("b")) == (None, b"two")


def test_a_hurt_value_counts_as_missing(folder):
    kept = KeptFiles(folder, max_bytes=1000)
    kept.put("a", b"one")
    file = folder / "a.kept"
    file.write_bytes(file.read_bytes()[:-1])

    assert kept.get("a") is None


def test_a_disk_that_refuses_is_no_fault(folder, monkeypatch):
    def refuse(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    kept = KeptFiles(folder, max_bytes=1000)

    kept.put("a", b"one")

    assert kept.get("a") is None
    assert list(folder.iterdir()) == []
