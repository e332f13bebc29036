"""Old addresses lead to the new ones for good."""

import pytest
from django.test import RequestFactory

from tracker.lib.moved import moved


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/reports/7/", "/reviews/7/"),
        ("/plans/3/reports/add/?kind=interim", "/plans/3/reviews/add/?kind=interim"),
        ("/reports/7/pdf/?next=/reports/", "/reviews/7/pdf/?next=/reports/"),
    ],
)
def test_an_old_address_redirects_permanently(old, new):
    response = moved("reports", "reviews")(RequestFactory().get(old))

    assert (response.status_code, response.url) == (301, new)


def test_a_form_is_sent_again_to_the_new_address():
    request = RequestFactory().post("/reports/7/parts/", {"text": "Kết quả"})

    response = moved("reports", "reviews")(request)

    assert (response.status_code, response.url) == (308, "/reviews/7/parts/")
