"""The filing page in a browser, wide and on a phone: it saves automatically and loses no input."""

import re
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from reporting.evidence import attaching
from reporting.filing import filing
from reporting.models import EntryStatus, ProgressEntry
from tests.factories import (
    FILED,
    PASSWORD,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = {"desktop": (1366, 768), "phone": (360, 800)}
COLLEAGUE = "Lê Văn Đồng Nghiệp"
THEIRS = "Của đồng nghiệp, có 12 văn bản."


@pytest.fixture
def entry():
    now = timezone.now()
    today = timezone.localdate(now)
    assignment = AssignmentFactory()
    period = ReportingPeriodFactory(
        plan=assignment.task.plan, opened_at=now, data_from=today, data_to=today, due_on=today
    )
    return entry_at(EntryStatus.DRAFT, assignment=assignment, period=period, at=now)


@pytest.fixture
def officer(entry):
    return person(Role.OFFICER, entry.submission.unit, full_name="Trần Thị Cán Bộ")


@pytest.fixture(params=SCREENS)
def open_page(request, chromium, live_server):
    """Open a page in a new browser for each person. Scripts must not fail in any of them.

    Refused saves may be logged to the console.
    """
    width, height = SCREENS[request.param]
    contexts, errors = [], []

    @contextmanager
    def quiet():
        yield
        for context in contexts:
            context.close()
        assert errors == []

    def opened(user=None, **options):
        context = chromium.new_context(
            locale="vi-VN",
            viewport={"width": width, "height": height},
            has_touch=request.param == "phone",
            base_url=live_server.url,
            **options,
        )
        contexts.append(context)
        if user:
            context.add_cookies([_session_of(user, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    with quiet():
        yield opened


def _session_of(user, url):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


@pytest.fixture
def page(open_page, officer, entry):
    opened = open_page(officer)
    opened.goto(_address(entry))
    return opened


def _address(entry):
    return f"/submissions/{entry.submission_id}/"


def _form(page, entry):
    return page.locator(f"#form-{entry.pk}")


def _saved(entry):
    return ProgressEntry.objects.get(pk=entry.pk)


def _wait_for_message(form, words):
    form.locator(".save-state").get_by_text(re.compile(words)).first.wait_for()


def _wait_until_saved(form):
    """Wait until all input is saved: the response to earlier input says "saved" as well."""
    expect(form).not_to_have_attribute("data-unsaved", "")
    _wait_for_message(form, "Đã lưu lúc")


def _save_as_colleague(entry, **changes):
    seen = _saved(entry)
    filing.save_entry(
        entry=ProgressEntry.objects.select_related("submission__period").get(pk=entry.pk),
        seen_version=seen.version,
        by=UserFactory(full_name=COLLEAGUE),
        at=timezone.now(),
        **{**FILED, "result": THEIRS, **changes},
    )


def _check_for_changes(page):
    """Trigger the check made on return to the window or every half minute."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def _serious(page):
    return [
        (found["id"], found["nodes"][0]["html"])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]


def test_input_is_saved_automatically(page, entry):
    form = _form(page, entry)
    form.locator("[name=result]").press_sequentially(" Gõ thêm một câu khá dài.", delay=20)

    _wait_until_saved(form)
    assert _saved(entry).result == form.locator("[name=result]").input_value().strip()
    assert _serious(page) == []


# Offline


def test_text_typed_offline_is_kept_and_saved_when_online(page, entry):
    form = _form(page, entry)
    page.context.set_offline(True)
    form.locator("[name=result]").fill("Gõ khi mất mạng.")
    _wait_for_message(form, "Chưa lưu: mất kết nối")
    assert _saved(entry).result == FILED["result"]

    page.context.set_offline(False)

    _wait_until_saved(form)
    assert _saved(entry).result == "Gõ khi mất mạng."


def test_a_failed_save_is_retried(page, entry):
    form = _form(page, entry)
    page.clock.install()
    answers = []

    def answer(route):
        answers.append(route.request.url)
        route.fulfill(status=503) if len(answers) < 3 else route.continue_()

    page.route("**/save/", answer)
    form.locator("[name=result]").fill("Gõ khi máy chủ bận.")
    page.clock.run_for(1000)
    _wait_for_message(form, "Chưa lưu: mất kết nối")
    while len(answers) < 3:
        page.clock.run_for(4000)

    _wait_until_saved(form)
    assert _saved(entry).result == "Gõ khi máy chủ bận."


def test_text_of_a_closed_window_is_restored_and_saved(page, entry):
    form = _form(page, entry)
    page.context.set_offline(True)
    form.locator("[name=obstacle]").fill("Gõ rồi đóng cửa sổ.")
    _wait_for_message(form, "Chưa lưu: mất kết nối")
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)

    again.goto(_address(entry))

    _wait_until_saved(_form(again, entry))
    assert _saved(entry).obstacle == "Gõ rồi đóng cửa sổ."
    assert again.evaluate("localStorage.length") == 0


def test_without_browser_storage_the_page_requests_to_stay_open(page, entry):
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    form = _form(page, entry)
    page.context.set_offline(True)

    form.locator("[name=result]").fill("Không còn chỗ giữ.")

    _wait_for_message(form, "hãy để trang này mở")


def test_leaving_with_unsaved_text_warns(page, entry):
    form = _form(page, entry)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.dismiss()))
    page.context.set_offline(True)
    form.locator("[name=result]").press_sequentially("Chưa lưu đâu.")
    _wait_for_message(form, "Chưa lưu: mất kết nối")

    page.close(run_before_unload=True)
    form.locator("[name=result]").focus()

    assert dialogs == ["beforeunload"]
    assert not page.is_closed()


# Two officers


def test_an_untouched_section_is_updated_and_names_who_saved_it(page, entry):
    _save_as_colleague(entry)

    _check_for_changes(page)

    section = page.locator(f"#entry-{entry.pk}")
    section.get_by_text(re.compile(rf"{COLLEAGUE} vừa lưu mục này lúc \d\d:\d\d\.")).wait_for()
    form = _form(page, entry)
    assert form.locator("[name=result]").input_value() == THEIRS
    form.locator("[name=obstacle]").fill("Thêm của tôi.")
    _wait_until_saved(form)
    assert (_saved(entry).result, _saved(entry).obstacle) == (THEIRS, "Thêm của tôi.")

    attaching.attach(
        entry=_saved(entry),
        by=UserFactory(full_name=COLLEAGUE),
        at=timezone.now(),
        number="15/KH-UBND",
        is_declared_not_secret=True,
    )
    _check_for_changes(page)

    section.get_by_text(f"{COLLEAGUE} vừa thêm minh chứng ở mục này").wait_for()
    section.locator(".evidence-what").get_by_text("15/KH-UBND").wait_for()


def test_text_typed_while_the_section_is_fetched_is_kept(page, entry):
    _save_as_colleague(entry)
    paused = []
    page.route("**/section/", lambda route: paused.append(route))
    with page.expect_request("**/section/"):
        _check_for_changes(page)
    form = _form(page, entry)
    form.locator("[name=obstacle]").fill("Gõ đúng lúc ấy.")

    paused[0].continue_()

    page.get_by_text("Phần bạn đang gõ vẫn còn").wait_for()
    assert form.locator("[name=obstacle]").input_value() == "Gõ đúng lúc ấy."
    _wait_for_message(form, "Đã lưu lúc")
    assert (_saved(entry).result, _saved(entry).obstacle) == (THEIRS, "Gõ đúng lúc ấy.")


def test_a_section_sent_by_another_person_is_shown_as_sent(page, entry):
    filing.send(submission=entry.submission, by=UserFactory(full_name=COLLEAGUE), at=timezone.now())

    _check_for_changes(page)

    section = page.locator(f"#entry-{entry.pk}")
    section.get_by_text(f"{COLLEAGUE} vừa gửi mục này").wait_for()
    assert section.locator("form[data-entry]").count() == 0


def test_text_typed_too_late_can_be_copied(page, entry):
    filing.send(submission=entry.submission, by=UserFactory(full_name=COLLEAGUE), at=timezone.now())
    form = _form(page, entry)
    form.locator("[name=result]").fill("Gõ sau khi đã gửi.")
    _wait_for_message(form, "Chưa lưu. Kết quả đã gửi")
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
        opened.goto(_address(entry))
    form, other = _form(mine, entry), _form(theirs, entry)
    mine.context.set_offline(True)
    form.locator("[name=result]").fill("Của tôi, có 15 văn bản.")
    _wait_for_message(form, "Chưa lưu")
    other.locator("[name=result]").fill(THEIRS)
    other.locator("[name=recommendation]").fill("Đề nghị tập huấn.")
    _wait_until_saved(other)

    _wait_for_message(form, "Chưa lưu: mất kết nối")
    mine.context.set_offline(False)
    merge = form.locator("[data-merge]")
    merge.get_by_text(re.compile(f"{COLLEAGUE} đã lưu mục này lúc")).wait_for()

    assert _serious(mine) == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert mine.evaluate(wider) == 0
    assert merge.locator("mark").all_text_contents() != []
    assert form.locator("[name=recommendation]").input_value() == "Đề nghị tập huấn."
    assert _saved(entry).result == THEIRS
    merge.get_by_label("Giữ của tôi").check()
    merge.get_by_role("button", name="Lưu theo lựa chọn").click()
    _wait_until_saved(form)
    assert _saved(entry).result == "Của tôi, có 15 văn bản."
    assert _saved(entry).recommendation == "Đề nghị tập huấn."

    _check_for_changes(theirs)
    theirs.locator(f"#entry-{entry.pk}").get_by_text("Trần Thị Cán Bộ vừa lưu mục này").wait_for()
    assert other.locator("[name=result]").input_value() == "Của tôi, có 15 văn bản."


@pytest.fixture
def merge(page, entry):
    """Both changed the result; the page shows a conflict."""
    _save_as_colleague(entry)
    _form(page, entry).locator("[name=result]").fill("Của tôi.")
    opened = page.locator("[data-merge]")
    opened.wait_for()
    return opened


def test_the_text_of_the_other_can_be_chosen(page, entry, merge):
    form = _form(page, entry)
    merge.get_by_label(f"Lấy của {COLLEAGUE}").check()
    assert form.locator("[name=result]").input_value() == THEIRS

    merge.get_by_role("button", name="Lưu theo lựa chọn").click()

    _wait_until_saved(form)
    assert (_saved(entry).result, merge.count()) == (THEIRS, 0)


def test_typing_in_the_field_chooses_to_edit(page, entry, merge):
    form = _form(page, entry)
    form.locator("[name=result]").fill("Gộp của cả hai.")
    assert merge.get_by_label("Tôi sửa lại trong ô").is_checked()
    assert _saved(entry).result == THEIRS

    merge.get_by_role("button", name="Lưu theo lựa chọn").click()

    _wait_until_saved(form)
    assert _saved(entry).result == "Gộp của cả hai."


def test_a_field_typed_in_during_the_response_is_a_conflict(page, entry):
    _save_as_colleague(entry, result=FILED["result"], obstacle="Thiếu người.")
    form = _form(page, entry)
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
    assert (_saved(entry).result, _saved(entry).obstacle) == ("Của tôi.", "Thiếu người.")


def test_nothing_is_saved_before_a_choice(page, entry, merge):
    merge.get_by_role("button", name="Lưu theo lựa chọn").click()
    with page.expect_response("**/save/") as answer:
        merge.get_by_role("button", name="Lưu theo lựa chọn").click()

    assert answer.value.status == 422
    assert _saved(entry).result == THEIRS


# The session


def _log_in(page, user):
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def test_text_typed_after_the_session_ended_is_restored_after_log_in(page, entry, officer):
    form = _form(page, entry)
    page.context.clear_cookies(name="sessionid")
    form.locator("[name=result]").fill("Gõ khi phiên đã hết.")
    _wait_for_message(form, "Chưa lưu: phiên làm việc đã hết")

    form.get_by_role("link", name="Đăng nhập lại").click()
    _log_in(page, officer)

    page.wait_for_url(f"**{_address(entry)}#entry-{entry.pk}")
    _wait_until_saved(_form(page, entry))
    assert _form(page, entry).locator("[name=result]").input_value() == "Gõ khi phiên đã hết."
    assert _saved(entry).result == "Gõ khi phiên đã hết."


def test_text_of_one_person_is_not_shown_to_the_next_on_the_same_machine(page, entry):
    colleague = person(Role.OFFICER, entry.submission.unit, full_name=COLLEAGUE)
    form = _form(page, entry)
    page.context.clear_cookies(name="sessionid")
    form.locator("[name=result]").fill("Của người trước.")
    _wait_for_message(form, "Chưa lưu: phiên làm việc đã hết")

    form.get_by_role("link", name="Đăng nhập lại").click()
    _log_in(page, colleague)

    page.wait_for_url(f"**{_address(entry)}#entry-{entry.pk}")
    assert _form(page, entry).locator("[name=result]").input_value() == FILED["result"]


def test_a_log_in_in_another_window_restores_the_text(page, entry, officer):
    form = _form(page, entry)
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto("/log-in/")
    _log_in(other, officer)
    other.get_by_role("heading", level=1).wait_for()
    form.locator("[name=result]").fill("Gõ ở cửa sổ cũ.")
    _wait_for_message(form, "Chưa lưu: phiên làm việc đã hết")

    form.get_by_role("link", name="Đăng nhập lại").click()

    page.wait_for_url(f"**{_address(entry)}#entry-{entry.pk}")
    _wait_until_saved(_form(page, entry))
    assert _saved(entry).result == "Gõ ở cửa sổ cũ."


def test_two_windows_of_one_person_keep_both_texts(page, entry, officer):
    other = page.context.new_page()
    other.goto(_address(entry))
    page.context.clear_cookies(name="sessionid")
    for window, text in ((page, "Gõ ở cửa sổ một."), (other, "Gõ ở cửa sổ hai.")):
        _form(window, entry).locator("[name=result]").fill(text)
        _wait_for_message(_form(window, entry), "Chưa lưu: phiên làm việc đã hết")
    other.close()

    _form(page, entry).get_by_role("link", name="Đăng nhập lại").click()
    _log_in(page, officer)

    page.wait_for_url(f"**{_address(entry)}#entry-{entry.pk}")
    _wait_for_message(_form(page, entry), "Đã lưu lúc")
    assert _saved(entry).result == "Gõ ở cửa sổ hai."
    page.locator(".left-over").get_by_text("Kết quả thực hiện: Gõ ở cửa sổ một.").wait_for()


# Without scripts


@pytest.fixture
def plain(open_page, officer, entry):
    opened = open_page(officer, java_script_enabled=False)
    opened.goto(_address(entry))
    return opened


def _press_save(page, entry):
    _form(page, entry).get_by_role("button", name="Lưu", exact=True).click()


def test_without_scripts_the_form_saves(plain, entry):
    _form(plain, entry).locator("[name=result]").fill("Không cần kịch bản.")

    _press_save(plain, entry)

    plain.get_by_text("Đã lưu nhiệm vụ").wait_for()
    assert _saved(entry).result == "Không cần kịch bản."


def test_without_scripts_refused_input_stays_in_the_fields(plain, entry):
    _form(plain, entry).locator("[name=percent]").fill("nhiều")
    _form(plain, entry).locator("[name=result]").fill("Vẫn còn đây.")

    _press_save(plain, entry)

    _form(plain, entry).get_by_text("một số nguyên từ 0 đến 100").wait_for()
    assert _form(plain, entry).locator("[name=result]").input_value() == "Vẫn còn đây."
    assert _saved(entry).result == FILED["result"]


def test_without_scripts_the_person_resolves_a_conflict(plain, entry):
    _save_as_colleague(entry)
    _form(plain, entry).locator("[name=result]").fill("Của tôi.")
    _press_save(plain, entry)
    merge = plain.locator("[data-merge]")
    assert _saved(entry).result == THEIRS

    merge.get_by_label("Giữ của tôi").check()
    merge.get_by_role("button", name="Lưu theo lựa chọn").click()

    plain.get_by_text("Đã lưu nhiệm vụ").wait_for()
    assert _saved(entry).result == "Của tôi."


def test_without_scripts_text_is_restored_after_log_in(plain, entry, officer):
    plain.context.clear_cookies(name="sessionid")
    _form(plain, entry).locator("[name=result]").fill("Gõ khi phiên đã hết.")
    _press_save(plain, entry)

    plain.get_by_text("Nội dung vừa gõ được giữ lại").wait_for()
    _log_in(plain, officer)

    plain.wait_for_url(f"**{_address(entry)}#entry-{entry.pk}")
    assert _form(plain, entry).locator("[name=result]").input_value() == "Gõ khi phiên đã hết."
    _press_save(plain, entry)
    plain.get_by_text("Đã lưu nhiệm vụ").wait_for()
    assert _saved(entry).result == "Gõ khi phiên đã hết."
