"""Steps of weight ask for the password again; what was typed goes on with the step."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localdate, now

from tests.factories import PASSWORD, UnitFactory, UserFactory
from units.models import LogInTry, Membership

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=16)


@pytest.fixture
def someone():
    return UserFactory()


def _grant(client, person, **more):
    unit = UnitFactory.create(code="phong-thu") if not more else None
    data = more or {
        "unit": unit.pk,
        "role": "officer",
        "first_day": f"{localdate():%d/%m/%Y}",
        "position": "Chuyên viên <b>",
    }
    return client.post(reverse("units:add-membership", args=[person.pk]), data)


def _hidden(page):
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page)
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in found}


def test_a_fresh_password_is_not_asked_for(client, log_in, someone):
    log_in()

    assert _grant(client, someone).status_code == 302


def test_an_old_one_is_and_the_form_goes_on(client, log_in, someone):
    log_in()
    with time_machine.travel(now() + LATER):
        question = _grant(client, someone)
        page = question.content.decode()
        assert question.status_code == 200
        assert "Nhập lại mật khẩu" in page
        assert not Membership.objects.filter(user=someone).exists()

        response = _grant(client, someone, **_hidden(page), password_again=PASSWORD)

        assert response.status_code == 302
        assert Membership.objects.get(user=someone).position == "Chuyên viên <b>"
        # And is fresh again
        reset = client.post(reverse("units:reset-password", args=[someone.pk]))
        assert "Mật khẩu ban đầu" in reset.content.decode()
        assert "Về trang của người dùng" in reset.content.decode()


def test_a_wrong_one_is_told_counted_and_loses_nothing(client, log_in, someone):
    administrator = log_in()
    with time_machine.travel(now() + LATER):
        page = _grant(client, someone).content.decode()
        for _ in range(5):
            response = _grant(client, someone, **_hidden(page), password_again="sai")
            page = response.content.decode()
            assert response.status_code == 422
            assert "Mật khẩu không đúng." in page
            assert _hidden(page)["position"] == "Chuyên viên <b>"
        response = _grant(client, someone, **_hidden(page), password_again=PASSWORD)

    assert "Hãy thử lại sau" in response.content.decode()
    assert not Membership.objects.filter(user=someone).exists()
    assert LogInTry.objects.filter(person=administrator).count() == 5


@pytest.mark.parametrize("name", ["units:reset-password", "units:set-active"])
def test_rights_and_passwords_of_others_are_guarded(client, log_in, someone, name):
    log_in()
    before = someone.password
    with time_machine.travel(now() + LATER):
        response = client.post(reverse(name, args=[someone.pk]), {"is_active": "no"})

    assert "Nhập lại mật khẩu" in response.content.decode()
    someone.refresh_from_db()
    assert (someone.is_active, someone.password) == (True, before)


def test_people_without_the_right_are_refused_unasked(client, someone):
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    with time_machine.travel(now() + LATER):
        assert _grant(client, someone).status_code == 403


def test_a_download_asks_and_leads_back_to_it(client, log_in):
    log_in()
    url = reverse("reporting:download-backup", args=["khong-co.tar"])
    with time_machine.travel(now() + LATER):
        question = client.get(url)
        assert "Nhập lại mật khẩu" in question.content.decode()
        fields = _hidden(question.content.decode())

        response = client.post(url, {**fields, "password_again": PASSWORD})

        assert response.url == url
        assert client.get(url).status_code == 404
