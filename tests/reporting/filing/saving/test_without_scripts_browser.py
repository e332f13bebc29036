"""The filing page without scripts saves, refuses, merges and outlives the session."""

import pytest

from tests.factories import FILED
from tests.reporting.filing.saving.scene import (
    THEIRS,
    address_of,
    form_on,
    log_in,
    save_as_colleague,
)
from tests.reporting.filing.scene import fresh

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain(open_page, officer, entry):
    opened = open_page(officer, java_script_enabled=False)
    opened.goto(address_of(entry))
    return opened


def _press_save(page, entry):
    form_on(page, entry).get_by_role("button", name="Lưu", exact=True).click()


def test_without_scripts_the_form_saves(plain, entry):
    form_on(plain, entry).locator("[name=result]").fill("Không cần kịch bản.")

    _press_save(plain, entry)

    plain.get_by_text("Đã lưu nhiệm vụ").wait_for()
    assert fresh(entry).result == "Không cần kịch bản."


def test_without_scripts_refused_input_stays_in_the_fields(plain, entry):
    form_on(plain, entry).locator("[name=percent]").fill("nhiều")
    form_on(plain, entry).locator("[name=result]").fill("Vẫn còn đây.")

    _press_save(plain, entry)

    form_on(plain, entry).get_by_text("một số nguyên từ 0 đến 100").wait_for()
    assert form_on(plain, entry).locator("[name=result]").input_value() == "Vẫn còn đây."
    assert fresh(entry).result == FILED["result"]


def test_without_scripts_the_person_resolves_a_conflict(plain, entry):
    save_as_colleague(entry)
    form_on(plain, entry).locator("[name=result]").fill("Của tôi.")
    _press_save(plain, entry)
    merge = plain.locator("[data-merge]")
    assert fresh(entry).result == THEIRS

    merge.get_by_label("Giữ của tôi").check()
    merge.get_by_role("button", name="Lưu theo lựa chọn").click()

    plain.get_by_text("Đã lưu nhiệm vụ").wait_for()
    assert fresh(entry).result == "Của tôi."


def test_without_scripts_text_is_restored_after_log_in(plain, entry, officer):
    plain.context.clear_cookies(name="sessionid")
    form_on(plain, entry).locator("[name=result]").fill("Gõ khi phiên đã hết.")
    _press_save(plain, entry)

    plain.get_by_text("Nội dung vừa gõ được giữ lại").wait_for()
    log_in(plain, officer)

    plain.wait_for_url(f"**{address_of(entry)}#entry-{entry.pk}")
    assert form_on(plain, entry).locator("[name=result]").input_value() == "Gõ khi phiên đã hết."
    _press_save(plain, entry)
    plain.get_by_text("Đã lưu nhiệm vụ").wait_for()
    assert fresh(entry).result == "Gõ khi phiên đã hết."
