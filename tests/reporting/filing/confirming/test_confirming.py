"""Confirmation by the head: presented, withdrawn, given back, confirmed; it cannot be bypassed."""

import pytest
from django.db import IntegrityError

from plans import following
from reporting.entries import editing
from reporting.entries.transitions import Stale
from reporting.evidence import attaching
from reporting.filing import confirming, filing
from reporting.models import (
    EntryStatus,
    Notice,
    ProgressEntry,
    SubmissionEvent,
    SubmissionEventKind,
)
from tests.factories import FILED, NOON, AssignmentFactory, UserFactory
from tests.reporting.filing.confirming.scene import (
    LATER,
    case,
    confirm,
    fresh_entry,
    give_back,
    group_of,
    kinds_of,
    notices_of,
    save,
)
from tracker.lib.refusal import Refused
from units.models import Membership

pytestmark = pytest.mark.django_db


def test_presenting_waits_for_the_head_and_notifies_them():
    scene = case().present()

    submission = scene.submission
    assert (submission.confirmation_asked_at, submission.confirmation_asked_by) == (
        NOON,
        scene.officer,
    )
    assert (submission.sent_at, fresh_entry(scene).status) == (None, EntryStatus.DRAFT)
    assert (kinds_of(scene), notices_of(scene.head)) == (["asked"], ["confirmation_asked"])
    notice = Notice.objects.get(recipient=scene.head)
    assert notice.submission_event_id == scene.request_id
    assert notice.url == f"/submissions/{submission.pk}/confirmation/"


def test_confirming_sends_everything_at_that_moment_and_notifies_the_officers():
    scene = case().present()

    num_sent = confirm(scene)

    submission = scene.submission
    assert (num_sent, submission.is_with_head) == (1, False)
    assert (submission.sent_at, submission.sent_by) == (LATER, scene.head)
    assert (fresh_entry(scene).status, fresh_entry(scene).last_sent_at) == (EntryStatus.SENT, LATER)
    assert (kinds_of(scene), notices_of(scene.officer)) == (["asked", "confirmed"], ["confirmed"])


def test_giving_back_sends_nothing_and_notifies_with_the_reason():
    scene = case().present()

    give_back(scene)

    event = scene.submission.events.latest("pk")
    assert (event.kind, event.note, event.by) == (
        SubmissionEventKind.GIVEN_BACK,
        "Bổ sung số liệu mục 1.",
        scene.head,
    )
    assert (scene.submission.is_with_head, fresh_entry(scene).status) == (False, EntryStatus.DRAFT)
    assert "Bổ sung số liệu mục 1." in Notice.objects.get(recipient=scene.officer).text
    save(scene)
    assert fresh_entry(scene).result == "Đã làm thêm."


@pytest.mark.parametrize(("note", "words"), [("  ", "Cần nêu ý kiến"), ("Bản TỐI MẬT", "mật")])
def test_giving_back_needs_a_remark_without_secrecy_marks(note, words):
    scene = case().present()

    with pytest.raises(Refused, match=words):
        give_back(scene, note)

    assert scene.submission.is_with_head


def test_withdrawing_lets_the_officer_edit_again():
    scene = case().present()

    confirming.withdraw(submission=scene.submission, by=scene.officer, at=LATER)

    save(scene)
    assert kinds_of(scene) == ["asked", "withdrawn"]
    assert fresh_entry(scene).result == "Đã làm thêm."


STEPS_WHILE_WITH_HEAD = {
    "save": lambda scene: save(scene),
    "send": lambda scene: filing.send(submission=scene.submission, by=scene.officer, at=LATER),
    "ask": lambda scene: scene.present(at=LATER),
    "attach": lambda scene: attaching.attach(
        entry=fresh_entry(scene),
        by=scene.officer,
        at=LATER,
        number="1/BC",
        is_declared_not_secret=True,
    ),
    "remove": lambda scene: attaching.remove(
        evidence=scene.entry.evidence.get(), by=scene.officer, at=LATER
    ),
}


@pytest.mark.parametrize("step", STEPS_WHILE_WITH_HEAD)
def test_nothing_changes_while_it_is_with_the_head(step):
    scene = case()
    attaching.attach(
        entry=fresh_entry(scene),
        by=scene.officer,
        at=NOON,
        number="2/BC",
        is_declared_not_secret=True,
    )
    scene.present()

    with pytest.raises(editing.WithHead, match="đang chờ thủ trưởng xác nhận"):
        STEPS_WHILE_WITH_HEAD[step](scene)

    assert (fresh_entry(scene).result, kinds_of(scene)) == (FILED["result"], ["asked"])
    assert scene.entry.evidence.count() == 1


