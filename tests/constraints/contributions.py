"""Contributions of co-ordinating units, their evidence, uses and history."""

from typing import Any

from reporting.models import (
    Contribution,
    ContributionEvent,
    ContributionEvidence,
    ContributionUse,
)
from tests.constraints import changed
from tests.factories import (
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
)

FILE = {
    "file_sha256": "0" * 64,
    "file_name": "a.pdf",
    "file_size": 1,
    "file_type": "application/pdf",
}


def _contribution(**values: Any) -> Contribution:
    row = Contribution.objects.create(
        period=ReportingPeriodFactory(),
        assignment=AssignmentFactory(role="coordinating"),
        saved_at=NOON,
        saved_by=UserFactory(),
    )
    return changed(row, **values)  # type: ignore[return-value]


def _sent(**values: Any) -> Contribution:
    facts = {"status": "sent", "sent_at": NOON, "sent_by": UserFactory(), "text": "Đã làm."}
    return _contribution(**{**facts, **values})


def _second() -> Contribution:
    row = _contribution()
    return Contribution(
        period=row.period, assignment=row.assignment, saved_at=NOON, saved_by=UserFactory()
    )


def _evidence(**fields: Any) -> ContributionEvidence:
    facts = {"contribution": _contribution(), "added_at": NOON, "added_by": UserFactory()}
    return ContributionEvidence(**{**facts, "is_declared_not_secret": True, **fields})


def _same_file() -> ContributionEvidence:
    row = _evidence(**FILE)
    row.save()
    return _evidence(contribution=row.contribution, **FILE)


def _second_use() -> ContributionUse:
    facts = {"contribution": _contribution(), "entry": entry_at("draft"), "by": UserFactory()}  # type: ignore[arg-type]
    ContributionUse.objects.create(at=NOON, **facts)
    return ContributionUse(at=NOON, **facts)


def _event(**fields: Any) -> ContributionEvent:
    return ContributionEvent(contribution=_contribution(), by=UserFactory(), at=NOON, **fields)


BREACHES = [
    ("reporting_contribution_once_per_period_and_assignment", _second),
    (
        "reporting_contribution_status_known",
        lambda: _sent(status="lost", sent_at=None, sent_by=None),
    ),
    ("reporting_contribution_says_something_when_sent", lambda: _sent(text="")),
    ("reporting_contribution_sent_at_and_by_when_sent", lambda: _sent(sent_at=None)),
    ("reporting_contribution_sent_at_and_by_when_sent", lambda: _sent(status="draft")),
    (
        "reporting_contributionevidence_refers_to_something",
        lambda: _evidence(issuer="UBND xã"),
    ),
    (
        "reporting_contributionevidence_file_described",
        lambda: _evidence(number="1/BC", file_sha256="0" * 64),
    ),
    (
        "reporting_contributionevidence_declared_not_secret",
        lambda: _evidence(number="1/BC", is_declared_not_secret=False),
    ),
    ("reporting_contributionevidence_file_once", _same_file),
    ("reporting_contributionuse_once_per_entry", _second_use),
    ("reporting_contributionevent_kind_known", lambda: _event(kind="lost")),
    ("reporting_contributionevent_content_when_sent", lambda: _event(kind="sent")),
]
