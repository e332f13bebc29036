"""The whole loop in a real browser, on the real product without a demonstration.

The first administrator sets the product up, loads the sample plan and adds the people, the office
confirms assignments and opens a period, a unit's officer files with a PDF attached, the office
returns one entry, the officer answers, the office accepts and compiles, and a leader downloads the
review. Web server, worker and beat are real.
"""

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.product import Product, running_product

pytestmark = pytest.mark.browser

SENTENCE = "Đã tổ chức 03 hội nghị quán triệt với 214 đoàn viên tham dự."
ANSWER = "Bổ sung: số liệu tính đến hết ngày cuối kỳ, đã đối chiếu."
# Parts of section III that Huyện đoàn leads: III.1.1, III.1.2 and III.4.1 to III.4.3
NUM_OWED = 5
PASSWORD = "mat-khau-rieng-126"
OFFICE = "Đảng ủy xã Hoa Sen"


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with running_product(tmp_path_factory.mktemp("loop") / "data", DEMO="0") as running:
        yield running


class Person:
    """A person with their own browser."""

    def __init__(self, chromium: Any, product: Product) -> None:
        self.context = chromium.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": 1366, "height": 768},
            accept_downloads=True,
        )
        self.page = self.context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.url = product.url

    def log_in(self, username: str, password: str) -> "Person":
        """Log in for the first time."""
        self.open("/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.page.click("main button[type=submit]")
        self._choose_a_password(password)
        return self

    def _choose_a_password(self, old: str) -> None:
        """Change the initial password at the first log-in."""
        self.page.fill("#id_old_password", old)
        self.page.fill("#id_new_password1", PASSWORD)
        self.page.fill("#id_new_password2", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.url}/")

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def follow(self, words: str) -> None:
        self.go(self.page.get_by_role("link", name=words).first)

    def press(self, words: str) -> None:
        self.go(self.page.get_by_role("button", name=words).first)

    def go(self, target: Any) -> None:
        """Click an element that leads to another page, and wait until it has loaded."""
        with self.page.expect_navigation():
            target.click()

    def reads(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()


def set_up(person: Person, product: Product) -> None:
    """Open the address that the terminal shows, and say whose product it is."""
    address = re.search(r"\S+/set-up/first/\?key=\S+", product.console())
    assert address
    person.page.goto(address.group())
    person.page.get_by_label("Xã, phường, đặc khu").check()
    for name, words in {
        "name": OFFICE,
        "superior": "Đảng bộ tỉnh Hoa Súng",
        "place": "Hoa Sen",
        "symbol": "ĐU",
        "office_name": "Văn phòng Đảng ủy",
        "office_symbol": "VPĐU",
        "full_name": "Trần Thị Quản Trị",
        "password": PASSWORD,
        "password_repeated": PASSWORD,
    }.items():
        person.page.fill(f"#id_{name}", words)
    person.press("Khai báo và đăng nhập")
    person.reads(f"Theo dõi kế hoạch – {OFFICE}")


def load_sample(administrator: Person) -> None:
    # The set-up leads to the usual units of the place, which the sample brings its own of
    administrator.open("/")
    administrator.follow("Mở danh sách kế hoạch")
    administrator.follow("Nạp kế hoạch mẫu")
    administrator.press("Nạp kế hoạch mẫu")
    administrator.reads("Đã nạp kế hoạch mẫu.")


def make_person(administrator: Person, username: str, full_name: str, unit: str, role: str) -> str:
    """Add a person with a role through the pages; returns the initial password."""
    administrator.open("/people/add/")
    administrator.page.fill("#id_username", username)
    administrator.page.fill("#id_full_name", full_name)
    administrator.press("Lưu")
    password = administrator.page.locator("dd code").nth(1).inner_text()
    administrator.follow("Tiếp tục: giao vai trò")
    form = administrator.page.locator("form[action$='/memberships/']")
    form.locator("select[name=unit]").select_option(label=unit)
    form.locator("select[name=role]").select_option(role)
    form.get_by_role("button", name="Giao vai trò").click()
    administrator.reads("Đã giao vai trò.")
    return password


def pdf_file(folder: Path) -> Path:
    """A small real PDF, like one from a scanner or Word."""
    paper = pikepdf.new()
    paper.add_blank_page(page_size=(595, 842))
    file = folder / "Kế hoạch quán triệt.pdf"
    paper.save(file)
    return file


def test_whole_loop(chromium, product, tmp_path):
    administrator = Person(chromium, product)
    set_up(administrator, product)
    load_sample(administrator)
    passwords = {
        "canbo": make_person(
            administrator, "canbo", "Lê Thị Cán Bộ (demo)", "Huyện đoàn", "officer"
        ),
        "vanphong": make_person(
            administrator, "vanphong", "Võ Văn Phòng (demo)", "Văn phòng Huyện ủy", "reviewer"
        ),
        "lanhdao": make_person(
            administrator,
            "lanhdao",
            "Phan Lãnh Đạo (demo)",
            "Ban Thường vụ Huyện ủy Hải Lăng",
            "leader",
        ),
    }

    office = Person(chromium, product).log_in("vanphong", passwords["vanphong"])
    confirm_section_iii(office)
    open_a_period(office)

    officer = Person(chromium, product).log_in("canbo", passwords["canbo"])
    file_report(officer, pdf_file(tmp_path))

    return_first_and_accept_rest(office)
    answer_returned_entry(officer)
    accept_all(office)
    compile_review(office)

    leader = Person(chromium, product).log_in("lanhdao", passwords["lanhdao"])
    content = download_review(leader)

    assert content.startswith(b"%PDF")
    assert SENTENCE in text_of(content)
    for person in (administrator, office, officer, leader):
        assert person.errors == []
        person.context.close()


def confirm_section_iii(office: Person) -> None:
    """Confirm the proposals of section III: each unit then owes its own part of it."""
    office.open("/")
    office.follow("Xác nhận phân công")
    group = office.page.locator("tr.grid-group", has_text="III. Tổ chức thực hiện")
    office.go(group.get_by_role("link", name="Xác nhận"))
    office.press("Xác nhận")
    office.reads("Đã xác nhận")


def open_a_period(office: Person) -> None:
    office.follow("Kỳ báo cáo")
    office.follow("Lập kỳ báo cáo")
    preset = office.page.locator("#preset")
    # The whole year contains today on any day of the test.
    preset.select_option("y")
    office.press("Điền vào biểu mẫu")
    office.press("Lập kỳ")
    office.follow("Mở kỳ")
    office.press("Mở kỳ")
    office.reads("các đơn vị nộp được từ bây giờ")


def file_report(officer: Person, attachment: Path) -> None:
    officer.open("/")
    officer.press("Lập báo cáo")
    page = officer.page
    entries = page.locator("article.entry")
    expect(entries).to_have_count(NUM_OWED)
    for number in range(NUM_OWED):
        entry = entries.nth(number)
        entry.locator("input[name=state][value=done]").check()
        entry.locator("textarea[name=result]").fill(f"{SENTENCE} Việc thứ {number + 1}.")
        entry.get_by_role("button", name="Lưu", exact=True).click()
        entry.get_by_text(re.compile("Đã lưu")).first.wait_for()
    first = entries.first
    first.get_by_text("Thêm minh chứng").first.click()
    first.locator("input[type=file][multiple]").set_input_files(attachment)
    first.locator("input[name=is_declared_not_secret]").check()
    first.get_by_role("button", name="Thêm minh chứng").click()
    first.get_by_role("link", name=attachment.name, exact=True).wait_for()
    officer.go(page.locator("[data-send] button"))
    expect(page.locator("article.entry .status--sent")).to_have_count(NUM_OWED)


def return_first_and_accept_rest(office: Person) -> None:
    office.open("/verification/")
    expect(office.page.locator("tbody tr")).to_have_count(NUM_OWED)
    office.go(office.page.locator("tbody tr th a").first)
    office.page.get_by_text("Trả lại để bổ sung").click()
    office.page.fill("#id_reason", "Đề nghị nêu rõ số liệu tính đến ngày nào.")
    office.press("Trả lại")
    office.reads("Đã trả lại nhiệm vụ")
    for _ in range(NUM_OWED - 1):
        office.go(office.page.locator("[data-key=a]"))
        office.reads("Đã chấp nhận nhiệm vụ")


def answer_returned_entry(officer: Person) -> None:
    officer.open("/")
    officer.reads("Đề nghị nêu rõ số liệu")
    officer.go(officer.page.locator("section.card--urgent a").first)
    form = officer.page.locator("form.entry-form")
    expect(form).to_have_count(1)
    result = form.locator("textarea[name=result]")
    result.fill(f"{result.input_value()} {ANSWER}")
    officer.go(form.get_by_role("button", name="Gửi lại kết quả này"))
    officer.reads("Chờ thẩm tra")


def accept_all(office: Person) -> None:
    office.open("/verification/")
    office.go(office.page.locator("tbody tr th a").first)
    expect(office.page.locator("ins").first).to_contain_text(ANSWER)
    office.open("/verification/")
    office.page.locator("[data-check-all]").check()
    office.press("Chấp nhận các mục đã chọn")
    office.reads("Đã chấp nhận 1 mục.")


def compile_review(office: Person) -> None:
    office.follow("Sơ kết, tổng kết")
    office.go(office.page.locator("a[href$='/reviews/add/']").first)
    office.press("Lập dự thảo")
    # The progress bar stops when the worker is done.
    office.page.locator("a[href$='/pdf/']").first.wait_for(timeout=120_000)


def download_review(leader: Person) -> bytes:
    leader.open("/")
    leader.follow("sơ kết")
    with leader.page.expect_download() as download:
        leader.page.locator("a[href$='/pdf/']").first.click()
    return Path(download.value.path()).read_bytes()


def text_of(content: bytes) -> str:
    """The text of a PDF on one line, because sentences may be wrapped."""
    paper = pypdfium2.PdfDocument(io.BytesIO(content))
    pages = [page.get_textpage().get_text_range() for page in paper]
    return re.sub(r"\s+", " ", " ".join(pages))
