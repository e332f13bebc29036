"""Two presses of one button do the work once, and show its answer."""

import re
import threading
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.factories import UserFactory, person
from tracker.lib.http import once
from units.models import Role, User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def client(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(Role.ADMINISTRATOR), backend=BACKEND)
    return client


def _fields(client, **typed):
    page = client.get(reverse("units:add-person")).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
    names = {"username": "lan.tran", "full_name": "Trần Thị Lan", "position": "", "email": ""}
    return {**names, "work_phone": "", "csrfmiddlewaretoken": token, **typed}


def _press(client, fields):
    return client.post(reverse("units:add-person"), fields)


def test_the_second_press_gets_the_one_time_password_too(client):
    fields = _fields(client)
    first, second = _press(client, fields), _press(client, fields)

    assert User.objects.filter(username="lan.tran").count() == 1
    assert first.status_code == second.status_code == 200
    assert second.content == first.content


def test_what_is_kept_for_the_second_press_is_sealed(client, settings, tmp_path, monkeypatch):
    kept = {}
    monkeypatch.setattr(cache, "set", lambda key, value, timeout: kept.update({key: value}))
    page = _press(client, _fields(client)).content.decode()
    password = re.search(r"<code[^>]*>([^<]+)</code>", page)[1]
    (value,) = kept.values()

    assert password.encode() not in value
    assert b"lan.tran" not in value
    assert once._opened(value).content.decode() == page
    settings.SECRET_KEY = "another"
    assert once._opened(value) is None


def test_cookies_are_answered_again():
    response = HttpResponse(b"\xff\x00", status=201)
    response.set_cookie("a", "x; y", max_age=3, samesite="Lax", httponly=True)
    response.delete_cookie("b")

    again = once._opened(once._sealed(response))

    assert again.content == b"\xff\x00"
    assert again.cookies.output() == response.cookies.output()


def test_other_words_are_another_press(client):
    fields = _fields(client)
    _press(client, fields)
    changed = _press(client, fields | {"username": "lan.tran2"})
    renewed = _press(client, _fields(client))

    assert User.objects.filter(username="lan.tran2").exists()
    assert changed.status_code == 200
    assert "Tên đăng nhập này đã có người dùng." in renewed.content.decode()


def test_messages_are_shown_by_whichever_answer_arrives(client):
    someone = UserFactory(full_name="Lê Văn Cũ")
    fields = _fields(client, username=someone.username, full_name="Lê Văn Mới")
    url = reverse("units:edit-person", args=[someone.pk])
    first, second = client.post(url, fields), client.post(url, fields)

    assert first.status_code == second.status_code == 302
    assert "Đã lưu thông tin." in client.get(second["Location"]).content.decode()


def _request(user, **fields):
    request = RequestFactory().post("/x/", {once.MASKED: "t", **fields})
    request.user = user
    return request


@pytest.fixture
def user(db):
    cache.clear()
    return UserFactory()


@pytest.mark.django_db(transaction=True)
def test_a_press_while_the_first_is_under_way_waits_for_it(user):
    begun, calls = threading.Event(), []

    def work(request):
        calls.append(1)
        begun.set()
        time.sleep(0.3)
        return HttpResponse(b"done", status=201)

    middleware, answers = once.answer_once(work), []

    def press():
        answers.append(middleware(_request(user)))
        connection.close()

    first = threading.Thread(target=press)
    first.start()
    begun.wait(5)
    press()
    first.join(5)

    assert len(calls) == 1
    assert [(answer.status_code, answer.content) for answer in answers] == [(201, b"done")] * 2


def test_an_error_can_be_tried_again_at_once(user):
    answers = [HttpResponse(status=500), HttpResponse(b"done")]
    middleware = once.answer_once(lambda request: answers.pop(0))

    assert middleware(_request(user)).status_code == 500
    assert middleware(_request(user)).content == b"done"


def test_different_people_and_requests_of_scripts_are_not_mixed(user):
    calls = []
    middleware = once.answer_once(lambda request: calls.append(1) or HttpResponse())
    by_script = _request(user)
    by_script.META["HTTP_HX_REQUEST"] = "true"
    for request in (_request(user), _request(UserFactory()), by_script):
        middleware(request)

    assert len(calls) == 3


def test_a_first_press_that_takes_too_long_is_told(user, monkeypatch):
    monkeypatch.setattr(once, "PATIENCE", 0.1)
    request = _request(user)
    cache.add(once._key_of(request), once.UNDER_WAY, 60)

    answer = once.answer_once(lambda request: HttpResponse())(request)

    assert answer.status_code == 409
    assert "việc chỉ làm một lần" in answer.content.decode()
