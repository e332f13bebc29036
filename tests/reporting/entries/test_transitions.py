from itertools import product

import pytest
from django.db import IntegrityError

from reporting.entries.transitions import SUCCESSORS, Stale, move
from reporting.filing import filing
from reporting.models import EntryEvent, EntryStatus, ProgressEntry
from reporting.verification import verifying
from tests.factories import NOON, TODAY, UserFactory, entry_at
from tracker.lib.refusal import Refused

FORBIDDEN = [
    pair for pair in product(EntryStatus, EntryStatus) if pair[1] not in SUCCESSORS[pair[0]]
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("seen", "to"), FORBIDDEN)
def test_a_step_missing_from_the_table_is_refused_and_changes_nothing(seen, to):
    entry = entry_at(seen)
    events_before = entry.events.count()

    with pytest.raises(Refused):
        move(entry, to=to, by=UserFactory(), at=NOON)

    entry.refresh_from_db()
    assert (entry.status, entry.events.count()) == (seen, events_before)


def test_a_step_records_person_time_statuses_and_reason():
    entry = entry_at(EntryStatus.SENT)
    reviewer = UserFactory()

    verifying.send_back(entry=entry, by=reviewer, at=NOON, reason="Thiếu số liệu.", answer_by=TODAY)

    event = EntryEvent.objects.filter(entry=entry).latest("pk")
    assert (
        event.by,
        event.at,
        event.from_status,
        event.to_status,
        event.note,
        event.answer_by,
    ) == (
        reviewer,
        NOON,
        EntryStatus.SENT,
        EntryStatus.RETURNED,
        "Thiếu số liệu.",
        TODAY,
    )
    entry.refresh_from_db()
    assert (entry.return_reason, entry.answer_by) == ("Thiếu số liệu.", TODAY)


def test_a_step_is_rolled_back_without_its_history(monkeypatch):
    entry = entry_at(EntryStatus.DRAFT)

    def broken(**fields):
        raise IntegrityError("history")

    monkeypatch.setattr(EntryEvent.objects, "create", broken)
    with pytest.raises(IntegrityError, match="history"):
        filing.send(submission=entry.submission, by=UserFactory(), at=NOON)

    entry.refresh_from_db()
    entry.submission.refresh_from_db()
    assert (entry.status, entry.last_sent_at, entry.submission.sent_at) == ("draft", None, None)


def test_a_step_is_stale_if_the_entry_was_saved_since_it_was_read():
    entry = entry_at(EntryStatus.SENT)
    ProgressEntry.objects.filter(pk=entry.pk).update(version=entry.version + 1)

    with pytest.raises(Stale):
        verifying.accept(entry=entry, by=UserFactory(), at=NOON)

    entry.refresh_from_db()
    assert entry.status == EntryStatus.SENT
