"""One answer for many tasks: only for empty entries, previewed, and all or nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reporting.entries import editing
from reporting.filing import bulk as bulk_filing
from reporting.filing import confirming, filing
from reporting.filing.bulk import BulkAnswer
from reporting.models import ProgressEntry
from reporting.periods import opening
from tests.factories import (
    FILED,
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UnitFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tests.reporting.filing.scene import period_of
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


def _submission(count=3, *, at=NOON, period=None):
    """A submission of `count` empty entries, in plan order."""
    group = TaskGroupFactory(plan=period.plan) if period else TaskGroupFactory()
    unit = UnitFactory()
    for _ in range(count):
        AssignmentFactory(unit=unit, task=TaskFactory(group=group))
    period = period or ReportingPeriodFactory(plan=group.plan)
    submission = filing.start(period=period, unit=unit, by=UserFactory(), at=at)
    return submission, _entries(submission)


def _entries(submission):
    rows = submission.entries.select_related("submission__period", "assignment__task")
    return list(rows.in_plan_order())


def _answer(submission, entries, answer=BulkAnswer.NOT_APPLICABLE, at=NOON):
    return bulk_filing.answer_many(
        submission=submission,
        seen={entry.pk: entry.version for entry in entries},
        answer=answer,
        by=UserFactory(),
        at=at,
    )


def _save(entry, at=NOON, **content):
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=at,
        **{**FILED, **content},
    )


def _states(submission):
    return [entry.state for entry in _entries(submission)]


def _codes(rows):
    return [row.entry.assignment.task.code for row in rows]


@pytest.mark.parametrize("answer", [BulkAnswer.NOT_APPLICABLE, BulkAnswer.NOT_STARTED])
def test_only_the_chosen_entries_are_answered(answer):
    submission, entries = _submission()

    outcome = _answer(submission, entries[:2], answer)

    assert _states(submission) == [answer, answer, ""]
    assert (len(outcome.answered), outcome.skipped) == (2, [])
    assert [entry.version for entry in _entries(submission)] == [1, 1, 0]


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
    submission, entries = _submission(2)
    _save(entries[0], **typed)
    before = ProgressEntry.objects.values().get(pk=entries[0].pk)

    outcome = _answer(submission, _entries(submission))

    assert ProgressEntry.objects.values().get(pk=entries[0].pk) == before
    assert [(row.entry.pk, row.reason) for row in outcome.skipped] == [
        (entries[0].pk, "đã có nội dung")
    ]
    assert _states(submission)[1] == "not_applicable"


def test_an_entry_changed_in_the_meantime_is_skipped_and_named():
    submission, entries = _submission(2)
    empty = {"state": "in_progress", "percent": None, "result": ""}
    _save(_entries(submission)[0], obstacle="", recommendation="", **empty)

    outcome = _answer(submission, entries)

    assert _states(submission) == ["in_progress", "not_applicable"]
    assert [row.reason for row in outcome.skipped] == ["vừa được thay đổi"]


def test_a_sent_entry_is_skipped_and_named():
    submission, entries = _submission(1)
    _save(entries[0])
    filing.send(submission=submission, by=UserFactory(), at=NOON)

    outcome = _answer(submission, _entries(submission))

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

    outcome = _answer(submission, _entries(submission), BulkAnswer.AS_BEFORE, at=now)

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

    outcome = _answer(submission, _entries(submission), BulkAnswer.AS_BEFORE, at=now)

    assert [row.reason for row in outcome.skipped] == ["kỳ trước chưa có kết quả dùng lại được"]
    assert submission.entries.get().result == ""


def test_entries_of_another_submission_are_not_changed():
    submission, _ = _submission(1)
    other, foreign = _submission(1)

    outcome = _answer(submission, foreign)

    assert (outcome.answered, outcome.skipped, _states(other)) == ([], [], [""])


def test_a_presented_submission_accepts_no_answer():
    submission, entries = _submission(1)
    _save(entries[0], state="not_started", result="", obstacle="", recommendation="", percent=None)
    person(Role.HEAD, submission.unit)
    Plan.objects.update(needs_head_confirmation=True)
    submission.period.plan.refresh_from_db()
    confirming.ask(submission=submission, by=UserFactory(), at=NOON)

    with pytest.raises(editing.WithHead):
        _answer(submission, entries)

    assert _states(submission) == ["not_started"]


def test_a_closed_period_accepts_no_answer():
    submission, entries = _submission(1)
    opening.close_period(
        period=submission.period, despite=submission.period.due_on, by=UserFactory(), at=NOON
    )

    outcome = _answer(submission, entries)

    assert (_states(submission), len(outcome.skipped)) == ([""], 1)


@pytest.mark.django_db(transaction=True)
def test_a_save_and_a_bulk_answer_at_once_lose_no_text():
    submission, entries = _submission(2)
    typing = _entries(submission)[0]

    outcomes = run_together(
        lambda: _save(typing, result="Vừa gõ xong."),
        lambda: _answer(submission, entries),
    )

    first, second = _entries(submission)
    assert second.state == "not_applicable"
    assert outcomes[1] == "done"
    assert (first.result, first.state) == (
        ("Vừa gõ xong.", "in_progress") if outcomes[0] == "done" else ("", "not_applicable")
    )


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def drafts(client, now):
    """A submission of three entries whose officer is logged in."""
    submission, entries = _submission(3, at=now, period=period_of(TaskGroupFactory().plan, now))
    user = person(Role.OFFICER, submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return submission, entries


def _url(name, submission):
    return reverse(f"reporting:{name}", args=[submission.pk])


def test_the_page_lists_open_entries_in_plan_order(client, drafts):
    submission, entries = drafts
    _save(entries[1], at=timezone.now())

    text = client.get(_url("file-submission", submission)).content.decode()

    first, last = (f'name="entry" value="{entry.pk}"' for entry in (entries[0], entries[2]))
    assert text.index(first) < text.index(last)
    assert f'name="entry" value="{entries[1].pk}"' not in text


def test_the_preview_writes_nothing_and_names_the_changes(client, drafts):
    submission, entries = drafts
    _save(entries[1], at=timezone.now())
    chosen = {"answer": "not_applicable", "entry": [entry.pk for entry in entries]}

    text = client.get(_url("preview-answers", submission), chosen).content.decode()

    assert "Sẽ ghi cho 2 nhiệm vụ" in text
    assert "Để nguyên 1 nhiệm vụ" in text
    assert "đã có nội dung" in text
    assert f'value="{entries[0].pk}-0"' in text
    assert _states(submission) == ["", "in_progress", ""]


def test_all_incomplete_entries_can_be_selected_without_scripts(client, drafts):
    submission, _ = drafts

    text = client.get(
        _url("preview-answers", submission), {"answer": "not_started", "all": "incomplete"}
    ).content.decode()

    assert "Sẽ ghi cho 3 nhiệm vụ" in text


def test_the_answer_is_written_and_skipped_entries_are_named(client, drafts):
    submission, entries = drafts
    seen = [f"{entry.pk}-{entry.version}" for entry in entries]
    _save(entries[1], at=timezone.now())

    text = client.post(
        _url("answer-many", submission), {"answer": "not_applicable", "entry": seen}, follow=True
    ).content.decode()

    assert "Đã trả lời “Không phát sinh” cho 2 nhiệm vụ." in text
    assert f"Để nguyên 1: {entries[1].assignment.task.code} (đã có nội dung)" in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"answer": "not_applicable"}, "Chưa chọn nhiệm vụ nào"),
        ({"answer": "maybe", "entry": "1"}, "Hãy chọn câu trả lời"),
        ({"entry": "x"}, "Hãy chọn câu trả lời"),
    ],
)
def test_an_invalid_choice_is_refused(client, drafts, typed, words):
    submission, _ = drafts

    response = client.get(_url("preview-answers", submission), typed)

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_preview_runs_the_same_queries_for_any_number_of_entries(
    client, now, n, django_assert_num_queries
):
    submission, entries = _submission(n, at=now, period=period_of(TaskGroupFactory().plan, now))
    user = person(Role.OFFICER, submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    chosen = {"answer": "as_before", "entry": [entry.pk for entry in entries]}

    with django_assert_num_queries(6):
        response = client.get(_url("preview-answers", submission), chosen)

    assert len(response.context["outcome"].skipped) == n


def test_nothing_is_written_if_one_answer_fails(monkeypatch):
    submission, entries = _submission(2)
    real = filing.save_entry

    def broken(*, entry, **kwargs):
        if entry.pk == entries[1].pk:
            raise OSError("disk")
        real(entry=entry, **kwargs)

    monkeypatch.setattr(filing, "save_entry", broken)
    with pytest.raises(OSError, match="disk"):
        _answer(submission, entries)

    assert _states(submission) == ["", ""]


def test_the_page_shows_the_refusal_of_a_submission(client, drafts, now):
    submission, entries = drafts
    for entry in entries:
        _save(entry, at=now, state="not_started", result="", obstacle="", recommendation="")
    person(Role.HEAD, submission.unit)
    Plan.objects.update(needs_head_confirmation=True)
    confirming.ask(
        submission=type(submission).objects.for_row().get(pk=submission.pk),
        by=UserFactory(),
        at=now,
    )

    response = client.post(
        _url("answer-many", submission),
        {"answer": "not_applicable", "entry": f"{entries[0].pk}-1"},
    )

    assert response.status_code == 422
    assert "đang chờ thủ trưởng" in response.content.decode()
    with pytest.raises(Refused):
        _answer(submission, entries)
