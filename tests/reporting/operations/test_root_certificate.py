"""The root certificate of the proxy's own authority is offered where there is one."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/root-certificate/"


def test_the_log_in_page_leads_to_it(client, settings):
    UserFactory()
    settings.TLS_ISSUER = "internal"

    assert f'href="{PAGE}"' in client.get("/log-in/").content.decode()
    text = client.get(PAGE).content.decode()
    assert 'href="/root.crt"' in text
    assert "Windows" in text
    assert "Android" in text


@pytest.mark.parametrize("issuer", ["", "acme"])
def test_a_public_authority_needs_none(client, settings, issuer):
    settings.TLS_ISSUER = issuer

    assert PAGE not in client.get("/log-in/").content.decode()
    assert client.get(PAGE).status_code == 404
