"""The filing round in a browser, on a desktop and on a phone."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import Plan
from reporting.filing import confirming, filing
from reporting.models import EntryStatus, ProgressEntry, RemarkField, Submission
from reporting.verification import verifying
from tests.browser import give_session
from tests.factories import (
    FILED,
    AssignmentFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.reporting.filing.scene import period_of
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"desktop": (1366, 768), "phone": (360, 800)}
both_sizes = pytest.mark.parametrize("size", SIZES)
desktop = pytest.mark.parametrize("size", ["desktop"])


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def submission(now):
    """A submission of three tasks: one returned with a remark, one open, one reported before."""
    group = TaskGroupFactory()
    unit = UnitFactory()
    for _ in range(3):
        task = TaskFactory(group=group, suggested_evidence="Kế hoạch mở lớp")
        AssignmentFactory(unit=unit, task=task)
    today = timezone.localdate(now)
    days = {"data_from": today - timedelta(days=200), "data_to": today - timedelta(days=70)}
    earlier = _start(period_of(group.plan, now, **days), unit, now)
    for entry in _entries(earlier):
        _save(entry, now, result="Kỳ trước mở 2 lớp.")
    submission = _start(period_of(group.plan, now), unit, now)
    for entry in _entries(submission):
        _save(entry, now)
    filing.send(submission=submission, by=UserFactory(), at=now)
    returned, *others = _entries(submission)
    verifying.send_back(
        entry=returned,
        by=UserFactory(),
        at=now,
        reason="",
        answer_by=today + timedelta(days=3),
        remarks={RemarkField.RESULT: "Nêu rõ số lớp.", RemarkField.EVIDENCE: "Thiếu kế hoạch."},
    )
    for entry in others:
        filing.take_back(entry=entry, by=UserFactory(), at=now, note="Viết lại.")
        empty = {"state": "", "result": "", "obstacle": "", "recommendation": ""}
        _save(entry, now, percent=None, **empty)
    return submission


def _start(period, unit, at):
    return filing.start(period=period, unit=unit, by=UserFactory(), at=at)


def _entries(submission):
    rows = submission.entries.select_related("submission__period", "assignment__task")
    return list(rows.in_plan_order())


def _save(entry, at, **content):
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=at,
        **{**FILED, **content},
    )


@pytest.fixture
def open_as(page, live_server, size):
    """Open a path as a person, at the size of the test."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})

    def open_page(user, path):
        give_session(page.context, user, live_server.url)
        page.goto(f"{live_server.url}{path}")
        return page

    return open_page


@pytest.fixture
def filing_page(open_as, submission):
    officer = person(Role.OFFICER, submission.unit)
    return open_as(officer, f"/submissions/{submission.pk}/")


def _no_serious_fault(page):
    found = Axe().run(page).response["violations"]
    assert [row["id"] for row in found if row["impact"] in ("serious", "critical")] == []
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)


def _wait_saved(page, entry):
    page.locator(f"#saved-{entry.pk}").get_by_text("Đã lưu lúc").wait_for()


@both_sizes
def test_remarks_are_beside_their_fields(filing_page, submission, size):
    returned, other, _ = _entries(submission)
    field = filing_page.locator(f"#result-{returned.pk}")
    remark = filing_page.locator(f"#remark-result-{returned.pk}")

    assert "Nêu rõ số lớp." in remark.inner_text()
    assert remark.get_attribute("id") in field.get_attribute("aria-describedby").split()
    above, below = remark.bounding_box(), field.bounding_box()
    assert 0 <= below["y"] - (above["y"] + above["height"]) < 24
    assert filing_page.locator(f"#form-{other.pk} .remark").count() == 0
    _no_serious_fault(filing_page)


@both_sizes
def test_the_verbatim_text_and_the_suggested_evidence_are_one_tap_away(
    filing_page, submission, size
):
    entry = _entries(submission)[1]
    section = filing_page.locator(f"#entry-{entry.pk}")
    text = section.get_by_text(entry.assignment.task.text)
    assert not text.is_visible()

    section.get_by_text("Nguyên văn nhiệm vụ").click()

    expect(text).to_be_visible()
    expect(section.get_by_text("Kế hoạch mở lớp")).to_be_visible()


@both_sizes
def test_the_text_of_the_last_period_is_copied(filing_page, submission, size):
    entry = _entries(submission)[1]
    section = filing_page.locator(f"#entry-{entry.pk}")
    section.get_by_text("Kỳ trước đã nêu gì").click()

    section.get_by_role("button", name="Lấy lại kỳ trước").click()

    _wait_saved(filing_page, entry)
    assert ProgressEntry.objects.get(pk=entry.pk).result == "Kỳ trước mở 2 lớp."


@both_sizes
def test_the_list_at_the_side_shows_the_status_of_each_task(filing_page, submission, size):
    returned, other, _ = _entries(submission)
    if size == "phone":
        filing_page.locator("[data-side] summary").click()
    words = [filing_page.locator(f"#side-{entry.pk}") for entry in (returned, other)]
    assert [word.inner_text().rpartition("– ")[2] for word in words] == ["Bị trả lại", "Chưa đủ"]

    filing_page.locator(f"#form-{other.pk} [name=state][value=not_applicable]").check()

    filing_page.locator(f"#side-{other.pk}.mark-complete").wait_for()
    expect(filing_page.locator("#filing-progress")).to_contain_text("2/3")


@both_sizes
def test_the_changes_are_one_tap_away(filing_page, submission, size):
    returned = _entries(submission)[0]
    section = filing_page.locator(f"#entry-{returned.pk}")

    summary = section.locator(".changes-more summary")
    # At the lower edge of the window, where opened content is out of sight
    summary.evaluate("part => part.scrollIntoView({ block: 'end' })")

    summary.click()

    section.get_by_text("Thay đổi so với kỳ trước (").wait_for()
    expect(section.locator("del").first).to_be_visible()
    _no_serious_fault(filing_page)


