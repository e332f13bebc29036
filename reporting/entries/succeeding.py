"""Transfer of an assignment together with its accepted result."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from plans import ending
from plans.models import Assignment, LegalDocument
from reporting.entries import carrying
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
    successor = ending.transfer(
        assignment=assignment, to=to, on=on, document=document, by=by, at=at
    )
    pairs = [(assignment, successor)] if takes_result else []
    taken = carrying.take_over(pairs, by=by, at=at)
    return Transferred(successor, took_result=successor.pk in taken)
