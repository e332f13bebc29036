"""Extended deadlines in the snapshot of a review."""

from datetime import date

from plans.models import AssignmentEvent, Plan
from reporting.reviews.schema import FrozenExtension


def extensions(
    plan: Plan, *, since: date, as_of: date, names: dict[int, dict[str, str]]
) -> list[FrozenExtension]:
    """Extensions from `since` to `as_of` in plan order, read from the events in one query.

    `names` are those of the units on that day.
    """
    rows = (
        AssignmentEvent.objects.filter(
            task__plan=plan, is_extension=True, effective_on__gte=since, effective_on__lte=as_of
        )
        .select_related("task", "unit", "document")
        .order_by("task__group__position", "task__position", "unit__position", "at", "pk")
    )
    return [
        {
            "task": row.task.code,
            "title": row.task.title,
            "unit_name": names.get(row.unit_id, {}).get("name", row.unit.name),
            "deadline_from": _iso(row.deadline_from),
            "deadline_to": _iso(row.deadline_to),
            "document": row.document.number if row.document else "",
            "document_issued_on": _iso(row.document.issued_on) if row.document else None,
        }
        for row in rows
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
