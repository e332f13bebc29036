"""Transfer of an assignment together with its accepted result."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from plans import access, ending
from plans.models import Assignment, LegalDocument
from reporting.entries import carrying
from reporting.models import EntryEvent
from units.models import Unit, User


@dataclass(frozen=True)
class Transferred:
    """The successor's assignment, and whether it took an accepted result over."""

    successor: Assignment
    took_result: bool


@transaction.atomic
def transfer(
    *,
    assignment: Assignment,
    to: Unit,
    on: date,
    document: LegalDocument,
    takes_result: bool = True,
    by: User,
    at: datetime,
) -> Transferred:
    """Transfer `assignment`; with `takes_result`, its accepted result counts for the successor.

    The entries stay with the old unit, and taking one back takes the result away from the
    successor until it is accepted again (`carrying`). A successor that already reported keeps its
    own result.
    """
    done = hand_over(
        assignment=assignment,
        to=to,
        on=on,
        document=document,
        takes_result=takes_result,
        by=by,
        at=at,
    )
    access.ensure_grants(plan=assignment.task.plan)
    return done


@transaction.atomic
def hand_over(
    *,
    assignment: Assignment,
    to: Unit,
    on: date,
    document: LegalDocument,
    takes_result: bool,
    by: User,
    at: datetime,
) -> Transferred:
    """A transfer whose caller grants the plan to the units of many transfers together."""
    successor = ending.hand_over(
        assignment=assignment, to=to, on=on, document=document, by=by, at=at
    )
    if not takes_result or EntryEvent.objects.filter(assignment=successor).exists():
        return Transferred(successor, took_result=False)
    took_result = carrying.take_over(assignment, successor, by=by, at=at)
    return Transferred(successor, took_result=took_result)
