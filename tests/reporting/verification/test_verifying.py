"""Verdicts: one per sending, with reasons, and in one order when two people act at once."""

from datetime import timedelta

import pytest

from plans.models import AssignmentRole
from reporting.filing import filing
from reporting.models import EntryStatus, ProgressEntry
from reporting.verification import verifying
from reporting.verification.queue import QueueFilter, neighbours, waiting_for
from tests.factories import (
    FILED,
    NOON,
    TODAY,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Bloc, Role


def _seen(entry):
    """The entry as shown on the screen of another person."""
    return ProgressEntry.objects.select_related("submission__period", "assignment__task").get(
        pk=entry.pk
    )


@pytest.mark.django_db
def test_a_return_needs_a_reason():
    entry = entry_at(EntryStatus.SENT)

    with pytest.raises(Refused, match="lý do"):
        verifying.send_back(entry=entry, by=UserFactory(), at=NOON, reason="  ", answer_by=TODAY)


@pytest.mark.django_db
def test_a_return_needs_a_future_day():
    entry = entry_at(EntryStatus.SENT)

    with pytest.raises(Refused, match="từ hôm nay"):
        verifying.send_back(
            entry=entry,
            by=UserFactory(),
            at=NOON,
            reason="Thiếu.",
            answer_by=TODAY - timedelta(days=1),
        )


@pytest.mark.django_db
def test_of_many_entries_those_changed_in_the_meantime_are_skipped():
    first, second = entry_at(EntryStatus.SENT), entry_at(EntryStatus.SENT)
    seen = [_seen(first), _seen(second)]
    filing.take_back(entry=second, by=UserFactory(), at=NOON, note="Sửa.")

    outcome = verifying.accept_many(entries=seen, by=UserFactory(), at=NOON)

    assert outcome == (1, [])
    assert (_seen(first).status, _seen(second).status) == (EntryStatus.ACCEPTED, EntryStatus.DRAFT)


@pytest.mark.django_db
def test_an_entry_sent_again_is_not_accepted_from_an_old_page():
    entry = entry_at(EntryStatus.SENT)
    seen = _seen(entry)
    filing.take_back(entry=entry, by=UserFactory(), at=NOON, note="Bổ sung minh chứng.")
    filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    with pytest.raises(Refused, match="vừa thay đổi"):
        verifying.accept(entry=seen, by=UserFactory(), at=NOON)


@pytest.mark.django_db
def test_the_queue_lists_sent_entries_for_deciders():
    entry = entry_at(EntryStatus.SENT)
    entry_at(
        EntryStatus.DRAFT, assignment=AssignmentFactory(task__group=entry.assignment.task.group)
    )

    assert list(waiting_for(person(Role.REVIEWER))) == [entry]
    assert list(waiting_for(person(Role.LEADER))) == []
    assert list(waiting_for(person(Role.OFFICER, entry.submission.unit))) == []


@pytest.mark.django_db
def test_the_queue_is_narrowed_by_each_filter():
    expected = entry_at(
        EntryStatus.SENT, assignment=AssignmentFactory(unit__bloc=Bloc.PARTY), state="done"
    )
    entry_at(EntryStatus.SENT)
    reviewer = person(Role.REVIEWER)

    for only in (
        {"period": expected.submission.period},
        {"unit": expected.submission.unit},
        {"group": expected.assignment.task.group},
        {"bloc": Bloc.PARTY},
        {"query": expected.assignment.task.code},
        {"only_done": True},
    ):
        if "query" in only:
            expected.assignment.task.folded = "chuyen doi so"
            expected.assignment.task.save(update_fields=["folded"])
            only = {"query": "Chuyển đổi số"}
        assert list(waiting_for(reviewer, QueueFilter(**only))) == [expected], only


@pytest.mark.django_db
def test_neighbours_go_by_the_time_of_sending():
    period = ReportingPeriodFactory()
    entries = [
        entry_at(
            EntryStatus.SENT,
            assignment=AssignmentFactory(task__group__plan=period.plan, role=AssignmentRole.LEAD),
            period=period,
            at=NOON + timedelta(hours=hours),
        )
        for hours in (2, 0, 1)
    ]
    last, first, middle = entries
    queue = waiting_for(person(Role.REVIEWER))

    assert neighbours(queue, middle) == (first.pk, last.pk)
    assert neighbours(queue, first) == (None, middle.pk)
    assert neighbours(queue, last) == (middle.pk, None)


@pytest.mark.django_db(transaction=True)
def test_of_an_acceptance_and_a_return_at_once_one_is_recorded():
    entry = entry_at(EntryStatus.SENT)
    first, second = _seen(entry), _seen(entry)
    by = UserFactory()

    outcomes = run_together(
        lambda: verifying.accept(entry=first, by=by, at=NOON),
        lambda: verifying.send_back(entry=second, by=by, at=NOON, reason="Thiếu.", answer_by=TODAY),
    )

    assert sorted(outcomes) == ["done", "refused"]
    expected = EntryStatus.ACCEPTED if outcomes[0] == "done" else EntryStatus.RETURNED
    assert _seen(entry).status == expected
    assert entry.events.filter(from_status=EntryStatus.SENT).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_acceptance_and_a_withdrawal_are_serialized():
    entry = entry_at(EntryStatus.SENT)
    office, unit = _seen(entry), _seen(entry)
    by = UserFactory()

    outcomes = run_together(
        lambda: verifying.accept(entry=office, by=by, at=NOON),
        lambda: filing.take_back(entry=unit, by=by, at=NOON, note="Sửa số liệu."),
    )

    assert sorted(outcomes) == ["done", "refused"]
    expected = EntryStatus.ACCEPTED if outcomes[0] == "done" else EntryStatus.DRAFT
    assert _seen(entry).status == expected


@pytest.mark.django_db
def test_an_answer_to_a_return_is_in_the_queue_again():
    entry = entry_at(EntryStatus.RETURNED)
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=UserFactory(),
        at=NOON,
        **FILED | {"result": "Đã bổ sung số liệu."},
    )

    filing.answer(entry=entry, by=UserFactory(), at=NOON)

    assert list(waiting_for(person(Role.REVIEWER))) == [entry]
