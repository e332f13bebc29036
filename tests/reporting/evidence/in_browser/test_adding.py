"""Files in a browser: chosen, photographed, dropped, pasted, and sent over a bad line."""

import base64

import pytest
from playwright.sync_api import expect

from reporting.models import EntryStatus
from tests.browser import give_session
from tests.reporting.evidence.in_browser.scene import LONG_NAME, kept, serious
from tests.reporting.evidence.uploads import docx, image, pdf
from tests.reporting.filing.scene import fresh
from units.models import Session, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MAKE_TRANSFER = """files => {
  const transfer = new DataTransfer();
  files.forEach(([name, type, content]) => {
    const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  });
  return transfer;
}"""
PASTE = """(target, [transfer, text]) => {
  if (text) transfer.setData("text/plain", text);
  const data = { clipboardData: transfer, bubbles: true, cancelable: true };
  const event = new ClipboardEvent("paste", data);
  target.dispatchEvent(event);
  return event.defaultPrevented;
}"""
LEAVE = """() => {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}"""


def _file(name, content, kind="application/pdf"):
    return {"name": name, "mimeType": kind, "buffer": content}


def _choose(block, *files):
    if not block.locator(".add-evidence").evaluate("part => part.open"):
        block.locator(".add-evidence > summary").click()
    block.locator("input[type=file]").first.set_input_files(list(files))


def _add(block):
    block.locator("[name=is_declared_not_secret]").check()
    block.get_by_role("button", name="Thêm minh chứng", exact=True).click()


def _transfer(page, *files):
    return page.evaluate_handle(
        MAKE_TRANSFER,
        [[name, kind, base64.b64encode(content).decode()] for name, kind, content in files],
    )


def _slow_line(page, kb_per_second):
    session = page.context.new_cdp_session(page)
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": kb_per_second * 1024,
        },
    )


def _names(entry):
    return list(entry.evidence.order_by("pk").values_list("file_name", flat=True))


def test_two_files_are_chosen_and_both_are_stored(page, block, entry):
    _choose(block, _file(LONG_NAME, pdf()), _file("Kế hoạch.docx", docx("x")))
    expect(block.locator(".upload-name")).to_have_count(2)
    assert page.evaluate(LEAVE) is True

    _add(block)

    kept(block, "Kế hoạch.docx")
    block.get_by_text("Minh chứng (2)").wait_for()
    assert _names(entry) == [LONG_NAME, "Kế hoạch.docx"]
    assert block.locator(".add-evidence").evaluate("part => part.open") is False
    assert page.evaluate(LEAVE) is False
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0


def test_a_photograph_is_added_to_the_chosen_files(page, block, entry):
    _choose(block, _file("a.pdf", pdf()))
    camera = block.get_by_label("Chụp ảnh")
    assert camera.get_attribute("capture") == "environment"
    touches = page.evaluate("matchMedia('(pointer: coarse)').matches")
    assert block.get_by_text("Chụp ảnh").is_visible() is touches

    camera.set_input_files([_file("IMG_0001.jpg", image("JPEG"), "image/jpeg")])
    _add(block)

    kept(block, "IMG_0001.jpg")
    assert _names(entry) == ["a.pdf", "IMG_0001.jpg"]


def test_a_file_is_dropped_on_the_section(page, block, entry):
    transfer = _transfer(page, ("giấy mời.pdf", "application/pdf", pdf()))

    block.dispatch_event("dragover", {"dataTransfer": transfer})
    assert "is-drop" in block.get_attribute("class")
    block.dispatch_event("drop", {"dataTransfer": transfer})
    assert "is-drop" not in block.get_attribute("class")
    _add(block)

    kept(block, "giấy mời.pdf")
    assert _names(entry) == ["giấy mời.pdf"]


def test_a_picture_is_pasted_while_typing_and_text_is_not_intercepted(page, block, entry):
    field = page.locator(f"#result-{entry.pk}")
    picture = ("image.png", "image/png", image("PNG"))

    is_text_taken = field.evaluate(PASTE, [_transfer(page, picture), "34 thủ tục"])
    is_picture_taken = field.evaluate(PASTE, [_transfer(page, picture), ""])
    _add(block)

    kept(block, "Ảnh dán")
    assert (is_text_taken, is_picture_taken) == (False, True)
    assert [name[:8] for name in _names(entry)] == ["Ảnh dán "]


