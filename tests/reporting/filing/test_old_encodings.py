"""Text in an encoding before Unicode is named and converted only when asked."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.models import EntryStatus, Evidence
from tests.factories import person
from tests.reporting.evidence.uploads import docx, upload
from tests.reporting.filing.scene import HTMX, entry_of, form_of, fresh
from units.models import Role

pytestmark = pytest.mark.django_db
OLD = "B¸o c¸o kÕt qu¶\nThùc hiÖn"
NEW = "Báo cáo kết quả\nThực hiện"


@pytest.fixture
def entry(client):
    entry = entry_of(EntryStatus.DRAFT, timezone.now())
    officer = person(Role.OFFICER, entry.submission.unit)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return entry


def save(client, entry, headers=None, **fields):
    url = reverse("reporting:save-entry", args=[entry.pk])
    return client.post(url, form_of(entry, **fields), headers=headers)


def test_the_answer_to_a_save_names_the_encoding_and_keeps_the_text(client, entry):
    answer = save(client, entry, HTMX, result=OLD, obstacle="Thiếu vốn").content.decode()

    assert "“Kết quả thực hiện” viết bằng mã cũ TCVN3 (ABC), đọc là “Báo cáo kết quả" in answer
    assert answer.count("data-to-unicode") == 1
    assert fresh(entry).result == OLD


def test_the_page_offers_to_convert_what_is_stored(client, entry):
    save(client, entry, result=OLD)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    assert f'data-to-unicode="{NEW}"' in page.content.decode()


def test_the_button_converts_its_field_only_without_scripts(client, entry):
    save(client, entry, result=OLD, obstacle=OLD, **{"to-unicode": "result"})

    assert (fresh(entry).result, fresh(entry).obstacle) == (NEW, OLD)


@pytest.mark.parametrize("name", ["", "version", "khong-co"])
def test_a_button_of_another_name_converts_nothing(client, entry, name):
    save(client, entry, result=OLD, **{"to-unicode": name})

    assert fresh(entry).result == OLD


def test_unicode_offers_nothing(client, entry):
    answer = save(client, entry, HTMX, result="Đã họp 3 cuộc, 30 °C, 120 m²").content.decode()

    assert "to-unicode" not in answer


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_file_in_an_old_encoding_is_taken_with_a_warning(
    client, entry, settings, tmp_path, headers
):
    settings.MEDIA_ROOT = tmp_path
    url = reverse("reporting:add-evidence", args=[entry.pk])
    files = {"file": upload("a.docx", docx("B¸o c¸o kÕt qu¶")), "is_declared_not_secret": "on"}

    answer = client.post(url, files, headers=headers, follow=True).content.decode()

    assert Evidence.objects.get().file_name == "a.docx"
    assert "chữ trong tệp viết bằng mã cũ TCVN3 (ABC)" in answer


OLD_NUMBER = "15/B¸o c¸o"


def add_reference(client, entry, **fields):
    url = reverse("reporting:add-evidence", args=[entry.pk])
    sent = {"is_declared_not_secret": "on", "number": OLD_NUMBER, "subject": "Kế hoạch", **fields}
    return client.post(url, sent, headers=HTMX)


def test_the_number_of_a_document_is_asked_about_and_nothing_typed_is_lost(client, entry):
    answer = add_reference(client, entry)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Chữ viết bằng mã cũ TCVN3 (ABC), đọc là “15/Báo cáo”" in page
    assert '<button class="button button--small" name="to-unicode" value="number">' in page
    assert f'name="number-as-typed" value="{OLD_NUMBER}"' in page
    assert 'value="Kế hoạch"' in page
    assert not Evidence.objects.exists()


def test_a_document_is_kept_in_unicode_or_as_typed(client, entry):
    add_reference(client, entry, **{"to-unicode": "number"})
    add_reference(client, entry, **{"number-as-typed": OLD_NUMBER})

    numbers = Evidence.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == ["15/Báo cáo", OLD_NUMBER]
