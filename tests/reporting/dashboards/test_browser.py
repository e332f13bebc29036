"""The tabs of the dashboard in a browser, wide and on a phone, with and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import give_session
from tests.factories import AssignmentFactory, PlanFactory, TaskFactory, TaskGroupFactory, person
from tests.many_units import lead, units_of
from units.models import Bloc, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {
    "desktop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True},
}


@pytest.fixture
def plan():
    """60 units × 8 groups: the longest matrix of one page."""
    plan = PlanFactory()
    groups = TaskGroupFactory.create_batch(8, plan=plan)
    tasks = [TaskFactory(group=group, is_fan_out=True) for group in groups]
    lead(tasks, units_of(Bloc.GOVERNMENT, count=59))
    AssignmentFactory(task=tasks[0], is_own_part=True, unit__bloc=Bloc.PARTY)
    return plan


@pytest.fixture(params=SIZES)
def opened(request, chromium, live_server, plan):
    """Open pages as a leader at one size; `scripts=False` opens them without any."""
    leader = person(Role.LEADER)
    contexts = []

    def open_at(path, *, scripts=True):
        context = chromium.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            java_script_enabled=scripts,
            **SIZES[request.param],
        )
        contexts.append(context)
        give_session(context, leader, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/plans/{plan.pk}/{path}")
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_filter_goes_along_from_tab_to_tab(opened, scripts):
    page = opened("board/", scripts=scripts)
    tabs = page.get_by_role("navigation", name="Các phần của bảng theo dõi")
    page.get_by_label("Khối").select_option("party")
    page.get_by_label("Nhóm nhiệm vụ").select_option(index=1)
    group = page.get_by_label("Nhóm nhiệm vụ").input_value()
    page.get_by_label("Tính đến hết ngày").fill("01/04/2026")
    page.get_by_role("button", name="Xem").click()
    expect(page).to_have_url(re.compile("bloc=party"))

    for name, path in (
        ("Ma trận", "matrix"),
        ("Đúng hạn", "punctuality"),
        ("Chỉ tiêu", "indicators"),
    ):
        tabs.get_by_role("link", name=name).click()
        expect(page).to_have_url(re.compile(f"/board/{path}/.*as_of=01%2F04%2F2026"))
        expect(tabs.locator("[aria-current=page]")).to_have_text(name)
        expect(page.get_by_label("Khối")).to_have_value("party")
        expect(page.get_by_label("Nhóm nhiệm vụ")).to_have_value(group)
        expect(page.get_by_text("tính đến hết ngày 01/04/2026")).to_be_visible()


def test_a_day_that_cannot_be_meant_stays_typed_beside_its_sentence(opened):
    page = opened("board/")

    page.get_by_label("Tính đến hết ngày").fill("31/12/2000")
    page.get_by_role("button", name="Xem").click()

    field = page.get_by_label("Tính đến hết ngày")
    expect(field).to_have_value("31/12/2000")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Kế hoạch ban hành ngày")).to_be_visible()
    expect(page.get_by_text(f"đến hết ngày {timezone.localdate():%d/%m/%Y}")).to_be_visible()


def test_a_group_of_another_plan_is_named_and_the_filter_keeps_its_width(opened):
    page = opened("board/matrix/?group=999999")

    expect(page.get_by_text("Kế hoạch không có nhóm này.")).to_be_visible()
    expect(page.get_by_label("Nhóm nhiệm vụ")).to_have_value("")
    fields = page.locator(".filters select, .filters input, .filters button").all()
    edges = [field.bounding_box()["x"] + field.bounding_box()["width"] for field in fields]
    assert max(edges) < page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_the_choice_of_units_reaches_the_matrix_on_the_first_page(opened):
    page = opened("../../")
    page.get_by_role("link", name="Đơn vị hiện nay").first.click()

    expect(page).to_have_url(re.compile("by_units=now"))
    cell = page.locator(".heat tbody td a").first
    expect(cell).to_have_attribute("href", re.compile("by_units=now"))
    expect(page).to_have_title("Trang chủ – Theo dõi kế hoạch")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_head_and_first_column_of_the_matrix_stay_in_sight(opened):
    page = opened("board/matrix/")
    table, size = page.locator(".table-scroll"), page.viewport_size
    row = page.get_by_role("link", name="X. Số 50", exact=True)

    row.scroll_into_view_if_needed()
    table.evaluate("table => { table.scrollLeft = 400; }")

    head = page.locator(".heat thead th").first.bounding_box()
    name = row.bounding_box()
    assert 0 <= head["y"] < name["y"] < size["height"]
    assert 0 <= name["x"] < size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("path", ["board/", "board/matrix/", "board/punctuality/"])
def test_the_tabs_are_accessible(opened, path):
    page = opened(f"{path}?as_of=31/12/2000")

    assert Axe().run(page).response["violations"] == []
