"""Exported plans that administrators bring on a page: preview, decisions, the import."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from plans import deleting
from plans.models import Plan, PlanStatus
from reporting.plan_folders import arrivals
from reporting.plan_folders.units_known import LEAVE
from tests.factories import PlanFactory, person
from tracker.lib.refusal import Refused
from units.models import Role, Unit

PAGE = reverse("reporting:bring-plan-folder")
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def sent(monkeypatch):
    """What the worker is asked for."""
    found = []
    monkeypatch.setattr(arrivals.queueing, "send", lambda task, **given: found.append(given))
    return found


@pytest.fixture
def administrator(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    user = person(Role.ADMINISTRATOR)
    client.force_login(user, backend=BACKEND)
    return user


def zipped(exported, name="bản xuất.zip"):
    return SimpleUploadedFile(name, exported.zipped().read_bytes())


def brought(exported, by):
    return arrivals.receive(file=zipped(exported), by=by, at=timezone.now())


def renumbered(plan):
    Plan.objects.filter(pk=plan.pk).update(number="đã có số khác")


def test_an_administrator_previews_it_decides_and_the_worker_writes_it(
    exported, client, administrator, sent, settings
):
    renumbered(exported.plan)
    Unit.objects.filter(pk=exported.unit.pk).update(name="Đã đổi tên")
    exported.unit.names.update(name="Đã đổi tên")
    settings.MAX_UPLOAD_MB = 0  # of other files
    arrived = client.post(PAGE, {"file": zipped(exported)})
    page = client.get(arrived.url).content.decode()
    assert "1 cần quyết định" in page
    assert exported.unit.name in page
    assert exported.plan.short_title in client.get(PAGE).content.decode()

    shown = client.get(arrived.url).context["page"]
    row = shown.rows[0]
    step = reverse("reporting:import-arrival", args=[shown.arrival.pk])
    refused = client.post(step, {"step": "import", "seen": shown.digest})
    assert refused.status_code == 422
    typed = {"step": "import", "seen": shown.digest, row.name: exported.unit.code}
    changed = client.post(step, typed | {"seen": ""})
    assert "vừa thay đổi" in changed.content.decode()
    chosen = [one.value for one in changed.context["page"].rows[0].options if one.is_chosen]
    assert chosen == [exported.unit.code]
    assert client.post(step, typed).status_code == 302
    assert "Đang nhập kế hoạch" in client.get(arrived.url).content.decode()
    assert "đang được nhập" in client.post(step, typed).content.decode()
    progress = reverse("reporting:arrival-progress", args=[shown.arrival.pk])
    assert "HX-Redirect" not in client.get(progress)

    for _ in range(2):  # a message may come twice
        arrivals.write(**sent[0], at=timezone.now())

    plan = Plan.objects.get(number=exported.plan.number)
    assert {one.unit for one in plan.tasks.get().assignments.all()} == {exported.unit}
    assert client.get(progress)["HX-Redirect"] == arrived.url
    for late in (client.get(arrived.url), client.post(step, typed)):
        assert late.url == reverse("reporting:plan", args=[plan.pk])
    assert [file.name for file in arrivals._folder(shown.arrival.pk).glob("*.zip")] == []


def test_nothing_stays_of_a_file_that_is_refused(exported, client, administrator):
    exported.changed("plan.json", exported.plan.subject, f"TỐI MẬT {exported.plan.subject}")
    wrong = {
        "dấu hiệu mật": zipped(exported),
        "không phải là bản xuất kế hoạch": SimpleUploadedFile("khác.zip", b"no archive"),
        "rỗng": SimpleUploadedFile("rỗng.zip", b""),
        "chọn bản xuất": "",
    }
    for words, file in wrong.items():
        refused = client.post(PAGE, {"file": file})
        assert (refused.status_code, words in refused.content.decode()) == (422, True), words
    assert list(arrivals._root().glob("*")) == []


def test_what_the_worker_cannot_write_is_told_and_can_be_asked_for_again(
    exported, client, administrator, sent, monkeypatch
):
    renumbered(exported.plan)
    arrival = brought(exported, administrator)
    arrivals.ask(arrival=arrival, decisions={}, by=administrator, at=timezone.now())
    assert "Đang nhập" in client.get(PAGE).content.decode()
    monkeypatch.setattr(arrivals, "GIVEN_UP_AFTER", timedelta())  # the worker was killed
    assert arrivals.STOPPED in client.get(PAGE).content.decode()
    Plan.objects.filter(pk=exported.plan.pk).update(number=exported.plan.number)

    arrivals.write(**sent[0], at=timezone.now())

    told = arrivals.find(arrival.pk)
    assert "đã có trong danh mục" in told.words
    url = reverse("reporting:plan-arrival", args=[arrival.pk])
    assert "Lần nhập trước không xong" in client.get(url).content.decode()
    with pytest.raises(Refused, match="đã có trong danh mục"):
        arrivals.ask(arrival=told, decisions={}, by=administrator, at=timezone.now())
    left = {exported.unit.code: LEAVE}
    with pytest.raises(Refused, match="Không để lại được"):
        arrivals.decide(arrival=told, decisions=left, at=timezone.now())
    client.post(reverse("reporting:discard-arrival", args=[arrival.pk]))
    assert arrivals.find(arrival.pk) is None


def test_the_page_of_a_plan_that_was_deleted_since_says_so(
    exported, client, administrator, sent, monkeypatch
):
    renumbered(exported.plan)
    arrival = brought(exported, administrator)
    arrivals.ask(arrival=arrival, decisions={}, by=administrator, at=timezone.now())
    draft = PlanFactory(status=PlanStatus.DRAFT)
    monkeypatch.setattr(arrivals.bringing_in, "import_plan", lambda **given: draft)
    arrivals.write(**sent[0], at=timezone.now())
    url = reverse("reporting:plan-arrival", args=[arrival.pk])
    assert client.get(url).url == reverse("reporting:plan", args=[draft.pk])

    deleting.delete_draft(plan=draft, seen=0, by=administrator, at=timezone.now())

    assert "đã bị xóa" in client.get(PAGE).content.decode()
    page = client.get(url).content.decode()
    assert "Kế hoạch nhập từ bản xuất này đã bị xóa" in page
    assert (PAGE in page, "Bỏ bản xuất này" in page) == (True, False)
    step = reverse("reporting:import-arrival", args=[arrival.pk])
    assert client.post(step, {"step": "import"}).status_code == 422


def test_old_and_damaged_ones_are_forgotten(exported, administrator):
    arrival = brought(exported, administrator)
    (arrivals._folder(arrival.pk) / arrivals.NOTE).write_text("cut {")
    assert arrivals.all_of_them() == []

    assert arrivals.forget_old(at=timezone.now() + arrivals.KEPT - timedelta(hours=1)) == 0
    assert arrivals.forget_old(at=timezone.now() + arrivals.KEPT + timedelta(hours=1)) == 1
    assert list(arrivals._root().glob("*")) == []
