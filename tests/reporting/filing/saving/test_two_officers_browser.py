"""Two people in one section: each sees what the other saved, and chooses where both wrote."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reporting.evidence import attaching
from reporting.filing import filing
from tests.factories import FILED, UserFactory, person
from tests.reporting.filing.saving.scene import (
    COLLEAGUE,
    THEIRS,
    address_of,
    form_on,
    save_as_colleague,
    serious,
    wait_for_message,
    wait_until_saved,
)
from tests.reporting.filing.scene import fresh
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Type into the form that takes the place of the one shown, before any timer fires
TYPE_AT_ONCE = """
(words) => {
  const first = document.querySelector("form[data-entry]");
  new MutationObserver((_, observer) => {
    const form = document.querySelector("form[data-entry]");
    if (!form || form === first) return;
    observer.disconnect();
    form.elements.obstacle.value = words;
    form.elements.obstacle.dispatchEvent(new Event("input", { bubbles: true }));
  }).observe(document, { childList: true, subtree: true });
}
"""


def _check_for_changes(page):
    """Trigger the check made on return to the window or every half minute."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_an_untouched_section_is_updated_and_names_who_saved_it(page, entry):
    save_as_colleague(entry)

    _check_for_changes(page)

    section = page.locator(f"#entry-{entry.pk}")
    section.get_by_text(re.compile(rf"{COLLEAGUE} vừa lưu mục này lúc \d\d:\d\d\.")).wait_for()
    form = form_on(page, entry)
    assert form.locator("[name=result]").input_value() == THEIRS
    form.locator("[name=obstacle]").fill("Thêm của tôi.")
    wait_until_saved(form)
    assert (fresh(entry).result, fresh(entry).obstacle) == (THEIRS, "Thêm của tôi.")

    attaching.attach(
        entry=fresh(entry),
        by=UserFactory(full_name=COLLEAGUE),
        at=timezone.now(),
        number="15/KH-UBND",
        is_declared_not_secret=True,
    )
    _check_for_changes(page)

    section.get_by_text(f"{COLLEAGUE} vừa thêm minh chứng ở mục này").wait_for()
    section.locator(".evidence-what").get_by_text("15/KH-UBND").wait_for()


def test_text_typed_as_soon_as_the_section_is_replaced_is_saved(page, entry):
    save_as_colleague(entry)
    page.evaluate(TYPE_AT_ONCE, "Gõ ngay.")

    _check_for_changes(page)

    form = form_on(page, entry)
    expect(form.locator("[name=obstacle]")).to_have_value("Gõ ngay.")
    wait_until_saved(form)
    assert (fresh(entry).result, fresh(entry).obstacle) == (THEIRS, "Gõ ngay.")


def test_text_typed_while_the_section_is_fetched_is_kept(page, entry):
    save_as_colleague(entry)
    paused = []
    page.route("**/section/", lambda route: paused.append(route))
    with page.expect_request("**/section/"):
        _check_for_changes(page)
    form = form_on(page, entry)
    form.locator("[name=obstacle]").fill("Gõ đúng lúc ấy.")

    paused[0].continue_()

    page.get_by_text("Phần bạn đang gõ vẫn còn").wait_for()
    assert form.locator("[name=obstacle]").input_value() == "Gõ đúng lúc ấy."
    wait_for_message(form, "Đã lưu lúc")
    assert (fresh(entry).result, fresh(entry).obstacle) == (THEIRS, "Gõ đúng lúc ấy.")


def test_an_answer_that_is_older_than_what_was_saved_meanwhile_replaces_nothing(page, entry):
    save_as_colleague(entry)
    late = []
    page.route("**/section/", lambda route: late.append((route, route.fetch())))
    with page.expect_request("**/section/"):
        _check_for_changes(page)
    form = form_on(page, entry)
    form.locator("[name=obstacle]").fill("Gõ và lưu trong lúc ấy.")
    wait_until_saved(form)

    route, answer = late[0]
    route.fulfill(response=answer)

    page.get_by_text(f"{COLLEAGUE} vừa lưu mục này").wait_for()
    assert form.locator("[name=obstacle]").input_value() == "Gõ và lưu trong lúc ấy."
    assert fresh(entry).obstacle == "Gõ và lưu trong lúc ấy."


def test_a_failed_answer_replaces_nothing_and_is_asked_for_again(page, entry):
    save_as_colleague(entry)
    page.route("**/section/", lambda route: route.fulfill(status=500, body="<p>Lỗi</p>"), times=1)
    with page.expect_response("**/section/"):
        _check_for_changes(page)
    form = form_on(page, entry)
    assert form.locator("[name=result]").input_value() == FILED["result"]

    # The check that failed may be at its end only now
    page.wait_for_function(
        """words => {
          window.dispatchEvent(new Event("focus"));
          return document.body.textContent.includes(words);
        }""",
        arg=f"{COLLEAGUE} vừa lưu mục này",
    )

    assert form.locator("[name=result]").input_value() == THEIRS


def test_a_section_sent_by_another_person_is_shown_as_sent(page, entry):
    filing.send(submission=entry.submission, by=UserFactory(full_name=COLLEAGUE), at=timezone.now())

    _check_for_changes(page)

    section = page.locator(f"#entry-{entry.pk}")
    section.get_by_text(f"{COLLEAGUE} vừa gửi mục này").wait_for()
    assert section.locator("form[data-entry]").count() == 0


