"""What a person or a colleague does on the filing page, and what the page says of it."""

import re

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from reporting.filing import filing
from reporting.models import ProgressEntry
from tests.factories import FILED, PASSWORD, UserFactory
from tests.reporting.filing.scene import fresh

COLLEAGUE = "Lê Văn Đồng Nghiệp"
THEIRS = "Của đồng nghiệp, có 12 văn bản."


def address_of(entry):
    return f"/submissions/{entry.submission_id}/"


def form_on(page, entry):
    return page.locator(f"#form-{entry.pk}")


def wait_for_message(form, words):
    form.locator(".save-state").get_by_text(re.compile(words)).first.wait_for()


def wait_until_saved(form):
    """Wait until all input is saved: the response to earlier input says "saved" as well."""
    expect(form).not_to_have_attribute("data-unsaved", "")
    wait_for_message(form, "Đã lưu lúc")


def save_as_colleague(entry, **changes):
    seen = fresh(entry)
    filing.save_entry(
        entry=ProgressEntry.objects.select_related("submission__period").get(pk=entry.pk),
        seen_version=seen.version,
        by=UserFactory(full_name=COLLEAGUE),
        at=timezone.now(),
        **{**FILED, "result": THEIRS, **changes},
    )


def serious(page):
    return [
        (found["id"], found["nodes"][0]["html"])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]


def log_in(page, user):
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
