"""Urgings; notices, how each person wants them, and the mails that carry them."""

from datetime import timedelta
from typing import Any

from reporting.models import MailDigest, Notice, NoticeKind, NoticePreference, Urging
from tests.constraints import changed
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
)


def _notice(**fields: Any) -> Notice:
    facts = {"kind": NoticeKind.OVERDUE, "text": "t", "url": "/", "at": NOON}
    about = {"period": ReportingPeriodFactory()}
    return Notice.objects.create(recipient=UserFactory(), **{**facts, **about, **fields})


def _same_notice() -> Notice:
    row = _notice()
    return Notice(
        recipient=row.recipient, kind=row.kind, period=row.period, text="u", url="/", at=NOON
    )


def _preference() -> NoticePreference:
    return NoticePreference.objects.create(user=UserFactory(), kind=NoticeKind.OVERDUE)


def _same_preference() -> NoticePreference:
    row = _preference()
    return NoticePreference(user=row.user, kind=row.kind)


def _digest(**fields: Any) -> MailDigest:
    facts = {"day": TODAY, "address": "a@vidu.vn", "num_notices": 1, "claimed_at": NOON}
    return MailDigest(**{**facts, **fields})


def _second_digest_of_a_day() -> MailDigest:
    recipient = UserFactory()
    _digest(recipient=recipient).save()
    _digest(recipient=recipient, day=TODAY + timedelta(days=1)).save()
    return _digest(recipient=recipient)


def _digest_with(**fields: Any) -> MailDigest:
    return _digest(recipient=UserFactory(), **fields)


def _urging(**fields: Any) -> Urging:
    period = ReportingPeriodFactory()
    facts = {"plan": period.plan, "period": period, "turn": 1, "note": "n", "at": NOON}
    people = {"unit": UnitFactory(), "by": UserFactory()}
    return Urging(**{**facts, **people, **fields})


def _same_urging() -> Urging:
    row = _urging()
    row.save()
    return _urging(unit=row.unit, period=row.period)


ERROR = "Máy chủ thư từ chối."
BREACHES = [
    ("reporting_notice_told_once", _same_notice),
    ("reporting_urging_about_one_thing", lambda: _urging(period=None)),
    ("reporting_urging_about_one_thing", lambda: _urging(assignment=AssignmentFactory())),
    ("reporting_urging_says_something", lambda: _urging(note="")),
    ("reporting_urging_once_a_turn", _same_urging),
    ("reporting_notice_about_something", lambda: changed(_notice(), period=None)),
    ("reporting_notice_kind_known", lambda: changed(_notice(), kind="gossip")),
    ("reporting_noticepreference_once_per_kind", _same_preference),
    ("reporting_noticepreference_kind_known", lambda: changed(_preference(), kind="gossip")),
    ("reporting_maildigest_one_a_day", _second_digest_of_a_day),
    (
        "reporting_maildigest_sent_or_failed",
        lambda: _digest_with(attempts=1, sent_at=NOON, error=ERROR),
    ),
    ("reporting_maildigest_result_of_an_attempt", lambda: _digest_with(sent_at=NOON)),
    ("reporting_maildigest_result_of_an_attempt", lambda: _digest_with(error=ERROR)),
]
