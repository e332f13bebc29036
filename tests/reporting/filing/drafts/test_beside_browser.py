"""What is typed beside an entry, in a browser: told before sending, kept, sent again."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reporting.comments import commenting
from reporting.filing import filing
from reporting.models import Comment, EntryStatus, ProgressEntry
from tests.browser import give_session
from tests.factories import PASSWORD, UserFactory, person
from tests.reporting.filing.scene import entry_of
from units.models import Role, Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBER = "15/KH-ĐU"
LEAVE = """() => {
  const event = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.fixture
def entry():
    return entry_of(EntryStatus.DRAFT, timezone.now())


@pytest.fixture
def officer(entry):
    return person(Role.OFFICER, entry.submission.unit, full_name="Trần Thị Cán Bộ")


@pytest.fixture
def open_page(chromium, live_server, entry, officer):
    contexts, errors = [], []

    def opened(**options):
        size = {"width": 1366, "height": 768}
        context = chromium.new_context(
            locale="vi-VN", base_url=live_server.url, **{"viewport": size, **options}
        )
        contexts.append(context)
        give_session(context, officer, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"/submissions/{entry.submission_id}/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(open_page):
    return open_page()


def _saved(entry):
    return ProgressEntry.objects.get(pk=entry.pk)


def _type_evidence(page, entry, *, declared=True):
    block = page.locator(f"#evidence-{entry.pk}")
    block.get_by_text("Thêm minh chứng").first.click()
    block.get_by_label("Số, ký hiệu").fill(NUMBER)
    if declared:
        block.locator("[name=is_declared_not_secret]").check()
    return block


def _type_comment(page, entry, text="Xin hướng dẫn thêm."):
    page.locator(".thread summary").click()
    field = page.locator(f"#comment-{entry.pk}")
    field.fill(text)
    return field


def _send(page):
    page.locator("[data-send] button").click()
    return page.locator("[data-not-added]")


def test_sending_tells_what_was_typed_and_adds_it(page, entry):
    _type_evidence(page, entry)
    _type_comment(page, entry)

    box = _send(page)
    code = entry.assignment.task.code
    expect(box).to_contain_text(f"Bạn đã nhập minh chứng ở nhiệm vụ {code}")
    expect(box).to_contain_text("“Thêm minh chứng”, “Gửi trao đổi”")
    assert _saved(entry).status == EntryStatus.DRAFT
    box.get_by_text("Thêm rồi gửi").dblclick(no_wait_after=True)
    page.get_by_text("Đã gửi báo cáo").wait_for()

    sent = _saved(entry)
    assert sent.sent_content["evidence"] == [NUMBER]
    assert Comment.objects.get().text == "Xin hướng dẫn thêm."


def test_what_cannot_be_added_holds_the_sending(page, entry):
    block = _type_evidence(page, entry, declared=False)

    box = _send(page)
    box.get_by_text("Thêm rồi gửi").click()
    expect(box).to_contain_text("nên chưa gửi")

    assert _saved(entry).status == EntryStatus.DRAFT
    expect(block.get_by_label("Số, ký hiệu")).to_have_value(NUMBER)


def test_sent_without_it_the_text_stays_to_be_copied(page, entry):
    _type_evidence(page, entry)

    _send(page).get_by_text("Gửi, chưa thêm").click()
    page.get_by_text("Đã gửi báo cáo").wait_for()

    assert _saved(entry).sent_content["evidence"] == []
    left = page.locator(f"#entry-{entry.pk} .left-over")
    expect(left).to_contain_text(f"Số, ký hiệu: {NUMBER}")
    left.get_by_text("Bỏ nội dung này").click()
    page.reload()
    expect(page.locator(".left-over")).to_have_count(0)


def test_evidence_added_offline_says_so_and_is_added_later(page, entry):
    block = _type_evidence(page, entry)
    page.context.set_offline(True)

    block.get_by_role("button", name="Thêm minh chứng").click()
    expect(block.locator("[data-lost-note]")).to_contain_text("Chưa thêm: mất kết nối")
    expect(block.get_by_label("Số, ký hiệu")).to_have_value(NUMBER)
    page.context.set_offline(False)

    expect(block.locator("h4")).to_have_text("Minh chứng (1)")
    assert [row.number for row in _saved(entry).evidence.all()] == [NUMBER]
    page.reload()
    expect(page.locator(f"#evidence-{entry.pk} details.add-evidence")).not_to_have_attribute(
        "open", ""
    )


def test_evidence_added_after_the_session_ended_comes_back(page, entry, officer):
    block = _type_evidence(page, entry)
    Session.objects.all().delete()

    block.get_by_role("button", name="Thêm minh chứng").click()
    note = block.locator("[data-lost-note]")
    expect(note).to_contain_text("phiên làm việc đã hết")
    note.get_by_role("link").click()
    page.get_by_label("Tên đăng nhập").fill(officer.username)
    page.get_by_label("Mật khẩu").first.fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()

    expect(page.locator(f"#evidence-{entry.pk}").get_by_label("Số, ký hiệu")).to_have_value(NUMBER)
    assert not _saved(entry).evidence.exists()


def test_typed_comments_survive_a_reload(page, entry):
    _type_comment(page, entry)

    page.reload()

    expect(page.locator(f"#comment-{entry.pk}")).to_have_value("Xin hướng dẫn thêm.")


def test_evidence_typed_before_scripts_run_is_kept(page, entry):
    paused = []
    page.route("**/js/filing*.js", lambda route: paused.append(route), times=1)
    with page.expect_request("**/js/filing*.js"):
        page.reload(wait_until="commit")
    block = _type_evidence(page, entry)
    with page.expect_event("load"):
        paused[0].continue_()

    page.reload()

    expect(block.get_by_label("Số, ký hiệu")).to_have_value(NUMBER)


def test_words_typed_while_the_thread_is_replaced_stay(page, entry, officer):
    for by, text in ((officer, "Xin hỏi."), (person(Role.REVIEWER), "Xin cứ hỏi.")):
        commenting.comment(entry=entry, by=by, at=timezone.now(), text=text)
    page.reload()
    field = _type_comment(page, entry, "Câu một.")
    page.get_by_role("button", name="Đánh dấu đã đọc").click()
    expect(page.get_by_role("button", name="Đánh dấu đã đọc")).to_have_count(0)
    expect(field).to_have_value("Câu một.")

    paused = []
    page.route("**/comments/add/", lambda route: paused.append(route))
    with page.expect_request("**/comments/add/"):
        page.get_by_role("button", name="Gửi trao đổi").click()
    field.fill("Câu một. Câu hai.")
    paused[0].continue_()
    page.locator(".comment-form").get_by_text("Đã gửi").wait_for()

    expect(field).to_have_value("Câu hai.")
    assert Comment.objects.order_by("pk").last().text == "Câu một."


def test_a_comment_is_sent_again_although_only_the_server_was_away(page, entry):
    page.clock.install()
    page.reload()
    page.route("**/comments/add/", lambda route: route.abort("connectionrefused"), times=1)
    _type_comment(page, entry)
    page.get_by_role("button", name="Gửi trao đổi").click()
    page.locator("[data-comment-note]").get_by_text("Mất kết nối").wait_for()

    page.clock.run_for(6_000)

    page.locator(".comment-form").get_by_text("Đã gửi").wait_for()
    assert Comment.objects.get().text == "Xin hướng dẫn thêm."


def test_a_second_press_of_send_waits_as_long_as_the_first(page, entry):
    page.clock.install()
    page.reload()
    paused = []
    page.route("**/save/", lambda route: paused.append(route), times=1)
    page.locator(f"#form-{entry.pk}").get_by_label("Kết quả thực hiện").fill("Đã làm thêm.")
    with page.expect_request("**/save/"):
        page.locator("[data-send] button").click()
    page.clock.run_for(7_000)
    page.locator("[data-send] button").click()

    page.clock.run_for(3_000)

    expect(page.locator("[data-send-note]").first).to_contain_text("Đang lưu nốt")
    paused[0].continue_()
    page.get_by_text("Đã gửi báo cáo").wait_for()
    assert _saved(entry).result == "Đã làm thêm."


def test_without_scripts_sending_asks_whether_all_was_added(open_page, entry):
    page = open_page(java_script_enabled=False)

    page.locator("[data-send] button").click()
    assert _saved(entry).status == EntryStatus.DRAFT
    page.get_by_label(re.compile("Tôi đã bấm “Lưu”")).check()
    page.locator("[data-send] button").click()

    assert _saved(entry).status == EntryStatus.SENT


def test_leaving_a_saved_field_asks_nothing(page, entry):
    form = page.locator(f"#form-{entry.pk}")
    form.get_by_label("Kết quả thực hiện").fill("Đã làm thêm một việc.")
    form.locator(".save-state").get_by_text("Đã lưu lúc").first.wait_for()
    version = _saved(entry).version

    form.get_by_label("Khó khăn, vướng mắc").focus()

    assert page.evaluate(LEAVE) is False
    assert _saved(entry).version == version


def test_the_state_of_a_save_stays_in_sight(page, entry):
    field = page.locator(f"#form-{entry.pk}").get_by_label("Kết quả thực hiện")
    field.fill("\n".join(f"Việc {number}" for number in range(60)))
    field.evaluate("element => { element.style.height = '1500px'; }")
    field.press("End")

    expect(page.locator(f"#saved-{entry.pk} .saved-state")).to_be_in_viewport()


def test_leaving_a_field_does_not_move_what_is_clicked(page, entry):
    page.locator(f"#form-{entry.pk}").get_by_label("Kết quả thực hiện").fill("Đã làm.")
    page.wait_for_selector(f"#saved-{entry.pk} .saved-state")

    summary = page.locator(f"#evidence-{entry.pk} details.add-evidence > summary")
    before = summary.bounding_box()["y"]
    page.locator(f"#form-{entry.pk}").get_by_label("Kết quả thực hiện").blur()

    assert summary.bounding_box()["y"] == before


def test_the_question_after_a_collision_is_in_sight_and_focused(page, entry):
    field = page.locator(f"#form-{entry.pk}").get_by_label("Kết quả thực hiện")
    row = ProgressEntry.objects.select_related("submission__period", "assignment__task")
    now = row.get(pk=entry.pk)
    theirs = {"state": now.state, "percent": now.percent, "result": "Của người khác."}
    filing.save_entry(
        entry=now,
        seen_version=now.version,
        by=UserFactory(),
        at=timezone.now(),
        **theirs,
        obstacle=now.obstacle,
        recommendation=now.recommendation,
    )

    field.fill("Của tôi.")

    box = page.locator("[data-merge]")
    expect(box.locator(".merge-head")).to_be_in_viewport()
    expect(box).to_be_focused()


def test_a_button_pressed_twice_on_a_slow_line_sends_once(page, entry):
    sent = []

    def slow(route):
        sent.append(route.request.url)
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/send/", slow)
    button = page.locator("[data-send] button")
    button.dblclick(no_wait_after=True)
    page.get_by_text("Đã gửi báo cáo").wait_for()

    assert len(sent) == 1
    assert _saved(entry).events.count() == 1
