from datetime import timedelta

import pytest

from plans.models import TaskKind
from reporting.entries import editing
from reporting.entries.transitions import Stale
from reporting.filing import filing
from reporting.models import DeclaredState, EntryStatus, Submission
from reporting.periods import opening
from reporting.verification import verifying
from tests.factories import (
    FILED,
    NOON,
    TODAY,
    AssignmentFactory,
    CommitmentFactory,
    CommitmentItemFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
)
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


def _save(entry, **content):
    filing.save_entry(
        entry=entry, seen_version=entry.version, by=UserFactory(), at=NOON, **{**FILED, **content}
    )


def _fresh(entry):
    return (
        type(entry)
        .objects.select_related("submission__period", "assignment__task")
        .get(pk=entry.pk)
    )


def test_starting_creates_an_entry_per_assignment_and_is_idempotent():
    first = AssignmentFactory()
    second = AssignmentFactory(unit=first.unit, task__group=first.task.group)
    AssignmentFactory(task__group=first.task.group)
    period = ReportingPeriodFactory(plan=first.task.plan)

    made = filing.start(period=period, unit=first.unit, by=UserFactory(), at=NOON)
    again = filing.start(period=period, unit=first.unit, by=UserFactory(), at=NOON)

    assert made == again
    assert set(made.entries.values_list("assignment", flat=True)) == {first.pk, second.pk}


def test_starting_again_adds_new_assignments_and_keeps_the_input():
    entry = entry_at(EntryStatus.DRAFT, result="Đã làm được nhiều việc.")
    later = AssignmentFactory(unit=entry.submission.unit, task__group=entry.assignment.task.group)

    submission = filing.start(
        period=entry.submission.period, unit=entry.submission.unit, by=UserFactory(), at=NOON
    )

    results = dict(submission.entries.values_list("assignment", "result"))
    assert results == {entry.assignment_id: "Đã làm được nhiều việc.", later.pk: ""}


def test_a_unit_without_assignments_has_no_submission():
    period = ReportingPeriodFactory()

    with pytest.raises(Refused, match="không có nhiệm vụ"):
        filing.start(period=period, unit=UnitFactory(), by=UserFactory(), at=NOON)

    assert not Submission.objects.exists()


def test_a_one_off_task_accepted_as_done_has_no_more_entries():
    entry = entry_at(
        EntryStatus.ACCEPTED,
        assignment=AssignmentFactory(task__kind=TaskKind.ONE_OFF),
        state=DeclaredState.DONE,
    )
    next_period = ReportingPeriodFactory(
        plan=entry.assignment.task.plan,
        data_to=entry.submission.period.data_to + timedelta(days=90),
    )

    with pytest.raises(Refused, match="không có nhiệm vụ"):
        filing.start(period=next_period, unit=entry.submission.unit, by=UserFactory(), at=NOON)


def test_a_closed_period_accepts_no_start_save_or_sending():
    entry = entry_at(EntryStatus.DRAFT)
    opening.close_period(
        period=entry.submission.period,
        despite=entry.submission.period.due_on,
        by=UserFactory(),
        at=NOON,
    )
    entry = _fresh(entry)

    with pytest.raises(editing.PeriodClosed):
        filing.start(
            period=entry.submission.period, unit=entry.submission.unit, by=UserFactory(), at=NOON
        )
    with pytest.raises(editing.PeriodClosed):
        _save(entry, result="Muộn rồi.")
    with pytest.raises(editing.PeriodClosed):
        filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    assert _fresh(entry).result == FILED["result"]
    assert _fresh(entry).status == EntryStatus.DRAFT


def test_a_save_of_an_older_version_is_stale_and_overwrites_nothing():
    entry = entry_at(EntryStatus.DRAFT)
    theirs, mine = _fresh(entry), _fresh(entry)
    _save(theirs, result="Của người kia.")

    with pytest.raises(Stale):
        _save(mine, result="Của tôi.")

    assert _fresh(entry).result == "Của người kia."


def test_checklist_answers_are_stored_and_those_of_another_task_ignored():
    entry = entry_at(EntryStatus.DRAFT)
    own = CommitmentItemFactory(commitment=CommitmentFactory(task=entry.assignment.task))
    foreign = CommitmentItemFactory()

    _save(_fresh(entry), answers={own.pk: True, foreign.pk: True})
    _save(_fresh(entry), answers={own.pk: False})

    assert list(entry.answers.values_list("item", "is_kept")) == [(own.pk, False)]


@pytest.mark.parametrize("field", ["result", "obstacle", "recommendation"])
def test_text_with_a_secrecy_mark_is_not_saved(field):
    entry = entry_at(EntryStatus.DRAFT)

    with pytest.raises(Refused, match="dấu hiệu mật"):
        _save(_fresh(entry), **{field: "Theo văn bản\nMẬT\ncủa cấp trên."})

    assert getattr(_fresh(entry), field) == FILED[field]


