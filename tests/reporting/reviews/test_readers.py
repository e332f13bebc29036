"""Units read what was issued about the time of their work, and no drafts."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from plans.models import AssignmentRole, AssignmentState
from reporting.models import Review, ReviewStatus
from reporting.reviews import issuing
from tests.factories import NOON, AssignmentFactory, UnitFactory, UserFactory, person
from tests.reporting.reviews.scene import compiled, plan_at_work, request_review
from units.models import Role, Succession
from units.succession import heirs_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]


@pytest.fixture
def draft():
    """A draft of the quarter from 01/01/2026."""
    return compiled(request_review(plan_at_work()))


@pytest.fixture
def issued(draft):
    changes = {"number": "05-BC/HU", "issued_on": NOON.date(), "issued_by": UserFactory()}
    Review.objects.filter(pk=draft.pk).update(status=ReviewStatus.ISSUED, **changes)
    return draft


def _assignment(review, **fields):
    return AssignmentFactory(task__group=review.plan.groups.first(), **fields)


def _reader(unit, role=Role.OFFICER):
    client = Client()
    client.force_login(person(role, unit), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _statuses(client, review):
    names = ("review", "read-paper", "download-review", "download-review-word", "download-annexes")
    responses = [client.get(reverse(f"reporting:{name}", args=[review.pk])) for name in names]
    for response in filter(lambda one: one.streaming, responses):
        b"".join(response.streaming_content)  # an unread file would stay open
    return {response.status_code for response in responses}


def test_a_unit_reads_and_downloads_what_was_issued(issued):
    for role in AssignmentRole:
        client = _reader(_assignment(issued, role=role).unit)

        assert _statuses(client, issued) == {200}


@pytest.mark.parametrize(
    "fields",
    [
        {"ended_on": date(2026, 1, 1), "end_reason": "dropped"},
        {"first_day": date(2027, 1, 1)},
        {"state": AssignmentState.PROPOSED},
    ],
    ids=["ended before", "began after", "not confirmed"],
)
def test_a_unit_without_work_in_the_range_does_not(issued, fields):
    client = _reader(_assignment(issued, **fields).unit)

    assert _statuses(client, issued) == {404}


def test_a_successor_reads_what_was_issued_about_the_time_before(issued):
    old = _assignment(issued, unit__last_day=date(2026, 6, 30)).unit
    between, heir, later = UnitFactory(last_day=date(2026, 8, 31)), UnitFactory(), UnitFactory()
    for before, after, day in (
        (old, between, date(2026, 7, 1)),
        (between, heir, date(2026, 9, 1)),
        (old, later, date(2126, 1, 1)),
    ):
        Succession.objects.create(
            predecessor=before, successor=after, kind="merge", effective_on=day, document="Số 1"
        )

    assert _statuses(_reader(heir), issued) == {200}
    assert _statuses(_reader(later), issued) == {404}
    assert heirs_of([old.pk], on=date(2026, 9, 1)) == {old.pk, between.pk, heir.pk}


def test_a_draft_is_for_the_office(draft):
    client = _reader(_assignment(draft).unit, Role.HEAD)

    assert _statuses(client, draft) == {404}
    page = client.get(reverse("reporting:list-reviews", args=[draft.plan_id])).content.decode()
    assert "Chưa có báo cáo nào được ban hành" in page


def test_the_page_of_a_unit_tells_no_steps_and_no_new_draft(issued):
    issued.refresh_from_db()
    compiled(issuing.correct(review=issued, by=UserFactory(), at=NOON))
    client = _reader(_assignment(issued).unit)

    page = client.get(reverse("reporting:review", args=[issued.pk])).content.decode()
    listed = client.get(reverse("reporting:list-reviews", args=[issued.plan_id])).content.decode()

    assert "Diễn biến" not in page
    assert "bản thay thế" not in page
    assert listed.count("05-BC/HU") == 1
    assert "Dự thảo" not in listed
    assert reverse("reporting:list-reviews", args=[issued.plan_id]) in page
