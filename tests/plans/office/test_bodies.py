"""Bodies that issue papers: who issues on a day, changes, and their pages."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from plans import access, bodies
from plans.bodies import BodySpec, CapacitySpec
from plans.models import BodyKind, IssuingBody, IssuingBodyEventKind, OwnBody
from tests.factories import (
    NOON,
    IssuingBodyFactory,
    PlanFactory,
    SigningCapacityFactory,
    UserFactory,
    person,
)
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db

END = date(2025, 6, 30)
AFTER = date(2025, 7, 1)
SPEC = BodySpec(
    kind="committee",
    superior_body="ĐẢNG BỘ TỈNH THỬ",
    name="ĐẢNG ỦY XÃ THỬ",
    title="Ban Thường vụ Đảng ủy xã",
    symbol="ĐU",
    place="Thử",
)

TYPED = {name: value for name, value in vars(SPEC).items() if isinstance(value, str)}


def _save(body=None, **changes):
    return bodies.save_body(body=body, spec=replace(SPEC, **changes), by=UserFactory(), at=NOON)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HUYỆN ỦY HẢI LĂNG", BodyKind.COMMITTEE),
        ("BAN THƯỜNG VỤ", BodyKind.COMMITTEE),
        ("CHI BỘ THÔN THỬ", BodyKind.COMMITTEE),
        ("VĂN PHÒNG", BodyKind.OFFICE),
        ("BAN TỔ CHỨC", BodyKind.OFFICE),
        ("UỶ BAN NHÂN DÂN XÃ THỬ", BodyKind.STATE),
        ("Phòng Nội vụ", BodyKind.STATE),
    ],
)
def test_the_name_tells_the_kind(name, kind):
    assert bodies.kind_of(name) == kind


def test_a_plan_that_is_loaded_gets_the_body_of_its_head():
    plan = PlanFactory(issuing_body="HUYỆN ỦY THỬ", signer_post="PHÓ BÍ THƯ")
    same = PlanFactory(
        issuing_body="HUYỆN ỦY THỬ", superior_body=plan.superior_body, place=plan.place
    )
    other = PlanFactory(issuing_body="HUYỆN ỦY KHÁC")

    for each in (plan, same, other):
        bodies.ensure_body(plan=each)

    assert (plan.body.name, plan.body.symbol) == (plan.issuing_body, plan.symbol)
    assert plan.body.capacities.get().post == "PHÓ BÍ THƯ"
    assert same.body == plan.body != other.body


def test_a_plan_of_the_product_s_own_committee_gets_its_body_however_its_head_is_written():
    own = IssuingBodyFactory(name="ĐẢNG ỦY XÃ THỬ", symbol="ĐU", own=OwnBody.COMMITTEE)
    facts = {"superior_body": "", "issuing_body": "Đảng uỷ  xã Thử"}
    ours, other = PlanFactory(**facts, symbol="ĐU"), PlanFactory(**facts, symbol="HU")

    for plan in (ours, other):
        bodies.ensure_body(plan=plan)

    assert (ours.body, other.body == own) == (own, False)


def test_without_a_body_the_head_of_the_plan_is_used():
    plan = PlanFactory(issuing_body="UBND XÃ THỬ", symbol="UBND")

    body = bodies.body_on(plan, AFTER)

    assert (body.pk, body.name, body.kind) == (None, "UBND XÃ THỬ", BodyKind.STATE)


def test_the_successor_of_an_ended_body_issues_after_its_last_day():
    third = IssuingBodyFactory(first_day=date(2026, 1, 1))
    second = IssuingBodyFactory(
        first_day=AFTER, last_day=date(2025, 12, 31), successor=third, symbol="ĐU"
    )
    first = IssuingBodyFactory(last_day=END, successor=second)
    plan = PlanFactory(body=first)

    assert bodies.body_on(plan, END) == first
    assert bodies.body_on(plan, AFTER) == second
    assert bodies.body_on(plan, date(2026, 3, 1)) == third
    assert set(IssuingBody.objects.on(AFTER)) == {second}


def test_an_ended_body_without_a_successor_stays():
    first = IssuingBodyFactory(last_day=END)

    assert bodies.body_on(PlanFactory(body=first), AFTER) == first


def test_a_change_keeps_what_was_in_the_history():
    body = _save()

    _save(body, place="Hải Thử", last_day=END, is_two_sided=True)

    changed = body.events.get(kind=IssuingBodyEventKind.CHANGED)
    assert changed.note == (
        "địa danh: Thử → Hải Thử; đến hết ngày: trống → 30/06/2025; "
        "in hai mặt (lề mặt sau đảo lại): không → có"
    )
    assert "loại cơ quan" not in body.events.get(kind=IssuingBodyEventKind.ADDED).note
    _save(body, place="Hải Thử", last_day=END, is_two_sided=True)
    assert body.events.count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_day": AFTER, "last_day": END}, "Ngày cuối không được trước"),
        ({"place": "(MẬT)"}, "mật"),
    ],
)
def test_what_cannot_be_is_refused(changes, words):
    with pytest.raises(Refused, match=rf"(?i){words}"):
        _save(**changes)


def test_a_successor_needs_a_last_day_and_no_circle():
    first, second = IssuingBodyFactory(), IssuingBodyFactory()

    with pytest.raises(Refused, match="cần ghi ngày cuối"):
        _save(first, successor=second)
    _save(first, successor=second, last_day=END)
    second.refresh_from_db()
    with pytest.raises(Refused, match="quay vòng"):
        _save(second, successor=IssuingBody.objects.get(pk=first.pk), last_day=AFTER)


def test_a_successor_takes_over_from_a_day_on_with_the_history_of_the_one_before():
    before = _save(common_name="Huyện ủy Thử", symbol="HU")
    IssuingBody.objects.filter(pk=before.pk).update(own=OwnBody.COMMITTEE)
    plan = PlanFactory(body=before)
    spec = replace(SPEC, common_name="Đảng ủy xã Thử", first_day=AFTER)

    after = bodies.succeed_body(body=before, spec=spec, by=UserFactory(), at=NOON)

    plan.body.refresh_from_db()
    assert [bodies.body_on(plan, day) for day in (END, AFTER)] == [before, after]
    assert [bodies.own_body(day) for day in (END, AFTER)] == [before, after]
    assert before.events.latest("pk").note == (
        "đến hết ngày: trống → 30/06/2025; cơ quan kế thừa: trống → ĐẢNG ỦY XÃ THỬ (ĐU)"
    )
    assert "Kế thừa ĐẢNG ỦY XÃ THỬ (HU)" in after.events.get().note
    with pytest.raises(Refused, match="đã có ngày cuối 30/06/2025"):
        bodies.succeed_body(body=before, spec=spec, by=UserFactory(), at=NOON)
    with pytest.raises(Refused, match="chọn ngày sau đó"):
        bodies.succeed_body(body=after, spec=spec, by=UserFactory(), at=NOON)
    with pytest.raises(Refused, match="chỉ thuộc về một cơ quan"):
        _save(before, successor=None, last_day=None)


def test_capacities_hold_on_their_days_and_have_a_history():
    body = IssuingBodyFactory()
    facts = {"by": UserFactory(), "at": NOON}
    spec = CapacitySpec("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Người Ký Một", last_day=END)
    first = bodies.save_capacity(body=body, capacity=None, spec=spec, **facts)
    second = SigningCapacityFactory(body=body, first_day=AFTER)

    assert body.capacities.on(END).get() == first
    assert body.capacities.on(AFTER).get() == second

    bodies.save_capacity(
        body=body, capacity=first, spec=replace(spec, name="Người Ký Hai"), **facts
    )

    kinds = [event.kind for event in body.events.order_by("pk")]
    assert kinds == [IssuingBodyEventKind.CAPACITY_ADDED, IssuingBodyEventKind.CAPACITY_CHANGED]
    assert "Người Ký Một → Người Ký Hai" in body.events.last().note
    with pytest.raises(Refused, match="Ngày cuối"):
        bodies.save_capacity(
            body=body, capacity=first, spec=replace(spec, first_day=AFTER), **facts
        )


@pytest.fixture
def office(client):
    access.ensure_grants(plan=PlanFactory())
    user = person(Role.REVIEWER)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_pages_show_and_change_bodies_and_capacities(office):
    body = IssuingBodyFactory()
    page = reverse("plans:edit-body", args=[body.pk])

    saved = office.post(page, {**TYPED, "first_day": "1/7/2025"})
    added = office.post(
        reverse("plans:add-capacity", args=[body.pk]), {"capacity": "T/M BAN THƯỜNG VỤ"}
    )

    assert (saved.status_code, added.status_code) == (302, 302)
    content = office.get(page).content.decode()
    assert "ĐẢNG ỦY XÃ THỬ" in content
    assert "T/M BAN THƯỜNG VỤ" in content
    assert "Diễn biến" in content
    capacity = body.capacities.get()
    page = reverse("plans:edit-capacity", args=[capacity.pk])
    assert "T/M BAN THƯỜNG VỤ" in office.get(page).content.decode()


def test_the_page_of_the_successor_begins_with_what_holds(office):
    body = IssuingBodyFactory(name="HUYỆN ỦY THỬ", place="Thử Xưa")
    page = reverse("plans:succeed-body", args=[body.pk])
    assert 'value="Thử Xưa"' in office.get(page).content.decode()

    refused = office.post(page, {**TYPED, "place": "Thử Nay"})
    saved = office.post(page, {**TYPED, "first_day": "1/7/2025"}, follow=True)

    assert refused.status_code == 422
    assert 'value="Thử Nay"' in refused.content.decode()
    content = saved.content.decode()
    assert "Đã ghi ĐẢNG ỦY XÃ THỬ kế thừa HUYỆN ỦY THỬ." in content
    assert reverse("plans:edit-body", args=[body.pk]) in content


def test_refused_input_stays_in_the_form(office):
    body = SigningCapacityFactory().body
    days = {"first_day": "1/7/2025", "last_day": "30/6/2025"}

    page = office.post(reverse("plans:edit-body", args=[body.pk]), {**TYPED, **days})
    other = office.post(
        reverse("plans:edit-capacity", args=[body.capacities.get().pk]),
        {"capacity": "Q. BÍ THƯ", **days},
    )

    for answer, typed in ((page, "ĐẢNG ỦY XÃ THỬ"), (other, "Q. BÍ THƯ")):
        assert answer.status_code == 422
        assert "Ngày cuối không được trước ngày đầu." in answer.content.decode()
        assert typed in answer.content.decode()
    assert other.context["form"].data["capacity"] == "Q. BÍ THƯ"


@pytest.mark.parametrize("num_bodies", [1, 3])
def test_the_list_needs_the_same_queries_for_many_bodies(
    office, num_bodies, django_assert_max_num_queries
):
    for _ in range(num_bodies):
        heir = IssuingBodyFactory()
        PlanFactory(body=IssuingBodyFactory(last_day=END, successor=heir))

    with django_assert_max_num_queries(8):
        page = office.get(reverse("plans:list-bodies")).content.decode()

    assert page.count('data-label="Kế thừa">HUYỆN ỦY THỬ') == num_bodies
