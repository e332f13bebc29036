"""The filing page in a real browser: it saves itself and loses nothing."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from reporting import filing
from reporting.models import EntryStatus, ProgressEntry
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
def entry():
    now = timezone.now()
    today = timezone.localdate(now)
    assignment = AssignmentFactory()
    period = ReportingPeriodFactory(
        plan=assignment.task.plan, opened_at=now, data_from=today, data_to=today, due_on=today
    )
    return entry_at(EntryStatus.DRAFT, assignment=assignment, period=period, at=now)


@pytest.fixture
def page(chromium):
    """Refused saves are written to the console, which is meant here: only scripts must not fail."""
    context = chromium.new_context(locale="vi-VN", viewport={"width": 360, "height": 800})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def form(page, live_server, entry):
    client = Client()
    officer = person(Role.OFFICER, entry.submission.unit)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies(
        [
            {
                "name": "sessionid",
                "value": client.cookies["sessionid"].value,
                "url": live_server.url,
            }
        ]
    )
    page.goto(f"{live_server.url}/submissions/{entry.submission_id}/")
    return page.locator(f"#form-{entry.pk}")


def _saved(entry):
    return ProgressEntry.objects.get(pk=entry.pk)


def _said(form, words):
    form.locator(".save-state").get_by_text(re.compile(words)).first.wait_for()


def test_what_is_typed_saves_itself(form, entry):
    form.locator("[name=result]").press_sequentially(" Gõ thêm một câu khá dài.", delay=20)

    _said(form, "Đã lưu lúc")
    assert _saved(entry).result == form.locator("[name=result]").input_value().strip()


def test_text_typed_without_a_line_is_kept_and_saved_when_it_is_back(page, form, entry):
    page.route("**/save/", lambda route: route.abort())
    form.locator("[name=result]").fill("Gõ khi mất mạng.")
    _said(form, "mất kết nối")
    assert _saved(entry).result == FILED["result"]

    page.unroute("**/save/")

    _said(form, "Đã lưu lúc")
    assert _saved(entry).result == "Gõ khi mất mạng."


def test_two_officers_neither_overwrites_the_other_unasked(form, entry):
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(full_name="Lê Văn Đồng Nghiệp"),
        at=timezone.now(),
        **{**FILED, "result": "Của đồng nghiệp."},
    )

    form.locator("[name=result]").fill("Của tôi.")
    _said(form, "vừa được người khác lưu")
    assert _saved(entry).result == "Của đồng nghiệp."
    form.locator(".save-state summary").click()
    form.get_by_role("button", name="Giữ nội dung tôi đang gõ").click()

    _said(form, "Đã lưu lúc")
    assert _saved(entry).result == "Của tôi."