def test_text_typed_too_late_can_be_copied(page, entry):
    filing.send(submission=entry.submission, by=UserFactory(full_name=COLLEAGUE), at=timezone.now())
    form = form_on(page, entry)
    form.locator("[name=result]").fill("Gõ sau khi đã gửi.")
    wait_for_message(form, "Chưa lưu. Kết quả đã gửi")
    page.on("dialog", lambda dialog: dialog.accept())

    page.reload()

    unsaved = page.locator(f"#entry-{entry.pk} .left-over")
    unsaved.get_by_text("Gõ sau khi đã gửi.").wait_for()
    unsaved.get_by_role("button", name="Bỏ nội dung này").click()
    assert unsaved.count() == 0
    assert page.evaluate("localStorage.length") == 0


def test_the_page_polls_every_half_minute_but_not_while_hidden(page, entry):
    requests = []
    page.on("request", lambda request: "/changes/" in request.url and requests.append(request.url))
    page.clock.install()
    page.reload()
    hide = "(is) => { Object.defineProperty(document, 'hidden', { value: is, configurable: true });"
    hide += " document.dispatchEvent(new Event('visibilitychange')); }"

    with page.expect_response("**/changes/*"):
        page.clock.run_for(30_500)
    page.evaluate(hide, True)
    before = len(requests)
    page.clock.run_for(120_000)
    while_hidden = len(requests) - before
    with page.expect_request("**/changes/*"):
        page.evaluate(hide, False)
        page.clock.run_for(30_500)

    assert while_hidden == 0


def test_two_browsers_see_the_changes_of_each_other_and_choose(open_page, entry, officer):
    colleague = person(Role.OFFICER, entry.submission.unit, full_name=COLLEAGUE)
    mine, theirs = open_page(officer), open_page(colleague)
    for opened in (mine, theirs):
        opened.goto(address_of(entry))
    form, other = form_on(mine, entry), form_on(theirs, entry)
    mine.context.set_offline(True)
    form.locator("[name=result]").fill("Của tôi, có 15 văn bản.")
    wait_for_message(form, "Chưa lưu")
    other.locator("[name=result]").fill(THEIRS)
    other.locator("[name=recommendation]").fill("Đề nghị tập huấn.")
    wait_until_saved(other)

    wait_for_message(form, "Chưa lưu: mất kết nối")
    mine.context.set_offline(False)
    merge = form.locator("[data-merge]")
    merge.get_by_text(re.compile(f"{COLLEAGUE} đã lưu mục này lúc")).wait_for()

    assert serious(mine) == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert mine.evaluate(wider) == 0
    assert merge.locator("mark").all_text_contents() != []
    assert form.locator("[name=recommendation]").input_value() == "Đề nghị tập huấn."
    assert fresh(entry).result == THEIRS
    merge.get_by_label("Giữ của tôi").check()
    merge.get_by_role("button", name="Lưu theo lựa chọn").click()
    wait_until_saved(form)
    assert fresh(entry).result == "Của tôi, có 15 văn bản."
    assert fresh(entry).recommendation == "Đề nghị tập huấn."

    _check_for_changes(theirs)
    theirs.locator(f"#entry-{entry.pk}").get_by_text("Trần Thị Cán Bộ vừa lưu mục này").wait_for()
    assert other.locator("[name=result]").input_value() == "Của tôi, có 15 văn bản."


@pytest.fixture
def merge(page, entry):
    """Both changed the result; the page shows a conflict."""
    save_as_colleague(entry)
    form_on(page, entry).locator("[name=result]").fill("Của tôi.")
    opened = page.locator("[data-merge]")
    opened.wait_for()
    return opened


def test_the_text_of_the_other_can_be_chosen(page, entry, merge):
    form = form_on(page, entry)
    merge.get_by_label(f"Lấy của {COLLEAGUE}").check()
    assert form.locator("[name=result]").input_value() == THEIRS

    merge.get_by_role("button", name="Lưu theo lựa chọn").click()

    wait_until_saved(form)
    assert (fresh(entry).result, merge.count()) == (THEIRS, 0)


def test_typing_in_the_field_chooses_to_edit(page, entry, merge):
    form = form_on(page, entry)
    form.locator("[name=result]").fill("Gộp của cả hai.")
    assert merge.get_by_label("Tôi sửa lại trong ô").is_checked()
    assert fresh(entry).result == THEIRS

    merge.get_by_role("button", name="Lưu theo lựa chọn").click()

    wait_until_saved(form)
    assert fresh(entry).result == "Gộp của cả hai."


def test_a_field_typed_in_during_the_response_is_a_conflict(page, entry):
    save_as_colleague(entry, result=FILED["result"], obstacle="Thiếu người.")
    form = form_on(page, entry)
    paused = []
    page.route("**/save/", lambda route: route.continue_() if paused else paused.append(route))
    with page.expect_request("**/save/"):
        form.locator("[name=result]").fill("Của tôi.")
    form.locator("[name=obstacle]").fill("Thiếu máy.")

    paused[0].continue_()

    choice = form.locator("[data-merge-field]")
    choice.wait_for()
    assert choice.get_attribute("data-merge-field") == "obstacle"
    assert form.locator("[name=obstacle]").input_value() == "Thiếu máy."
    assert (fresh(entry).result, fresh(entry).obstacle) == ("Của tôi.", "Thiếu người.")


def test_nothing_is_saved_before_a_choice(page, entry, merge):
    merge.get_by_role("button", name="Lưu theo lựa chọn").click()
    with page.expect_response("**/save/") as answer:
        merge.get_by_role("button", name="Lưu theo lựa chọn").click()

    assert answer.value.status == 422
    assert fresh(entry).result == THEIRS
