"""A plain form posted after the session ended: its input is restored to its writer only."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reporting.models import EntryStatus
from tests.factories import FILED, PASSWORD, person
from tests.reporting.filing.scene import HTMX, entry_of, form_of, fresh
from units import unfinished
from units.models import Role, Session

pytestmark = pytest.mark.django_db

TYPED = "Gõ khi phiên đã hết."
LOG_IN = "/log-in/"


@pytest.fixture
def entry():
    return entry_of(EntryStatus.DRAFT, timezone.now())


@pytest.fixture
def officer(entry):
    return person(Role.OFFICER, entry.submission.unit)


@pytest.fixture
def strict():
    """A browser whose forms need their CSRF token."""
    return Client(enforce_csrf_checks=True)


def _token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]


def _carried(page):
    found = re.search(r'name="unfinished" value="([^"]+)"', page.content.decode())
    return html.unescape(found[1]) if found else ""


def _save_url(entry):
    return reverse("reporting:save-entry", args=[entry.pk])


def _post_logged_out(client, entry, writer, **changes):
    typed = form_of(entry, writer=str(writer.pk), result=TYPED, **changes)
    return client.post(_save_url(entry), typed)


def _log_in(client, user, carried, **changes):
    fields = {
        "username": user.username,
        "password": PASSWORD,
        "next": "/",
        "unfinished": carried,
        **changes,
    }
    return client.post(LOG_IN, fields)


def test_the_input_is_restored_after_log_in_and_not_saved_automatically(strict, entry, officer):
    token = _token(strict.get(LOG_IN))
    log_in = strict.post(
        _save_url(entry),
        form_of(entry, writer=str(officer.pk), result=TYPED, csrfmiddlewaretoken=token),
    )
    assert log_in.status_code == 401

    back = _log_in(
        strict,
        officer,
        _carried(log_in),
        next=_save_url(entry),
        csrfmiddlewaretoken=_token(log_in),
    )
    section = strict.get(back.url)
    page = strict.get(section.url)

    assert back.url == _save_url(entry)
    assert section.url.endswith(f"/submissions/{entry.submission_id}/#entry-{entry.pk}")
    text = page.content.decode()
    assert page.status_code == 200
    assert f'rows="4">{TYPED}</textarea>' in text
    assert "Chưa lưu: đây là nội dung bạn gõ trước khi đăng nhập lại" in text
    assert fresh(entry).result == FILED["result"]


def test_a_wrong_password_keeps_the_input(client, entry, officer):
    carried = _carried(_post_logged_out(client, entry, officer))

    again = _log_in(client, officer, carried, password="sai-mat-khau")

    assert _carried(again) == carried


def test_saving_deletes_the_input(client, entry, officer):
    _log_in(client, officer, _carried(_post_logged_out(client, entry, officer)))

    client.post(_save_url(entry), form_of(entry, result=TYPED))

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    assert fresh(entry).result == TYPED
    assert "trước khi đăng nhập lại" not in page.content.decode()


def test_the_person_can_discard_the_input(client, entry, officer):
    _log_in(client, officer, _carried(_post_logged_out(client, entry, officer)))

    client.post(_save_url(entry), {"discard": "1"})

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    assert TYPED not in page.content.decode()
    assert FILED["result"] in page.content.decode()


def test_another_person_never_sees_the_input(client, entry, officer):
    colleague = person(Role.OFFICER, entry.submission.unit)
    carried = _carried(_post_logged_out(client, entry, officer))

    back = _log_in(client, colleague, carried, next=_save_url(entry))

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    assert back.url == reverse("reporting:home")
    assert TYPED not in page.content.decode()


def test_the_input_is_hidden_without_permission_to_write_the_entry(client, entry):
    head = person(Role.HEAD, entry.submission.unit)

    _log_in(client, head, _carried(_post_logged_out(client, entry, head)))

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    assert page.status_code == 200
    assert TYPED not in page.content.decode()


def test_the_redirect_stays_on_this_site(client, entry, officer):
    carried = _carried(_post_logged_out(client, entry, officer))

    back = _log_in(client, officer, carried, next="https://example.org/")

    assert back.url == reverse("reporting:home")


@pytest.mark.parametrize("carried", ["", "x", "eyJ4IjoxfQ:1:2"])
def test_input_without_our_signature_is_rejected(client, officer, carried):
    _log_in(client, officer, carried)

    assert "unfinished_form" not in client.session


def test_a_form_too_large_to_be_ours_is_not_carried_over(client, entry, officer):
    too_long = "x" * (unfinished.MOST_CHARACTERS + 1)

    answer = _post_logged_out(client, entry, officer, obstacle=too_long)

    assert answer.status_code == 302


def test_an_anonymous_post_stores_nothing(client, entry, officer):
    _post_logged_out(client, entry, officer)

    assert Session.objects.count() == 0


def test_a_script_gets_a_status_for_the_missing_session(client, entry):
    answer = client.post(_save_url(entry), form_of(entry), headers=HTMX)

    assert (answer.status_code, answer.content) == (401, b"")


def test_after_a_log_in_in_another_window_the_form_is_restored(strict, entry, officer):
    strict.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    typed = form_of(entry, writer=str(officer.pk), result=TYPED, csrfmiddlewaretoken="x" * 64)

    expired = strict.post(_save_url(entry), typed, headers={"Origin": "http://testserver"})

    page = strict.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    assert expired.status_code == 403
    assert f'href="{_save_url(entry)}"' in expired.content.decode()
    assert f'rows="4">{TYPED}</textarea>' in page.content.decode()
    assert fresh(entry).result == FILED["result"]


def test_a_form_of_a_foreign_page_is_never_accepted(strict, entry, officer):
    strict.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    typed = form_of(entry, writer=str(officer.pk), result=TYPED, csrfmiddlewaretoken="x" * 64)

    for headers in ({}, {"Origin": "https://example.org"}, {"Origin": "null"}):
        strict.post(_save_url(entry), typed, headers=headers)

    page = strict.get(reverse("reporting:file-submission", args=[entry.submission_id]))
    assert TYPED not in page.content.decode()
