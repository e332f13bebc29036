"""The access log names who, what and how long, but nothing that a person wrote."""

import json
import logging
import re

import pytest
from django.conf import settings as django_settings
from django.test import Client, RequestFactory

from tests.factories import UserFactory
from tracker.celery import app
from tracker.lib import logs
from tracker.lib.http import access_log
from tracker.lib.http.client_address import networks


@pytest.fixture(autouse=True)
def no_request():
    logs.request_id.set("")


@pytest.fixture
def lines():
    """What a file would hold, as JSON."""
    written = []

    class Handler(logging.Handler):
        def emit(self, record):
            written.append(json.loads(self.format(record)))

    handler = Handler()
    handler.setFormatter(logs.formatter("json"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def of_access(lines):
    return [line for line in lines if line["logger"] == "tracker.access"]


@pytest.mark.django_db
def test_a_request_is_one_line_without_its_query_string(client, lines):
    user = UserFactory()
    client.force_login(user)

    response = client.get("/change-password/?q=Nguyễn+Văn+A", REMOTE_ADDR="10.1.2.3")

    (line,) = of_access(lines)
    assert line["event"] == "GET /change-password/"
    assert (line["status"], line["user"], line["address"]) == (200, str(user.pk), "10.1.2.3")
    assert isinstance(line["ms"], int)
    assert line["request_id"] == response["X-Request-ID"]
    assert "Nguy" not in json.dumps(lines, ensure_ascii=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "user"), [("/not-there/?q=Văn", 404, True), ("/people/?q=Văn", 403, True)]
)
def test_a_refusal_names_person_and_address(client, lines, path, status, user):
    person = UserFactory()
    client.force_login(person)

    assert client.get(path).status_code == status

    refusals = [line for line in lines if line["logger"] == "django.request"]
    assert [(line["user"], line["address"]) for line in refusals] == [(str(person.pk), "127.0.0.1")]
    assert "Văn" not in json.dumps(lines, ensure_ascii=False)
    assert "request" not in refusals[0]
    assert refusals[0]["request_id"] == of_access(lines)[0]["request_id"]


@pytest.mark.django_db
def test_a_strange_form_is_logged_with_its_address(lines):
    Client(enforce_csrf_checks=True).post("/log-in/", {"username": "van.a"})

    (refusal,) = [line for line in lines if line["logger"] == "django.security.csrf"]
    assert refusal["address"] == "127.0.0.1"
    assert "van.a" not in json.dumps(lines)


def answered(path="/a/", **meta):
    request = RequestFactory().get(path, **meta)
    return access_log.log_access(lambda request: access_log.HttpResponse())(request)


@pytest.mark.parametrize("path", ["/static/icon.svg", "/healthz"])
def test_static_files_and_health_are_not_logged(lines, path):
    answered(path)

    assert of_access(lines) == []


def test_the_id_of_a_stranger_is_not_taken():
    response = answered(HTTP_X_REQUEST_ID="a-stranger-s-id")

    assert re.fullmatch(r"[0-9a-f]{16}", response["X-Request-ID"])


@pytest.mark.parametrize(
    ("given", "is_taken"), [("0f8fad5b-d9cb-469f", True), ("short", False), ("a b c d e f", False)]
)
def test_the_id_of_the_proxy_is_taken(settings, given, is_taken):
    settings.TRUSTED_PROXIES = networks(["10.0.0.2"])

    response = answered(HTTP_X_REQUEST_ID=given, REMOTE_ADDR="10.0.0.2")

    assert (response["X-Request-ID"] == given) is is_taken


def test_a_line_is_key_and_value_by_default():
    record = logging.LogRecord("tracker", logging.INFO, "", 1, "Đã lưu %s", ("xong",), None)

    assert re.fullmatch(
        r'timestamp=\S+[+-]\d{4} level=info event="Đã lưu xong" request_id= logger=tracker',
        logs.formatter().format(record),
    )


def test_a_job_is_logged_with_the_id_of_its_request():
    seen, sent = [], {}

    @app.task(name="tests.note_request_id")
    def note():
        seen.append(logs.request_id.get())

    from celery.signals import before_task_publish

    token = logs.request_id.set("abcdef0123456789")
    before_task_publish.send(sender="tests", headers=sent)
    logs.request_id.reset(token)
    # As a worker does, with the headers of the message
    tracer = app.tasks["tests.note_request_id"]
    tracer.__trace__ = None
    from celery.app.trace import build_tracer

    run = build_tracer("tests.note_request_id", tracer, app=app)
    run("id-of-job", (), {}, {**sent, "is_eager": False, "delivery_info": {}})
    del app.tasks["tests.note_request_id"]

    assert seen == ["abcdef0123456789"]
    assert logs.request_id.get() == ""


def test_mails_without_a_server_are_files_of_the_owner_alone(tmp_path):
    import os
    import time

    from django.core.mail import EmailMessage

    from tracker.lib.mail_files import KEPT_FOR, EmailBackend

    backend = EmailBackend(file_path=tmp_path / "mail")
    old = tmp_path / "mail" / "old.log"
    old.write_text("cũ")
    os.utime(old, (time.time() - KEPT_FOR - 1,) * 2)

    backend.send_messages([EmailMessage("Nhắc việc", "Nội dung", to=["a@vidu.invalid"])])

    (kept,) = (tmp_path / "mail").iterdir()
    assert "a@vidu.invalid" in kept.read_text()
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
    assert django_settings.EMAIL_BACKEND.endswith("locmem.EmailBackend")
