"""The pages of a list: form, preview, slips."""

import pytest
from django.urls import reverse

from tests.units.importing.scene import DEPARTMENT, OFFICER, confirm, file_of, upload
from units.importing.judging import Judgement
from units.models import DirectoryImport, Unit, User

pytestmark = pytest.mark.django_db
UNIT = ("Phòng Y tế", "P. Y tế", *DEPARTMENT)


def test_a_list_goes_from_the_file_to_slips_that_are_shown_once(client, log_in):
    log_in()
    people = [("Trần Thị Lan", "", "P. Y tế", OFFICER), ("Lê An", "", "Đơn vị lạ", OFFICER)]

    answer = client.post(reverse("units:upload-list"), {"file": file_of([UNIT], people)})
    page = client.get(answer.url).content.decode()
    found = DirectoryImport.objects.get()
    confirm_url = reverse("units:confirm-list", args=[found.pk])
    slips = client.post(confirm_url, {"seen": Judgement.of(found).digest})
    again = client.post(confirm_url, {"seen": ""})

    assert "Thêm mới <strong>2</strong>" in page
    assert "Chưa có đơn vị nào tên “Đơn vị lạ”." in page
    assert slips.headers["Cache-Control"] == "no-store"
    words = slips.content.decode()
    assert words.count('class="slip"') == 1
    assert "lan.tran" in words
    assert User.objects.filter(username="lan.tran", must_change_password=True).exists()
    assert again.status_code == 422
    assert "đã được xác nhận" in again.content.decode()


def test_a_refused_file_and_a_stale_preview_say_why_and_keep_the_choices(client, log_in):
    log_in()
    refused = client.post(
        reverse("units:upload-list"), {"file": file_of([("x",)], unit_heads=("Một",))}
    )
    found = upload(file_of(people=[("Lê An", "", "Đơn vị lạ", OFFICER)]))
    key = "row-people-2"
    stale = client.post(
        reverse("units:confirm-list", args=[found.pk]), {"seen": "x", key: "new.nowhere"}
    )

    assert (refused.status_code, stale.status_code) == (422, 422)
    assert "Không thấy bảng đơn vị hay người dùng nào" in refused.content.decode()
    assert "Danh bạ vừa thay đổi" in stale.content.decode()
    assert 'value="new.nowhere" checked' in stale.content.decode()


def test_the_page_of_lists_takes_as_many_queries_for_three_as_for_one(
    client, log_in, django_assert_max_num_queries
):
    log_in()
    upload(file_of([UNIT]))
    url = reverse("units:upload-list")
    with django_assert_max_num_queries(99) as one:
        client.get(url)
    upload(file_of([UNIT]))
    upload(file_of([UNIT]))

    with django_assert_max_num_queries(len(one)):
        client.get(url)


def test_the_preview_takes_as_many_queries_for_three_rows_as_for_one(
    client, log_in, django_assert_max_num_queries
):
    log_in()
    lists = [
        upload(file_of([(f"Đơn vị {row}", "", *DEPARTMENT) for row in range(num)]))
        for num in (1, 3)
    ]
    urls = [reverse("units:directory-import", args=[one.pk]) for one in lists]
    client.get(urls[0])
    with django_assert_max_num_queries(99) as one:
        client.get(urls[0])

    with django_assert_max_num_queries(len(one)):
        client.get(urls[1])


def test_many_units_are_written_with_a_steady_number_of_groups_read(django_assert_max_num_queries):
    found = upload(file_of([(f"Đơn vị {row}", "", *DEPARTMENT) for row in range(20)]))

    with django_assert_max_num_queries(360):
        confirm(found)

    assert Unit.objects.count() == 20
