"""A contribution written by one unit, sent, and taken into the result of another, in a browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import Plan
from reporting.models import Contribution, ContributionUse, ProgressEntry
from tests.browser import give_session
from tests.factories import person
from tests.reporting.contributions.scene import WORDS, Scene
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"desktop": (1366, 768), "phone": (360, 800)}


@pytest.fixture
def scene(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Scene(at=timezone.now())


@pytest.fixture(params=SIZES)
def open_page(request, chromium, live_server):
    """Open a page for one person, with or without scripts. Scripts must not fail."""
    width, height = SIZES[request.param]
    contexts, errors = [], []

    def opened(user, *, with_scripts=True):
        context = chromium.new_context(
            locale="vi-VN",
            viewport={"width": width, "height": height},
            base_url=live_server.url,
            java_script_enabled=with_scripts,
        )
        contexts.append(context)
        give_session(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def _check(page):
    """Require no serious accessibility violation and no horizontal overflow."""
    results = Axe().run(page)
    grave = [
        (row["id"], [node["html"][:120] for node in row["nodes"]])
        for row in results.response["violations"]
        if row["impact"] in ("serious", "critical")
    ]
    assert grave == []
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) <= 0


def test_a_contribution_from_writing_to_the_result_of_the_lead(open_page, scene):
    entry = scene.entry()
    helper = open_page(scene.writer)
    helper.goto("/")
    helper.get_by_role("link", name="Xem nội dung phối hợp").click()
    helper.get_by_text("Ghi nội dung").click()
    _check(helper)
    helper.get_by_role("link", name="Thêm minh chứng").click()
    helper.get_by_label("Nội dung phối hợp").fill(WORDS)
    helper.get_by_text("Thêm minh chứng", exact=True).click()
    helper.get_by_label("Số, ký hiệu").fill("12/BC")
    helper.get_by_label("Tôi xác nhận").check()
    _check(helper)
    helper.get_by_role("button", name="Thêm minh chứng và lưu").click()
    expect(helper.get_by_text("Minh chứng (1)")).to_be_visible()
    helper.get_by_role("button", name="Gửi đơn vị chủ trì").click()
    expect(helper.get_by_text("Đã gửi nội dung phối hợp")).to_be_visible()

    lead = open_page(scene.officer)
    lead.goto(f"/submissions/{entry.submission_id}/")
    lead.get_by_label("Kết quả thực hiện").fill("Đã họp với các đơn vị.")
    lead.get_by_text("Đơn vị phối hợp đã gửi (1)").click()
    expect(lead.get_by_text("12/BC")).to_be_visible()
    _check(lead)
    lead.get_by_role("button", name="Lấy vào kết quả").click()

    expect(lead.get_by_text("vào kết quả.")).to_be_visible()
    expect(lead.get_by_label("Kết quả thực hiện")).to_have_value(
        f"Đã họp với các đơn vị.\n\n{WORDS}"
    )
    assert ContributionUse.objects.get().entry == entry
    office = open_page(person(Role.REVIEWER))
    office.goto(f"/contributions/{Contribution.objects.get().pk}/")
    expect(office.get_by_text("Đã lấy vào kết quả")).to_be_visible()
    _check(office)


def test_a_required_contribution_is_missing_until_it_is_sent(open_page, scene):
    office = open_page(person(Role.REVIEWER))
    office.goto(f"/plans/{scene.task.plan_id}/periods/")
    office.on("dialog", lambda dialog: dialog.accept())
    office.get_by_role("button", name="Yêu cầu gửi nội dung phối hợp").click()
    expect(office.get_by_text("Từ nay đơn vị phối hợp phải gửi nội dung mỗi kỳ.")).to_be_visible()
    _check(office)
    office.goto(f"/periods/{scene.period.pk}/")
    expect(office.get_by_text("Đã gửi 0/1 nội dung Văn phòng yêu cầu")).to_be_visible()
    _check(office)
    office.goto(f"/tasks/{scene.task.pk}/")
    expect(office.get_by_text("1 đơn vị còn thiếu")).to_be_visible()
    _check(office)

    helper = open_page(scene.writer)
    helper.goto("/")
    expect(helper.get_by_text("Còn thiếu 1 nội dung Văn phòng yêu cầu.")).to_be_visible()
    _check(helper)
    helper.get_by_role("link", name="Ghi nội dung").click()
    helper.get_by_label("Nội dung phối hợp").fill(WORDS)
    helper.get_by_role("button", name="Gửi đơn vị chủ trì").click()

    office.goto(f"/periods/{scene.period.pk}/")
    expect(office.get_by_text("Đã gửi 1/1 nội dung Văn phòng yêu cầu")).to_be_visible()
    helper.goto("/")
    expect(helper.get_by_text("Còn thiếu")).to_have_count(0)


def test_the_head_gives_a_contribution_back_and_then_sends_it(open_page, scene):
    Plan.objects.update(needs_head_confirmation=True)
    writer, head = open_page(scene.writer), open_page(person(Role.HEAD, scene.helper.unit))
    form = f"/periods/{scene.period.pk}/assignments/{scene.helper.pk}/contribution/"
    writer.goto(form)
    writer.get_by_label("Nội dung phối hợp").fill(WORDS)
    writer.get_by_role("button", name="Trình thủ trưởng").click()
    expect(writer.get_by_text("Chờ thủ trưởng xác nhận")).to_be_visible()
    _check(writer)

    head.goto("/")
    _check(head)
    head.get_by_role("link", name="Xem và xác nhận").click()
    head.get_by_text("Trả lại cho cán bộ").click()
    _check(head)
    head.get_by_label("Ý kiến của thủ trưởng").fill("Thiếu số liệu.")
    head.get_by_role("button", name="Trả lại", exact=True).click()
    expect(head.get_by_text("Đã trả lại cho cán bộ của đơn vị.")).to_be_visible()

    writer.goto(form)
    expect(writer.get_by_role("main").get_by_text("Thiếu số liệu.").first).to_be_visible()
    _check(writer)
    writer.get_by_role("button", name="Trình thủ trưởng").click()
    expect(writer.get_by_text("Đã trình thủ trưởng.")).to_be_visible()
    head.goto("/")
    head.get_by_role("link", name="Xem và xác nhận").click()
    head.get_by_role("button", name="Xác nhận và gửi đơn vị chủ trì").click()

    expect(head.get_by_text("Đã xác nhận và gửi nội dung phối hợp")).to_be_visible()
    assert Contribution.objects.get().is_sent


def test_a_contribution_is_taken_in_without_scripts(open_page, scene):
    scene.send()
    entry = scene.entry()
    lead = open_page(scene.officer, with_scripts=False)
    lead.goto(f"/submissions/{entry.submission_id}/")
    lead.get_by_label("Kết quả thực hiện").fill("Đã họp.")
    lead.get_by_text("Đơn vị phối hợp đã gửi (1)").click()

    lead.get_by_role("button", name="Lấy vào kết quả").click()

    expect(lead.get_by_label("Kết quả thực hiện")).to_have_value(f"Đã họp.\n\n{WORDS}")
    assert ProgressEntry.objects.get().result == f"Đã họp.\n\n{WORDS}"
