"""The address of a step, opened as a page: by a browser that starts again, for example."""

import pytest
from django.urls import reverse

from tests.factories import ReportingPeriodFactory, person
from units.models import Role

pytestmark = pytest.mark.django_db


def test_the_address_of_a_step_leads_to_the_page_above_it(client):
    period = ReportingPeriodFactory()
    client.force_login(person(Role.OFFICER))
    step = reverse("reporting:give-confirmation", args=[1])

    shown = client.get(step)
    far = client.get(reverse("reporting:start-submission", args=[period.pk, 1]))
    script = client.get(step, headers={"HX-Request": "true"})

    page = shown.content.decode()
    assert (shown.status_code, shown.headers["Allow"]) == (405, "POST")
    assert f'href="{reverse("reporting:confirm-submission", args=[1])}"' in page
    assert f'href="{reverse("reporting:period", args=[period.pk])}"' in far.content.decode()
    assert (script.status_code, script.content) == (405, b"")
