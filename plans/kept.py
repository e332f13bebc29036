"""Columns of assignments that repeat their histories, for lists and totals of today.

The use cases write them together with the history; `drift` names those that disagree with it,
`recount` mends them.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import OuterRef, Subquery

from plans.models import Assignment, AssignmentEvent, AssignmentPause

COLUMNS = ("deadline_unextended", "paused_from")


def drift() -> Iterator[tuple[int, str]]:
    """Assignments whose columns differ from their history, with the names of the columns."""
    for pk, kept, expected in _compared():
        names = [name for name, a, b in zip(COLUMNS, kept, expected, strict=True) if a != b]
        if names:
            yield pk, ", ".join(names)


@transaction.atomic
def recount() -> int:
    """Write the columns of the assignments that differ. Returns their number."""
    changed = [(pk, expected) for pk, kept, expected in _compared() if kept != expected]
    for pk, expected in changed:
        Assignment.objects.filter(pk=pk).update(**dict(zip(COLUMNS, expected, strict=True)))
    return len(changed)


def _compared() -> Iterator[tuple[int, tuple[date | None, ...], tuple[date | None, ...]]]:
    """Each assignment with its columns as kept and as its history has them."""
    extensions = AssignmentEvent.objects.filter(assignment=OuterRef("pk"), is_extension=True)
    pauses = AssignmentPause.objects.filter(assignment=OuterRef("pk"), last_day__isnull=True)
    rows = Assignment.objects.annotate(
        first_extended=Subquery(
            extensions.order_by("effective_on", "pk").values("deadline_from")[:1]
        ),
        open_pause=Subquery(pauses.values("first_day")[:1]),
    ).order_by("pk")
    for pk, *kept, first_extended, open_pause in rows.values_list(
        "pk", *COLUMNS, "first_extended", "open_pause"
    ):
        yield pk, tuple(kept), (first_extended, open_pause)
