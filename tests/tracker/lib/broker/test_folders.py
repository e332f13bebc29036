"""Messages as files: nothing is lost when a process dies or a file is damaged."""

import os
import signal
import subprocess
import sys

import pytest

from tests.product import ROOT
from tracker.lib.broker.folders import ABANDONED_AFTER, Folders

TAKES_ONE_AND_WAITS = """
import sys, time
from pathlib import Path
from tracker.lib.broker.folders import Folders
folders = Folders(Path(sys.argv[1]))
taken = folders.take("jobs")
print(taken.message["number"], flush=True)
time.sleep(60)
"""
DAMAGES = {
    "cut": lambda content: content[: len(content) // 2],
    "emptied": lambda content: b"",
    "zeroed": lambda content: bytes(len(content)),
    "random": lambda content: bytes(reversed(content)),
}


@pytest.fixture
def folders(tmp_path):
    return Folders(tmp_path / "broker")


def waiting(folders, queue="jobs"):
    return sorted((folders.root / "ready" / queue).iterdir())


def take_all(folders, queue="jobs"):
    numbers = []
    while taken := folders.take(queue):
        numbers.append(taken.message["number"])
        folders.finish(taken)
    return numbers


def test_messages_come_in_the_order_of_sending_and_once(folders):
    for number in range(5):
        folders.put("jobs", {"number": number})

    assert take_all(folders) == [0, 1, 2, 3, 4]
    assert folders.count("jobs") == 0


def test_queues_are_apart_whatever_their_names(folders):
    folders.put("jobs", {"number": 1})
    folders.put("../jobs/", {"number": 2})

    assert take_all(folders, "../jobs/") == [2]
    assert folders.count("jobs") == 1
    assert folders.purge("jobs") == 1
    assert take_all(folders) == []


def test_message_that_is_given_back_is_the_next_one(folders):
    folders.put("jobs", {"number": 1})
    folders.put("jobs", {"number": 2})

    folders.give_back(folders.take("jobs"))

    assert sorted(take_all(folders)) == [1, 2]


def test_message_of_a_killed_reader_comes_back(folders):
    folders.put("jobs", {"number": 7})
    command = [sys.executable, "-c", TAKES_ONE_AND_WAITS, str(folders.root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "7\n"
        folders.recover()
        while_it_lives = folders.count("jobs")
        reader.send_signal(signal.SIGKILL)

    folders.recover()

    assert while_it_lives == 0
    assert take_all(folders) == [7]
    assert len(list((folders.root / "taken").glob("*.lock"))) == 1  # of the reader in this test


def test_message_of_a_reader_whose_lock_is_missing_comes_back(folders):
    folders.put("jobs", {"number": 7})
    taken = folders.take("jobs")
    for lock in (folders.root / "taken").glob("*.lock"):
        lock.unlink()

    folders.recover()
    folders.finish(taken)

    assert take_all(folders) == [7]


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_message_is_set_aside_and_told(folders, damage, caplog):
    for number in range(3):
        folders.put("jobs", {"number": number})
    hurt = waiting(folders)[1]
    hurt.write_bytes(damage(hurt.read_bytes()))

    assert take_all(folders) == [0, 2]
    assert (folders.root / "damaged" / hurt.name).exists()
    assert f"A damaged message was set aside: {folders.root}/damaged/{hurt.name}" in caplog.text


def test_missing_folders_are_made_again(folders):
    folders.put("jobs", {"number": 1})
    assert take_all(folders) == [1]
    for folder in sorted(folders.root.rglob("*"), reverse=True):
        folder.rmdir() if folder.is_dir() else folder.unlink()

    folders.put("jobs", {"number": 2})

    assert take_all(folders) == [2]


def test_what_a_dead_writer_left_is_removed_after_an_hour(folders):
    folders.put("jobs", {"number": 1})
    left, fresh = folders.root / "writing" / "left", folders.root / "writing" / "fresh"
    left.touch()
    fresh.touch()
    at = fresh.stat().st_mtime - ABANDONED_AFTER - 1
    os.utime(left, (at, at))

    folders.recover()

    assert [file.name for file in (folders.root / "writing").iterdir()] == ["fresh"]


def test_message_that_cannot_be_written_raises_and_leaves_nothing(folders, monkeypatch):
    def fail(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="No space left"):
        folders.put("jobs", {"number": 1})

    assert list((folders.root / "writing").iterdir()) == waiting(folders) == []
