"""Keeping the present state of assignments, and recounting it from their histories.

`keep` runs in the transaction that writes an event; `recount` writes all rows anew; `drift` names
the rows that disagree with their history. All of them read `standing_of`, which folds a history.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import transaction
from django.utils import timezone

from plans.models import Assignment
from reporting.counting.completions import Completion, columns_of, follow
from reporting.models import AssignmentStanding, DeclaredState, EntryEvent, EntryStatus

CHUNK = 2000


@dataclass(frozen=True)
class Standing:
    """The columns of an `AssignmentStanding`."""

    done_in: date | None = None
    done_on: date | None = None
    complete_in: date | None = None
    complete_from: date | None = None
    complete_until: date | None = None
    complete_earlier: str = ""
    accepted_in: date | None = None
    accepted_state: str = ""
    sent_in: date | None = None
    sent_status: str = ""
    sent_state: str = ""
    sent_on: date | None = None


COLUMNS = [field.name for field in fields(Standing)]


def standing_of(history: Iterable[EntryEvent]) -> Standing:
    """Fold the events of one assignment, in the order in which they happened."""
    current: dict[int, EntryEvent] = {}
    completions: list[Completion] = []
    for event in history:
        current[event.entry_id] = event
        done = _earliest_done(current.values())
        follow(completions, done.period_data_to if done else None, day=timezone.localdate(event.at))
    complete_in, complete_from, complete_until, complete_earlier = columns_of(completions)
    done = _earliest_done(current.values())
    accepted = _latest(current.values(), {EntryStatus.ACCEPTED})
    sent = _latest(current.values(), {*EntryStatus} - {EntryStatus.DRAFT})
    return Standing(
        done_in=done.period_data_to if done else None,
        done_on=_reported_on(done),
        complete_in=complete_in,
        complete_from=complete_from,
        complete_until=complete_until,
        complete_earlier=complete_earlier,
        accepted_in=accepted.period_data_to if accepted else None,
        accepted_state=accepted.state if accepted else "",
        sent_in=sent.period_data_to if sent else None,
        sent_status=sent.to_status if sent else "",
        sent_state=sent.state if sent else "",
        sent_on=_reported_on(sent),
    )


def keep(assignment_ids: Iterable[int]) -> None:
    """Bring the rows of some assignments to their histories, in the caller's transaction.

    The lock makes a second writer of another entry of the same assignment wait before it reads.
    """
    ids = sorted(set(assignment_ids))
    assignments = Assignment.objects.select_for_update(no_key=True).filter(pk__in=ids)
    list(assignments.order_by("pk").values_list("pk"))
    histories = _histories(ids)
    AssignmentStanding.objects.bulk_create(
        [
            AssignmentStanding(assignment_id=pk, **asdict(standing_of(histories.get(pk, ()))))
            for pk in ids
        ],
        update_conflicts=True,
        unique_fields=["assignment"],
        update_fields=COLUMNS,
        batch_size=CHUNK // len(COLUMNS),
    )


def results_of(assignment_ids: Iterable[int]) -> dict[int, list[EntryEvent]]:
    """By assignment its earliest accepted completion and its latest accepted result, if any."""
    return {pk: _results_in(history) for pk, history in _histories([*assignment_ids]).items()}


def _results_in(history: Iterable[EntryEvent]) -> list[EntryEvent]:
    current = {event.entry_id: event for event in history}.values()
    found = (_earliest_done(current), _latest(current, {EntryStatus.ACCEPTED}))
    return list({event.pk: event for event in found if event is not None}.values())


@transaction.atomic
def recount() -> int:
    """Write the row of every assignment with a history. Returns the number that changed."""
    changed = [pk for pk, _ in drift()]
    for start in range(0, len(changed), CHUNK):
        keep(changed[start : start + CHUNK])
    return len(changed)


def drift() -> Iterator[tuple[int, str]]:
    """Assignments whose row differs from their history, with the columns that differ."""
    ids = list(Assignment.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        kept = {
            row.pop("assignment"): Standing(**row)
            for row in AssignmentStanding.objects.filter(assignment__in=chunk).values(
                "assignment", *COLUMNS
            )
        }
        histories = _histories(chunk)
        for pk in chunk:
            found = kept.get(pk, Standing())
            expected = standing_of(histories.get(pk, ()))
            if found != expected:
                names = [
                    name for name in COLUMNS if getattr(found, name) != getattr(expected, name)
                ]
                yield pk, ", ".join(names)


def _histories(ids: list[int]) -> dict[int, list[EntryEvent]]:
    events = (
        EntryEvent.objects.filter(assignment__in=ids)
        .only("entry", "assignment", "at", "period_data_to", "to_status", "state", "reported_at")
        .order_by("at", "pk")
    )
    histories: dict[int, list[EntryEvent]] = defaultdict(list)
    for event in events:
        histories[event.assignment_id].append(event)
    return histories


def _earliest_done(events: Iterable[EntryEvent]) -> EntryEvent | None:
    done = (
        event
        for event in events
        if event.to_status == EntryStatus.ACCEPTED and event.state == DeclaredState.DONE
    )
    return min(done, key=_place, default=None)


def _latest(events: Iterable[EntryEvent], statuses: set[EntryStatus]) -> EntryEvent | None:
    found = (event for event in events if event.to_status in statuses)
    return max(found, key=_place, default=None)


def _place(event: EntryEvent) -> tuple[object, ...]:
    return event.period_data_to, event.at, event.pk


def _reported_on(event: EntryEvent | None) -> date | None:
    if event is None or event.reported_at is None:
        return None
    return timezone.localdate(event.reported_at)
