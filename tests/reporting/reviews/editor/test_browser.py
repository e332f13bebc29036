"""The paper in a browser, wide and on a phone: it saves what is typed and loses nothing."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reporting.models import Review, ReviewBlock
from reporting.papers.blocks import plain, text_of
from reporting.papers.stored import from_json
from reporting.reviews import requesting
from reporting.reviews.composing import compose
from reporting.reviews.editing import changing, commenting
from tests.browser import give_session, page_in
from tests.factories import NOON, PASSWORD, UserFactory, person
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review
from units.models import Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_printing"),
]
SCREENS = {"desktop": (1366, 768), "phone": (360, 800)}
BLANK, OVERVIEW = "IV.1.blank-1", "II.tasks"
NEXT_BLANKS = ("IV.2.blank-1", "IV.3.a.blank-1")
# The connection breaks within the next answer
HALF_AN_ANSWER = """
() => {
  const whole = window.fetch;
  window.fetch = async () => {
    window.fetch = whole;
    return new Response("{", { headers: { "Content-Type": "application/json" } });
  };
}
"""
HUMAN_PRESS = 90  # milliseconds between press and release of a button


@pytest.fixture
def draft():
    return compiled(request_review(plan_at_work()))


@pytest.fixture
def writer():
    return person(Role.REVIEWER, full_name="Trần Thị Văn Phòng")


@pytest.fixture(params=SCREENS)
def page(request, chromium, live_server, draft, writer):
    width, height = SCREENS[request.param]
    context = chromium.new_context(
        locale="vi-VN",
        viewport={"width": width, "height": height},
        has_touch=request.param == "phone",
        base_url=live_server.url,
    )
    give_session(context, writer, live_server.url)
    with page_in(context) as opened:
        opened.goto(f"/reviews/{draft.pk}/paper/")
        yield opened


def _block(page, key):
    return page.locator(f'[data-block="{key}"]')


def _write(page, key, text):
    words = _block(page, key).locator("[data-words]")
    words.click()
    words.press("Control+End")
    page.keyboard.type(text)


def _press(page, target):
    """Press and release the mouse in the middle of `target`, as slowly as a hand does."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.wait_for_timeout(HUMAN_PRESS)
    page.mouse.up()


def _told(page, key, words):
    expect(_block(page, key).locator(".saved-state")).to_contain_text(re.compile(words))


def _saved(key):
    return text_of(from_json(ReviewBlock.objects.get(key=key).runs))


def _save_as_colleague(draft, key, text):
    colleague = UserFactory(full_name="Lê Văn Đồng Nghiệp")
    changing.save_words(
        review=draft,
        document=compose(draft).machine,
        key=key,
        runs=plain(text),
        seen_version=0,
        by=colleague,
        at=NOON,
    )


def test_what_is_typed_saves_itself_and_figures_stay_figures(page, draft):
    _write(page, BLANK, "Kịp thời.")
    _told(page, BLANK, "Đã lưu lúc")
    assert _saved(BLANK) == "Kịp thời."
    _write(page, OVERVIEW, " Đạt yêu cầu.")
    _told(page, OVERVIEW, "Đã lưu lúc")
    runs = from_json(ReviewBlock.objects.get(key=OVERVIEW).runs)
    [machine] = [one for one in compose(draft).machine.blocks if one.key == OVERVIEW]
    assert text_of(runs) == f"{text_of(machine.runs)} Đạt yêu cầu."
    assert [run.figure for run in runs if run.figure] == [
        run.figure for run in machine.runs if run.figure
    ]


def _paste(page, key, text, html=""):
    words = _block(page, key).locator("[data-words]")
    words.click()
    words.press("Control+End")
    words.evaluate(
        """(words, [text, html]) => {
            const given = new DataTransfer();
            given.setData("text/plain", text);
            given.setData("text/html", html);
            const sent = { clipboardData: given, bubbles: true, cancelable: true };
            words.dispatchEvent(new ClipboardEvent("paste", sent));
        }""",
        [text, html],
    )


