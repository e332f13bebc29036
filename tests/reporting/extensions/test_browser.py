"""A later deadline requested, granted and shown in the ledger, in a browser at both sizes."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from reporting.models import EntryStatus, Extension
from tests.browser import give_session
from tests.factories import person
from tests.reporting.extensions.scene import dated
from tests.reporting.filing.scene import entry_of
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"desktop": (1366, 768), "phone": (360, 800)}


@pytest.fixture(params=SIZES)
def screen(request, page):
    """The page at the size of an office screen and of a phone; dialogs are confirmed."""
    width, height = SIZES[request.param]
    page.set_viewport_size({"width": width, "height": height})
    page.on("dialog", lambda dialog: dialog.accept())
    return page


@pytest.fixture
def log_in(screen, live_server):
    def become(role, unit=None):
        user = person(role, unit)
        give_session(screen.context, user, live_server.url)

    return become


@pytest.fixture
def entry():
    """A draft of a task with its deadline in ten days."""
    now = timezone.now()
    assignment = dated(deadline=timezone.localdate(now) + timedelta(days=10), at=now)
    return entry_of(EntryStatus.DRAFT, now, assignment)


def _check(screen):
    """Require no serious accessibility violation and no horizontal overflow."""
    results = Axe().run(screen)
    grave = [
        (row["id"], [node["html"][:120] for node in row["nodes"]])
        for row in results.response["violations"]
        if row["impact"] in ("serious", "critical")
    ]
    assert grave == []
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert screen.evaluate(over) <= 0


def _dmy(day):
    return f"{day:%d/%m/%Y}"


def test_unit_requests_office_grants_and_the_ledger_shows_both_deadlines(
    screen, live_server, log_in, entry
):
    deadline = entry.assignment.deadline
    proposed, day = deadline + timedelta(days=60), deadline + timedelta(days=30)
    log_in(Role.OFFICER, entry.submission.unit)
    screen.goto(f"{live_server.url}/submissions/{entry.submission_id}/")
    screen.get_by_role("link", name="Xin gia hạn").click()
    screen.get_by_role("button", name="Gửi đề nghị").click()
    expect(screen.get_by_text("Hãy nêu lý do xin gia hạn.")).to_be_visible()
    _check(screen)
    screen.get_by_label("Thời hạn đề nghị").fill(_dmy(proposed))
    screen.get_by_label("Lý do").fill("Chờ hướng dẫn của Sở.")
    screen.get_by_label("Việc đã làm").fill("Đã dự thảo quy chế.")
    screen.get_by_role("button", name="Gửi đề nghị").click()
    screen.wait_for_url("**/extensions/*/")
    _check(screen)

    log_in(Role.REVIEWER)
    screen.goto(f"{live_server.url}/extensions/")
    _check(screen)
    screen.get_by_role("link", name=entry.assignment.task.title).click()
    screen.wait_for_url("**/extensions/*/")
    _check(screen)
    screen.get_by_label("Đến ngày khác", exact=True).check()
    screen.get_by_label("Ngày khác", exact=True).fill(_dmy(day))
    screen.get_by_label("Thời hạn theo lời văn bản").fill("đến hết ngày mới")
    screen.get_by_text("Văn bản chưa có trong danh mục").click()
    screen.get_by_label("Số, ký hiệu").fill("77-TB/VPHU")
    screen.get_by_role("button", name="Đồng ý gia hạn").click()
    # The date of the document is missing: the typed text is kept
    expect(screen.get_by_text("Hãy nhập ngày ban hành.")).to_be_visible()
    assert screen.get_by_label("Số, ký hiệu").input_value() == "77-TB/VPHU"
    _check(screen)
    screen.get_by_label("Ngày ban hành").fill(_dmy(timezone.localdate()))
    screen.get_by_role("button", name="Đồng ý gia hạn").click()

    ledger = screen.get_by_role("table", name="Các lần đặt, đổi thời hạn")
    expect(ledger).to_contain_text(f"{_dmy(deadline)} → {_dmy(day)}")
    expect(ledger).to_contain_text("77-TB/VPHU")
    expect(ledger).to_contain_text(f"trước ngày {_dmy(deadline)}")
    assert Extension.objects.get().status == "changed"
    _check(screen)


def test_an_empty_list_is_accessible(screen, live_server, log_in, entry):
    log_in(Role.OFFICER, entry.submission.unit)

    screen.goto(f"{live_server.url}/extensions/")

    assert screen.get_by_role("heading", name="Chưa có đề nghị gia hạn nào").is_visible()
    _check(screen)
