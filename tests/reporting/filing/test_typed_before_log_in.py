"""Text of heads, officers and reviewers posted after the session ended is restored."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.models import EntryStatus, Extension
from tests.factories import PASSWORD, TaskGroupFactory, entry_at, person
from tests.reporting.extensions.scene import dated
from tests.reporting.filing.confirming.scene import case
from tests.reporting.filing.scene import fresh, period_of
from units.models import Role

pytestmark = pytest.mark.django_db
TYPED = "Gõ khi phiên đã hết."
BROUGHT_BACK = "đã trở về đây, chưa được gửi"


@pytest.fixture
def now():
    return timezone.now()


def _log_in_again(client, user, path, fields):
    """Post `fields` to `path` without a session, log in as `user`, and follow the redirect."""
    page = client.post(path, {**fields, "writer": str(user.pk)})
    assert page.status_code == 401
    found = re.search(r'name="unfinished" value="([^"]+)"', page.content.decode())
    form = {"username": user.username, "password": PASSWORD, "next": path}
    form["unfinished"] = html.unescape(found[1])
    return client.post("/log-in/", form, follow=True)


def test_the_remark_of_a_head_is_restored_without_giving_anything_back(client, now):
    scene = case(at=now, period=period_of(TaskGroupFactory().plan, now)).present(at=now)
    path = reverse("reporting:give-back-submission", args=[scene.entry.submission_id])

    page = _log_in_again(client, scene.head, path, {"place": "bottom", "note": TYPED})

    text = page.content.decode()
    assert page.status_code == 200
    assert (text.count(TYPED), BROUGHT_BACK in text) == (1, True)
    assert text.index(TYPED) > text.index('id="note-bottom"')
    assert scene.submission.is_with_head


def test_the_remark_of_a_head_is_forgotten_once_posted_again(client, now):
    scene = case(at=now, period=period_of(TaskGroupFactory().plan, now)).present(at=now)
    path = reverse("reporting:give-back-submission", args=[scene.entry.submission_id])
    _log_in_again(client, scene.head, path, {"place": "top", "note": TYPED})

    client.post(path, {"seen": scene.request_id, "place": "top", "note": TYPED})

    assert not scene.submission.is_with_head
    scene.present(at=now)
    page = client.get(reverse("reporting:confirm-submission", args=[scene.entry.submission_id]))
    assert BROUGHT_BACK not in page.content.decode()


def test_the_request_of_an_officer_for_an_extension_is_restored(client, now):
    today = timezone.localdate(now)
    assignment = dated(deadline=today + timedelta(days=10), at=now)
    officer = person(Role.OFFICER, assignment.unit)
    path = reverse("reporting:ask-extension", args=[assignment.pk])
    fields = {"reason": TYPED, "work_done": "Đã dự thảo.", "proposed_deadline": "31/12/2099"}

    page = _log_in_again(client, officer, path, fields)

    text = page.content.decode()
    assert page.status_code == 200
    assert all(words in text for words in [*fields.values(), BROUGHT_BACK])
    assert not Extension.objects.exists()


def test_a_repeated_request_of_an_officer_is_not_restored_again(client, now):
    today = timezone.localdate(now)
    assignment = dated(deadline=today + timedelta(days=10), at=now)
    path = reverse("reporting:ask-extension", args=[assignment.pk])
    _log_in_again(client, person(Role.OFFICER, assignment.unit), path, {"reason": TYPED})

    refused = client.post(path, {"reason": TYPED})
    page = client.get(path)

    assert TYPED in refused.content.decode()
    assert TYPED not in page.content.decode()


def test_the_reason_and_remarks_of_a_reviewer_are_restored(client):
    entry = entry_at(EntryStatus.SENT)
    path = reverse("reporting:send-back-entry", args=[entry.pk])
    fields = {"reason": TYPED, "remark-result": "Nêu số lớp.", "answer_by": "31/12/2099"}

    page = _log_in_again(client, person(Role.REVIEWER), path, fields)

    text = page.content.decode()
    assert page.status_code == 200
    assert all(words in text for words in [*fields.values(), BROUGHT_BACK])
    assert fresh(entry).status == EntryStatus.SENT


def test_the_text_is_hidden_from_another_person_who_logs_in(client):
    entry = entry_at(EntryStatus.SENT)
    path = reverse("reporting:send-back-entry", args=[entry.pk])
    writer, other = person(Role.REVIEWER), person(Role.REVIEWER)
    page = client.post(path, {"reason": TYPED, "writer": str(writer.pk)})
    found = re.search(r'name="unfinished" value="([^"]+)"', page.content.decode())
    form = {"username": other.username, "password": PASSWORD, "next": path}

    client.post("/log-in/", form | {"unfinished": html.unescape(found[1])})

    text = client.get(reverse("reporting:entry", args=[entry.pk])).content.decode()
    assert TYPED not in text
