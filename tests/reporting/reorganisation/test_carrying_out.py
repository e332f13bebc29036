"""A reorganisation carried out and undone as one step."""

from datetime import timedelta

import pytest
from django.db import transaction

from plans import assigning, deadlines, deleting
from plans.models import Assignment, AssignmentEvent, AssignmentState, EndReason, PlanStatus
from reporting.counting import standings
from reporting.filing import filing
from reporting.models import EntryEvent, Notice, NoticeKind, ReorganisationState
from reporting.reorganisation import carrying_out, preparing, undoing
from reporting.reorganisation.proposals import Fate, WorkDecision
from reporting.reorganisation.waiting import waiting_of
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    UserFactory,
    person,
)
from tests.race import run_together
from tests.reporting.reorganisation.scene import NEW, TABLE, preview, scene, seen
from tracker.lib.refusal import Refused
from units.models import Membership, Role, Succession, Unit

LATER = NOON + timedelta(hours=1)


def decisions_of(act):
    return {(one.work.unit_id, one.work.code): one.decision.fate for one in preview(act).work}


@pytest.mark.django_db
def test_a_reorganisation_ends_units_moves_work_and_people_and_tells_what_waits():
    made = scene()
    act = made.prepared()
    fates = decisions_of(act)
    code = made.shared.code
    # The other commune of the merger has not done its part, so neither has the new one
    assert fates[made.north.pk, code] == Fate.WITHOUT_RESULT
    assert fates[made.south.pk, code] == Fate.WITH_RESULT
    assert fates[made.divided.pk, code] == Fate.KEEP

    made.carried_out(act)

    new = Unit.objects.get(name=NEW)
    assert new.first_day == TODAY
    made.north.refresh_from_db()
    assert made.north.last_day == TODAY - timedelta(days=1)
    assert Succession.objects.filter(successor=new).count() == 3
    ended = Assignment.objects.get(unit=made.north, task=made.shared)
    assert ended.end_reason == EndReason.TRANSFERRED
    assert ended.successor == made.work(new)
    assert Membership.objects.filter(user=made.officer, unit=new, role=Role.OFFICER).exists()
    (notice,) = Notice.objects.filter(kind=NoticeKind.REORGANISED, recipient=made.officer)
    assert NEW in notice.text

    waiting = waiting_of(act, today=TODAY)
    assert [left.unit for left in waiting.units] == [made.divided, made.dissolved]
    assert waiting.num_work == 2
    assert len(waiting.units[0].people) == 1

    kept = act.figures
    assert kept["before"]["total"]["then"]["done"] == 1
    assert kept["after"]["total"]["then"] == {
        "followed": 2, "done": 0, "open": 2, "late": 0, "outside": 5,
    }  # fmt: skip
    assert list(standings.drift()) == []


@pytest.mark.django_db
def test_a_result_goes_along_where_all_that_merge_have_it():
    made = scene()
    act = made.prepared("Xã Bắc\tXã Sen\n")

    made.carried_out(act)

    successor = made.work(Unit.objects.get(name="Xã Sen"))
    assert successor.standing.done_on == TODAY
    assert list(standings.drift()) == []


@pytest.mark.django_db
def test_a_rehearsal_counts_what_will_be_and_writes_nothing_else():
    made = scene()
    act = made.prepared()
    num = AssignmentEvent.objects.count()

    carrying_out.rehearse(act=act, by=made.administrator, at=NOON)

    act.refresh_from_db()
    expected = act.figures
    assert not Unit.objects.filter(name=NEW).exists()
    assert AssignmentEvent.objects.count() == num
    assert made.carried_out(act).figures == expected


