"""The sample plan is loaded once, later changes are kept, and nothing of others is touched."""

import json
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from plans import loading
from plans.loading import load_sample
from plans.models import IssuingBody, LegalDocument, Plan, Task
from plans.unloading import unload_sample
from tests.factories import (
    NOON,
    TODAY,
    PlanFactory,
    ReportingPeriodFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
    person,
)
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Membership, Role, Unit, User

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_the_sample_is_loaded_once_and_read_by_the_units_with_tasks(capsys):
    call_command("load_plan_126")
    assert capsys.readouterr().out == "Plan 126-KH/HU: 52 tasks\n"
    insider, outsider = UserFactory(), UserFactory()
    unit = Unit.objects.get(code="hai-lam")
    Membership.objects.create(user=insider, unit=unit, role=Role.OFFICER, first_day=TODAY)
    Task.objects.filter(code="1.1").update(title="Tên do Văn phòng đặt lại")

    plan = load_sample(at=NOON)

    assert Task.objects.get(code="1.1").title == "Tên do Văn phòng đặt lại"
    assert plan.body.name == "HUYỆN ỦY HẢI LĂNG"
    assert plan.body.capacities.get().post == "PHÓ BÍ THƯ"
    assert list(Plan.objects.readable_by(insider)) == [plan]
    assert User.objects.get(pk=insider.pk).has_perm("plans.view_plan", plan)
    assert list(Plan.objects.readable_by(outsider)) == []


@pytest.fixture
def small_sample(settings, tmp_path):
    """A sample of one plan, one unit and one document."""
    rows = {
        "units.unit": {
            "code": "xa-mau",
            "name": "Xã Mẫu",
            "short_name": "X. Mẫu",
            "kind": "commune",
            "bloc": "government",
        },
        "plans.legaldocument": {"number": "1-CT/TU", "kind": "Chỉ thị", "issued_on": "2024-01-02"},
        "plans.plan": {
            "kind": "Kế hoạch",
            "number": "9-KH/HU",
            "issued_on": "2024-03-19",
            "subject": "thử",
            "place": "Mẫu",
            "short_title": "Thử",
            "issuer": "Huyện ủy Mẫu",
            "issuing_body": "HUYỆN ỦY MẪU",
            "superior_body": "ĐẢNG BỘ TỈNH MẪU",
            "symbol": "HU",
            "source_sha256": "a" * 64,
            "parent_document": ["1-CT/TU", "2024-01-02"],
        },
    }
    for name, labels in (
        ("units_mau.json", ["units.unit"]),
        ("plan_mau.json", ["plans.legaldocument", "plans.plan"]),
    ):
        content = [{"model": label, "fields": rows[label]} for label in labels]
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    settings.FIXTURE_DIRS = [tmp_path]
    return loading.sample()


def test_the_sample_leaves_documents_and_tells_who_brought_the_units(small_sample):
    LegalDocument.objects.create(
        number="1-CT/TU", kind="Chỉ thị", issued_on=date(2024, 1, 2), subject="của Văn phòng"
    )
    by = UserFactory()

    plan = load_sample(by=by, at=NOON)

    assert plan.parent_document.subject == "của Văn phòng"
    unit = Unit.objects.get(code="xa-mau")
    assert unit.changes.get(by=by).note == "Nạp cùng kế hoạch mẫu số 9-KH/HU"
    assert unit.sort_key


def test_a_sample_loaded_before_stays_as_it_is_when_the_sample_brings_more(
    small_sample, settings, tmp_path
):
    plan, more = load_sample(at=NOON), tmp_path / "more"
    more.mkdir()
    for file in small_sample.files:
        text = file.read_text(encoding="utf-8")
        rows = [*json.loads(text), *json.loads(text.replace("xa-mau", "dang-uy-xa-mau"))]
        is_plan = file.name.startswith("plan")
        (more / file.name).write_text(text if is_plan else json.dumps(rows), encoding="utf-8")
    settings.FIXTURE_DIRS = [more]

    assert set(loading.sample().units) == {"xa-mau", "dang-uy-xa-mau"}
    assert load_sample(at=NOON) == plan
    assert Unit.objects.get().code == "xa-mau"


def test_the_sample_takes_nothing_of_the_plan_of_a_unit_with_the_same_number(small_sample):
    own = PlanFactory(number="9-KH/HU", issued_on=date(2024, 3, 19), owner=UnitFactory())
    group = TaskGroupFactory(plan=own, code="1")
    file = next(file for file in small_sample.files if file.name.startswith("plan"))
    fields = {"plan": ["9-KH/HU", "2024-03-19"], "code": "1", "position": 1, "heading": "Mẫu"}
    rows = json.loads(file.read_text(encoding="utf-8"))
    rows.append({"model": "plans.taskgroup", "fields": fields})
    file.write_text(json.dumps(rows), encoding="utf-8")

    plan = load_sample(at=NOON)

    assert list(own.groups.all()) == [group]
    assert plan.groups.get().heading == "Mẫu"