def test_what_is_pasted_keeps_its_lines_and_copied_figures_stay_figures(page):
    figure = _block(page, OVERVIEW).locator("[data-figure]").first.evaluate("one => one.outerHTML")
    _paste(page, BLANK, "Có 02 nhiệm vụ", f"<b>Có {figure} nhiệm\nvụ</b>")
    _told(page, BLANK, "Đã lưu lúc")
    runs = from_json(ReviewBlock.objects.get(key=BLANK).runs)
    assert [(run.text, run.figure) for run in runs] == [
        ("Có ", ""),
        ("02", "topics.:all.num_tasks"),
        (" nhiệm vụ", ""),
    ]
    page.keyboard.press("Control+z")
    with page.expect_response(lambda answer: answer.url.endswith("/block/save/")):
        _paste(page, BLANK, "Một là:\r\n\uf0b7\tHọp giao\r\nban;\r\n\uf0b7\tKiểm tra.")
    assert _saved(BLANK) == "Một là:\n• Họp giao ban;\n• Kiểm tra."


def test_a_block_is_written_with_keys_alone(page):
    _block(page, BLANK).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Chủ động.")
    page.keyboard.press("Escape")
    _told(page, BLANK, "Đã lưu lúc")
    assert _saved(BLANK) == "Chủ động."


def test_slow_presses_from_block_to_block_lose_no_letter_and_no_click(page, draft, writer):
    texts = dict(zip((BLANK, *NEXT_BLANKS), ("Một.", "Hai.", "Ba."), strict=True))
    commenting.comment(
        review=draft, key="IV.3.b.blank-1", excerpt="", text="Nên bổ sung.", by=writer, at=NOON
    )
    page.reload()
    _press(page, _block(page, "IV.3.b.blank-1").locator("[data-words]"))
    for key, text in texts.items():
        _press(page, _block(page, key).locator("[data-words]"))
        page.keyboard.type(text)
    expect(_block(page, "IV.3.b.blank-1").locator(".to-fill")).to_be_visible()
    _press(page, page.get_by_role("button", name="Đã giải quyết"))
    expect(page.get_by_text("Góp ý đã giải quyết")).to_be_visible()
    assert {row.key: _saved(row.key) for row in ReviewBlock.objects.all()} == texts


def test_letters_after_the_end_of_a_block_go_on_in_it(page):
    _write(page, BLANK, "Chủ động.")
    page.keyboard.press("Enter")
    page.keyboard.type("Kịp thời.")
    page.keyboard.press("Escape")
    _told(page, BLANK, "Đã lưu lúc")
    expect(_block(page, BLANK).locator("[data-words]")).to_have_text("Chủ động.Kịp thời.")


def test_without_a_connection_words_are_kept_and_sent_later(page):
    page.context.set_offline(True)
    _write(page, BLANK, "Viết khi mất mạng.")
    _told(page, BLANK, "mất kết nối")
    page.context.set_offline(False)
    _told(page, BLANK, "Đã lưu lúc")
    assert _saved(BLANK) == "Viết khi mất mạng."

    page.evaluate(HALF_AN_ANSWER)
    page.keyboard.type(" Viết tiếp.")
    _told(page, BLANK, "mất kết nối")
    page.evaluate("dispatchEvent(new Event('online'))")
    _told(page, BLANK, "Đã lưu lúc")
    assert _saved(BLANK) == "Viết khi mất mạng. Viết tiếp."


def test_an_ended_session_loses_no_words(page, draft, writer):
    page.context.clear_cookies()
    _write(page, BLANK, "Viết khi hết phiên.")
    _told(page, BLANK, "phiên làm việc đã hết")
    assert not ReviewBlock.objects.exists()
    page.get_by_role("link", name="Đăng nhập lại").click()
    page.locator("[name=username]").fill(writer.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(f"/reviews/{draft.pk}/paper/"))
    _told(page, BLANK, "Đã lưu lúc")
    assert _saved(BLANK) == "Viết khi hết phiên."


