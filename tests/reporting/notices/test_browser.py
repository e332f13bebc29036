"""The bell and threads in a browser at the size of an office screen and of a phone."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from reporting.comments import commenting
from reporting.models import Comment, EntryStatus, MailDigest, NoticePreference, ProgressEntry
from reporting.notices import digesting
from reporting.verification import verifying
from tests.browser import give_session, page_in
from tests.factories import UserFactory, person
from tests.reporting.filing.scene import entry_of
from units.models import Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("size", [(1366, 768), (360, 800)], ids=["desktop", "phone"]),
]


@pytest.fixture
def entry():
    sent = entry_of(EntryStatus.SENT, timezone.now())
    return ProgressEntry.objects.for_row().get(pk=sent.pk)


@pytest.fixture
def page(chromium):
    context = chromium.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    with page_in(context) as opened:
        yield opened


@pytest.fixture
def open_as(page, live_server, size):
    """Open a path of the product as a user."""

    def go(user, path):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        give_session(page.context, user, live_server.url)
        page.goto(live_server.url + path)
        return page

    return go


def _serious(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [row["id"] for row in found if row["impact"] in ("serious", "critical")]


def _overflow(page) -> int:
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def _return(entry):
    today = timezone.localdate()
    verifying.send_back(
        entry=entry,
        by=UserFactory(),
        at=timezone.now(),
        reason="Cần nêu rõ số liệu. " * 12,
        answer_by=today + timedelta(days=5),
    )


def test_a_return_is_counted_at_the_bell_and_links_to_its_section(entry, open_as):
    officer = person(Role.OFFICER, entry.submission.unit)
    _return(entry)

    page = open_as(officer, "/")
    bell = page.get_by_role("link", name="Thông báo 1 chưa đọc")
    bell.click()
    page.get_by_role("button", name=re.compile("Văn phòng trả lại kết quả nhiệm vụ")).click()

    page.wait_for_url(f"**/submissions/{entry.submission_id}/#entry-{entry.pk}")
    expect(page.locator(f"#entry-{entry.pk}")).to_be_visible()
    assert page.locator(".bell__num").count() == 0


def test_unit_and_office_comment_in_the_submission_and_beside_the_verdict(entry, open_as):
    officer = person(Role.OFFICER, entry.submission.unit)
    reviewer = person(Role.REVIEWER)

    page = open_as(reviewer, f"/entries/{entry.pk}/")
    page.get_by_label("Viết cho đơn vị").fill("Đề nghị nêu rõ số hội nghị.")
    page.get_by_role("button", name="Gửi trao đổi").click()
    page.get_by_text("Đã gửi", exact=True).wait_for()

    page = open_as(officer, f"/submissions/{entry.submission_id}/")
    page.get_by_text("Trao đổi với Văn phòng (1)").click()
    page.get_by_text("Đề nghị nêu rõ số hội nghị.").wait_for()
    page.get_by_label("Viết cho Văn phòng").fill("Đã có 03 hội nghị.")
    page.get_by_role("button", name="Gửi trao đổi").click()
    page.get_by_text("Đã gửi", exact=True).wait_for()
    assert page.url.endswith(f"/submissions/{entry.submission_id}/")
    assert _serious(page) == []

    page = open_as(reviewer, f"/entries/{entry.pk}/")
    expect(page.locator(".comment .text")).to_have_text(
        ["Đề nghị nêu rõ số hội nghị.", "Đã có 03 hội nghị."]
    )
    expect(page.get_by_role("link", name="Thông báo 1 chưa đọc")).to_be_visible()
    assert _overflow(page) == 0
    assert _serious(page) == []


def test_a_comment_written_offline_is_kept_and_sent_when_online(entry, open_as):
    officer = person(Role.OFFICER, entry.submission.unit)
    page = open_as(officer, f"/submissions/{entry.submission_id}/")
    page.get_by_text("Trao đổi với Văn phòng").click()
    page.get_by_label("Viết cho Văn phòng").fill("Đã có 03 hội nghị.")

    page.route("**/comments/add/", lambda route: route.abort())
    page.get_by_role("button", name="Gửi trao đổi").click()
    page.get_by_text("Mất kết nối với máy chủ. Nội dung vẫn còn").wait_for()
    page.unroute("**/comments/add/")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    page.get_by_text("Đã gửi", exact=True).wait_for()
    assert [row.text for row in Comment.objects.all()] == ["Đã có 03 hội nghị."]


def test_a_lost_comment_of_the_office_is_reported_once_beside_its_field(entry, open_as):
    page = open_as(person(Role.REVIEWER), f"/entries/{entry.pk}/")
    page.get_by_label("Viết cho đơn vị").fill("Đề nghị nêu rõ số hội nghị.")
    page.route("**/comments/add/", lambda route: route.abort())

    page.get_by_role("button", name="Gửi trao đổi").click()

    page.get_by_text("Mất kết nối với máy chủ. Nội dung vẫn còn").wait_for()
    assert not page.get_by_text("Mất kết nối với máy chủ. Hãy giữ trang này mở").is_visible()


def test_a_comment_after_the_session_ended_is_kept_and_sent_after_log_in(entry, open_as):
    officer = person(Role.OFFICER, entry.submission.unit)
    page = open_as(officer, f"/entries/{entry.pk}/comments/")
    page.get_by_label("Viết cho Văn phòng").fill("Đã có 03 hội nghị.")
    cookies = page.context.cookies()

    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Gửi trao đổi").click()
    page.locator("[data-comment-note]").get_by_text("Phiên làm việc đã hết.").wait_for()
    assert page.get_by_label("Viết cho Văn phòng").input_value() == "Đã có 03 hội nghị."
    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Gửi trao đổi").click()

    page.get_by_text("Đã gửi", exact=True).wait_for()
    assert [row.text for row in Comment.objects.all()] == ["Đã có 03 hội nghị."]


def test_settings_are_saved(entry, open_as):
    officer = person(Role.OFFICER, entry.submission.unit)

    page = open_as(officer, "/notices/settings/")
    assert _serious(page) == []
    page.get_by_label("Địa chỉ thư công vụ").fill("lan@vidu.vn")
    page.get_by_label("Kết quả được chấp nhận: qua thư").uncheck()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Đã lưu cách nhận thông báo.").wait_for()

    assert not page.get_by_label("Kết quả được chấp nhận: qua thư").is_checked()
    assert page.get_by_label("Kết quả được chấp nhận: trong hệ thống").is_checked()
    assert [row.kind for row in NoticePreference.objects.filter(is_mailed=False)] == ["accepted"]
    assert _overflow(page) == 0


def test_the_pages_are_accessible(entry, open_as, settings):
    settings.MAIL_HOUR = 0
    officer = person(Role.OFFICER, entry.submission.unit, email="lan@vidu.vn")
    _return(entry)
    reviewer = person(Role.REVIEWER, email="mot.dia.chi.rat.dai.cua.nguoi.dung@coquan.vidu.vn")
    commenting.comment(entry=entry, by=officer, at=timezone.now(), text="Xin hỏi thêm.")
    digesting.make_digests(at=timezone.now())
    MailDigest.objects.filter(recipient=officer).update(attempts=1, error="Máy chủ thư từ chối.")

    for user, path in (
        (officer, "/notices/"),
        (reviewer, "/mails/"),
        (officer, f"/entries/{entry.pk}/comments/"),
    ):
        page = open_as(user, path)
        assert _serious(page) == [], path
        assert _overflow(page) == 0, path


def test_all_are_marked_as_read_without_scripts(entry, chromium, live_server, size):
    officer = person(Role.OFFICER, entry.submission.unit)
    _return(entry)
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": size[0], "height": size[1]}
    )
    give_session(context, officer, live_server.url)
    page = context.new_page()

    page.goto(f"{live_server.url}/notices/")
    page.get_by_role("button", name="Đánh dấu đã đọc tất cả").click()

    page.get_by_text("Đã đánh dấu 1 thông báo là đã đọc.").wait_for()
    assert page.locator(".bell__num").count() == 0
    context.close()
