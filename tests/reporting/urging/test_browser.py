"""Urging from the page of a period, in a browser at the size of an office screen and of a phone."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from reporting.models import Urging
from tests.browser import give_session
from tests.factories import AssignmentFactory, ReportingPeriodFactory, person
from units.models import Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("size", [(1366, 768), (360, 800)], ids=["desktop", "phone"]),
]


def test_the_office_urges_one_of_two_units_which_reads_it(page, live_server, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    first = AssignmentFactory(unit__name="Xã Một")
    second = AssignmentFactory(task__group__plan=first.task.plan, unit__name="Xã Hai")
    officer, _ = (person(Role.OFFICER, row.unit) for row in (first, second))
    due_on = timezone.localdate() - timedelta(days=2)
    period = ReportingPeriodFactory(plan=first.task.plan, due_on=due_on)

    give_session(page.context, person(Role.REVIEWER), live_server.url)
    page.goto(f"{live_server.url}/periods/{period.pk}/")
    page.get_by_role("link", name="Đôn đốc").click()
    expect(page.get_by_label("Xã Một")).to_be_checked()
    page.get_by_label("Xã Hai").uncheck()
    page.get_by_label("Nội dung đôn đốc").fill("Đề nghị gửi trước 17 giờ hôm nay.")
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) == 0
    found = Axe().run(page).response["violations"]
    assert [row["id"] for row in found if row["impact"] in ("serious", "critical")] == []
    page.get_by_role("button", name="Đôn đốc").click()
    page.get_by_text("Đã đôn đốc 1 đơn vị.").wait_for()
    expect(page.get_by_text("Đã đôn đốc 1 lần")).to_have_count(1)
    assert page.evaluate(width) == 0

    give_session(page.context, officer, live_server.url)
    page.goto(f"{live_server.url}/notices/")
    page.get_by_role("button", name="Đề nghị gửi trước 17 giờ hôm nay.").click()
    page.get_by_text("Đã đôn đốc 1 lần").wait_for()
    assert Urging.objects.get().unit == first.unit
