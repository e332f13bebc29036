"""All histories have the columns and the writer of `units.models.Event`."""

import ast

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from reporting.models import ReviewStatus
from reporting.periods import opening
from reporting.reviews import transitions
from tests.factories import NOON, AssignmentFactory, ReportingPeriodFactory, UserFactory, person
from tests.house.modules import modules
from tests.reporting.reviews.scene import plan_at_work, request_review
from units.models import Event, Role

NOTE = "Lý do được ghi đầy đủ. " * 45 + "Hết lý do."

HISTORIES = [model for model in apps.get_models() if model.__name__.endswith("Event")]
WRITERS = {"create", "bulk_create", "get_or_create", "update_or_create", "update"}


def test_every_history_is_found():
    assert len(HISTORIES) == 15


@pytest.mark.parametrize("model", HISTORIES)
def test_a_history_is_an_event_with_notes_of_any_length(model):
    assert issubclass(model, Event)
    note = model._meta.get_field("note")
    assert isinstance(note, models.TextField)
    assert note.max_length is None


def test_histories_are_written_by_their_manager_alone():
    names = {f"{model.__name__}.objects" for model in HISTORIES}
    elsewhere = [
        f"{module.name}:{node.lineno}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in WRITERS
        and ast.unparse(node.value) in names
    ]
    assert elsewhere == []


def _page(client, name, pk) -> str:
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(f"reporting:{name}", args=[pk])).content.decode()


@pytest.mark.django_db
def test_a_long_note_of_a_period_is_whole_in_the_history_and_on_the_page(client):
    period = ReportingPeriodFactory(plan=AssignmentFactory().task.plan)
    opening.close_period(period=period, despite=period.due_on, by=UserFactory(), at=NOON, note=NOTE)

    assert len(NOTE) > 1_000
    assert period.events.get().note == NOTE
    assert NOTE in _page(client, "period", period.pk)


@pytest.mark.django_db
def test_a_long_note_of_a_review_is_whole_in_the_history_and_on_the_page(client):
    review = request_review(plan_at_work())
    transitions.note_event(
        review.pk,
        at=NOON,
        by=None,
        seen=ReviewStatus.QUEUED,
        to=ReviewStatus.QUEUED,
        note=NOTE,
    )

    assert review.events.latest("pk").note == NOTE
    assert NOTE in _page(client, "review", review.pk)
