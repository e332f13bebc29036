"""A backup gets its name once it was read back; the folder keeps the newest of each time."""

import io
import os
from collections import namedtuple
from datetime import timedelta

import pytest
from django.apps import apps

from tests.factories import NOON, UserFactory
from tests.tracker.backups import content
from tracker.lib import filestore
from tracker.lib.backups import archive, keys, rows, sealing, shelf
from tracker.lib.backups.sealing import NotOpened
from tracker.lib.refusal import Refused

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def place(settings, tmp_path, monkeypatch):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_KEY = ""
    monkeypatch.setattr(sealing, "COST", {"n": 2, "r": 8, "p": 1})


def _names():
    return sorted(path.name for path in shelf.folder().iterdir() if path.name != ".lock")


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_rows_and_files_and_is_private(settings):
    UserFactory(username="an", full_name="Nguyễn Thị “An”\nhai dòng")
    sha256, _ = filestore.store(io.BytesIO(b"evidence"))

    backup, tail = shelf.make(at=NOON)

    size = backup.path.stat().st_size
    assert _names() == [backup.name] == [f"tracker-2026-03-16-120000-{size}.backup"]
    assert (backup.made_at, shelf.newest()) == (NOON, backup)
    assert backup.path.stat().st_mode & 0o777 == 0o600
    assert shelf.folder().stat().st_mode & 0o777 == 0o700
    assert keys.own_file().stat().st_mode & 0o777 == 0o600
    found = content.of_backup(backup.path, keys.key())
    assert found["files"] == [sha256]
    assert found["units.user"][0]["full_name"] == "Nguyễn Thị “An”\nhai dòng"
    assert (tail.num_files, tail.num_bytes) == (1, 8)
    assert tail.tables["units.user"].num_rows == 1


@pytest.mark.django_db
def test_a_damaged_stored_file_is_told_and_does_not_stop_the_backup():
    sha256, _ = filestore.store(io.BytesIO(b"evidence"))
    filestore.path_of(sha256).write_bytes(b"changed")

    _, tail = shelf.make(at=NOON)

    assert (tail.num_files, tail.damaged) == (0, [sha256])


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["write", "read"])
def test_nothing_half_written_stays(monkeypatch, step):
    def fail(target, *args, **kwargs):
        if step == "write":
            target.write(b"half")
            raise OSError(28, "No space left on device")
        raise NotOpened("Bản sao lưu bị hỏng.")

    shelf.folder()
    (shelf.folder() / ".unfinished-of-a-process-that-was-killed").touch()
    monkeypatch.setattr(archive, step, fail)
    with pytest.raises((OSError, NotOpened)):
        shelf.make(at=NOON)

    assert _names() == []


@pytest.mark.django_db
def test_without_room_nothing_is_begun(monkeypatch):
    usage = namedtuple("usage", "free")(free=60 * shelf.MEGABYTE)
    monkeypatch.setattr(shelf.shutil, "disk_usage", lambda path: usage)

    with pytest.raises(Refused, match="còn trống 60 MB, bản sao lưu có thể cần đến"):
        shelf.make(at=NOON)
    assert _names() == []


@pytest.mark.django_db
def test_one_backup_at_a_time():
    with shelf.locked(), pytest.raises(shelf.Busy):
        shelf.make(at=NOON)


def _put(at):
    name = f"tracker-{at:%Y-%m-%d-%H%M%S}.backup"
    (shelf.folder() / name).write_bytes(sealing.MAGIC)
    return name


@pytest.mark.django_db
def test_one_that_was_cut_or_lost_its_end_is_hurt():
    older = _put(NOON - DAY)  # named by an earlier version, which did not tell the length
    backup, _ = shelf.make(at=NOON)
    whole = backup.path.read_bytes()
    end = sealing.TAG

    seen = []
    for damaged in (whole, whole[: len(whole) // 2], whole + b"x", whole[:-end] + bytes(end)):
        backup.path.write_bytes(damaged)
        seen.append(shelf.newest().name)

    assert seen == [backup.name, older, older, older]


def test_the_newest_of_the_last_days_weeks_and_months_are_kept(settings):
    settings.BACKUP_KEEP = [3, 2, 3]
    for days in range(100):
        _put(NOON - days * DAY)
    earlier_that_day = _put(NOON - timedelta(hours=5))
    (shelf.folder() / "notes.txt").touch()

    removed = {backup.name for backup in shelf.remove_old()}

    assert earlier_that_day in removed
    assert [f"{backup.made_at:%d/%m}" for backup in shelf.backups()] == [
        "16/03",  # Monday: the day, its week and its month
        "15/03",  # Sunday: the week before
        "14/03",
        "28/02",
        "31/01",
    ]
    assert (shelf.folder() / "notes.txt").exists()


def test_the_key_is_made_once_or_a_setting(settings):
    made = keys.key()
    assert len(made) == 39
    assert keys.key() == keys.known() == made
    settings.BACKUP_KEY = "of the office"
    assert keys.key() == "of the office"


@pytest.mark.parametrize("damage", [b"", b"abcd", bytes(range(256))])
def test_a_damaged_key_is_replaced_and_asked_to_be_copied_again(damage):
    made = keys.key()
    keys.note_taken()
    keys.own_file().write_bytes(damage)

    renewed = keys.key()

    assert len(renewed) == 39
    assert renewed != made
    assert not keys.is_taken()
    assert keys.own_file().with_name("backup-key-damaged").read_bytes() == damage


def test_the_key_of_a_restored_backup_is_kept_unless_it_was_a_setting():
    keys.keep("of the office")
    assert keys.known() == ""
    keys.keep("abcd-abcd-abcd-abcd-abcd-abcd-abcd-abcd")
    assert keys.known() == "abcd-abcd-abcd-abcd-abcd-abcd-abcd-abcd"
    assert keys.is_taken()


def test_a_folder_of_others_is_not_opened_up(tmp_path):
    """An existing folder keeps its mode: it may be a share that the office has set up."""
    (tmp_path / "backups").mkdir(mode=0o750)
    os.chmod(tmp_path / "backups", 0o750)

    assert shelf.folder().stat().st_mode & 0o777 == 0o750


def test_nobody_is_logged_in_by_a_restore():
    backed_up = {rows.label(model) for model in rows.tables(apps)}

    assert [name for name in backed_up if "session" in name or "heartbeat" in name] == []
    assert {"units.user", "units.membership", "auth.group"} <= backed_up
