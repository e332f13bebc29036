"""Requests for more time, and how the office decided on them."""

from datetime import timedelta
from typing import Any

from reporting.models import Extension
from tests.constraints import changed
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    UserFactory,
)

DEADLINE = TODAY + timedelta(days=10)
PROPOSED = TODAY + timedelta(days=40)


def _request(**fields: Any) -> Extension:
    facts = {
        "deadline_before": DEADLINE,
        "proposed_deadline": PROPOSED,
        "reason": "Chờ hướng dẫn của Sở.",
        "work_done": "Đã dự thảo quy chế.",
        "asked_at": NOON,
    }
    return Extension(**{**facts, **fields})


def _pending(**values: Any) -> Extension:
    row = _request(assignment=AssignmentFactory(), asked_by=UserFactory())
    row.save()
    return changed(row, **values)


def _decided(**values: Any) -> Extension:
    return _pending(decided_at=NOON, decided_by=UserFactory(), **values)


def _second_pending() -> Extension:
    row = _pending()
    return _request(assignment=row.assignment, asked_by=row.asked_by)


BREACHES = [
    ("reporting_extension_status_known", lambda: _decided(status="lost")),
    ("reporting_extension_proposes_a_later_day", lambda: _pending(proposed_deadline=DEADLINE)),
    ("reporting_extension_says_why", lambda: _pending(reason="")),
    ("reporting_extension_decision_when_decided", lambda: _pending(status="withdrawn")),
    (
        "reporting_extension_day_and_document_iff_granted",
        lambda: _pending(granted_deadline=PROPOSED),
    ),
    # A document alone grants nothing
    (
        "reporting_extension_day_and_document_iff_granted",
        lambda: _decided(status="granted", document=LegalDocumentFactory()),
    ),
    ("reporting_extension_note_when_refused", lambda: _decided(status="refused", note="")),
    ("reporting_extension_one_pending", _second_pending),
]
