"""Changes since the last period and since the last sending, one tap away."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.filing import filing
from reporting.models import EntryStatus, ProgressEntry
from reporting.verification import verifying
from tests.factories import FILED, AssignmentFactory, UserFactory, entry_at, person
from tests.reporting.filing.scene import HTMX, entry_of, period_of
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def assignment():
    return AssignmentFactory()


@pytest.fixture
def before(assignment, now):
    """The period before, in which the unit reported 2 classes."""
    today = timezone.localdate(now)
    days = {"data_from": today - timedelta(days=200), "data_to": today - timedelta(days=70)}
    return entry_at(
        EntryStatus.DRAFT,
        assignment=assignment,
        period=period_of(assignment.task.plan, now, **days),
        at=now,
        result="Đã mở 2 lớp.",
    )


def _get(client, entry, user, **headers):
    client.force_login(user, backend=BACKEND)
    url = reverse("reporting:entry-changes", args=[entry.pk])
    return client.get(url, headers=headers).content.decode()


def test_differences_from_the_last_period_are_marked(client, assignment, before, now):
    entry = entry_at(
        EntryStatus.DRAFT,
        assignment=assignment,
        period=period_of(assignment.task.plan, now),
        at=now,
        result="Đã mở 3 lớp.",
    )

    text = _get(client, entry, person(Role.OFFICER, assignment.unit))

    assert f"Thay đổi so với kỳ trước ({before.submission.period.name})" in text
    assert "<del>2</del><ins>3</ins>" in text
    assert "lần gửi trước (" not in text


def test_differences_from_the_last_sending_are_marked(client, assignment, now):
    entry = entry_of(EntryStatus.SENT, now, assignment)
    verifying.send_back(
        entry=entry,
        by=UserFactory(),
        at=now,
        reason="Thiếu.",
        answer_by=timezone.localdate(now),
    )
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=now,
        **FILED | {"percent": 70},
    )

    text = _get(client, entry, person(Role.OFFICER, assignment.unit))

    assert "Thay đổi so với lần gửi trước" in text
    assert "<del>50</del><ins>70</ins>" in text
    assert "so với kỳ trước" not in text


def test_without_a_comparison_there_is_a_message(client, assignment, now):
    entry = entry_of(EntryStatus.DRAFT, now, assignment)

    text = _get(client, entry, person(Role.OFFICER, assignment.unit))

    assert "Chưa có lần gửi hoặc kỳ trước để so sánh." in text


def test_htmx_gets_only_the_part(client, assignment, before, now):
    entry = entry_of(EntryStatus.DRAFT, now, assignment)

    part = _get(client, entry, person(Role.OFFICER, assignment.unit), **HTMX)

    assert part.lstrip().startswith('<div class="changes">')


def test_a_draft_of_the_last_period_is_shown_to_its_unit_only(client, assignment, before, now):
    entry = entry_of(EntryStatus.SENT, now, assignment)

    text = _get(client, entry, person(Role.REVIEWER))

    assert "Đã mở" not in text
    assert before.submission.period.name not in text


def test_the_filing_page_links_to_the_changes_without_comparing(client, assignment, before, now):
    entry = entry_of(EntryStatus.DRAFT, now, assignment)
    client.force_login(person(Role.OFFICER, assignment.unit), backend=BACKEND)

    page = client.get(reverse("reporting:file-submission", args=[entry.submission_id]))

    text = page.content.decode()
    assert f'href="{reverse("reporting:entry-changes", args=[entry.pk])}"' in text
    assert "<ins>" not in text
    assert ProgressEntry.objects.count() == 2


def test_an_empty_field_is_not_shown_as_removed(client, assignment, before, now):
    submission = filing.start(
        period=period_of(assignment.task.plan, now),
        unit=assignment.unit,
        by=UserFactory(),
        at=now,
    )

    text = _get(client, submission.entries.get(), person(Role.OFFICER, assignment.unit))

    assert "Kỳ này chưa có nội dung để so sánh." in text
    assert "<del>" not in text
