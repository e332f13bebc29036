"""Verification from the keyboard, in a browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reporting.filing import filing
from reporting.models import EntryEvent, EntryStatus, ProgressEntry
from tests.browser import give_session
from tests.factories import (
    FILED,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def entries():
    """Two entries of one period, the first sent a minute before the second."""
    now = timezone.now() - timedelta(minutes=2)
    today = timezone.localdate(now)
    period = ReportingPeriodFactory(
        opened_at=now, data_from=today, data_to=today, due_on=today + timedelta(days=1)
    )
    return [
        entry_at(
            EntryStatus.SENT,
            assignment=AssignmentFactory(task__group__plan=period.plan),
            period=period,
            at=now + timedelta(minutes=minutes),
        )
        for minutes in (0, 1)
    ]


@pytest.fixture
def verifying(page, live_server, entries):
    give_session(page.context, person(Role.REVIEWER), live_server.url)
    page.goto(f"{live_server.url}/entries/{entries[0].pk}/")
    return page


def _status(entry):
    return ProgressEntry.objects.get(pk=entry.pk).status


def test_j_and_k_move_through_the_queue(verifying, entries):
    first, second = entries

    verifying.keyboard.press("j")
    verifying.wait_for_url(f"**/entries/{second.pk}/")
    verifying.keyboard.press("k")
    verifying.wait_for_url(f"**/entries/{first.pk}/")


def test_a_accepts_and_opens_the_next_entry(verifying, entries):
    first, second = entries

    verifying.keyboard.press("a")

    verifying.wait_for_url(re.compile(rf"/entries/{second.pk}/\?undo=\d+$"))
    assert _status(first) == EntryStatus.ACCEPTED


def test_r_opens_the_reason_where_letters_are_no_shortcuts(verifying, entries):
    first, second = entries
    verifying.keyboard.press("r")
    verifying.keyboard.type("ajk ")
    verifying.locator("[data-reason]").first.click()

    assert verifying.locator("#id_reason").input_value().startswith("ajk Kết quả nêu chung chung")
    verifying.get_by_role("button", name="Trả lại", exact=True).click()

    verifying.wait_for_url(f"**/entries/{second.pk}/")
    assert _status(first) == EntryStatus.RETURNED
    assert _status(second) == EntryStatus.SENT


def test_what_was_typed_stays_when_the_page_is_left(verifying, entries):
    first, second = entries
    reason = verifying.locator("#id_reason")
    verifying.keyboard.press("r")
    verifying.keyboard.type("Nêu số người dự. ")
    verifying.locator("[data-reason]").first.click()
    typed = reason.input_value()
    comment = verifying.locator(".comment-form textarea")
    comment.fill("Số liệu lấy ở đâu?")
    comment.blur()
    verifying.keyboard.press("j")
    verifying.wait_for_url(f"**/entries/{second.pk}/")
    assert reason.input_value() == ""
    verifying.keyboard.press("k")
    verifying.wait_for_url(f"**/entries/{first.pk}/")

    expect(reason).to_have_value(typed)
    expect(reason).to_be_visible()
    expect(comment).to_have_value("Số liệu lấy ở đâu?")
    verifying.get_by_role("button", name="Trả lại", exact=True).click()
    verifying.wait_for_url(f"**/entries/{second.pk}/")
    assert EntryEvent.objects.get(entry=first, to_status=EntryStatus.RETURNED).note == typed

    first.refresh_from_db()
    by, at = UserFactory(), timezone.now()
    filing.save_entry(entry=first, seen_version=first.version, by=by, at=at, **FILED)
    filing.send(submission=first.submission, by=by, at=at)
    verifying.goto(verifying.url.replace(f"/{second.pk}/", f"/{first.pk}/"))
    expect(verifying.locator("[data-key=a]")).to_be_visible()
    assert reason.input_value() == ""


def test_keys_are_named_only_where_there_is_room_for_a_keyboard(verifying):
    keys = verifying.locator("main kbd")
    assert [key.text_content() for key in keys.all() if key.is_visible()] == ["j", "a", "r"]

    verifying.set_viewport_size({"width": 360, "height": 800})

    assert not any(key.is_visible() for key in keys.all())
