"""An issued review is withdrawn with a reason and stays readable."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from plans import access
from reporting.models import Review, ReviewStatus, ReviewWithdrawal
from reporting.register import sheet
from reporting.register.page import papers_for
from reporting.register.withdrawing import withdraw
from tests.factories import NOON, PlanFactory, UserFactory, person
from tests.reporting.register.scene import issued_paper
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
REASON = "Sai số liệu mục III."


@pytest.fixture
def paper():
    plan = PlanFactory()
    access.ensure_grants(plan=plan)
    return issued_paper(plan=plan, serial=5)


def _withdraw(paper, reason=REASON):
    withdraw(review=paper, reason=reason, by=UserFactory(), at=NOON)


def test_a_withdrawal_is_recorded_and_leaves_the_review_as_it_was(paper):
    before = Review.objects.filter(pk=paper.pk).values().get()

    _withdraw(paper)

    assert Review.objects.filter(pk=paper.pk).values().get() == before
    assert paper.events.get().note == f"Thu hồi. Lý do: {REASON}"
    found = papers_for(person(Role.REVIEWER)).get()
    assert sheet.standing_of(found) == f"Đã thu hồi ngày 16/03/2026: {REASON}"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_withdrawal_needs_a_reason(paper, reason):
    with pytest.raises(Refused, match="lý do"):
        _withdraw(paper, reason)


def test_a_review_is_withdrawn_once(paper):
    _withdraw(paper)

    with pytest.raises(Refused, match="đã được thu hồi"):
        _withdraw(paper, "khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewWithdrawal.objects.update(reason="khác")


def test_a_draft_is_not_withdrawn(paper):
    draft = Review(pk=paper.pk + 1)
    for field in Review._meta.concrete_fields:
        if field.attname not in ("id", "term_id", "serial", "series", "number", "status"):
            setattr(draft, field.attname, getattr(paper, field.attname))
    draft.status = ReviewStatus.DRAFT
    draft.save(force_insert=True)

    with pytest.raises(Refused, match="đã ban hành"):
        _withdraw(draft)


def test_pages_tell_that_a_review_is_withdrawn(client, paper):
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    address = reverse("reporting:withdraw-review", args=[paper.pk])

    refused = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": REASON})

    assert (refused.status_code, done.status_code) == (422, 302)
    for page in ("reporting:review", "reporting:register"):
        args = [paper.pk] if page == "reporting:review" else []
        found = client.get(reverse(page, args=args) + "?term=").content.decode()
        assert REASON in found
        assert "hu hồi" in found
    listed = client.get(reverse("reporting:list-reviews", args=[paper.plan_id]))
    assert "Đã thu hồi" in listed.content.decode()
