"""Units below one that ends."""

import pytest
from django.urls import reverse

from reporting.reorganisation import preparing, undoing
from reporting.reorganisation.below import STAY, UP
from reporting.reorganisation.waiting import waiting_of
from tests.factories import NOON, TODAY, UnitFactory
from tests.plans.editing.own_plans import running
from tests.reporting.reorganisation.scene import NEW, TABLE, preview, scene
from units.models import Unit

pytestmark = pytest.mark.django_db


def superiors(*units):
    found = dict(Unit.objects.values_list("pk", "parent__name"))
    return [found[unit.pk] for unit in units]


def test_units_below_go_to_the_successor_one_level_up_or_wait_and_come_back():
    made = scene()
    Unit.objects.filter(pk=made.divided.pk).update(parent=made.stays)
    follows = UnitFactory(name="Chi bộ thôn Bắc", parent=made.north)
    climbs, waits = (UnitFactory(name=name, parent=made.divided) for name in ("Tổ Một", "Tổ Hai"))
    alone = UnitFactory(name="Tổ Ba", parent=made.dissolved)
    act = made.prepared()
    decisions = {f"below-{climbs.pk}": UP, f"below-{alone.pk}": UP, f"below-{follows.pk}": "other"}
    num = preparing.decide(act=act, decisions=decisions, by=made.administrator, at=NOON)
    places = {one.unit: one for unit in preview(act).units for one in unit.below}

    assert num == 2
    assert (places[follows].to.name, places[waits].decision) == (NEW, STAY)

    made.carried_out(act)

    assert superiors(follows, climbs, waits, alone) == [NEW, "Xã Giữ", "Phòng Tư pháp", None]
    waiting = {row.unit: row.below for row in waiting_of(act, today=TODAY).units}
    assert waiting[made.divided] == [waits]

    undoing.undo(act=act, by=made.administrator, at=NOON)

    former = ["Xã Bắc", "Phòng Tư pháp", "Phòng Tư pháp", "Hội đồng cũ"]
    assert superiors(follows, climbs, waits, alone) == former
    assert not Unit.objects.filter(name=NEW).exists()


def test_many_are_placed_at_once_where_they_can_go(client):
    made = scene()
    follows = UnitFactory(name="Chi bộ thôn Bắc", parent=made.north)
    first, second = (UnitFactory(name=name, parent=made.divided) for name in ("Tổ Một", "Tổ Hai"))
    alone = UnitFactory(name="Tổ Ba", parent=made.dissolved)
    running(made.work(made.south))
    act = made.prepared()
    client.force_login(made.administrator)
    url, page = (
        reverse(f"reporting:{name}", args=[act.pk]) for name in ("place-many", "reorganisation")
    )

    def place(where, what="below", unit=""):
        typed = {"placed-what": what, "placed-place": where, "placed-unit": unit}
        answer = client.post(url, typed, follow=True)
        assert answer.status_code == 200
        places = {one.unit: one.decision for unit in preview(act).units for one in unit.below}
        return [places[unit] for unit in (follows, first, second, alone)]

    new, stays = f"new:{NEW.lower()}", f"unit:{made.stays.pk}"
    assert place(stays) == [new, stays, stays, STAY]
    assert place("only", unit=made.divided.pk) == [new, stays, stays, STAY]
    assert place(UP) == [UP, UP, UP, UP]
    assert place("proposal", unit=made.north.pk) == [new, UP, UP, UP]
    assert place(STAY, what="plans") == [new, UP, UP, UP]
    assert [one.decision for unit in preview(act).units for one in unit.plans] == [STAY]
    assert place("only") == [new, UP, UP, UP]
    assert client.post(url, {"placed-what": "below"}).status_code == 422
    shown = client.get(page).content.decode()
    assert "Đơn vị trực thuộc: <strong>4</strong>" in " ".join(shown.split())


def test_a_unit_that_follows_its_own_superior_goes_one_level_up():
    """Not below itself, nor below a unit that stands below it."""
    made = scene()
    Unit.objects.filter(pk=made.stays.pk).update(parent=made.north)
    beside = UnitFactory(name="Tổ Một", parent=made.north)

    places = preview(made.prepared("Xã Bắc\tXã Giữ")).units[0].below

    assert {one.unit: one.decision for one in places} == {
        made.stays: UP,
        beside: f"unit:{made.stays.pk}",
    }


def test_a_unit_that_ends_with_its_superior_is_not_asked_about():
    made = scene()
    Unit.objects.filter(pk=made.south.pk).update(parent=made.north)

    assert not any(unit.below for unit in preview(made.prepared(TABLE)).units)
