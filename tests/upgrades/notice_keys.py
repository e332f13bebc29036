"""Keys of notices, as commits up to 724fb99 wrote them, read as the columns of today."""

from datetime import date
from typing import Any

SOON, LAST = 0, 1
COLUMNS = (
    "period_id",
    "unit_id",
    "entry_id",
    "submission_event_id",
    "extension_id",
    "comment_id",
    "day",
    "turn",
)


def columns_of(key: str) -> dict[str, Any]:
    """The columns that are not empty. One reopening of each period is assumed."""
    kind, *parts = key.split(":")
    match kind:
        case "opened":
            columns = {"period_id": int(parts[1])}
        case "reopened":
            columns = {"period_id": int(parts[1]), "turn": 1}
        case "returned":
            columns = {"entry_id": int(parts[1]), "turn": int(parts[2])}
        case "accepted":
            columns = {"entry_id": int(parts[2]), "turn": int(parts[3])}
        case "answer":
            columns = {"entry_id": int(parts[1]), "day": _day(parts[2])}
        case "due":
            columns = {**_owed(parts), "turn": LAST if parts[3] == "last" else SOON}
        case "overdue":
            columns = {**_owed(parts), "turn": int(parts[3])}
        case "extension" | "comment":
            columns = {f"{kind}_id": int(parts[0])}
        case _:
            columns = {"submission_event_id": int(parts[0])}
    return {name: value for name, value in columns.items() if value}


def _owed(parts: list[str]) -> dict[str, Any]:
    return {"period_id": int(parts[0]), "unit_id": int(parts[1]), "day": _day(parts[2])}


def _day(digits: str) -> date:
    return date.fromisoformat(digits)
