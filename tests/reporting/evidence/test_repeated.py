"""What a lost connection sends twice is added once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from reporting.comments import commenting
from reporting.evidence import attaching
from reporting.models import EntryStatus
from tests.factories import person
from tests.reporting.filing.scene import entry_of
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return entry_of(EntryStatus.DRAFT, timezone.now())


@pytest.fixture
def officer(entry):
    return person(Role.OFFICER, entry.submission.unit)


def _attach(entry, by, **changes):
    reference = {"number": "15/KH-ĐU", "issued_on": date(2026, 3, 1), "subject": "Kế hoạch"}
    return attaching.attach(
        entry=entry,
        by=by,
        at=timezone.now(),
        is_declared_not_secret=True,
        **{**reference, **changes},
    )


def test_the_same_reference_is_added_once(entry, officer):
    first, again = _attach(entry, officer), _attach(entry, officer)
    other = _attach(entry, officer, issued_on=date(2026, 3, 2))

    assert again == first
    assert set(entry.evidence.all()) == {first, other}


def test_the_same_comment_within_minutes_is_added_once(entry, officer):
    now = timezone.now()

    def comment(text, minutes):
        at = now + timedelta(minutes=minutes)
        return commenting.comment(entry=entry, by=officer, at=at, text=text)

    first, again = comment("Xin hướng dẫn.", 0), comment(" Xin hướng dẫn.", 1)
    other, later = comment("Cảm ơn.", 2), comment("Cảm ơn.", 30)

    assert again == first
    assert set(entry.comments.all()) == {first, other, later}