@pytest.mark.django_db
def test_decisions_one_by_one_and_many_at_once():
    made = scene()
    act = made.prepared()
    by = {"by": made.administrator, "at": NOON}
    code = made.shared.code

    assert preparing.decide_many(act=act, fate=Fate.CLOSE, **by) == 6
    assert set(decisions_of(act).values()) == {Fate.CLOSE}
    to = f"unit:{made.stays.pk}"
    divided = {"unit_id": made.divided.pk, "to": to}
    assert preparing.decide_many(act=act, fate=Fate.WITH_RESULT, **divided, **by) == 1
    north = made.work(made.north)
    # Not a successor of this unit
    wrong = WorkDecision(Fate.WITH_RESULT, to)
    assert preparing.decide(act=act, decisions={f"{north.pk}": f"{wrong}"}, **by) == 0
    assert preparing.decide_many(act=act, fate=None, which="done", **by) == 1

    fates = decisions_of(act)
    assert fates[made.divided.pk, code] == Fate.WITH_RESULT
    assert fates[made.north.pk, code] == Fate.WITHOUT_RESULT
    made.carried_out(act)
    assert made.work(made.stays).unit == made.stays
    dropped = Assignment.objects.get(unit=made.dissolved)
    assert dropped.end_reason == EndReason.DROPPED


@pytest.mark.django_db
def test_people_of_units_that_merge_or_end_are_decided_on_one_by_one():
    made = scene()
    first, second = (person(Role.HEAD, unit) for unit in (made.north, made.south))
    left = person(Role.OFFICER, made.dissolved)
    act = made.prepared()
    moves = {move.membership.user: move for unit in preview(act).units for move in unit.moves}
    assert moves[first].to is None
    assert "cần chọn thủ trưởng" in moves[first].why
    heads, officer = f"head|new:{NEW.lower()}", f"officer|new:{NEW.lower()}"
    to_stays = f"officer|unit:{made.stays.pk}"
    wanted = {first: heads, second: officer, left: to_stays, made.officer: "?"}

    decisions = {moves[user].key: words for user, words in wanted.items()}
    by = {"by": made.administrator, "at": NOON}
    assert preparing.decide(act=act, decisions=decisions, **by) == 3
    made.carried_out(act)

    new = Unit.objects.get(name=NEW)
    held = Membership.objects.filter(unit__in=[new, made.stays], last_day=None)
    assert {(row.user, row.unit, row.role) for row in held} >= {
        (first, new, Role.HEAD),
        (second, new, Role.OFFICER),
        (left, made.stays, Role.OFFICER),
    }


@pytest.mark.django_db
def test_what_is_not_ready_is_refused_and_kept():
    made = scene()
    by = {"by": made.administrator, "at": NOON}
    early = made.prepared(effective_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="Chưa đến ngày"):
        carrying_out.carry_out(act=early, seen=seen(early), **by)
    unclear = made.prepared("Xã Lạ lùng\tXã Sen")
    with pytest.raises(Refused, match="Còn dòng chưa rõ trong bảng: dòng 1"):
        carrying_out.carry_out(act=unclear, seen=seen(unclear), **by)
    act = made.prepared()
    with pytest.raises(Refused, match="vừa thay đổi"):
        carrying_out.carry_out(act=act, seen="khác", **by)
    with pytest.raises(Refused, match="Bảng chưa có dòng nào"):
        made.prepared("\n\n")
    assert Succession.objects.count() == 0


@pytest.mark.django_db
def test_an_undoing_returns_everything_within_the_day():
    made = scene()
    columns = ("pk", "unit", "ended_on", "end_reason", "successor", "first_day", "role")
    before = list(Assignment.objects.order_by("pk").values_list(*columns))
    units = list(Unit.objects.order_by("pk").values_list("pk", "last_day", "end_recorded_on"))
    members = set(Membership.objects.values_list("user", "unit", "role", "last_day"))
    act = made.carried_out()

    undoing.undo(act=act, by=made.administrator, at=LATER)

    act.refresh_from_db()
    assert act.state == ReorganisationState.UNDONE
    assert list(Assignment.objects.order_by("pk").values_list(*columns)) == before
    rows = Unit.objects.order_by("pk").values_list("pk", "last_day", "end_recorded_on")
    assert list(rows) == units
    assert set(Membership.objects.values_list("user", "unit", "role", "last_day")) == members
    assert not Succession.objects.exists()
    (notice,) = Notice.objects.filter(kind=NoticeKind.REORGANISED, recipient=made.officer)
    assert "hoàn tác" in notice.text
    assert list(standings.drift()) == []
    again = made.prepared()
    made.carried_out(again)
    with pytest.raises(Refused, match="chưa được thực hiện, hoặc đã được hoàn tác"):
        undoing.undo(act=act, by=made.administrator, at=LATER)