@both_sizes
def test_many_tasks_are_answered_in_one_step(filing_page, submission, size):
    _, second, third = _entries(submission)
    filing_page.get_by_text("Trả lời nhanh cho nhiều nhiệm vụ").click()
    filing_page.get_by_label("Chọn tất cả mục chưa đủ").check()
    _no_serious_fault(filing_page)
    filing_page.get_by_role("button", name="Xem trước các mục đã chọn").click()
    filing_page.get_by_text("Sẽ ghi cho 2 nhiệm vụ").wait_for()
    _no_serious_fault(filing_page)

    filing_page.get_by_role("button", name="Ghi cho 2 nhiệm vụ").click()

    filing_page.get_by_text("Đã trả lời “Không phát sinh” cho 2 nhiệm vụ.").wait_for()
    states = [ProgressEntry.objects.get(pk=entry.pk).state for entry in (second, third)]
    assert states == ["not_applicable", "not_applicable"]


def _focused(page):
    return page.evaluate("document.activeElement.closest('.entry')?.id")


@desktop
def test_alt_and_the_arrows_move_between_tasks(filing_page, submission, size):
    first, second, _ = _entries(submission)

    filing_page.keyboard.press("Alt+ArrowDown")
    assert _focused(filing_page) == f"entry-{first.pk}"
    filing_page.keyboard.press("Alt+ArrowDown")
    assert _focused(filing_page) == f"entry-{second.pk}"
    filing_page.keyboard.press("Alt+ArrowUp")
    assert _focused(filing_page) == f"entry-{first.pk}"


@desktop
def test_ctrl_enter_saves_and_moves_to_the_next_open_task(filing_page, submission, size):
    _, second, third = _entries(submission)
    filing_page.locator(f"#result-{second.pk}").fill("Đã mở 4 lớp.")

    filing_page.keyboard.press("Control+Enter")

    assert _focused(filing_page) == f"entry-{third.pk}"
    _wait_saved(filing_page, second)
    assert ProgressEntry.objects.get(pk=second.pk).result == "Đã mở 4 lớp."


@desktop
def test_keys_pressed_while_a_letter_is_composed_do_nothing(filing_page, submission, size):
    second = _entries(submission)[1]
    field = filing_page.locator(f"#result-{second.pk}")
    field.focus()

    field.evaluate(
        "(box) => ['Enter', 'ArrowDown'].forEach((key) => box.dispatchEvent(new KeyboardEvent("
        "'keydown', {key, ctrlKey: key === 'Enter', altKey: key !== 'Enter', isComposing: true,"
        " bubbles: true})))"
    )

    assert _focused(filing_page) == f"entry-{second.pk}"


@pytest.fixture
def presented(submission, now):
    """The same submission, complete, of a plan with confirmation, presented to its head."""
    for entry in _entries(submission)[1:]:
        _save(entry, now, state="not_started", result="")
    Plan.objects.update(needs_head_confirmation=True)
    head = person(Role.HEAD, submission.unit)
    person(Role.OFFICER, submission.unit)
    submission = Submission.objects.for_row().get(pk=submission.pk)
    confirming.ask(submission=submission, by=UserFactory(), at=now)
    return head, submission


@both_sizes
def test_the_head_confirms_from_the_home_page(open_as, presented, size):
    head, submission = presented
    page = open_as(head, "/")
    page.locator("#to-confirm").get_by_role("link", name="Xem và xác nhận").click()
    page.get_by_role("heading", name="Xác nhận báo cáo của").wait_for()
    _no_serious_fault(page)

    page.get_by_role("button", name="Xác nhận và gửi").first.click()

    page.get_by_text("Đã xác nhận và gửi 3 nhiệm vụ").wait_for()
    statuses = set(submission.entries.values_list("status", flat=True))
    assert statuses == {EntryStatus.SENT}


@both_sizes
def test_the_head_gives_it_back_and_the_officer_reads_the_reason(open_as, presented, size):
    head, submission = presented
    page = open_as(head, f"/submissions/{submission.pk}/confirmation/")
    last = page.locator(".confirm-form").last
    last.get_by_text("Trả lại để sửa").click()
    last.get_by_label("Ý kiến cho cán bộ").fill("Nêu số người dự.")
    _no_serious_fault(page)
    last.get_by_role("button", name="Trả lại kèm ý kiến").click()
    page.get_by_text("Đã trả lại cho cán bộ").wait_for()

    page = open_as(person(Role.OFFICER, submission.unit), f"/submissions/{submission.pk}/")

    expect(page.get_by_text("Nêu số người dự.").first).to_be_visible()
    page.get_by_role("button", name="Trình thủ trưởng").click()
    page.get_by_text("Đang chờ thủ trưởng xác nhận").wait_for()
    _no_serious_fault(page)


@both_sizes
def test_the_office_returns_with_remarks(open_as, submission, now, size):
    for entry in _entries(submission)[1:]:
        _save(entry, now)
    filing.send(submission=submission, by=UserFactory(), at=now)
    entry = _entries(submission)[1]
    page = open_as(person(Role.REVIEWER), f"/entries/{entry.pk}/")
    page.get_by_text("Trả lại để bổ sung").click()
    page.get_by_text("Nhận xét từng mục", exact=True).click()
    page.get_by_label("Kết quả thực hiện").fill("Nêu số lớp của từng thôn.")
    _no_serious_fault(page)

    page.get_by_role("button", name="Trả lại", exact=True).click()

    page.get_by_text("Đã trả lại nhiệm vụ").wait_for()
    assert entry.remarks.get().text == "Nêu số lớp của từng thôn."
