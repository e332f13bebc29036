"""The review of an import in a real browser: what its scripts add to pages that work without."""

import pytest

from tests.browser import give_session, page_in
from tests.factories import person
from tests.plans.importing.scene import found_in, read, units
from units.models import Role, Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium, live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    context = chromium.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    give_session(context, person(Role.REVIEWER), live_server.url)
    with page_in(context) as opened:
        yield opened


def test_a_task_shows_its_passage_and_is_changed_beside_it(page, live_server):
    units()
    row = read()
    page.goto(f"{live_server.url}/plan-imports/{row.pk}/")

    page.locator("#t3").get_by_role("link", name="Xem trong văn bản").click()
    assert page.locator(".passage.is-marked").get_attribute("id") == "p4"

    page.locator("#t3").get_by_role("link", name="Sửa Lắp").click()
    title = page.locator("#t3").get_by_label("Tên ngắn")
    title.fill("Lắp đường truyền")
    page.locator("#t3").get_by_role("button", name="Lưu").click()
    page.locator("#t3 h4").get_by_text("1.1. Lắp đường truyền").wait_for()
    assert found_in(row)["groups"][0]["tasks"][0]["title"] == "Lắp đường truyền"

    page.locator("#p7 .text").select_text()
    page.locator("#p7").get_by_role("link", name="nhiệm vụ").click()
    assert page.get_by_label("Nguyên văn").input_value() == "Định kỳ 6 tháng báo cáo."


def test_words_typed_into_a_finding_outlive_the_session(page, live_server):
    units()
    row = read()
    page.goto(f"{live_server.url}/plan-imports/{row.pk}/")
    page.locator("#t3").get_by_role("link", name="Sửa Lắp").click()
    page.locator("#t3").get_by_label("Tên ngắn").fill("Lắp đường truyền")
    Session.objects.all().delete()

    page.locator("#t3").get_by_role("button", name="Lưu").click()

    page.get_by_text("Nội dung vừa gõ được giữ lại").wait_for()


def test_a_long_passage_that_is_marked_makes_no_address_that_is_too_long(page, live_server):
    units()
    row = read()
    page.goto(f"{live_server.url}/plan-imports/{row.pk}/")
    page.locator("#p7 .text").evaluate(
        "text => { text.textContent = 'Nhiệm vụ ấy. '.repeat(300); }"
    )

    page.locator("#p7 .text").select_text()
    page.locator("#p7").get_by_role("link", name="nhiệm vụ").click()

    assert page.get_by_label("Nguyên văn").input_value().startswith("Nhiệm vụ ấy. Nhiệm vụ ấy.")
    assert 3_000 < len(page.url) < 4_094 - len("GET  HTTP/1.1")
