"""The preview of an uploaded form, and after the confirmation its result."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString

from plans.models import TaskKind
from reporting.entries import diffing
from reporting.entries.fields import LABELS
from reporting.models import SheetImport, Submission, state_words
from reporting.workbook import importing
from reporting.workbook.part_layout import LABEL as PART_LABEL
from reporting.workbook.rows import (
    CHANGE,
    CLOSED,
    CONFLICT,
    KEPT,
    NOT_WRITTEN,
    OUTSIDE,
    UNCHANGED,
    UNCLEAR,
    CellProblem,
    ComparedRow,
    NumberChange,
    Value,
    key_of,
    old_text_in,
)
from tracker.lib.legacy import Legacy

# Longer texts are shown whole, old and new: comparing them by word takes too long
MOST_BY_WORD = 8_000
MOST_OPEN = 12


@dataclass(frozen=True)
class Difference:
    """A field as saved and as in the file; `marked` is the file's with the changes marked."""

    label: str
    saved: str
    marked: SafeString
    is_conflict: bool
    doubts: list[str] = field(default_factory=list)


@dataclass
class PreviewRow:
    """One task of the form that the person has to check."""

    kind: str
    # Name of the choice in the form where cells differ
    choice: str
    is_contribution: bool
    number: int
    code: str
    title: str
    differences: list[Difference]
    problems: list[CellProblem]
    why: str = ""
    saved_by: str = ""
    saved_at: datetime | None = None
    outcome: str = ""
    message: str = ""
    # Found in an encoding before Unicode, with the name of the choice to convert it
    old_text: Legacy | None = None
    convert_choice: str = ""


@dataclass
class Preview:
    """The rows by kind; those without changes are only counted."""

    changes: list[PreviewRow] = field(default_factory=list)
    conflicts: list[PreviewRow] = field(default_factory=list)
    unclear: list[PreviewRow] = field(default_factory=list)
    closed: list[PreviewRow] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    num_unchanged: int = 0

    @property
    def is_writable(self) -> bool:
        return bool(self.changes or self.conflicts)

    @property
    def opens_changes(self) -> bool:
        """Whether plain changes are unfolded; in a long submission only their heads are shown."""
        return len(self.changes) <= MOST_OPEN

    @property
    def not_written(self) -> list[PreviewRow]:
        """Rows that were confirmed but not written."""
        rows = self.changes + self.conflicts
        return [row for row in rows if row.outcome == NOT_WRITTEN]

    @property
    def kept(self) -> list[PreviewRow]:
        """Rows with a cell that keeps the content saved by another person."""
        return [row for row in self.conflicts if row.outcome in (KEPT, importing.PARTLY)]


def preview_of(sheet_import: SheetImport) -> Preview:
    preview = Preview()
    places = {
        CHANGE: preview.changes,
        CONFLICT: preview.conflicts,
        UNCLEAR: preview.unclear,
        CLOSED: preview.closed,
    }
    rows: list[ComparedRow] = sheet_import.rows
    for row in rows:
        if row["kind"] == UNCHANGED:
            preview.num_unchanged += 1
        elif row["kind"] == OUTSIDE:
            preview.outside = row["cells"]
        else:
            places[row["kind"]].append(_row(row))
    return preview


def imports_of(submission: Submission) -> "QuerySet[SheetImport]":
    """Uploads for a submission, the latest first, without their rows."""
    return (
        SheetImport.objects.filter(submission=submission)
        .select_related("uploaded_by")
        .defer("rows")
        .order_by("-uploaded_at", "-pk")
    )


def _row(row: ComparedRow) -> PreviewRow:
    conflicts = row.get("conflicts", [])
    is_contribution = "assignment" in row
    return PreviewRow(
        kind=row["kind"],
        choice=key_of(row),
        is_contribution=is_contribution,
        number=row["row"],
        code=row["code"],
        title=row["title"],
        differences=[
            _difference(
                name,
                *(_words(name, one, row) for one in (row["saved"][name], value)),
                is_conflict=name in conflicts,
            )
            for name, value in row["filed"].items()
        ]
        + [_number(number) for number in row.get("numbers", [])],
        problems=row["problems"],
        why=row.get("why", ""),
        saved_by=row.get("saved_by", ""),
        saved_at=parse_datetime(row.get("saved_at", "")),
        outcome=row.get("outcome", ""),
        message=row.get("told", ""),
        old_text=old_text_in(row),
        convert_choice=f"{key_of(row)}-unicode",
    )


def _difference(name: str, old: str, new: str, *, is_conflict: bool) -> Difference:
    is_whole = name in diffing.WHOLE or len(old) + len(new) > MOST_BY_WORD
    return Difference(
        label=LABELS.get(name, PART_LABEL),
        saved=old,
        marked=_one_for_other(old, new) if is_whole else diffing.mark(old, new),
        is_conflict=is_conflict,
    )


def _number(number: NumberChange) -> Difference:
    return Difference(
        label=number["name"],
        saved=number["saved"],
        marked=_one_for_other(number["saved"], number["filed"]),
        is_conflict=number["is_conflict"],
        doubts=number["doubts"],
    )


def _one_for_other(old: str, new: str) -> SafeString:
    """Old and new with a gap between them, which is easier to read."""
    if not old or not new:
        return diffing.mark(old, new, by_word=False)
    return format_html("<del>{}</del> <ins>{}</ins>", old, new)


def _words(name: str, value: Value, row: ComparedRow) -> str:
    if value is None or value == "":
        return ""
    kind = row.get("task_kind", TaskKind.ONE_OFF)
    return state_words(str(value), kind) if name == "state" else str(value)
