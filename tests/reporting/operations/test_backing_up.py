"""The backup of the day is made once, and administrators are told when it is not."""

from collections import namedtuple
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.management import CommandError, call_command
from django.utils import timezone

from reporting import tasks
from reporting.models import Heartbeat, Notice
from reporting.operations import backing_up
from tests.factories import NOON, UnitFactory, UserFactory, person
from tracker.lib.backups import archive, keys, sealing, shelf
from tracker.lib.backups.state import state
from tracker.lib.disk import room
from units.models import Role

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path, monkeypatch):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_KEY, settings.BACKUP_HOUR, settings.BACKUP_STALE_DAYS = "", 1, 3
    monkeypatch.setattr(sealing, "COST", {"n": 2, "r": 8, "p": 1})


@pytest.fixture
def administrator(db):
    return person(Role.ADMINISTRATOR, UnitFactory())


def _began(monkeypatch, at):
    monkeypatch.setattr(shelf, "began", lambda: at)


def _made():
    return [backup.made_at for backup in reversed(shelf.backups())]


def test_the_first_backup_waits_for_its_hour(monkeypatch):
    backing_up.back_up_if_due(at=NOON)
    assert shelf.began() is not None
    _began(monkeypatch, NOON)

    backing_up.back_up_if_due(at=NOON + HOUR)
    assert _made() == []
    backing_up.back_up_if_due(at=NOON + 13 * HOUR)

    assert _made() == [NOON + 13 * HOUR]


def test_there_is_one_backup_a_day_and_a_missed_one_is_made_up_for(monkeypatch):
    _began(monkeypatch, NOON)
    night = NOON + 13 * HOUR

    for at in (night, night + HOUR, night + 23 * HOUR, night + 31 * HOUR, night + 32 * HOUR):
        backing_up.back_up_if_due(at=at)

    # In the second night the machine was off
    assert _made() == [night, night + 31 * HOUR]


def _fail(*args, **kwargs):
    raise OSError(28, "No space left on device")


def test_administrators_are_told_of_a_failure_once_a_day(administrator, monkeypatch):
    person(Role.OFFICER, UnitFactory())
    with monkeypatch.context() as broken:
        broken.setattr(archive, "write", _fail)
        backing_up.try_to_back_up(at=NOON)
        backing_up.try_to_back_up(at=NOON + HOUR)
        backing_up.try_to_back_up(at=NOON + DAY)

    assert [(row.recipient, row.kind) for row in Notice.objects.all()] == [
        (administrator, "backup_failed"),
        (administrator, "backup_failed"),
    ]
    assert Notice.objects.first().text == (
        "Sao lưu không thành công. Không ghi được bản sao lưu: No space left on device."
    )
    assert _made() == []


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SoftTimeLimitExceeded(), "mất quá nhiều thời gian"),
        (ValueError("unexpected"), "Có lỗi ngoài dự kiến"),
    ],
)
def test_administrators_are_told_of_any_failure(administrator, monkeypatch, error, told):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(archive, "write", fail)
    backing_up.try_to_back_up(at=NOON)

    assert told in Notice.objects.get().text


def test_a_folder_that_is_away_does_not_look_like_a_new_product(settings, tmp_path):
    backing_up.back_up_if_due(at=NOON)
    backing_up.back_up(at=NOON)
    settings.BACKUP_DIR = tmp_path / "share-that-is-away"

    assert state(at=timezone.now() + 4 * DAY).is_stale


def test_a_backup_beside_another_one_is_no_failure(administrator):
    with shelf.locked():
        backing_up.try_to_back_up(at=NOON)

    assert not Notice.objects.exists()


def test_administrators_are_warned_before_the_disk_is_full(administrator, settings, monkeypatch):
    settings.WARN_FREE_DISK_MB = 2000
    usage = namedtuple("usage", "free")
    for free_mb in (2500, 1900, 1800):
        disk = usage(free=free_mb * room.MEGABYTE)
        monkeypatch.setattr(room.shutil, "disk_usage", lambda path, disk=disk: disk)
        backing_up.warn_of_disk(at=NOON)

    [notice] = Notice.objects.all()
    assert "chỉ còn trống 1900 MB" in notice.text
    assert (notice.kind, notice.recipient) == ("disk_low", administrator)


def test_the_state_says_when_the_last_backup_is_too_old(monkeypatch):
    assert state(at=NOON).is_stale is False
    _began(monkeypatch, NOON)
    assert state(at=NOON + 3 * DAY).is_stale is False
    assert state(at=NOON + 4 * DAY).is_stale is True

    backing_up.back_up(at=NOON + 4 * DAY)

    now = state(at=NOON + 5 * DAY)
    assert (now.is_stale, now.needs_key_copy) == (False, True)
    keys.note_taken()
    assert state(at=NOON + 5 * DAY).needs_key_copy is False


def test_the_tasks_of_beat_run(monkeypatch):
    tasks.back_up_if_due()
    tasks.warn_of_disk()
    tasks.back_up()

    assert len(_made()) == 1


def test_the_command_says_what_it_made_or_why_not(capsys, monkeypatch):
    call_command("backup")
    assert "read back whole" in capsys.readouterr().out
    monkeypatch.setattr(archive, "write", _fail)
    with pytest.raises(CommandError, match="Không ghi được bản sao lưu"):
        call_command("backup")


def test_a_restore_refuses_what_it_would_destroy_or_cannot_open(tmp_path, settings):
    backup, _ = backing_up.back_up(at=NOON)
    with pytest.raises(CommandError, match="is not a file"):
        call_command("restore", str(tmp_path / "none.backup"))
    settings.DATA_DIR = tmp_path / "new"
    settings.DATA_DIR.mkdir()
    with pytest.raises(CommandError, match="key of the backup is missing"):
        call_command("restore", str(backup.path))
    (tmp_path / "wrong").write_text("sai-khoa")
    with pytest.raises(CommandError, match="Khóa không đúng"):
        call_command("restore", str(backup.path), "--key-file", str(tmp_path / "wrong"))

    UserFactory()
    with pytest.raises(CommandError, match="it has 1 people"):
        call_command("restore", str(backup.path))


def test_a_restore_refuses_a_product_that_runs(tmp_path):
    backup, _ = backing_up.back_up(at=NOON)
    Heartbeat.objects.create(name="beat", at=timezone.now())

    with pytest.raises(CommandError, match="stop it and wait a minute"):
        call_command("restore", str(backup.path), "--replace")
