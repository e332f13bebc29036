from datetime import timedelta

import pytest

from plans.importing import receiving, recognizing, rescuing
from plans.models import ImportState
from tests.factories import NOON
from tests.plans.importing.scene import found_in, read, waiting
from tracker.lib import filestore

pytestmark = pytest.mark.django_db

TEXT = """ĐẢNG BỘ TỈNH THỬ NGHIỆM
ĐẢNG ỦY XÃ THỬ
Số 09-KH/ĐU
Xã Thử, ngày 20 tháng 02 năm 2026
KẾ HOẠCH
chuyển đổi số năm 2026

II. NHIỆM VỤ
1. Phát triển hạ tầng số
- Văn phòng Đảng ủy chủ trì lắp đặt đường truyền, hoàn thành trước ngày 15/11/2026.
"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def run(row, *, at=NOON):
    recognizing.read_import(import_id=row.pk, clock=lambda: at)
    row.refresh_from_db()
    return row


def test_a_worker_keeps_what_it_recognises_for_review():
    row = run(waiting(text=TEXT))

    assert (row.state, row.progress, row.claim) == (ImportState.READ, 100, "")
    head = found_in(row)["head"]
    assert (head["number"], head["issued_on"]) == ("09-KH/ĐU", "2026-02-20")
    assert head["title"] == "Đảng ủy xã Thử"
    assert row.events.filter(kind="read").exists()


def test_a_message_that_is_delivered_twice_reads_once():
    row = waiting()

    tokens = [recognizing.claim(import_id=row.pk, at=NOON) for _ in range(2)]

    assert tokens[0]
    assert tokens[1] is None


def test_a_mark_seen_by_the_worker_gives_the_bytes_up(monkeypatch):
    sent = []
    monkeypatch.setattr(
        "tracker.lib.queueing.send_on_commit", lambda task, **job: sent.append((task, job))
    )
    row = waiting(text=TEXT)
    monkeypatch.setattr("plans.importing.recognizing.secrecy.mark_in", lambda text: "MẬT")
    monkeypatch.setattr("tracker.lib.secrecy.mark_in", lambda text: "MẬT")

    run(row)

    assert row.state == ImportState.FAILED
    assert "có dấu hiệu mật" in row.error
    assert (row.file_sha256, row.findings) == ("", None)
    assert sent[-1] == (
        "reporting.tasks.remove_refused_file",
        {"robust": True, "import_id": row.pk},
    )


def test_a_file_that_is_gone_is_told_and_can_be_read_again_only_while_it_is_kept():
    row = waiting()
    filestore.path_of(row.file_sha256).unlink()

    run(row)

    assert row.state == ImportState.FAILED
    assert "không còn trên máy chủ" in row.error
    receiving.read_again(plan_import=row, by=row.uploaded_by, at=NOON)
    row.refresh_from_db()
    assert (row.state, row.error, row.attempts) == (ImportState.WAITING, "", 0)


def test_an_import_that_was_given_up_meanwhile_keeps_no_findings():
    row = waiting(text=TEXT)
    token = recognizing.claim(import_id=row.pk, at=NOON)
    receiving.discard(plan_import=row, by=row.uploaded_by, at=NOON)

    assert not recognizing.fail(import_id=row.pk, token=token, at=NOON, error="Lỗi")
    row.refresh_from_db()
    assert (row.state, row.findings) == (ImportState.DISCARDED, None)


def test_an_import_of_a_lost_worker_is_read_again_three_times():
    row = waiting()
    late = rescuing.STALE_AFTER + timedelta(seconds=1)
    at = NOON
    states = []
    for _ in range(rescuing.MOST_ATTEMPTS):
        recognizing.claim(import_id=row.pk, at=at)
        at += late
        assert rescuing.rescue_imports(at=at) == 1
        row.refresh_from_db()
        states.append(row.state)

    assert states == ["waiting", "waiting", "failed"]
    assert "đều dừng giữa chừng" in row.error


def test_the_file_of_an_ended_import_is_given_up_after_some_days():
    kept, ended = read(), waiting(text="Văn bản khác của xã Thử")
    receiving.discard(plan_import=ended, by=ended.uploaded_by, at=NOON)

    assert rescuing.give_up_files(at=NOON + timedelta(days=1)) == 0
    assert rescuing.give_up_files(at=NOON + timedelta(days=4)) == 1

    kept.refresh_from_db()
    ended.refresh_from_db()
    assert (kept.file_sha256 != "", ended.file_sha256) == (True, "")
