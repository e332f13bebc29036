"""Issued papers for tests of the register."""

from typing import Any

from plans.models import Plan
from reporting.models import Review, ReviewKind, ReviewStatus
from reporting.register.numbering import Number, term_for_issue
from tests.factories import NOON, TODAY, ReportingPeriodFactory, UserFactory

BODY = "HUYỆN ỦY THỬ"


def issued_paper(*, plan: Plan | None = None, serial: int, **fields: Any) -> Review:
    """An issued review with this number, without text and file.

    Where the series has the number already, the paper has it as papers had before the register.
    """
    period = ReportingPeriodFactory(**({"plan": plan} if plan else {}))
    facts = {
        "issued_on": TODAY,
        "series": "BC/HU",
        "title": "sơ kết một việc thử",
        "pdf_sha256": "0" * 64,
        **fields,
    }
    term = term_for_issue(period.plan.issuing_body, facts["issued_on"])
    taken = Review.objects.filter(term=term, series=facts["series"], serial=serial).exists()
    return Review.objects.create(
        plan=period.plan,
        kind=ReviewKind.INTERIM,
        period_from=period,
        period_to=period,
        cutoff_on=TODAY,
        requested_at=NOON,
        queued_at=NOON,
        status=ReviewStatus.ISSUED,
        snapshot={},
        number=str(Number(serial, facts["series"])),
        term=term,
        serial=None if taken else serial,
        issued_by=UserFactory(),
        **facts,
    )