def test_the_sample_overwrites_no_unit_of_the_office(small_sample):
    own, by = UnitFactory(code="xa-mau", name="Xã của Văn phòng"), UserFactory()
    UnitFactory(code="xa-mau-2")
    file = next(file for file in small_sample.files if file.name.startswith("plan"))
    rows = json.loads(file.read_text(encoding="utf-8"))
    rows[-1]["fields"]["issuing_unit"] = ["xa-mau"]
    file.write_text(json.dumps(rows), encoding="utf-8")

    plan = load_sample(by=by, at=NOON)

    own.refresh_from_db()
    assert (own.name, own.changes.count()) == ("Xã của Văn phòng", 0)
    assert (plan.issuing_unit.name, plan.issuing_unit.code) == ("Xã Mẫu", "xa-mau-3")
    assert unload_sample(by=by, at=NOON) == 1
    assert set(Unit.objects.values_list("code", flat=True)) == {"xa-mau", "xa-mau-2"}


def test_another_plan_with_the_number_of_the_sample_stays(small_sample):
    plan = PlanFactory(number="9-KH/HU", issued_on=date(2024, 3, 19))

    with pytest.raises(Refused, match="Đã có một kế hoạch khác số 9-KH/HU ngày 19/03/2024"):
        load_sample(at=NOON)

    assert Plan.objects.get() == plan
    assert not Unit.objects.filter(code="xa-mau").exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_load_the_sample_at_once_load_it_once(small_sample):
    outcomes = run_together(lambda: load_sample(at=NOON), lambda: load_sample(at=NOON))

    assert outcomes == ["done", "done"]
    assert Plan.objects.count() == Unit.objects.count() == 1


def test_an_administrator_sees_what_comes_in_and_loads_it_once(small_sample, client):
    client.force_login(person(Role.ADMINISTRATOR), backend=BACKEND)
    page = reverse("plans:load-sample")

    assert page in client.get(reverse("reporting:list-plans")).content.decode()
    before = client.get(page).content.decode()
    answers = [client.post(page, follow=True).content.decode() for _ in range(2)]

    assert "9-KH/HU" in before
    assert "Xã Mẫu" in before
    assert "Đã nạp kế hoạch mẫu." in answers[0]
    assert "Kế hoạch mẫu đã có sẵn." in answers[1]
    assert page not in client.get(reverse("reporting:list-plans")).content.decode()


def test_a_refused_load_says_why(small_sample, client):
    client.force_login(person(Role.ADMINISTRATOR), backend=BACKEND)
    PlanFactory(number="9-KH/HU", issued_on=date(2024, 3, 19))

    answer = client.post(reverse("plans:load-sample"))

    assert answer.status_code == 409
    assert "Đã có một kế hoạch khác số 9-KH/HU" in answer.content.decode()


def test_the_sample_goes_with_the_units_that_nobody_used(small_sample, client):
    admin = person(Role.ADMINISTRATOR)
    client.force_login(admin, backend=BACKEND)
    everything = [Plan.objects, Unit.objects, IssuingBody.objects, Group.objects]
    before = [rows.count() for rows in everything]
    load_sample(by=admin, at=NOON)
    page = reverse("plans:unload-sample")

    shown = client.get(page).content.decode()
    answer = client.post(page, follow=True).content.decode()

    assert 'data-confirm="Gỡ Kế hoạch số 9-KH/HU?"' in shown
    assert "Đã gỡ kế hoạch mẫu cùng 1 đơn vị đi kèm." in answer
    assert [rows.count() for rows in everything] == before
    assert admin.changes.get().note.startswith("Gỡ kế hoạch mẫu")
    assert "không có trong hệ thống" in client.get(page).content.decode()


def test_a_unit_of_the_sample_with_people_stays_without_the_sample(small_sample):
    by = UserFactory()
    load_sample(by=by, at=NOON)
    unit = Unit.objects.get(code="xa-mau")
    Membership.objects.create(user=by, unit=unit, role=Role.OFFICER, first_day=TODAY)

    assert unload_sample(by=by, at=NOON) == 0

    assert unit.changes.get().note.startswith("Nạp cùng kế hoạch mẫu")
    assert not Plan.objects.exists()


def test_a_sample_in_which_a_period_was_opened_stays(small_sample):
    plan = load_sample(at=NOON)
    ReportingPeriodFactory(plan=plan)

    with pytest.raises(Refused, match="đã được dùng"):
        unload_sample(by=UserFactory(), at=NOON)

    assert Plan.objects.get() == plan


@pytest.mark.django_db(transaction=True)
def test_of_two_who_unload_the_sample_at_once_one_is_told_that_it_is_gone(small_sample):
    by, other = UserFactory(), UserFactory()
    load_sample(by=by, at=NOON)

    outcomes = run_together(
        lambda: unload_sample(by=by, at=NOON), lambda: unload_sample(by=other, at=NOON)
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert not Plan.objects.exists()