def test_sent_entries_are_not_withdrawn_while_the_rest_is_with_the_head():
    scene = case(EntryStatus.SENT)
    other = AssignmentFactory(unit=scene.submission.unit, task__group=group_of(scene))
    filing.start(period=scene.submission.period, unit=other.unit, by=scene.officer, at=NOON)
    ProgressEntry.objects.filter(assignment=other).update(state="not_started")
    scene.present()

    with pytest.raises(editing.WithHead):
        filing.take_back(entry=fresh_entry(scene), by=scene.officer, at=LATER, note="Sửa.")


def test_new_tasks_are_not_added_to_a_presented_submission_and_prevent_its_confirmation():
    scene = case().present()
    AssignmentFactory(unit=scene.submission.unit, task__group=group_of(scene))
    submission = scene.submission

    with pytest.raises(editing.WithHead):
        filing.start(period=submission.period, unit=submission.unit, by=scene.officer, at=LATER)
    with pytest.raises(Refused, match="mới được giao"):
        confirm(scene)

    assert (submission.entries.count(), fresh_entry(scene).status) == (1, EntryStatus.DRAFT)


def test_nothing_is_sent_without_the_head():
    draft, returned = case(), case(EntryStatus.RETURNED)

    with pytest.raises(editing.WithHead, match="hãy trình"):
        filing.send(submission=draft.submission, by=draft.officer, at=LATER)
    with pytest.raises(editing.WithHead, match="hãy trình"):
        filing.answer(entry=fresh_entry(returned), by=returned.officer, at=LATER)


def test_an_incomplete_submission_is_not_presented():
    scene = case(result="")

    with pytest.raises(filing.Incomplete):
        scene.present()

    assert not scene.submission.is_with_head


def test_a_unit_without_a_head_gets_a_message():
    scene = case()
    Membership.objects.filter(user=scene.head).delete()
    scene.head.groups.clear()

    with pytest.raises(Refused, match="chưa có thủ trưởng"):
        scene.present()


def test_nothing_is_presented_in_a_plan_without_the_rule():
    scene = case()
    plan = scene.submission.period.plan
    following.set_head_confirmation(plan=plan, is_needed=False, by=UserFactory(), at=NOON)

    with pytest.raises(Refused, match="không yêu cầu"):
        scene.present()


def test_a_presented_submission_can_be_confirmed_after_the_rule_is_waived():
    scene = case().present()
    plan = scene.submission.period.plan
    following.set_head_confirmation(plan=plan, is_needed=False, by=UserFactory(), at=NOON)

    assert confirm(scene) == 1


def test_a_person_who_is_officer_and_head_does_both_without_notices():
    scene = case()
    scene.officer = scene.head
    scene.present()

    assert confirm(scene) == 1
    assert notices_of(scene.head) == []


def test_a_head_does_not_confirm_a_submission_presented_again_since_they_read_it():
    scene = case().present()
    read = scene.request_id
    confirming.withdraw(submission=scene.submission, by=scene.officer, at=LATER)
    save(scene, "Nội dung thủ trưởng chưa đọc.")
    scene.present(at=LATER)

    with pytest.raises(Stale, match="trình lại"):
        confirming.confirm(submission=scene.submission, seen=read, by=scene.head, at=LATER)

    assert fresh_entry(scene).status == EntryStatus.DRAFT


@pytest.mark.parametrize("step", ["confirm", "give_back", "withdraw"])
def test_the_head_cannot_act_on_a_withdrawn_submission(step):
    scene = case().present()
    request_id = scene.request_id
    confirming.withdraw(submission=scene.submission, by=scene.officer, at=LATER)
    kwargs = {"submission": scene.submission, "by": scene.head, "at": LATER}
    kwargs |= {
        "confirm": {"seen": request_id},
        "give_back": {"seen": request_id, "note": "Sửa."},
    }.get(step, {})

    with pytest.raises(Stale, match="không còn chờ"):
        getattr(confirming, step)(**kwargs)


def test_a_confirmation_is_rolled_back_without_its_history(monkeypatch):
    scene = case().present()
    request_id = scene.request_id

    def broken(**fields):
        raise IntegrityError("history")

    monkeypatch.setattr(SubmissionEvent.objects, "create", broken)
    with pytest.raises(IntegrityError, match="history"):
        confirming.confirm(submission=scene.submission, seen=request_id, by=scene.head, at=LATER)

    assert (fresh_entry(scene).status, scene.submission.is_with_head) == (EntryStatus.DRAFT, True)
