"""The administrators' page of backups."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from plans.models import OwnBody
from reporting.operations import backing_up
from tests.factories import NOON, IssuingBodyFactory, UnitFactory, person
from tracker.lib.backups import keys, sealing, shelf
from tracker.lib.backups.state import State
from units.models import Role

pytestmark = pytest.mark.django_db
PAGE, KEY = reverse("reporting:list-backups"), reverse("reporting:download-backup-key")


@pytest.fixture(autouse=True)
def place(settings, tmp_path, monkeypatch):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.BACKUP_DIR, settings.BACKUP_KEY = tmp_path / "backups", ""
    monkeypatch.setattr(sealing, "COST", {"n": 2, "r": 8, "p": 1})


@pytest.fixture
def administrator(client):
    IssuingBodyFactory(own=OwnBody.COMMITTEE)
    user = person(Role.ADMINISTRATOR, UnitFactory())
    user.set_password("mật khẩu của tôi")
    user.save()
    client.force_login(user)
    return user


def test_the_page_lists_backups_to_download(client, administrator):
    backup, _ = backing_up.back_up(at=NOON)

    page = client.get(PAGE).content.decode()
    address = reverse("reporting:download-backup", args=[backup.name])
    answer = client.get(address)

    assert address in page
    assert "12:00, 16/03/2026" in page
    assert b"".join(answer.streaming_content) == backup.path.read_bytes()
    assert client.get(reverse("reporting:download-backup", args=["backup-key"])).status_code == 404


def test_a_backup_that_the_disk_has_hurt_is_told_and_is_not_the_last_good_one(
    client, administrator, capsys
):
    older, _ = backing_up.back_up(at=NOON)
    newest, _ = backing_up.back_up(at=NOON + timedelta(days=1))
    content = bytearray(newest.path.read_bytes())
    content[len(content) // 2] ^= 1
    newest.path.write_bytes(content)
    with pytest.raises(SystemExit):
        call_command("verify")
    assert f"newest backup cannot be restored: {newest.name}" in capsys.readouterr().out

    newest.path.write_bytes(bytes(len(content)))
    page = client.get(PAGE).content.decode()

    assert "Hỏng, không khôi phục được" in page
    assert reverse("reporting:download-backup", args=[newest.name]) not in page
    assert shelf.newest() == older
    assert shelf.remove_old() == [newest]


def test_the_key_is_given_for_the_password(client, administrator):
    backing_up.back_up(at=NOON)
    assert "Khóa của bản sao lưu mới chỉ có trên máy chủ này" in client.get("/").content.decode()

    refused = client.post(KEY, {"password": "sai"})
    assert refused.status_code == 422
    assert "Mật khẩu không đúng." in refused.content.decode()
    assert keys.key() not in refused.content.decode()
    given = client.post(KEY, {"password": "mật khẩu của tôi"})

    assert keys.key() in given.content.decode()
    assert given["Cache-Control"].count("no-store")
    assert "mới chỉ có trên máy chủ này" not in client.get("/").content.decode()


def test_a_key_that_is_a_setting_is_not_given(client, administrator, settings):
    settings.BACKUP_KEY = "of the office"

    assert "Tải khóa" not in client.get(PAGE).content.decode()
    assert client.post(KEY, {"password": "mật khẩu của tôi"}).status_code == 404


def test_an_old_backup_is_red_on_the_first_page_of_administrators(
    client, administrator, monkeypatch
):
    monkeypatch.setattr(
        "tracker.lib.backups.state.state", lambda at: State(None, True, needs_key_copy=False)
    )

    assert "Chưa sao lưu được lần nào." in client.get("/").content.decode()


def test_a_backup_is_asked_of_the_worker(client, administrator, monkeypatch):
    sent = []
    monkeypatch.setattr("tracker.lib.queueing.send", sent.append)

    page = client.post(reverse("reporting:make-backup"), follow=True).content.decode()

    assert sent == ["reporting.tasks.back_up"]
    assert "Đã bắt đầu sao lưu." in page
    assert 'hx-trigger="every 3s"' in page
    assert "Chưa có bản sao lưu nào" not in page
    assert shelf.backups() == []


def test_the_page_stops_waiting_when_the_backup_has_come_or_never_will(client, administrator):
    asked = int(timezone.now().timestamp())
    waiting = client.get(PAGE, {"since": asked}).content.decode()
    long_ago = client.get(PAGE, {"since": asked - 3600}).content.decode()
    backing_up.back_up(at=timezone.now())
    come = client.get(PAGE, {"since": asked}).content.decode()

    assert "Đang sao lưu" in waiting
    assert "Đang sao lưu" not in long_ago + come
    assert "Tải về" in come


def test_a_broker_that_is_away_is_told(client, administrator, monkeypatch):
    def refuse(task):
        raise OSError("broker")

    monkeypatch.setattr("tracker.lib.queueing.send", refuse)

    page = client.post(reverse("reporting:make-backup"), follow=True).content.decode()

    assert "hàng đợi không nhận" in page
