"""The evidence of a draft in a browser, wide and on a phone."""

import pytest
from django.utils import timezone

from reporting.models import EntryStatus
from tests.browser import give_session, page_in
from tests.factories import person
from tests.reporting.filing.scene import entry_of
from units.models import Role

SIZES = {
    "desktop": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 360, "height": 800}, "has_touch": True, "is_mobile": True},
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MAX_UPLOAD_MB = 2


@pytest.fixture
def entry():
    return entry_of(EntryStatus.DRAFT, timezone.now())


@pytest.fixture(params=SIZES)
def page(request, chromium):
    context = chromium.new_context(locale="vi-VN", **SIZES[request.param])
    with page_in(context) as opened:
        yield opened


@pytest.fixture
def open_page(page, live_server, entry):
    """Open the filing page as an officer; returns the block of evidence."""

    def opened(role=Role.OFFICER, path=None):
        unit = entry.submission.unit if role == Role.OFFICER else None
        give_session(page.context, person(role, unit), live_server.url)
        page.goto(f"{live_server.url}{path or f'/submissions/{entry.submission_id}/'}")
        return page.locator(f"#evidence-{entry.pk}")

    return opened


@pytest.fixture
def block(open_page):
    return open_page()
