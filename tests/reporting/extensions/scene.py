"""Builders shared by the tests of extensions."""

from datetime import timedelta

from django.utils import timezone

from plans import deadlines
from plans.models import Assignment
from reporting.extensions import extending
from reporting.models import Extension
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    LegalDocumentFactory,
    UserFactory,
)

DEADLINE = TODAY + timedelta(days=10)
PROPOSED = TODAY + timedelta(days=40)
ASKED = {
    "proposed_deadline": PROPOSED,
    "reason": "Chờ hướng dẫn của Sở.",
    "work_done": "Đã dự thảo quy chế, lấy ý kiến hai lần.",
}


def dated(*, deadline=DEADLINE, at=NOON, **fields) -> Assignment:
    """A confirmed lead with a deadline, in force for a month."""
    assignment = AssignmentFactory(**fields)
    deadlines.set_deadline(
        assignment=assignment,
        deadline=deadline,
        words=f"trước ngày {deadline:%d/%m/%Y}",
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=at,
        effective_on=(at - timedelta(days=30)).date(),
    )
    assignment.refresh_from_db()
    return assignment


def requested(assignment=None, *, by=None, at=NOON, **changes) -> Extension:
    """A request waiting for the decision of the office."""
    return extending.request(
        assignment=assignment or dated(), by=by or UserFactory(), at=at, **{**ASKED, **changes}
    )


def granted(extension=None, *, deadline=PROPOSED, by=None, at=NOON, **changes) -> Extension:
    """A request granted by the office."""
    extension = extension or requested()
    fields = {"words": "đến hết ngày mới", "document": LegalDocumentFactory(), **changes}
    extending.grant(extension=extension, deadline=deadline, by=by or UserFactory(), at=at, **fields)
    return extension


def fresh(extension) -> Extension:
    """The request as stored in the database, read by another person."""
    return Extension.objects.for_row().get(pk=extension.pk)


def requested_in(assignment, now, days=40, **changes):
    """A request made `now` for a deadline that many days later."""
    day = timezone.localdate(now) + timedelta(days=days)
    return requested(assignment, at=now, proposed_deadline=day, **changes)
