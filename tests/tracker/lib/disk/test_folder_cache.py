"""A cache in a folder, which all processes share."""

import stat
import subprocess
import sys
import time

import pytest

from tracker.lib.disk.folder_cache import LOCK, FolderCache

ADDS = """
import sys
from django.conf import settings
settings.configure()
from tracker.lib.disk.folder_cache import FolderCache
cache = FolderCache(sys.argv[1], {})
sys.stdin.readline()
print(sum(cache.add(f"press-{number}", b"") for number in range(200)))
"""


@pytest.fixture
def cache(tmp_path):
    return FolderCache(str(tmp_path / "cache"), {})


def test_of_several_processes_one_is_the_first(cache):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ADDS, str(cache._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    counts = [int(process.communicate(timeout=60)[0]) for process in processes]

    assert sum(counts) == 200


def test_a_value_is_read_by_another_until_it_ends(cache):
    cache.set("a", b"1", 60)
    cache.set("b", b"2", -1)
    other = FolderCache(str(cache._folder), {})

    assert other.get("a") == b"1"
    assert other.get("b", "none") == "none"
    assert not other.add("a", b"3", 60)
    assert other.add("b", b"4", 60)
    assert cache.delete("a")
    assert not cache.delete("a")
    assert cache.get("a") is None


def test_nobody_else_on_the_machine_can_read_it(cache):
    cache.set("a", b"1")
    (file,) = cache._folder.iterdir()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache._folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", b"cut", b"\xff" * 40, bytes(40)])
def test_a_file_that_a_power_cut_hurt_is_none(cache, content):
    cache.set("a", b"1")
    (file,) = cache._folder.iterdir()
    file.write_bytes(content)

    assert cache.get("a") is None
    assert cache.add("a", b"2")


def test_a_full_disk_keeps_nobody_from_working(cache, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", fail)
    cache.set("a", b"1")

    assert cache.add("a", b"1")
    assert cache.get("a") is None


def test_what_has_ended_is_swept(cache, monkeypatch):
    for number in range(5):
        cache.set(f"old-{number}", b"1", -1)
    cache.set("young", b"1", 3600)
    later = time.time() + 100
    monkeypatch.setattr("time.time", lambda: later)
    cache._swept_at = -1000.0
    cache.add("new", b"1", 60)

    names = {file.name for file in cache._folder.iterdir()}
    assert len(names) == 3
    assert LOCK in names


def test_all_can_be_cleared(cache):
    cache.set("a", b"1")
    cache.clear()

    assert cache.get("a") is None
