"""Transfer of an assignment together with its accepted result."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from plans import ending
from plans.models import Assignment, LegalDocument
from reporting.counting import standings
from reporting.models import EntryEvent, EntryStatus
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

    The entries stay with the old unit. A successor that already reported keeps its own result.
    """
    successor = ending.transfer(
        assignment=assignment, to=to, on=on, document=document, by=by, at=at
    )
    if not takes_result or EntryEvent.objects.filter(assignment=successor).exists():
        return Transferred(successor, took_result=False)
    results = standings.results_of(assignment.pk)
    note = f"Nhận kết quả từ {assignment.unit.short_name}"
    EntryEvent.objects.record_many(
        (
            {
                "entry_id": result.entry_id,
                "assignment": successor,
                "period_data_to": result.period_data_to,
                "from_status": EntryStatus.ACCEPTED,
                "to_status": EntryStatus.ACCEPTED,
                "state": result.state,
                "percent": result.percent,
                "reported_at": result.reported_at,
                "note": note,
            }
            for result in results
        ),
        by=by,
        at=at,
    )
    standings.keep([successor.pk])
    return Transferred(successor, took_result=bool(results))
