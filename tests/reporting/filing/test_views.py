"""The filing page: its content, and saving the input."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.models import EntryStatus
from reporting.periods import opening
from tests.factories import (
    FILED,
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.reporting.filing.scene import HTMX, entry_of, form_of, fresh, period_of
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def log_in(client):
    def as_officer(unit, role=Role.OFFICER):
        user = person(role, unit)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return as_officer


def test_the_page_shows_the_task_the_last_period_and_the_input(client, log_in, now):
    assignment = AssignmentFactory(
        task__suggested_evidence="Kế hoạch, báo cáo", task__privacy_note="Không đính kèm danh sách."
    )
    today = timezone.localdate(now)
    earlier = period_of(
        assignment.task.plan,
        now,
        data_from=today - timedelta(days=200),
        data_to=today - timedelta(days=70),
    )
    entry_at(
        EntryStatus.SENT, assignment=assignment, period=earlier, at=now, result="Việc của kỳ trước."
    )
    entry = entry_of(EntryStatus.DRAFT, now, assignment)
    log_in(assignment.unit)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    text = page.content.decode()
    for words in (
        assignment.task.title,
        assignment.task.text,
        "Kế hoạch, báo cáo",
        "Không đính kèm danh sách.",
        "Việc của kỳ trước.",
        FILED["result"],
        "còn 9 ngày",
        "1/1",
        "Gửi báo cáo",
    ):
        assert words in text


def test_a_plain_post_saves_and_redirects_to_the_section(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    answer = client.post(reverse("reporting:save-entry", args=[entry.pk]), form_of(entry))

    page = reverse("reporting:file-submission", args=[entry.submission_id])
    assert answer.url == f"{page}#entry-{entry.pk}"
    assert (fresh(entry).result, fresh(entry).percent) == ("Đã làm thêm hai việc.", 60)


def test_an_autosave_returns_the_new_version_and_the_marks_and_no_field(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    answer = client.post(
        reverse("reporting:save-entry", args=[entry.pk]), form_of(entry), headers=HTMX
    )

    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'name="version" value="{entry.version + 1}"' in text
    assert "Đã lưu lúc" in text
    assert f'id="side-{entry.pk}"' in text
    assert 'id="filing-progress"' in text
    assert "<textarea" not in text


@pytest.mark.parametrize("percent", ["nhiều", "101", "-1", "50,5"])
def test_the_error_of_a_percent_is_beside_the_field_and_the_input_is_kept(
    client, log_in, now, percent
):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)
    url = reverse("reporting:save-entry", args=[entry.pk])

    page = client.post(url, form_of(entry, percent=percent))
    fragment = client.post(url, form_of(entry, percent=percent), headers=HTMX)

    assert (page.status_code, fragment.status_code) == (422, 422)
    text = page.content.decode()
    assert "một số nguyên từ 0 đến 100" in text
    assert "Đã làm thêm hai việc." in text
    assert f'value="{percent}"' in text
    assert "một số nguyên từ 0 đến 100" in fragment.content.decode()
    assert fresh(entry).result == FILED["result"]


def test_a_save_in_a_closed_period_is_refused_and_the_text_kept(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)
    opening.close_period(
        period=entry.submission.period,
        despite=entry.submission.period.due_on,
        by=UserFactory(),
        at=now,
    )

    fragment = client.post(
        reverse("reporting:save-entry", args=[entry.pk]), form_of(entry), headers=HTMX
    )

    assert fragment.status_code == 422
    assert "đã đóng" in fragment.content.decode()
    assert fresh(entry).result == FILED["result"]


def test_typed_text_is_shown_again_in_a_section_that_became_read_only(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)
    opening.close_period(
        period=entry.submission.period,
        despite=entry.submission.period.due_on,
        by=UserFactory(),
        at=now,
    )

    page = client.post(reverse("reporting:save-entry", args=[entry.pk]), form_of(entry))

    assert page.status_code == 422
    assert "Đã làm thêm hai việc." in page.content.decode()


def test_copying_the_last_period_fills_only_empty_fields(client, log_in, now):
    assignment = AssignmentFactory()
    today = timezone.localdate(now)
    earlier = period_of(
        assignment.task.plan,
        now,
        data_from=today - timedelta(days=200),
        data_to=today - timedelta(days=70),
    )
    entry_at(
        EntryStatus.SENT,
        assignment=assignment,
        period=earlier,
        at=now,
        result="Kỳ trước.",
        obstacle="Thiếu người.",
    )
    entry = entry_of(EntryStatus.DRAFT, now, assignment)
    log_in(assignment.unit)

    client.post(
        reverse("reporting:save-entry", args=[entry.pk]),
        form_of(entry, **{"take-previous": "1", "result": "Kỳ này.", "state": "", "percent": ""}),
    )

    saved = fresh(entry)
    assert (saved.result, saved.obstacle) == ("Kỳ này.", "Thiếu người.")
    assert (saved.state, saved.percent) == (FILED["state"], FILED["percent"])


def test_the_enter_key_in_a_field_saves(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    log_in(entry.submission.unit)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    form = page.content.decode().partition(f'id="form-{entry.pk}"')[2]
    assert re.search(r"<button[^>]*>", form)[0] == "<button hidden data-save>"


def test_the_checklist_is_saved_with_the_entry(client, log_in, now):
    entry = entry_of(EntryStatus.DRAFT, now)
    item = CommitmentItemFactory(commitment=CommitmentFactory(task=entry.assignment.task))
    log_in(entry.submission.unit)

    client.post(
        reverse("reporting:save-entry", args=[entry.pk]),
        form_of(entry, **{f"answer-{item.pk}": "no"}),
    )

    assert entry.answers.get().is_kept is False
