"""A plan is added as a draft, changed by several people at once, and put into effect."""

from dataclasses import replace

import pytest
from django.urls import reverse

from plans import access, assigning
from plans.editing import facts, heads
from plans.models import Plan, PlanEventKind, PlanStatus
from tests.factories import NOON, AssignmentFactory, PlanFactory, TaskFactory, UserFactory, person
from tests.permissions.plans import PLAN
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def spec_of(plan, **changes):
    return replace(heads.PlanSpec(**heads.values_of(plan)), **changes)


def _change(plan, *, seen=None, **changes):
    spec = spec_of(plan, **changes)
    return heads.change_plan(plan=plan, spec=spec, seen=seen, by=UserFactory(), at=NOON)


def test_a_new_plan_is_a_draft_that_the_office_reads():
    office = person(Role.REVIEWER)
    draft = spec_of(PlanFactory.build(number=" 45-KH/ĐU ", recipients="Một\r\nHai"))

    plan = heads.add_plan(spec=draft, by=office, at=NOON)

    assert (plan.status, plan.number, plan.recipients) == (
        PlanStatus.DRAFT,
        "45-KH/ĐU",
        "Một\nHai",
    )
    assert plan.body is not None
    assert office.has_perm("plans.edit_assignments", plan)
    assert plan.events.get().kind == PlanEventKind.ADDED


def test_a_number_of_the_same_day_is_refused_with_a_link_and_nothing_typed_is_lost(client):
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    other = PlanFactory(number="45-KH/ĐU", issued_on="2026-01-02")

    response = client.post(reverse("plans:add-plan"), PLAN)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Kế hoạch số 45-KH/ĐU ngày 02/01/2026 đã có" in page
    assert f'href="{reverse("reporting:plan", args=[other.pk])}"' in page
    assert PLAN["subject"] in page
    assert Plan.objects.count() == 1


def test_a_change_is_told_in_words_and_nothing_changed_writes_nothing():
    plan = PlanFactory(place="Hải Lăng")

    assert _change(plan) == []
    assert _change(plan, place="Thử") == ["địa danh: Hải Lăng → Thử"]
    assert plan.events.get().note == "địa danh: Hải Lăng → Thử"


def test_changes_of_two_people_in_different_fields_are_both_kept():
    plan = PlanFactory(place="Cũ", signer_name="Cũ")
    stale = Plan.objects.get(pk=plan.pk)
    seen = facts.digests(heads.values_of(plan))

    _change(plan, seen=seen, place="Mới")
    _change(stale, seen=seen, signer_name="Mới")

    plan.refresh_from_db()
    assert (plan.place, plan.signer_name) == ("Mới", "Mới")


def test_a_field_that_both_changed_is_refused_and_named():
    plan = PlanFactory(place="Cũ")
    seen = facts.digests(heads.values_of(plan))
    _change(plan, seen=seen, place="Của người khác")

    with pytest.raises(facts.BothChanged) as refusal:
        _change(plan, seen=seen, place="Của tôi")

    assert refusal.value.fields == ["place"]
    plan.refresh_from_db()
    assert plan.place == "Của người khác"


def test_the_page_tells_what_the_other_wrote_and_a_second_save_replaces_it(client):
    plan = AssignmentFactory().task.plan
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    url = reverse("plans:edit-plan", args=[plan.pk])
    form = client.get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"issued_on": "19/03/2024", "place": "Của tôi"}
    _change(plan, place="Của người khác")

    first = client.post(url, typed)
    again = client.post(url, {**typed, "seen": first.context["form"]["seen"].value()})

    assert first.status_code == 422
    assert "Người khác vừa sửa thành: Của người khác" in first.content.decode()
    assert 'value="Của tôi"' in first.content.decode()
    assert again.status_code == 302
    plan.refresh_from_db()
    assert plan.place == "Của tôi"


def test_units_read_a_plan_once_it_is_in_effect():
    officer = person(Role.OFFICER)
    unit = officer.memberships.get().unit
    plan = PlanFactory(status=PlanStatus.DRAFT)

    with pytest.raises(Refused, match="chưa có nhiệm vụ"):
        heads.activate(plan=plan, by=UserFactory(), at=NOON)
    row = AssignmentFactory(task=TaskFactory(group__plan=plan), unit=unit, state="proposed")
    with pytest.raises(Refused, match="Kế hoạch đang nhập"):
        assigning.confirm_many(assignments=[row], by=UserFactory(), at=NOON)
    assert not Plan.objects.readable_by(officer).exists()
    heads.activate(plan=plan, by=UserFactory(), at=NOON)

    assert assigning.confirm_many(assignments=[row], by=UserFactory(), at=NOON) == 1
    assert Plan.objects.readable_by(officer).get() == plan
    assert access.has_permission("view_plan", plan=plan, by=officer)
    with pytest.raises(Refused, match="không còn ở trạng thái"):
        heads.activate(plan=plan, by=UserFactory(), at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_one_plan_at_once_leave_one():
    spec = spec_of(PlanFactory.build(number="45-KH/ĐU"))
    people = [person(Role.REVIEWER), person(Role.REVIEWER)]

    outcomes = run_together(
        *(lambda by=by: heads.add_plan(spec=spec, by=by, at=NOON) for by in people)
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Plan.objects.get(number="45-KH/ĐU").events.count() == 1
