import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plans.importing import receiving
from plans.models import ImportState, PlanImport
from tests.factories import NOON, UserFactory
from tests.plans.importing.scene import read, text_of, waiting
from tests.race import run_together
from tests.reporting.evidence.uploads import docx
from tracker.lib import filestore
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(name: str, content: bytes) -> PlanImport:
    file = SimpleUploadedFile(name, content)
    return receiving.upload(file=file, by=UserFactory(), at=NOON)


def test_a_word_file_is_stored_and_waits_for_a_worker():
    row = upload("ke hoach.docx", docx("Kế hoạch chuyển đổi số"))

    assert (row.state, row.file_name) == (ImportState.WAITING, "ke hoach.docx")
    assert filestore.is_intact(row.file_sha256)
    assert row.events.get().kind == "uploaded"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ke-hoach.doc", b"\xd0\xcf\x11\xe0", "lưu lại thành .docx"),
        ("ke-hoach.xlsx", b"PK", "chỉ nhận .docx, .pdf có chữ và .txt"),
        ("ke-hoach.docx", b"PK hong", "không phải là tệp docx hợp lệ"),
        ("ke-hoach.txt", b"", "rỗng"),
        ("ke-hoach.txt", "TỐI MẬT\nKế hoạch".encode(), "có dấu hiệu mật"),
        ("ke-hoach.txt", "TỐI MẬT\nKế hoạch".encode("utf-16"), "có dấu hiệu mật"),
        ("bao cao_MẬT.txt", b"Ke hoach", "có dấu hiệu mật"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words_and_not_kept(name, content, words):
    with pytest.raises(Refused, match=words):
        upload(name, content)

    assert not PlanImport.objects.exists()
    assert list(filestore.stored()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [(" \n", "Chưa có chữ nào"), ("Độ mật: Mật\nKế hoạch", "có dấu hiệu mật")],
)
def test_pasted_text_is_refused_where_it_is_empty_or_secret(text, words):
    with pytest.raises(Refused, match=words):
        waiting(text=text)


def test_the_same_text_is_imported_once_at_a_time():
    row = waiting(by=UserFactory(full_name="Trần Thị Thử"))

    with pytest.raises(Refused, match="đang được Trần Thị Thử nhập"):
        waiting()

    receiving.discard(plan_import=row, by=row.uploaded_by, at=NOON)
    assert waiting().pk != row.pk


def test_what_was_recognised_is_forgotten_with_the_import():
    row = read()

    receiving.discard(plan_import=row, by=row.uploaded_by, at=NOON)

    row.refresh_from_db()
    assert (row.state, row.findings, row.ended_at) == (ImportState.DISCARDED, None, NOON)
    with pytest.raises(Refused, match="đã bị bỏ"):
        receiving.discard(plan_import=row, by=row.uploaded_by, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_upload_the_same_at_once_one_is_sent_to_the_other():
    first, second = UserFactory(), UserFactory()

    outcomes = run_together(
        *(lambda by=by: receiving.paste(text=text_of(), by=by, at=NOON) for by in (first, second))
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert PlanImport.objects.count() == 1
