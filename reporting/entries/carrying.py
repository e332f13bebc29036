"""Accepted results that came to another assignment by a transfer, and stay in step with theirs.

The entry stays with the old unit. When it is reworked, or the office takes its acceptance back,
its result is taken away from the successor too, until it is accepted again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from plans.models import Assignment
from reporting.counting import standings
from reporting.models import EntryEvent, EntryStatus
from units.models import User

# A result, the assignment for which it counts too, its former status there, and a note
CarriedResult = tuple[EntryEvent, int, EntryStatus, str]


def take_over(
    pairs: Sequence[tuple[Assignment, Assignment]], *, by: User, at: datetime
) -> set[int]:
    """Let the accepted results of assignments count for their successors.

    As many queries for any number of pairs. A successor that already reported keeps its own
    result, and of several predecessors the first one with a result counts. Returns the ids of the
    successors that took a result over.
    """
    successors = [successor.pk for _, successor in pairs]
    reported = set(
        EntryEvent.objects.filter(assignment__in=successors).values_list("assignment", flat=True)
    )
    found = standings.results_of([assignment.pk for assignment, _ in pairs])
    before = EntryStatus.ACCEPTED
    taken: set[int] = set()
    carried: list[CarriedResult] = []
    for assignment, successor in pairs:
        results = found.get(assignment.pk, [])
        if results and successor.pk not in reported | taken:
            note = f"Nhận kết quả từ {assignment.unit.short_name}"
            carried += [(result, successor.pk, before, note) for result in results]
            taken.add(successor.pk)
    _record(carried, by=by, at=at)
    standings.keep(pk for pk in successors if pk not in reported)
    return taken


def settle(events: Sequence[EntryEvent], *, by: User, at: datetime) -> None:
    """Keep the facts that follow from the events of one step, also where a result was taken over.

    The lock comes first: a transfer at the same moment has either taken the result over already,
    or will see what became of it.
    """
    decided = {
        event.entry_id: event
        for event in events
        if EntryStatus.ACCEPTED in (event.from_status, event.to_status)
    }
    carried = _carried(list(decided)) if decided else []
    _record(
        [
            (decided[entry], assignment, _before(decided[entry]), f"Theo kết quả nhận từ {unit}")
            for entry, assignment, unit in carried
        ],
        by=by,
        at=at,
    )
    own = [event.assignment_id for event in events]
    standings.keep([*own, *(assignment for _, assignment, _ in carried)])


def _before(step: EntryEvent) -> EntryStatus:
    """The former status of a result taken over: only the acceptance comes over, or is gone."""
    is_accepted = step.to_status == EntryStatus.ACCEPTED
    return EntryStatus.DRAFT if is_accepted else EntryStatus.ACCEPTED


def _after(step: EntryEvent) -> EntryStatus:
    """The status of a result taken over: whether it is sent is the affair of its own unit."""
    is_accepted = step.to_status == EntryStatus.ACCEPTED
    return EntryStatus.ACCEPTED if is_accepted else EntryStatus.DRAFT


def _carried(entry_ids: list[int]) -> list[tuple[int, int, str]]:
    """Where results of the entries were taken over: entry, assignment and the unit it came from."""
    events = EntryEvent.objects.filter(entry__in=entry_ids)
    concerned = Assignment.objects.filter(pk__in=events.values("assignment"))
    list(concerned.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    others = events.exclude(assignment=F("entry__assignment")).order_by("entry", "assignment")
    found = others.values_list("entry", "assignment", "entry__assignment__unit__short_name")
    return list(found.distinct())


def _record(results: Sequence[CarriedResult], *, by: User, at: datetime) -> None:
    """Write an event of another assignment for each result, with its former status and a note."""
    EntryEvent.objects.record_many(
        (
            {
                "entry_id": result.entry_id,
                "assignment_id": assignment_id,
                "period_data_to": result.period_data_to,
                "from_status": before,
                "to_status": _after(result),
                "state": result.state,
                "percent": result.percent,
                "reported_at": result.reported_at,
                "note": note,
            }
            for result, assignment_id, before, note in results
        ),
        by=by,
        at=at,
    )