@pytest.mark.django_db
def test_an_undoing_is_refused_once_somebody_went_on():
    made = scene()
    act = made.carried_out()
    by = {"by": made.administrator, "at": LATER}
    with pytest.raises(Refused, match="Chỉ hoàn tác được trong ngày"):
        undoing.undo(act=act, by=made.administrator, at=NOON + timedelta(days=1))
    new = made.work(Unit.objects.get(name=NEW))
    deadlines.set_deadline(
        assignment=new, deadline=TODAY, words="trong ngày", document=made.document, **by
    )
    with pytest.raises(Refused, match=f"phân công nhiệm vụ {made.shared.code} của {NEW}"):
        undoing.undo(act=act, **by)
    AssignmentEvent.objects.filter(at=LATER).delete()
    entry = EntryEvent.objects.filter(assignment__unit=made.north).latest("pk").entry
    filing.take_back(entry=entry, by=UserFactory(), at=LATER, note="Sửa số liệu.")
    with pytest.raises(Refused, match=r"kết quả nhiệm vụ .* của Xã Bắc đã thay đổi"):
        undoing.undo(act=act, **by)


@pytest.mark.django_db
def test_proposals_that_are_gone_since_are_told_or_went_with_their_plan():
    made = scene()
    draft = PlanFactory(status=PlanStatus.DRAFT)
    proposed = {"unit": made.south, "state": AssignmentState.PROPOSED}
    gone = AssignmentFactory(task__plan=draft, task__group__plan=draft, **proposed)
    dropped = AssignmentFactory(task__group=made.shared.group, **proposed)
    act = made.carried_out()
    by = {"by": made.administrator, "at": LATER}
    deleting.delete_draft(plan=draft, seen=deleting.contents_of(draft).num_steps, **by)
    dropped.refresh_from_db()

    with transaction.atomic():
        assigning.drop_proposal(assignment=dropped, **by)
        with pytest.raises(Refused, match=f"đề xuất {NEW} cho nhiệm vụ {dropped.task.code} đã bị"):
            undoing.undo(act=act, **by)
        transaction.set_rollback(True)
    undoing.undo(act=act, **by)

    dropped.refresh_from_db()
    assert dropped.unit == made.south
    assert not Assignment.objects.filter(pk=gone.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_carry_out_at_once_one_does():
    made = scene()
    act, other = made.prepared(), made.prepared(TABLE)
    tokens = {act.pk: seen(act), other.pk: seen(other)}

    def carry_out(one):
        return lambda: carrying_out.carry_out(
            act=one, seen=tokens[one.pk], by=made.administrator, at=NOON
        )

    outcomes = run_together(carry_out(act), carry_out(act), carry_out(other))

    assert sorted(outcomes) == ["done", "refused", "refused"]
    assert Unit.objects.filter(name=NEW).count() == 1
    assert Succession.objects.count() == 5


@pytest.mark.django_db
def test_the_preview_takes_as_many_queries_for_many_units(django_assert_num_queries):
    made = scene()
    one, many = made.prepared("Xã Bắc\tXã Sen"), made.prepared()
    ReportingPeriodFactory(plan=made.shared.group.plan, opened_at=NOON)
    with django_assert_num_queries(20):
        preview(one)
    with django_assert_num_queries(20):
        assert any(unit.periods for unit in preview(many).units)
