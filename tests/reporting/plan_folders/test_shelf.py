"""Exports that administrators asked for: made by the worker, the newest kept, failures told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import PlanEventKind
from reporting.plan_folders import exporting, opening, shelf
from tests.factories import NOON, PlanFactory, person
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path


def test_the_worker_makes_it_the_newest_are_kept_and_failures_are_told(data, monkeypatch):
    plan, by = PlanFactory(), person(Role.ADMINISTRATOR)
    for days in range(shelf.MOST_KEPT + 1):
        shelf.make(plan_id=plan.pk, person_id=by.pk, at=NOON + timedelta(days=days))

    kept = shelf.exports_of(plan.pk)
    assert len(kept) == shelf.MOST_KEPT
    assert timezone.localdate(kept[0].made_at) == timezone.localdate(NOON) + timedelta(days=2)
    with opening.opened(kept[0].path) as folder:
        assert folder.manifest.number == plan.number

    def fail(**arguments):
        raise Refused("Ổ đĩa đầy.")

    monkeypatch.setattr(exporting, "export_plan", fail)
    shelf.make(plan_id=plan.pk, person_id=by.pk, at=NOON)
    told = plan.events.get()
    assert (told.kind, told.note, told.by) == (PlanEventKind.EXPORT_FAILED, "Ổ đĩa đầy.", by)


def test_exports_of_a_deleted_plan_go_too(data):
    plan, by = PlanFactory(), person(Role.ADMINISTRATOR)
    kept = PlanFactory()
    for one in (plan, kept):
        shelf.make(plan_id=one.pk, person_id=by.pk, at=NOON)
    pk = plan.pk
    plan.delete()

    shelf.make(plan_id=pk, person_id=by.pk, at=NOON)  # asked for before
    shelf.forget_deleted()

    assert (shelf.exports_of(pk), len(shelf.exports_of(kept.pk))) == ([], 1)


def test_an_administrator_asks_for_it_and_downloads_it(
    client, data, monkeypatch, django_capture_on_commit_callbacks
):
    plan, by = PlanFactory(), person(Role.ADMINISTRATOR)
    from plans import access

    access.ensure_grants(plan=plan)
    client.force_login(by)
    sent = []
    monkeypatch.setattr(shelf.queueing, "send", lambda task, **arguments: sent.append(arguments))

    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(reverse("reporting:export-plan", args=[plan.pk]), follow=True)
    assert "Đang xuất" in asked.content.decode()
    assert "Chưa có bản xuất nào" not in asked.content.decode()
    assert sent == [{"plan_id": plan.pk, "person_id": by.pk}]
    shelf.make(**sent[0], at=NOON)

    page = client.get(reverse("reporting:list-plan-exports", args=[plan.pk])).content.decode()
    name = shelf.exports_of(plan.pk)[0].name
    address = reverse("reporting:download-plan-export", args=[plan.pk, name])
    assert address in page
    assert "Xuất toàn bộ kế hoạch" in page
    assert b"".join(client.get(address).streaming_content)[:2] == b"PK"
