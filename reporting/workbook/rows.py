"""The rows of a comparison as `SheetImport.rows` keeps them, in JSON."""

from typing import NotRequired, TypedDict

from tracker.lib import legacy
from tracker.lib.legacy import Legacy

UNCHANGED = "unchanged"
CHANGE = "change"
CONFLICT = "conflict"
UNCLEAR = "unclear"
CLOSED = "closed"
# Outcomes of a confirmed row
WRITTEN, KEPT, NOT_WRITTEN = "written", "kept", "not_written"
# No task: cells with text beside or below the form
OUTSIDE = "outside"

# The value of an entry's field
Value = str | int | None


class CellProblem(TypedDict):
    """A cell that cannot be read: its name, its text, the reason."""

    cell: str
    text: str
    why: str


class NumberChange(TypedDict):
    """An indicator that differs.

    `measure` is how it was counted then, `texts` what would be saved (see
    `number_layout.input_of`), `saved` and `filed` both in words. `is_conflict`: another person
    changed it after the workbook was made. `doubts` request an explanation and block nothing.
    """

    indicator: int
    name: str
    measure: str
    texts: dict[str, str]
    saved: str
    filed: str
    is_conflict: bool
    doubts: list[str]


class ComparedRow(TypedDict):
    """A row of the workbook against its entry; unchanged rows have only `entry` and `row`.

    `version` is the entry's version at the comparison. `filed` holds the fields that the
    workbook would change, `saved` the same as saved; `conflicts` are the names of those that
    another person changed after the workbook was made, `saved_by` and `saved_at` who and when.
    `task_kind` is the kind of the task, which older rows lack. The `problems` of a row that can
    be written are cells that it leaves out.
    A row of the sheet of contributions has an `assignment` instead of an `entry`, and the one
    field "text".
    `why` is the reason why the row cannot be written. After the confirmation `outcome` and
    `told` are the result and its explanation. An OUTSIDE row has only `cells`.
    """

    kind: str
    entry: NotRequired[int]
    assignment: NotRequired[int]
    row: NotRequired[int]
    code: NotRequired[str]
    title: NotRequired[str]
    task_kind: NotRequired[str]
    version: NotRequired[int]
    filed: NotRequired[dict[str, Value]]
    saved: NotRequired[dict[str, Value]]
    numbers: NotRequired[list[NumberChange]]
    problems: NotRequired[list[CellProblem]]
    conflicts: NotRequired[list[str]]
    saved_by: NotRequired[str]
    saved_at: NotRequired[str]
    why: NotRequired[str]
    outcome: NotRequired[str]
    told: NotRequired[str]
    cells: NotRequired[list[str]]


def key_of(row: ComparedRow) -> str:
    """The name of the row in the form of the preview; empty for OUTSIDE."""
    if "assignment" in row:
        return f"part-{row['assignment']}"
    return f"row-{row['entry']}" if "entry" in row else ""


def old_text_in(row: ComparedRow) -> Legacy | None:
    """The first text of the row that is written in an encoding before Unicode."""
    texts = (value for value in row.get("filed", {}).values() if isinstance(value, str))
    return next(filter(None, map(legacy.found_in, texts)), None)


def in_unicode(row: ComparedRow) -> ComparedRow:
    """The row with its texts converted from an encoding before Unicode."""
    filed = row.get("filed", {}).items()
    return {**row, "filed": {name: _in_unicode(value) for name, value in filed}}


def _in_unicode(value: Value) -> Value:
    found = legacy.found_in(value) if isinstance(value, str) else None
    return found.text if found else value
