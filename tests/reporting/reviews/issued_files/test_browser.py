"""A file that was chosen waits until the tick beside it is set."""

import pytest
from django.urls import reverse

from reporting.models import IssuedFile, Review, ReviewStatus
from tests.browser import give_session
from tests.factories import NOON, UserFactory, person
from tests.reporting.evidence.uploads import pdf
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review
from units.models import Role

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_printing"),
]


def test_a_forgotten_tick_is_asked_for_and_the_chosen_file_stays(page, live_server):
    review = compiled(request_review(plan_at_work()))
    changes = {"number": "05-BC/HU", "issued_on": NOON.date(), "issued_by": UserFactory()}
    Review.objects.filter(pk=review.pk).update(status=ReviewStatus.ISSUED, **changes)
    give_session(page.context, person(Role.REVIEWER), live_server.url)
    page.goto(live_server.url + reverse("reporting:review", args=[review.pk]))
    page.get_by_text("Lưu bản đã phát hành").click()
    signed = {"name": "đã ký.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    page.locator("#issued-file").set_input_files(signed)
    save, tick = page.get_by_role("button", name="Lưu", exact=True), page.get_by_role("checkbox")

    save.click()
    assert tick.evaluate("box => box.validationMessage") == "Hãy đánh dấu ô này."
    assert not IssuedFile.objects.exists()

    tick.check()
    save.click()
    page.get_by_text("Đã lưu nguyên vẹn tệp “đã ký.pdf”").wait_for()