def test_an_upload_shows_progress_and_can_be_stopped_and_retried(page, block, entry):
    _slow_line(page, 60)
    _choose(block, _file("to.pdf", pdf() + b"\n" * 1_500_000))
    _add(block)

    bar = block.get_by_role("progressbar", name="Đang tải to.pdf")
    bar.wait_for()
    block.get_by_text("%").first.wait_for()
    block.get_by_role("button", name="Dừng to.pdf").click()
    block.get_by_text("Đã dừng, chưa tải xong.").wait_for()
    again = block.get_by_role("button", name="Tải lại to.pdf")
    assert again.evaluate("button => button === document.activeElement")
    assert _names(entry) == []
    _slow_line(page, 30_000)
    again.click()

    kept(block, "to.pdf")
    assert _names(entry) == ["to.pdf"]


def test_a_file_is_kept_offline_and_sent_when_online(page, block, entry):
    page.route("**/evidence/", lambda route: route.abort())
    _choose(block, _file("a.pdf", pdf()), _file("b.docx", docx("x")))
    _add(block)
    block.get_by_text("Mất kết nối").nth(1).wait_for()
    page.unroute("**/evidence/")

    page.evaluate("window.dispatchEvent(new Event('online'))")

    kept(block, "b.docx")
    assert _names(entry) == ["a.pdf", "b.docx"]


def test_a_file_is_kept_after_the_session_ended_and_sent_after_a_log_in_elsewhere(
    page, block, entry, live_server
):
    officer = Session.objects.get().get_decoded()["_auth_user_id"]
    Session.objects.all().delete()
    _choose(block, _file("a.pdf", pdf()))
    _add(block)
    block.get_by_text("Phiên làm việc đã hết, tệp vẫn được giữ ở đây.").wait_for()
    assert _names(entry) == []

    page.context.clear_cookies()
    give_session(page.context, User.objects.get(pk=officer), live_server.url)
    with page.context.new_page() as other:
        other.goto(page.url)
    block.get_by_role("button", name="Tải lại a.pdf").click()

    kept(block, "a.pdf")
    assert _names(entry) == ["a.pdf"]


def test_a_large_file_is_refused_before_it_is_sent(page, block, entry):
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.post_data else None)

    _choose(block, _file("phim.pdf", b"\0" * (3 * 1024 * 1024)), _file("rỗng.pdf", b""))

    expect(block.locator(".upload-state")).to_have_text(
        [
            "Tệp “phim.pdf” lớn hơn 2 MB. Hãy giảm dung lượng hoặc chỉ ghi số, ký hiệu văn bản.",
            "Tệp “rỗng.pdf” rỗng (0 byte). Hãy kiểm tra và chọn lại.",
        ]
    )
    assert sent == []


def test_a_refused_file_is_named_the_good_one_stored_and_the_input_kept(page, block, entry):
    block.locator(".add-evidence > summary").click()
    _add(block)
    block.get_by_text("Minh chứng cần số ký hiệu, trích yếu hoặc tệp đính kèm.").wait_for()
    _choose(block, _file("giấy mời.exe.pdf", pdf()), _file("Kế hoạch.docx", docx("x")))
    block.get_by_label("Số, ký hiệu").fill("15/KH-UBND")
    _add(block)

    kept(block, "Kế hoạch.docx")
    block.get_by_text("Đã thêm 1 tệp. Còn 1 tệp chưa được nhận.").wait_for()
    assert block.locator(".alert").count() == 0
    assert block.locator(".upload-state").all_inner_texts() == [
        "Tên tệp “giấy mời.exe.pdf” có hai đuôi tệp. Hãy đặt lại tên rồi tải lên."
    ]
    assert block.get_by_label("Số, ký hiệu").input_value() == "15/KH-UBND"
    assert _names(entry) == ["Kế hoạch.docx"]
    assert serious(page) == []


def test_without_the_declaration_nothing_is_sent_and_a_message_is_shown(page, block, entry):
    _choose(block, _file("a.pdf", pdf()))

    block.get_by_role("button", name="Thêm minh chứng", exact=True).click()

    block.get_by_text("Cần xác nhận minh chứng không chứa bí mật nhà nước.").wait_for()
    assert _names(entry) == []


def test_a_submission_waits_for_its_files_and_confirms_those_not_sent(page, block, entry):
    _slow_line(page, 60)
    _choose(block, _file("to.pdf", pdf() + b"\n" * 1_200_000))
    send = page.get_by_role("button", name="Gửi báo cáo")

    send.click()
    page.get_by_text("Còn tệp đã chọn mà chưa tải lên").wait_for()
    assert fresh(entry).status == EntryStatus.DRAFT
    _add(block)
    block.get_by_role("progressbar").wait_for()
    send.click()
    page.get_by_text("Đang tải nốt tệp minh chứng rồi gửi…").wait_for()
    assert fresh(entry).status == EntryStatus.DRAFT
    _slow_line(page, 30_000)

    page.get_by_text("Đã gửi báo cáo").wait_for()
    assert [words.split(" · ")[0] for words in fresh(entry).sent_content["evidence"]] == ["to.pdf"]