def test_words_typed_while_the_review_is_printed_are_saved_or_shown_later(page, draft, writer):
    step = {"review": draft, "by": writer, "at": NOON}
    requesting.compile_again(**step, refreeze=False)
    _write(page, BLANK, "Viết khi đang in.")
    _told(page, BLANK, "đang được lập lại")
    requesting.cancel(**step)
    page.evaluate("dispatchEvent(new Event('online'))")
    _told(page, BLANK, "Đã lưu lúc")
    assert _saved(BLANK) == "Viết khi đang in."

    requesting.compile_again(**step, refreeze=True)
    page.keyboard.type(" Viết thêm.")
    _told(page, BLANK, "đang được lập lại")
    Review.objects.update(snapshot=draft.snapshot)
    page.reload()
    kept = page.locator(".alert", has_text="chưa kịp lưu")
    expect(kept).to_contain_text("Viết khi đang in. Viết thêm.")
    kept.get_by_role("button", name="Bỏ nội dung này").click()
    expect(kept).to_have_count(0)


def test_a_comment_and_an_added_paragraph_that_were_not_sent_stand_there_again(page):
    block = _block(page, OVERVIEW)
    block.locator("[data-words]").click()
    block.get_by_text("Thêm vào sau đoạn này").click()
    page.locator("#added-text").fill("Đoạn viết dở.")
    block.get_by_role("link", name="Góp ý").click()
    page.locator("#comment-text").fill("Góp ý viết dở.")
    page.reload()
    expect(block.locator("#comment-text")).to_have_value("Góp ý viết dở.")
    expect(block.locator("#added-text")).to_have_value("Đoạn viết dở.")
    block.get_by_role("button", name="Gửi góp ý").click()
    expect(block.locator(".timeline")).to_contain_text("Góp ý viết dở.")
    expect(page.locator("#comment-text")).to_have_value("")
    expect(page.locator("#added-text")).to_have_value("Đoạn viết dở.")


def test_two_windows_do_not_forget_what_the_other_has_not_saved(page):
    page.context.set_offline(True)
    _write(page, BLANK, "Viết ở cửa sổ này.")
    _told(page, BLANK, "mất kết nối")
    name = page.evaluate("Object.keys(localStorage).find((name) => name.includes('blank-1'))")
    other = {"text": "Viết ở cửa sổ kia.", "html": "Viết ở cửa sổ kia.", "version": "0"}
    page.evaluate(
        "([name, draft]) => localStorage.setItem(name, JSON.stringify(draft))",
        [f"{name.split('#')[0]}#other", other],
    )
    page.context.set_offline(False)
    _told(page, BLANK, "Đã lưu lúc")
    page.reload()
    expect(page.locator("main")).to_contain_text("Viết ở cửa sổ kia.")
    expect(_block(page, BLANK).locator(".block__theirs")).to_have_text("Viết ở cửa sổ này.")


def test_two_writers_of_one_word_choose(page, draft):
    _save_as_colleague(draft, BLANK, "Của đồng nghiệp.")
    _write(page, BLANK, "Của tôi.")
    _told(page, BLANK, "Lê Văn Đồng Nghiệp vừa sửa cùng chỗ này")
    expect(_block(page, BLANK).locator(".block__theirs")).to_have_text("Của đồng nghiệp.")
    assert _saved(BLANK) == "Của đồng nghiệp."
    page.get_by_role("button", name="Giữ nội dung của tôi").click()
    _told(page, BLANK, "Đã lưu lúc")
    assert _saved(BLANK) == "Của tôi."


def test_two_writers_apart_from_each_other_are_joined(page, draft):
    machine = compose(draft).machine.blocks[0]
    said = text_of(machine.runs)
    _save_as_colleague(draft, machine.key, f"Kính gửi cấp trên. {said}")
    _write(page, machine.key, " Trân trọng.")
    _told(page, machine.key, "đã ghép với nội dung")
    assert _saved(machine.key) == f"Kính gửi cấp trên. {said} Trân trọng."


def test_a_step_waits_for_the_words(page):
    _write(page, BLANK, "Viết rồi ẩn.")
    page.locator("[data-tools]").get_by_role("button", name="Ẩn").click()
    expect(page.get_by_text("Đang ẩn, không in")).to_be_visible()
    row = ReviewBlock.objects.get()
    assert (row.is_hidden, _saved(BLANK)) == (True, "Viết rồi ẩn.")


def test_the_page_is_readable_for_all(page):
    _block(page, BLANK).focus()
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], [n["html"][:200] for n in one["nodes"]][:3]) for one in violations] == []
