"""What a reorganisation wrote, kept for its undoing."""

from typing import TypedDict

# What an undoing gives back to an assignment
KEPT = (
    *("ended_on", "end_reason", "end_recorded_on", "successor_id", "role", "is_own_part", "state"),
    *("first_day", "confirmed_on", "unit_id"),
)


class Trace(TypedDict):
    """What was written: rows that are new, and the former values of those that changed."""

    units: dict[str, list[str | None]]
    new_units: list[int]
    successions: list[int]
    memberships: list[int]
    ended_memberships: dict[str, str | None]
    plans: dict[str, int]
    # The former superiors of units that stood below one that ended
    below: dict[str, int]
    assignments: dict[str, list[str | int | bool | None]]
    new_assignments: list[int]
