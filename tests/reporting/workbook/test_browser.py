"""The Excel round trip of an officer: download, fill, upload, preview, confirm."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from reporting.workbook.number_layout import NUMBER_FIELDS, NUMBER_HEADER_ROW, NUMBER_SHEET
from tests.browser import give_session
from tests.factories import FILED, AssignmentFactory, IndicatorFactory, UserFactory, person
from tests.reporting.filing.scene import period_of
from tests.reporting.workbook.scene import (
    entries_of,
    fill,
    packed,
    save_meanwhile,
    saved,
    submission_of,
)
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(1366, 768), (360, 800)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def submission():
    now = timezone.now()
    assignment = AssignmentFactory()
    period = period_of(assignment.task.plan, now)
    return submission_of(4, at=now, assignment=assignment, period=period)


@pytest.fixture(params=SIZES, ids=["desktop", "phone"])
def visitor(request, page, live_server, submission):
    """An officer of the unit on the page of the submission."""
    width, height = request.param
    page.set_viewport_size({"width": width, "height": height})
    officer = person(Role.OFFICER, submission.unit)
    give_session(page.context, officer, live_server.url)
    page.goto(f"{live_server.url}/submissions/{submission.pk}/")
    return page


def _download(page):
    with page.expect_download() as caught:
        page.get_by_role("link", name="Tải biểu Excel").click()
    with open(caught.value.path(), "rb") as file:
        return load_workbook(io.BytesIO(file.read()))


def _upload(page, book):
    page.get_by_role("link", name="Nộp biểu Excel").click()
    page.get_by_label("Tệp biểu báo cáo").set_input_files(
        {"name": "biểu đã ghi.xlsx", "mimeType": XLSX, "buffer": packed(book)}
    )
    page.get_by_role("button", name="Xem trước").click()


def _is_fine(page):
    """Require no serious accessibility violation and no horizontal scrolling."""
    found = Axe().run(page)
    grave = [rule["id"] for rule in found.response["violations"]
             if rule["impact"] in ("serious", "critical")]  # fmt: skip
    assert grave == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0


def test_a_workbook_filled_offline_is_previewed_and_written_after_confirming(visitor, submission):
    changed, conflicting, unclear, untouched = entries_of(submission)
    book = _download(visitor)
    fill(book, changed, state="Đã hoàn thành", percent=100, result="- Xong việc.\n- Có báo cáo.")
    fill(book, conflicting, result="Nội dung trong tệp.")
    fill(book, unclear, percent="chín mươi")
    colleague = UserFactory(full_name="Lê Văn Đồng Nghiệp")
    save_meanwhile(conflicting, by=colleague, at=timezone.now(), result="Đồng nghiệp đã lưu.")

    _upload(visitor, book)

    visitor.get_by_text("Chưa có gì được ghi.").wait_for()
    visitor.get_by_text("Lê Văn Đồng Nghiệp đã lưu lúc").wait_for()
    visitor.get_by_text("chín mươi").wait_for()
    _is_fine(visitor)
    assert saved(changed).result == FILED["result"]

    visitor.get_by_label("Lấy nội dung trong tệp").check()
    visitor.get_by_role("button", name="Xác nhận").click()

    visitor.get_by_text("Đã ghi 2 nhiệm vụ.").first.wait_for()
    _is_fine(visitor)
    done = saved(changed)
    assert (done.state, done.percent, done.result) == ("done", 100, "- Xong việc.\n- Có báo cáo.")
    assert saved(conflicting).result == "Nội dung trong tệp."
    assert saved(unclear).percent == FILED["percent"]
    assert saved(untouched).version == untouched.version


def test_numbers_filled_offline_have_warnings_and_are_written(visitor, submission):
    entry = entries_of(submission)[0]
    ratio = IndicatorFactory(task=entry.assignment.task, name="Hồ sơ đúng hạn")
    book = _download(visitor)
    for field, number in (("numerator", "1.100"), ("denominator", 1000)):
        book[NUMBER_SHEET].cell(NUMBER_HEADER_ROW + 1, NUMBER_FIELDS[field]).value = number

    _upload(visitor, book)

    visitor.get_by_text("1.100/1.000 = 110%").wait_for()
    visitor.get_by_text("Tỷ lệ trên 100%: tử số lớn hơn mẫu số.").wait_for()
    _is_fine(visitor)
    visitor.get_by_role("button", name="Xác nhận").click()
    visitor.get_by_text("Đã ghi 1 nhiệm vụ.").first.wait_for()
    [stored] = entry.indicator_values.all()
    assert (stored.indicator, stored.numerator, stored.denominator) == (ratio, 1100, 1000)


def test_after_a_refused_file_another_can_be_chosen(visitor, submission):
    book = _download(visitor)
    book["Biểu báo cáo"].delete_rows(9)

    _upload(visitor, book)

    visitor.get_by_text("Cấu trúc biểu đã thay đổi").wait_for()
    _is_fine(visitor)
    expect(visitor.get_by_label("Tệp biểu báo cáo")).to_be_visible()


def test_a_workbook_without_changes_has_its_own_message(visitor, submission):
    _upload(visitor, _download(visitor))

    visitor.get_by_text("không có gì khác với nội dung đã lưu").wait_for()
    _is_fine(visitor)
    assert visitor.get_by_role("button", name="Xác nhận").count() == 0


def test_the_button_for_a_file_speaks_vietnamese_and_names_what_was_chosen(visitor):
    visitor.get_by_role("link", name="Nộp biểu Excel").click()
    expect(visitor.get_by_text("Chưa chọn tệp")).to_be_visible()
    button = visitor.locator("label.button", has_text="Chọn tệp")

    with visitor.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files({"name": "Biểu quý 4.xlsx", "mimeType": XLSX, "buffer": b"x"})

    expect(visitor.get_by_role("status").filter(has_text="Biểu quý 4.xlsx")).to_be_visible()
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Shift+Tab")
    expect(visitor.get_by_label("Tệp biểu báo cáo")).to_be_focused()
    assert button.evaluate("label => getComputedStyle(label).outlineStyle") == "solid"


def test_a_file_is_chosen_with_the_same_button_without_scripts(
    chromium, live_server, visitor, submission
):
    context = chromium.new_context(java_script_enabled=False, locale="en-US")
    context.add_cookies(visitor.context.cookies())
    page = context.new_page()
    page.goto(f"{live_server.url}/submissions/{submission.pk}/sheet/upload/")

    with page.expect_file_chooser() as chooser:
        page.locator("label.button", has_text="Chọn tệp").click()
    chooser.value.set_files({"name": "Biểu.xlsx", "mimeType": XLSX, "buffer": b"not a workbook"})
    page.get_by_role("button", name="Xem trước").click()

    expect(page.get_by_text("Chưa có gì được ghi")).to_be_visible()
    context.close()
