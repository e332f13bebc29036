"""Evidence that is stored, in a browser: looked at and described in its page."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reporting.evidence import attaching
from reporting.filing import filing
from tests.factories import UserFactory
from tests.reporting.evidence.in_browser.scene import LONG_NAME, kept, serious
from tests.reporting.evidence.uploads import image, pdf_saying, upload
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shown(open_page, entry):
    """The block with a PDF and a picture in it."""
    for file in (upload(LONG_NAME, pdf_saying("Báo cáo")), upload("ảnh.png", image("PNG"))):
        attaching.attach(
            entry=entry, by=UserFactory(), at=timezone.now(), file=file, is_declared_not_secret=True
        )
    return open_page


def test_a_pdf_and_a_picture_load_only_when_opened_in_the_page(page, shown):
    loaded = []
    page.on(
        "response", lambda answer: loaded.append(answer.url) if "/view/" in answer.url else None
    )
    block = shown()
    block.scroll_into_view_if_needed()
    assert loaded == []

    block.get_by_text("Xem ảnh.png").click()
    picture = block.get_by_role("img", name="Ảnh ảnh.png")
    expect(picture).to_have_js_property("naturalWidth", 40)
    assert len(loaded) == 1

    # The viewer of the browser starts, which it would not in a sandboxed document
    with page.expect_request(lambda request: request.url.startswith("chrome-extension:")):
        block.get_by_text(f"Xem {LONG_NAME}").click()
    assert serious(page) == []


def test_a_link_opens_a_pdf_that_cannot_be_embedded(page, shown):
    page.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { get: () => false });"
    )
    block = shown()

    block.get_by_text(f"Xem {LONG_NAME}").click()

    block.get_by_text("Máy này không xem được PDF ngay trong trang.").wait_for()
    assert block.locator("iframe").count() == 0
    expect(block.get_by_role("link", name="Mở trong thẻ mới").first).to_be_visible()


def test_a_file_is_described_in_place_and_other_input_is_kept(page, shown, entry):
    block = shown()

    block.get_by_role("link", name="Sửa ảnh.png").click()
    form = block.get_by_role("form", name="Sửa minh chứng ảnh.png")
    form.get_by_label("Số, ký hiệu").fill("05-BC/HU (M)")
    form.get_by_role("button", name="Lưu").click()
    form.get_by_text("dấu hiệu mật").wait_for()
    assert form.get_by_label("Số, ký hiệu").input_value() == "05-BC/HU (M)"
    assert serious(page) == []
    form.get_by_label("Số, ký hiệu").fill("05-BC/ĐU")
    form.get_by_role("button", name="Lưu").click()

    kept(block, "05-BC/ĐU")
    assert entry.evidence.get(file_name="ảnh.png").number == "05-BC/ĐU"


def test_an_open_description_stays_while_another_file_is_removed(page, shown, entry):
    block = shown()
    page.on("dialog", lambda dialog: dialog.accept())
    block.get_by_role("link", name="Sửa ảnh.png").click()
    form = block.get_by_role("form", name="Sửa minh chứng ảnh.png")
    form.get_by_label("Số, ký hiệu").fill("05-BC/ĐU")

    block.get_by_role("button", name=f"Bỏ {LONG_NAME}").click()
    expect(block.locator("h4")).to_have_text("Minh chứng (1)")
    assert form.get_by_label("Số, ký hiệu").input_value() == "05-BC/ĐU"
    form.get_by_role("button", name="Lưu").click()

    kept(block, "05-BC/ĐU")
    expect(form).to_have_count(0)
    assert entry.evidence.get().number == "05-BC/ĐU"


def test_the_office_previews_a_document_beside_its_entry(page, shown, entry):
    shown()
    filing.send(submission=entry.submission, by=UserFactory(), at=timezone.now())
    shown(Role.REVIEWER, f"/entries/{entry.pk}/")

    page.get_by_text("Xem ảnh.png").click()

    page.get_by_role("img", name="Ảnh ảnh.png").wait_for()
    assert page.get_by_role("link", name="Sửa ảnh.png").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert serious(page) == []
