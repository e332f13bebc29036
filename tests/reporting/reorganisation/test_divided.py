"""Units that are divided and go on, and proposals that nobody confirmed."""

import pytest

from plans.models import Assignment, AssignmentRole, AssignmentState, EndReason
from reporting.models import Notice
from reporting.reorganisation import preparing, undoing
from reporting.reorganisation.proposals import Fate, WorkDecision
from reporting.reorganisation.waiting import waiting_of
from tests.factories import NOON, TODAY, AssignmentFactory, TaskFactory
from tests.reporting.reorganisation.scene import preview, scene
from units.models import Membership, SuccessionKind

pytestmark = pytest.mark.django_db
COLUMNS = ("pk", "unit", "ended_on", "end_reason", "successor", "role", "state")


def rows_of(model, *columns):
    return list(model.objects.order_by("pk").values_list(*columns))


def test_a_unit_that_goes_on_gives_away_only_what_is_decided():
    made = scene()
    officer = Membership.objects.get(unit=made.divided)
    by = {"by": made.administrator, "at": NOON}
    before = rows_of(Assignment, *COLUMNS), rows_of(Membership, "pk", "last_day")
    act = made.prepared("Đơn vị cũ\tĐơn vị mới\tCòn hoạt động\nPhòng Tư pháp\tXã Giữ\tx")
    (unit,) = preview(act).units
    (work,), (move,) = unit.work, unit.moves
    assert (work.decision.fate, move.to) == (Fate.STAY, None)
    to = f"unit:{made.stays.pk}"

    given = {work.key: str(WorkDecision(Fate.WITH_RESULT, to)), move.key: f"officer|{to}"}
    assert preparing.decide(act=act, decisions=given, **by) == 2
    made.carried_out(act)

    made.divided.refresh_from_db()
    assert made.divided.last_day is None
    assert made.divided.successions.get().kind == SuccessionKind.SPLIT
    assert made.work(made.stays).pk
    officer.refresh_from_db()
    assert officer.last_day is not None
    assert Membership.objects.filter(user=officer.user, unit=made.stays, last_day=None).exists()
    assert Notice.objects.filter(text__contains="kế thừa Phòng Tư pháp").exists()
    assert waiting_of(act, today=TODAY).units == []

    undoing.undo(act=act, **by)
    assert (rows_of(Assignment, *COLUMNS), rows_of(Membership, "pk", "last_day")) == before


def test_a_unit_among_its_own_successors_is_asked_about():
    made = scene()
    act = made.prepared("Phòng Tư pháp\tPhòng Tư pháp; Xã Giữ")
    ((doubt,),) = [row.doubts for row in preview(act).recognised.rows]
    assert [value for value, _ in doubt.options] == ["goes-on", "new"]

    chosen = {doubt.key: "goes-on"}
    preparing.choose(act=act, chosen=chosen, by=made.administrator, at=NOON)

    (unit,) = preview(act).units
    assert unit.row.goes_on
    assert [heir.unit for heir in unit.heirs] == [made.stays]
    alone = preview(made.prepared("Phòng Tư pháp\tPhòng Tư pháp"))
    assert [value for value, _ in alone.recognised.rows[0].doubts[0].options] == ["new"]
    nobody = preview(made.prepared("Đơn vị cũ\tĐơn vị mới\tCòn hoạt động\nXã Bắc\tkhông\tx"))
    assert "cần ghi đơn vị khác" in nobody.recognised.rows[0].faults[0]


def test_proposals_pass_to_the_successor_or_end():
    made = scene()
    task = TaskFactory(group=made.shared.group)
    proposed = {"task": task, "state": AssignmentState.PROPOSED}
    lead, twin, left = (
        AssignmentFactory(unit=unit, role=role, **proposed)
        for unit, role in (
            (made.north, AssignmentRole.LEAD),
            (made.south, AssignmentRole.COORDINATING),
            (made.dissolved, AssignmentRole.COORDINATING),
        )
    )
    before = rows_of(Assignment, *COLUMNS)

    act = made.carried_out()

    rows = Assignment.objects.select_related("unit").in_bulk([lead.pk, twin.pk, left.pk])
    assert rows[lead.pk].unit.name == "Xã Sen Hồng"
    assert not rows[lead.pk].is_confirmed
    assert [rows[one.pk].end_reason for one in (twin, left)] == [EndReason.DROPPED] * 2
    undoing.undo(act=act, by=made.administrator, at=NOON)
    assert rows_of(Assignment, *COLUMNS) == before
