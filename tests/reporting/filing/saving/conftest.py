"""A draft, and the filing page of its officer, wide and on a phone."""

from contextlib import contextmanager

import pytest
from django.utils import timezone

from reporting.models import EntryStatus
from tests.browser import give_session
from tests.factories import AssignmentFactory, ReportingPeriodFactory, entry_at, person
from tests.reporting.filing.saving.scene import address_of
from units.models import Role

SCREENS = {"desktop": (1366, 768), "phone": (360, 800)}


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
def officer(entry):
    return person(Role.OFFICER, entry.submission.unit, full_name="Trần Thị Cán Bộ")


@pytest.fixture(params=SCREENS)
def open_page(request, chromium, live_server):
    """Open a page in a new browser for each person. Scripts must not fail in any of them.

    Refused saves may be logged to the console.
    """
    width, height = SCREENS[request.param]
    contexts, errors = [], []

    @contextmanager
    def quiet():
        yield
        for context in contexts:
            context.close()
        assert errors == []

    def opened(user=None, **options):
        context = chromium.new_context(
            locale="vi-VN",
            viewport={"width": width, "height": height},
            has_touch=request.param == "phone",
            base_url=live_server.url,
            **options,
        )
        contexts.append(context)
        if user:
            give_session(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    with quiet():
        yield opened


@pytest.fixture
def page(open_page, officer, entry):
    opened = open_page(officer)
    opened.goto(address_of(entry))
    return opened
