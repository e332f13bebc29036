"""The look of components that every page shares, in a browser of either size."""

import pytest

from tests.browser import give_session
from tests.factories import AssignmentFactory, person
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 800}
# Two blocks of one card, or of the page, whose frames or lines meet
TOUCHING = """() => {
  const found = [];
  const seen = (block) => block.offsetHeight > 1 && getComputedStyle(block).position === "static";
  for (const parent of document.querySelectorAll("main, main .card, main details[open]")) {
    const blocks = [...parent.children].filter(seen);
    blocks.slice(1).forEach((block, at) => {
      const gap = block.getBoundingClientRect().top - blocks[at].getBoundingClientRect().bottom;
      if (Math.abs(gap) < 4) found.push(`${blocks[at].outerHTML} ${block.outerHTML}`);
    });
  }
  return found;
}"""

SIGNS = """items => items.map((item) =>
  ["::before", "::after"].map((place) => getComputedStyle(item, place).content)
)"""


@pytest.fixture
def reviewer_page(page, live_server):
    give_session(page.context, person(Role.REVIEWER), live_server.url)
    return page


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_blocks_of_a_page_and_of_its_cards_never_touch(reviewer_page, live_server, size):
    assignment = AssignmentFactory(task__suggested_evidence="Báo cáo", task__suggested_figures="%")
    reviewer_page.set_viewport_size(size)

    for path in ("plans/", f"tasks/{assignment.task_id}/", f"assignments/{assignment.pk}/"):
        reviewer_page.goto(f"{live_server.url}/{path}")
        assert reviewer_page.evaluate(TOUCHING) == []


def test_no_line_of_crumbs_begins_with_the_sign_between_them(reviewer_page, live_server):
    reviewer_page.set_viewport_size(PHONE)
    task = AssignmentFactory(task__group__plan__short_title="Kế hoạch có tên dài cả dòng").task

    reviewer_page.goto(f"{live_server.url}/tasks/{task.pk}/")

    signs = reviewer_page.locator(".crumbs li").evaluate_all(SIGNS)
    assert [before for before, _ in signs] == ["none", "none"]
    assert ["›" in after for _, after in signs] == [True, False]
