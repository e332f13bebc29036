"""One answer for many tasks: only for empty entries, and all or nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from plans.models import Plan
from reporting.entries import editing
from reporting.filing import confirming, filing
from reporting.filing.bulk import BulkAnswer
from reporting.models import ProgressEntry
from reporting.periods import opening
from tests.factories import FILED, NOON, AssignmentFactory, UserFactory, entry_at, person
from tests.race import run_together
from tests.reporting.filing.bulk.scene import (
    answer_entries,
    entries_of,
    save,
    states_of,
    submission_of,
)
from tests.reporting.filing.scene import period_of
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("answer", [BulkAnswer.NOT_APPLICABLE, BulkAnswer.NOT_STARTED])
def test_only_the_chosen_entries_are_answered(answer):
    submission, entries = submission_of()

    outcome = answer_entries(submission, entries[:2], answer)

    assert states_of(submission) == [answer, answer, ""]
    assert (len(outcome.answered), outcome.skipped) == (2, [])
    assert [entry.version for entry in entries_of(submission)] == [1, 1, 0]


@pytest.mark.parametrize(
    "typed",
    [
        {"result": "Đã mở 2 lớp.", "state": ""},
        {"result": "", "obstacle": "Thiếu người.", "recommendation": "", "percent": None},
        {"result": "", "obstacle": "", "recommendation": "Cấp máy.", "percent": None},
        {"result": "", "obstacle": "", "recommendation": "", "percent": 0, "state": ""},
    ],
)
def test_typed_text_is_never_overwritten(typed):
    submission, entries = submission_of(2)
    save(entries[0], **typed)
    before = ProgressEntry.objects.values().get(pk=entries[0].pk)

    outcome = answer_entries(submission, entries_of(submission))

    assert ProgressEntry.objects.values().get(pk=entries[0].pk) == before
    assert [(row.entry.pk, row.reason) for row in outcome.skipped] == [
        (entries[0].pk, "đã có nội dung")
    ]
    assert states_of(submission)[1] == "not_applicable"


def test_an_entry_changed_in_the_meantime_is_skipped_and_named():
    submission, entries = submission_of(2)
    empty = {"state": "in_progress", "percent": None, "result": ""}
    save(entries_of(submission)[0], obstacle="", recommendation="", **empty)

    outcome = answer_entries(submission, entries)

    assert states_of(submission) == ["in_progress", "not_applicable"]
    assert [row.reason for row in outcome.skipped] == ["vừa được thay đổi"]


def test_a_sent_entry_is_skipped_and_named():
    submission, entries = submission_of(1)
    save(entries[0])
    filing.send(submission=submission, by=UserFactory(), at=NOON)

    outcome = answer_entries(submission, entries_of(submission))

    assert [row.reason for row in outcome.skipped] == ["đã gửi hoặc không còn sửa được"]


def test_as_before_repeats_state_and_text_of_the_last_period():
    now = timezone.now()
    today = timezone.localdate(now)
    assignment = AssignmentFactory()
    plan = assignment.task.plan
    days = {"data_from": today - timedelta(days=200), "data_to": today - timedelta(days=70)}
    entry_at(
        "sent",
        assignment=assignment,
        period=period_of(plan, now, **days),
        at=now,
        result="Duy trì một cửa.",
    )
    new = AssignmentFactory(unit=assignment.unit, task__group=assignment.task.group)
    submission = filing.start(
        period=period_of(plan, now), unit=assignment.unit, by=UserFactory(), at=now
    )

    outcome = answer_entries(submission, entries_of(submission), BulkAnswer.AS_BEFORE, at=now)

    repeated = submission.entries.get(assignment=assignment)
    assert (repeated.state, repeated.percent, repeated.result, repeated.obstacle) == (
        "in_progress",
        50,
        "Duy trì một cửa.",
        FILED["obstacle"],
    )
    assert submission.entries.get(assignment=new).state == ""
    assert [row.reason for row in outcome.skipped] == ["kỳ trước chưa có kết quả dùng lại được"]


def test_as_before_does_not_repeat_a_returned_result():
    now = timezone.now()
    today = timezone.localdate(now)
    assignment = AssignmentFactory()
    plan = assignment.task.plan
    days = {"data_from": today - timedelta(days=200), "data_to": today - timedelta(days=70)}
    entry_at("returned", assignment=assignment, period=period_of(plan, now, **days))
    submission = filing.start(
        period=period_of(plan, now), unit=assignment.unit, by=UserFactory(), at=now
    )

    outcome = answer_entries(submission, entries_of(submission), BulkAnswer.AS_BEFORE, at=now)

    assert [row.reason for row in outcome.skipped] == ["kỳ trước chưa có kết quả dùng lại được"]
    assert submission.entries.get().result == ""


def test_entries_of_another_submission_are_not_changed():
    submission, _ = submission_of(1)
    other, foreign = submission_of(1)

    outcome = answer_entries(submission, foreign)

    assert (outcome.answered, outcome.skipped, states_of(other)) == ([], [], [""])


def test_a_presented_submission_accepts_no_answer():
    submission, entries = submission_of(1)
    save(entries[0], state="not_started", result="", obstacle="", recommendation="", percent=None)
    person(Role.HEAD, submission.unit)
    Plan.objects.update(needs_head_confirmation=True)
    submission.period.plan.refresh_from_db()
    confirming.ask(submission=submission, by=UserFactory(), at=NOON)

    with pytest.raises(editing.WithHead):
        answer_entries(submission, entries)

    assert states_of(submission) == ["not_started"]


def test_a_closed_period_accepts_no_answer():
    submission, entries = submission_of(1)
    opening.close_period(
        period=submission.period, despite=submission.period.due_on, by=UserFactory(), at=NOON
    )

    outcome = answer_entries(submission, entries)

    assert (states_of(submission), len(outcome.skipped)) == ([""], 1)


@pytest.mark.django_db(transaction=True)
def test_a_save_and_a_bulk_answer_at_once_lose_no_text():
    submission, entries = submission_of(2)
    typing = entries_of(submission)[0]

    outcomes = run_together(
        lambda: save(typing, result="Vừa gõ xong."),
        lambda: answer_entries(submission, entries),
    )

    first, second = entries_of(submission)
    assert second.state == "not_applicable"
    assert outcomes[1] == "done"
    assert (first.result, first.state) == (
        ("Vừa gõ xong.", "in_progress") if outcomes[0] == "done" else ("", "not_applicable")
    )


def test_nothing_is_written_if_one_answer_fails(monkeypatch):
    submission, entries = submission_of(2)
    real = filing.save_entry

    def broken(*, entry, **kwargs):
        if entry.pk == entries[1].pk:
            raise OSError("disk")
        real(entry=entry, **kwargs)

    monkeypatch.setattr(filing, "save_entry", broken)
    with pytest.raises(OSError, match="disk"):
        answer_entries(submission, entries)

    assert states_of(submission) == ["", ""]