def test_sending_includes_the_whole_submission_and_records_the_first_time():
    entry = entry_at(EntryStatus.DRAFT)
    officer = UserFactory()

    num_sent = filing.send(submission=entry.submission, by=officer, at=NOON)

    entry = _fresh(entry)
    assert num_sent == 1
    assert (entry.status, entry.last_sent_at, entry.sent_content["result"]) == (
        EntryStatus.SENT,
        NOON,
        FILED["result"],
    )
    assert (entry.submission.sent_at, entry.submission.sent_by) == (NOON, officer)


def test_sending_again_later_keeps_the_first_time():
    entry = entry_at(EntryStatus.SENT)
    later = NOON + timedelta(hours=3)
    filing.take_back(entry=_fresh(entry), by=UserFactory(), at=later, note="Nhầm số liệu.")

    filing.send(submission=entry.submission, by=UserFactory(), at=later)

    submission = _fresh(entry).submission
    assert (submission.sent_at, submission.last_sent_at) == (NOON, later)


def test_no_part_of_an_incomplete_submission_is_sent():
    done = AssignmentFactory()
    empty = AssignmentFactory(unit=done.unit, task__group=done.task.group)
    period = ReportingPeriodFactory(plan=done.task.plan)
    submission = filing.start(period=period, unit=done.unit, by=UserFactory(), at=NOON)
    _save(_fresh(submission.entries.get(assignment=done)))

    with pytest.raises(filing.Incomplete) as refusal:
        filing.send(submission=submission, by=UserFactory(), at=NOON)

    assert [entry.assignment for entry in refusal.value.entries] == [empty]
    assert set(submission.entries.values_list("status", flat=True)) == {EntryStatus.DRAFT}


def test_a_task_not_started_or_not_applicable_needs_no_result():
    entry = entry_at(EntryStatus.DRAFT, state=DeclaredState.NOT_APPLICABLE, result="", percent=None)

    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    assert _fresh(entry).status == EntryStatus.SENT


def test_a_submission_without_a_newly_assigned_task_is_not_sent():
    entry = entry_at(EntryStatus.DRAFT)
    AssignmentFactory(unit=entry.submission.unit, task__group=entry.assignment.task.group)

    with pytest.raises(Refused, match="nhiệm vụ mới"):
        filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    assert _fresh(entry).status == EntryStatus.DRAFT


def test_a_returned_entry_is_answered_after_the_period_closed_until_its_day():
    entry = entry_at(EntryStatus.RETURNED)
    opening.close_period(
        period=entry.submission.period,
        despite=entry.submission.period.due_on,
        by=UserFactory(),
        at=NOON,
    )
    entry = _fresh(entry)

    _save(entry, result="Đã bổ sung: 34 thủ tục.")
    filing.answer(entry=entry, by=UserFactory(), at=NOON)

    entry = _fresh(entry)
    assert (entry.status, entry.result, entry.return_reason, entry.answer_by) == (
        EntryStatus.SENT,
        "Đã bổ sung: 34 thủ tục.",
        "",
        None,
    )


def test_a_returned_entry_is_not_answered_after_its_day_once_the_period_closed():
    entry = entry_at(EntryStatus.RETURNED)
    opening.close_period(
        period=entry.submission.period,
        despite=entry.submission.period.due_on,
        by=UserFactory(),
        at=NOON,
    )

    with pytest.raises(editing.PeriodClosed):
        filing.answer(entry=_fresh(entry), by=UserFactory(), at=NOON + timedelta(days=1))

    assert _fresh(entry).status == EntryStatus.RETURNED
    assert entry.answer_by == TODAY


def test_withdrawing_an_accepted_entry_voids_the_acceptance():
    entry = entry_at(EntryStatus.ACCEPTED)

    filing.take_back(entry=_fresh(entry), by=UserFactory(), at=NOON, note="Sửa số liệu.")

    assert _fresh(entry).status == EntryStatus.DRAFT
    last = entry.events.latest("pk")
    assert (last.from_status, last.to_status, last.note) == ("accepted", "draft", "Sửa số liệu.")


def test_withdrawing_needs_a_reason():
    entry = entry_at(EntryStatus.SENT)

    with pytest.raises(Refused, match="lý do"):
        filing.take_back(entry=_fresh(entry), by=UserFactory(), at=NOON, note="  ")

    assert _fresh(entry).status == EntryStatus.SENT


def test_a_sent_entry_is_not_writable():
    entry = entry_at(EntryStatus.SENT)

    with pytest.raises(Refused, match="Sửa lại"):
        _save(_fresh(entry), result="Lén sửa.")

    assert _fresh(entry).result == FILED["result"]


def test_an_answer_is_verified_again():
    entry = entry_at(EntryStatus.RETURNED)
    filing.answer(entry=_fresh(entry), by=UserFactory(), at=NOON)

    verifying.accept(entry=_fresh(entry), by=UserFactory(), at=NOON)

    assert _fresh(entry).status == EntryStatus.ACCEPTED
