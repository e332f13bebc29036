"""The grid in a real browser: cells change in place, by mouse and by keyboard."""

import pytest

from plans.models import Assignment, AssignmentRole, AssignmentState
from tests.browser import give_session, page_in
from tests.factories import AssignmentFactory, UnitFactory, person
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def proposal():
    return AssignmentFactory(state=AssignmentState.PROPOSED)


@pytest.fixture
def helper(proposal):
    return UnitFactory()


@pytest.fixture
def page(chromium):
    """A page that fails on script errors; a refused change may write to the console."""
    context = chromium.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    with page_in(context) as opened:
        yield opened


@pytest.fixture
def grid(page, live_server, proposal, helper):
    give_session(page.context, person(Role.REVIEWER), live_server.url)
    page.goto(f"{live_server.url}/plans/{proposal.task.plan_id}/grid/")
    return page


def _cell(grid, unit):
    return grid.locator(f"tr[data-task] td[data-unit='{unit.pk}']")


def _wait_for_message(grid, words):
    grid.locator("[data-grid-said]").get_by_text(words).wait_for()


def test_a_cell_is_chosen_with_the_mouse(grid, proposal, helper):
    _cell(grid, helper).click()

    grid.get_by_role("button", name="Phối hợp").click()

    _wait_for_message(grid, "phối hợp, đề xuất")
    assert proposal.task.assignments.get(unit=helper).role == AssignmentRole.COORDINATING


def test_cells_are_changed_from_the_keyboard(grid, proposal, helper):
    _cell(grid, helper).click()
    grid.keyboard.press("Escape")

    grid.keyboard.press("p")
    _wait_for_message(grid, "phối hợp, đề xuất")
    grid.keyboard.press("Delete")
    _wait_for_message(grid, "không tham gia")

    assert list(Assignment.objects.all()) == [proposal]


def test_choices_for_a_cell_are_sent_one_after_the_other(grid, proposal, helper):
    sent = []

    def hold_the_first(route):
        sent.append(route)
        if len(sent) > 1:
            route.continue_()

    grid.route("**/grid/**", hold_the_first)
    _cell(grid, helper).click()
    grid.keyboard.press("Escape")
    with grid.expect_request("**/grid/**"):
        grid.keyboard.press("p")
    grid.keyboard.press("Delete")
    _cell(grid, helper).evaluate("() => new Promise((done) => window.setTimeout(done))")
    assert len(sent) == 1

    sent[0].continue_()

    _wait_for_message(grid, "không tham gia")
    assert _cell(grid, helper).get_attribute("data-role") in (None, "")
    assert list(Assignment.objects.all()) == [proposal]


def test_a_change_of_a_confirmed_cell_first_says_what_follows(grid, proposal, helper):
    _cell(grid, proposal.unit).click()
    assert not grid.locator("[data-dialog-ends]").is_visible()
    grid.keyboard.press("Escape")
    grid.keyboard.press("x")
    _wait_for_message(grid, "chủ trì, đã xác nhận")

    grid.keyboard.press("Delete")
    grid.get_by_text("kết thúc từ hôm nay").wait_for()
    assert Assignment.objects.get().ended_on is None
    grid.get_by_role("button", name="Không tham gia").click()

    _wait_for_message(grid, "chủ trì, thôi theo dõi")
    assert Assignment.objects.get().ended_on is not None


def test_a_refusal_shows_its_reason_and_changes_nothing(grid, proposal, helper):
    _cell(grid, helper).click()

    grid.get_by_role("button", name="Chủ trì", exact=True).click()

    _wait_for_message(grid, "đã có đơn vị chủ trì")
    assert list(Assignment.objects.all()) == [proposal]
