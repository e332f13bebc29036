"""Numbers in a browser, on a desktop and on a phone."""

from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from plans import access
from reporting.indicators.inputs import IndicatorInput
from reporting.models import EntryStatus, Submission
from tests.browser import give_session, page_in
from tests.factories import (
    AssignmentFactory,
    IndicatorFactory,
    LegalDocumentFactory,
    ValueIndicatorFactory,
    entry_at,
    person,
)
from tests.reporting.filing.scene import period_of
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"desktop": (1366, 768), "phone": (360, 800)}


@pytest.fixture(params=SIZES)
def page(request, chromium):
    """A page where refused saves may be logged to the console; scripts must not fail."""
    width, height = SIZES[request.param]
    context = chromium.new_context(
        locale="vi-VN",
        viewport={"width": width, "height": height},
        has_touch=request.param == "phone",
    )
    with page_in(context) as opened:
        yield opened
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert opened.evaluate(overflow) == 0


@pytest.fixture
def assignment():
    return AssignmentFactory()


@pytest.fixture
def ratio(assignment):
    letter = LegalDocumentFactory()
    return IndicatorFactory(task=assignment.task, target=98, target_document=letter)


@pytest.fixture
def count(assignment):
    return ValueIndicatorFactory(task=assignment.task)


@pytest.fixture
def entry(assignment, ratio, count):
    now = timezone.now()
    period = period_of(assignment.task.plan, now)
    return entry_at(EntryStatus.DRAFT, assignment=assignment, period=period, at=now)


@pytest.fixture
def form(page, live_server, entry):
    officer = person(Role.OFFICER, entry.submission.unit)
    give_session(page.context, officer, live_server.url)
    page.goto(f"{live_server.url}/submissions/{entry.submission_id}/")
    return page.locator(f"#form-{entry.pk}")


def _field(form, indicator, part):
    return form.locator(f"[name=indicator-{indicator.pk}-{part}]")


def _message(form, entry, indicator):
    return form.locator(f"[aria-labelledby=indicator-{entry.pk}-{indicator.pk}] [data-result]")


def _wait_until_saved(form):
    """Wait until all input is saved: the response to earlier input says "saved" as well."""
    expect(form).not_to_have_attribute("data-unsaved", "")
    form.locator(".save-state").get_by_text("Đã lưu lúc").wait_for()


def _stored(entry, indicator):
    return IndicatorInput.of(entry.indicator_values.get(indicator=indicator))


def _worst(page):
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in ("serious", "critical")]


def test_typing_numerator_and_denominator_shows_the_ratio_and_saves(form, entry, ratio):
    _field(form, ratio, "numerator").fill("1.234")
    _field(form, ratio, "denominator").fill("1.250,5")

    assert _message(form, entry, ratio).inner_text().endswith("= 98,68%")
    _wait_until_saved(form)
    assert _stored(entry, ratio) == IndicatorInput(
        numerator=Decimal(1234), denominator=Decimal("1250.5")
    )


def test_missing_zero_and_not_applicable_are_distinguished(form, entry, count):
    message = _message(form, entry, count)
    assert message.inner_text().casefold() == "chưa có số liệu"

    _field(form, count, "value").fill("0")
    assert message.inner_text() == "0 cuộc"
    _wait_until_saved(form)
    assert _stored(entry, count) == IndicatorInput(value=Decimal(0))

    form.page.reload()
    _field(form, count, "not_applicable").check()
    assert message.inner_text().casefold() == "không phát sinh"
    assert _field(form, count, "value").is_disabled()
    _wait_until_saved(form)
    assert _stored(entry, count) == IndicatorInput(is_not_applicable=True)


def test_an_implausible_number_requests_an_explanation_and_does_not_block_sending(
    page, form, entry, ratio
):
    explanation = _field(form, ratio, "explanation")
    assert not explanation.is_visible()
    _field(form, ratio, "numerator").fill("11")
    _field(form, ratio, "denominator").fill("10")

    form.get_by_text("Tỷ lệ trên 100%").wait_for()
    explanation.fill("Có hồ sơ kỳ trước chuyển sang.")
    page.locator("form[data-send] button").click()
    page.get_by_text("Đã gửi báo cáo").wait_for()

    assert Submission.objects.get().sent_at is not None
    assert _stored(entry, ratio).explanation == "Có hồ sơ kỳ trước chuyển sang."


def test_the_error_of_a_number_is_beside_the_field_until_it_is_corrected(form, entry, ratio):
    _field(form, ratio, "numerator").fill("9.5")

    form.get_by_text("Phần lẻ ghi sau dấu phẩy").last.wait_for()
    assert not entry.indicator_values.exists()
    _field(form, ratio, "numerator").fill("9,5")
    _wait_until_saved(form)

    assert _stored(entry, ratio) == IndicatorInput(numerator=Decimal("9.5"))
    assert form.locator(f"#indicator-{entry.pk}-{ratio.pk}-numerator-error").inner_text() == ""


def test_numbers_typed_offline_are_restored_and_saved(page, form, entry, ratio, count):
    page.route("**/save/", lambda route: route.abort())
    _field(form, ratio, "numerator").fill("7")
    _field(form, count, "not_applicable").check()
    form.locator(".save-state").get_by_text("mất kết nối").wait_for()
    page.once("dialog", lambda dialog: dialog.accept())
    page.unroute("**/save/")

    page.reload()

    _wait_until_saved(form)
    assert _field(form, ratio, "numerator").input_value() == "7"
    assert _field(form, count, "not_applicable").is_checked()
    assert _stored(entry, ratio) == IndicatorInput(numerator=Decimal(7))
    assert _stored(entry, count) == IndicatorInput(is_not_applicable=True)


def test_the_filing_page_with_numbers_is_accessible(page, form, ratio):
    _field(form, ratio, "numerator").fill("11")
    _field(form, ratio, "denominator").fill("10")
    form.get_by_text("Tỷ lệ trên 100%").wait_for()

    assert _worst(page) == []


def test_the_set_up_pages_are_accessible(page, live_server, assignment, ratio):
    access.ensure_grants(plan=assignment.task.plan)
    give_session(page.context, person(Role.REVIEWER), live_server.url)

    found = []
    for path in (f"/tasks/{assignment.task_id}/indicators/", f"/indicators/{ratio.pk}/"):
        page.goto(f"{live_server.url}{path}")
        found += _worst(page)

    assert found == []
