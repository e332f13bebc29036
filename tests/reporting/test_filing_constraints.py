"""What the database itself refuses, by the name of the constraint."""

import pytest
from django.db import IntegrityError, transaction

from reporting.models import EntryStatus, Evidence, ProgressEntry, Submission
from tests.factories import NOON, TODAY, UserFactory, entry_at

pytestmark = pytest.mark.django_db


def _refused(name: str):
    """SQLite names the columns of a broken unique constraint, PostgreSQL the constraint."""
    return pytest.raises(IntegrityError, match=name)


ENTRY_CHANGES = {
    # PostgreSQL names the first broken rule by the alphabet, so each case breaks one alone.
    "reporting_entry_status_known": {"status": "lost", "decided_at": NOON},
    "reporting_entry_state_known": {"state": "maybe"},
    "reporting_entry_percent_at_most_100": {"percent": 101},
    "reporting_entry_says_its_state_when_sent": {"state": ""},
    "reporting_entry_tells_its_result_when_sent": {"result": ""},
    "reporting_entry_sent_at_when_sent": {"last_sent_at": None},
    "reporting_entry_decision_when_decided": {"status": EntryStatus.ACCEPTED},
    "reporting_entry_reason_when_returned": {
        "status": EntryStatus.RETURNED,
        "answer_by": TODAY,
        "decided_at": NOON,
    },
}


@pytest.mark.parametrize("name", ENTRY_CHANGES)
def test_an_entry_must(name):
    entry = entry_at(EntryStatus.SENT)
    changes = dict(ENTRY_CHANGES[name])
    if "decided_at" in changes:
        changes["decided_by"] = UserFactory()

    with _refused(name), transaction.atomic():
        ProgressEntry.objects.filter(pk=entry.pk).update(**changes)


def test_an_assignment_has_one_entry_in_a_report():
    entry = entry_at(EntryStatus.DRAFT)

    with _refused("submission"), transaction.atomic():
        ProgressEntry.objects.create(submission=entry.submission, assignment=entry.assignment)


def test_a_unit_has_one_report_for_a_period():
    submission = entry_at(EntryStatus.DRAFT).submission

    with _refused("unit"), transaction.atomic():
        Submission.objects.create(period=submission.period, unit=submission.unit)


def test_a_report_that_was_sent_says_by_whom():
    submission = entry_at(EntryStatus.DRAFT).submission

    with _refused("reporting_submission_sent_at_and_by_together"), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(sent_at=NOON)


EVIDENCE = {
    "reporting_evidence_refers_to_something": {"issuer": "UBND xã"},
    "reporting_evidence_file_described": {"number": "1/BC", "file_sha256": "0" * 64},
    "reporting_evidence_declared_not_secret": {"number": "1/BC", "is_declared_not_secret": False},
}


@pytest.mark.parametrize("name", EVIDENCE)
def test_evidence_must(name):
    entry = entry_at(EntryStatus.DRAFT)
    given = {"is_declared_not_secret": True, **EVIDENCE[name]}

    with _refused(name), transaction.atomic():
        Evidence.objects.create(entry=entry, added_at=NOON, added_by=UserFactory(), **given)


def test_a_file_stands_once_in_an_entry():
    """`reporting_evidence_file_once_per_entry`."""
    entry = entry_at(EntryStatus.DRAFT)
    given = {
        "entry": entry,
        "file_sha256": "0" * 64,
        "file_name": "a.pdf",
        "file_size": 1,
        "file_type": "application/pdf",
        "is_declared_not_secret": True,
        "added_at": NOON,
        "added_by": UserFactory(),
    }
    Evidence.objects.create(**given)

    with _refused("reporting_evidence.*file_"), transaction.atomic():
        Evidence.objects.create(**given)
