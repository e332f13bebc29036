"""The filing page in a browser, wide and on a phone: it saves automatically and loses no input."""

import pytest

from tests.factories import FILED, person
from tests.reporting.filing.saving.scene import (
    COLLEAGUE,
    address_of,
    form_on,
    log_in,
    serious,
    wait_for_message,
    wait_until_saved,
)
from tests.reporting.filing.scene import fresh
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_input_is_saved_automatically(page, entry):
    form = form_on(page, entry)
    form.locator("[name=result]").press_sequentially(" Gõ thêm một câu khá dài.", delay=20)

    wait_until_saved(form)
    assert fresh(entry).result == form.locator("[name=result]").input_value().strip()
    assert serious(page) == []


def test_text_typed_before_scripts_run_is_saved(open_page, officer, entry):
    page = open_page(officer)
    paused = []
    page.route("**/js/filing*.js", lambda route: paused.append(route))
    with page.expect_request("**/js/filing*.js"):
        page.goto(address_of(entry), wait_until="commit")
    form = form_on(page, entry)
    form.locator("[name=result]").fill("Gõ khi mạng chậm.")

    with page.expect_response("**/save/"):
        paused[0].continue_()

    wait_until_saved(form)
    assert fresh(entry).result == "Gõ khi mạng chậm."


# Offline


def test_text_typed_offline_is_kept_and_saved_when_online(page, entry):
    form = form_on(page, entry)
    page.context.set_offline(True)
    form.locator("[name=result]").fill("Gõ khi mất mạng.")
    wait_for_message(form, "Chưa lưu: mất kết nối")
    assert fresh(entry).result == FILED["result"]

    page.context.set_offline(False)

    wait_until_saved(form)
    assert fresh(entry).result == "Gõ khi mất mạng."


def test_a_failed_save_is_retried(page, entry):
    form = form_on(page, entry)
    page.clock.install()
    answers = []

    def answer(route):
        answers.append(route.request.url)
        route.fulfill(status=503) if len(answers) < 3 else route.continue_()

    page.route("**/save/", answer)
    form.locator("[name=result]").fill("Gõ khi máy chủ bận.")
    page.clock.run_for(1000)
    wait_for_message(form, "Chưa lưu: mất kết nối")
    while len(answers) < 3:
        page.clock.run_for(4000)

    wait_until_saved(form)
    assert fresh(entry).result == "Gõ khi máy chủ bận."


def test_text_of_a_closed_window_is_restored_and_saved(page, entry):
    form = form_on(page, entry)
    page.context.set_offline(True)
    form.locator("[name=obstacle]").fill("Gõ rồi đóng cửa sổ.")
    wait_for_message(form, "Chưa lưu: mất kết nối")
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)

    again.goto(address_of(entry))

    wait_until_saved(form_on(again, entry))
    assert fresh(entry).obstacle == "Gõ rồi đóng cửa sổ."
    assert again.evaluate("localStorage.length") == 0


def test_without_browser_storage_the_page_requests_to_stay_open(page, entry):
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    form = form_on(page, entry)
    page.context.set_offline(True)

    form.locator("[name=result]").fill("Không còn chỗ giữ.")

    wait_for_message(form, "hãy để trang này mở")


def test_leaving_with_unsaved_text_warns(page, entry):
    form = form_on(page, entry)
    page.context.set_offline(True)
    form.locator("[name=result]").press_sequentially("Chưa lưu đâu.")
    wait_for_message(form, "Chưa lưu: mất kết nối")

    with page.expect_event("dialog") as opened:
        page.close(run_before_unload=True)
    opened.value.dismiss()
    form.locator("[name=result]").focus()

    assert opened.value.type == "beforeunload"
    assert not page.is_closed()


# The session


def test_text_typed_after_the_session_ended_is_restored_after_log_in(page, entry, officer):
    form = form_on(page, entry)
    page.context.clear_cookies(name="sessionid")
    form.locator("[name=result]").fill("Gõ khi phiên đã hết.")
    wait_for_message(form, "Chưa lưu: phiên làm việc đã hết")

    form.get_by_role("link", name="Đăng nhập lại").click()
    log_in(page, officer)

    page.wait_for_url(f"**{address_of(entry)}#entry-{entry.pk}")
    wait_until_saved(form_on(page, entry))
    assert form_on(page, entry).locator("[name=result]").input_value() == "Gõ khi phiên đã hết."
    assert fresh(entry).result == "Gõ khi phiên đã hết."


def test_text_of_one_person_is_not_shown_to_the_next_on_the_same_machine(page, entry):
    colleague = person(Role.OFFICER, entry.submission.unit, full_name=COLLEAGUE)
    form = form_on(page, entry)
    page.context.clear_cookies(name="sessionid")
    form.locator("[name=result]").fill("Của người trước.")
    wait_for_message(form, "Chưa lưu: phiên làm việc đã hết")

    form.get_by_role("link", name="Đăng nhập lại").click()
    log_in(page, colleague)

    page.wait_for_url(f"**{address_of(entry)}#entry-{entry.pk}")
    assert form_on(page, entry).locator("[name=result]").input_value() == FILED["result"]


def test_a_log_in_in_another_window_restores_the_text(page, entry, officer):
    form = form_on(page, entry)
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto("/log-in/")
    log_in(other, officer)
    other.wait_for_url(lambda url: "/log-in/" not in url)
    form.locator("[name=result]").fill("Gõ ở cửa sổ cũ.")
    wait_for_message(form, "Chưa lưu: phiên làm việc đã hết")

    form.get_by_role("link", name="Đăng nhập lại").click()

    page.wait_for_url(f"**{address_of(entry)}#entry-{entry.pk}")
    wait_until_saved(form_on(page, entry))
    assert fresh(entry).result == "Gõ ở cửa sổ cũ."


def test_two_windows_of_one_person_keep_both_texts(page, entry, officer):
    other = page.context.new_page()
    other.goto(address_of(entry))
    page.context.clear_cookies(name="sessionid")
    for window, text in ((page, "Gõ ở cửa sổ một."), (other, "Gõ ở cửa sổ hai.")):
        form_on(window, entry).locator("[name=result]").fill(text)
        wait_for_message(form_on(window, entry), "Chưa lưu: phiên làm việc đã hết")
    other.close()

    form_on(page, entry).get_by_role("link", name="Đăng nhập lại").click()
    log_in(page, officer)

    page.wait_for_url(f"**{address_of(entry)}#entry-{entry.pk}")
    wait_for_message(form_on(page, entry), "Đã lưu lúc")
    assert fresh(entry).result == "Gõ ở cửa sổ hai."
    page.locator(".left-over").get_by_text("Kết quả thực hiện: Gõ ở cửa sổ một.").wait_for()
