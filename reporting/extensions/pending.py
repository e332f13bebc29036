"""Beside an assignment: that a later deadline is asked for, or that it may be."""

from collections.abc import Iterable

from reporting.models import Extension


def waiting_by_assignment(assignment_ids: Iterable[int]) -> dict[int, Extension]:
    """The request that waits for the office, by assignment; no query where there is none to ask."""
    ids = list(assignment_ids)
    if not ids:
        return {}
    waiting = Extension.objects.pending().filter(assignment__in=ids)
    return {row.assignment_id: row for row in waiting.order_by("pk")}
