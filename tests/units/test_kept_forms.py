"""Any form with text that is posted after the session ended comes back after the log-in."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from plans.importing import receiving
from reporting.models import Comment
from tests.factories import PASSWORD
from tests.permissions.scene import Scene

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TYPED = "Đề nghị nêu rõ số người dự."
KEPT = "/kept-form/"


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def client():
    """A browser without scripts, whose forms need their token."""
    return Client(enforce_csrf_checks=True)


def _page_with_form(client, scene, who="reviewer"):
    client.force_login(scene.people[who], backend=BACKEND)
    url = reverse("reporting:comments", args=[scene.entry.pk])
    return url, client.get(url).content.decode()


def _fields(page, action):
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)[0]
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in hidden}


def _post_after_the_end(client, scene, **changes):
    """Type a comment, lose the session, press the button."""
    url, page = _page_with_form(client, scene)
    action = reverse("reporting:add-comment", args=[scene.entry.pk])
    fields = _fields(page, action)
    client.session.flush()
    client.cookies.pop("sessionid")
    referer = {"referer": f"http://testserver{url}"}
    return client.post(action, fields | {"text": TYPED} | changes, headers=referer)


def _log_in(client, scene, page, who="reviewer"):
    fields = _fields(page.content.decode(), "/log-in/")
    names = {"username": scene.people[who].username, "password": PASSWORD}
    return client.post("/log-in/", fields | names)


def test_the_log_in_page_carries_the_text(client, scene):
    page = _post_after_the_end(client, scene)

    assert page.status_code == 401
    assert "Nội dung vừa gõ được giữ lại" in page.content.decode()
    assert not Comment.objects.exists()


def test_after_the_log_in_the_text_is_shown_and_can_be_sent(client, scene):
    back = _log_in(client, scene, _post_after_the_end(client, scene))
    assert back.url == KEPT

    shown = client.get(KEPT).content.decode()
    assert TYPED in shown
    action = reverse("reporting:add-comment", args=[scene.entry.pk])
    sent = client.post(action, _fields(shown, action))

    assert sent.status_code == 302
    assert Comment.objects.get().text == TYPED
    assert TYPED not in client.get(KEPT).content.decode()


def test_a_plan_of_200_pages_that_was_pasted_is_kept(client, scene):
    plan = "Tổ chức thực hiện nghiêm túc kế hoạch.\r\n" * (receiving.MOST_CHARACTERS // 39)
    action = reverse("plans:import-plan")
    typed = {"text": plan, "writer": scene.people["reviewer"].pk}
    # Its token was taken before the session ended
    token = _fields(client.get("/log-in/").content.decode(), "/log-in/")["csrfmiddlewaretoken"]

    back = _log_in(client, scene, client.post(action, typed | {"csrfmiddlewaretoken": token}))

    assert back.url == KEPT
    assert _fields(client.get(KEPT).content.decode(), action)["text"] == plan


def test_the_page_leads_back_to_where_it_was_typed(client, scene):
    _log_in(client, scene, _post_after_the_end(client, scene))

    assert f'href="{reverse("reporting:comments", args=[scene.entry.pk])}"' in (
        client.get(KEPT).content.decode()
    )


def test_the_text_can_be_dropped(client, scene):
    _log_in(client, scene, _post_after_the_end(client, scene))
    fields = _fields(client.get(KEPT).content.decode(), "/kept-form/drop/")

    client.post("/kept-form/drop/", fields)

    assert TYPED not in client.get(KEPT).content.decode()
    assert not Comment.objects.exists()


def test_another_person_does_not_get_the_text(client, scene):
    back = _log_in(client, scene, _post_after_the_end(client, scene), who="officer")

    assert back.url == "/"
    assert TYPED not in client.get(KEPT).content.decode()


def test_buttons_without_text_and_passwords_are_not_carried(client, scene):
    _page_with_form(client, scene)
    nothing = _post_after_the_end(client, scene, text="")
    secret = _post_after_the_end(client, scene, new_password1="mật khẩu của tôi")

    assert nothing.status_code == 302
    assert secret.status_code == 302


def test_every_form_names_its_writer(client, scene):
    _, page = _page_with_form(client, scene)

    writer = f'name="writer" value="{scene.people["reviewer"].pk}"'
    assert page.count(writer) == page.count('name="csrfmiddlewaretoken"')


def test_a_form_with_an_expired_token_comes_back_too(client, scene):
    _, page = _page_with_form(client, scene)
    action = reverse("reporting:add-comment", args=[scene.entry.pk])
    fields = _fields(page, action) | {"csrfmiddlewaretoken": "x" * 64, "text": TYPED}

    answer = client.post(action, fields, headers={"origin": "http://testserver"})

    assert answer.status_code == 403
    assert KEPT in answer.content.decode()
    assert TYPED in client.get(KEPT).content.decode()
