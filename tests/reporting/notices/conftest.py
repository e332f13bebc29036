"""An office that mails, and a person with an address."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def office(settings):
    """Settings under which mails leave from seven."""
    settings.MAIL_HOUR = 7
    settings.SITE_URL = "https://kehoach.vidu.vn/"
    settings.DUE_SOON_DAYS = 7


@pytest.fixture
def officer(db):
    return UserFactory(full_name="Lê Thị Nhận Thư", email="lan@vidu.vn")
