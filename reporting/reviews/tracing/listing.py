"""Lists of rows as the page shows them: the words of each row, and the page that it opens."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from plans.models import Assignment
from reporting.counting.punctuality import FilingState
from reporting.models import EntryStatus
from reporting.papers.days import day_in_text
from reporting.reviews.schema import FrozenDocument, FrozenTask
from reporting.reviews.snapshots.results import Reported
from reporting.reviews.tracing.cutoff import CutoffRows, PartAtCutoff


@dataclass(frozen=True)
class TracedRow:
    """The words of a row in the order of the columns; the first ones lead to `address`."""

    cells: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class Traced:
    """What a figure counts: `name` says it in words, `number` is what the rows add up to."""

    name: str
    columns: tuple[str, ...]
    rows: list[TracedRow]
    number: int | str

    def labelled(self, row: TracedRow) -> list[tuple[str, str]]:
        """The cells of `row`, each with the title of its column."""
        return list(zip(self.columns, row.cells, strict=True))


def counted(name: str, columns: tuple[str, ...], rows: Iterable[TracedRow]) -> Traced:
    """Rows that count one each."""
    found = list(rows)
    return Traced(name, columns, found, len(found))


def difference(name: str, now: Traced, then: Traced, basis: str) -> Traced:
    """The rows of both counts, each with the one that it belongs to."""
    rows = [_told(row, "kỳ này") for row in now.rows] + [_told(row, basis) for row in then.rows]
    number = len(now.rows) - len(then.rows)
    return Traced(name, (*now.columns, "Đếm ở"), rows, number)


def _told(row: TracedRow, words: str) -> TracedRow:
    return replace(row, cells=(*row.cells, words))


def parts(name: str, rows: CutoffRows, found: Iterable[PartAtCutoff]) -> Traced:
    columns = ("Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Tình trạng")
    return counted(name, columns, (_part(rows, part) for part in found))


def _part(rows: CutoffRows, part: PartAtCutoff) -> TracedRow:
    assignment, status = part.assignment, part.status
    state = str(status.label.label)
    if status.period is not None and status.period != status.label:
        state += f"; kỳ này: {status.period.label}"
    deadline = getattr(assignment, "deadline_then", None)
    cells = (
        f"{assignment.task.code}. {assignment.task.title}",
        rows.unit_name(assignment.unit_id),
        day_in_text(deadline),
        state,
    )
    return TracedRow(cells, reverse("reporting:task", args=[assignment.task_id]))


def entries(name: str, rows: CutoffRows, found: Iterable[Reported]) -> Traced:
    """Results of units, each of which opens."""
    found = list(found)
    known = rows.assignments(found)
    columns = ("Nhiệm vụ", "Đơn vị chủ trì", "Kỳ", "Tình trạng")
    return counted(name, columns, (_entry(rows, row, known[row.assignment]) for row in found))


def _entry(rows: CutoffRows, row: Reported, assignment: Assignment) -> TracedRow:
    cells = (
        f"{assignment.task.code}. {assignment.task.title}",
        rows.unit_name(assignment.unit_id),
        rows.period_name(row.period),
        str(EntryStatus(row.status).label),
    )
    return TracedRow(cells, address_of_entry(row.entry))


def address_of_entry(pk: int) -> str:
    return reverse("reporting:entry", args=[pk])


def units(name: str, rows: CutoffRows, found: Iterable[int]) -> Traced:
    """Units by key, in the order of their list."""
    wanted = set(found)
    return counted(
        name,
        ("Đơn vị", "Khối"),
        (
            TracedRow((rows.unit_name(pk), unit.bloc.name), reverse("reporting:unit", args=[pk]))
            for pk, unit in rows.units.items()
            if pk in wanted
        ),
    )


def filings(name: str, rows: CutoffRows, found: Iterable[FilingState]) -> Traced:
    columns = ("Đơn vị", "Kỳ", "Ngày gửi", "Tình trạng")
    return counted(name, columns, (_filing(rows, row) for row in found))


def _filing(rows: CutoffRows, row: FilingState) -> TracedRow:
    cells = (
        rows.unit_name(row.unit_id),
        rows.period_name(row.period_id),
        day_in_text(row.sent_on),
        str(row.state.label),
    )
    return TracedRow(cells, reverse("reporting:unit", args=[row.unit_id]))


def tasks(name: str, found: Iterable[FrozenTask]) -> Traced:
    return counted(
        name,
        ("Nhiệm vụ", "Số phần việc phải thực hiện"),
        (
            TracedRow(
                (f"{task['code']}. {task['title']}", str(task["cells"]["applicable"])),
                reverse("reporting:task", args=[task["id"]]),
            )
            for task in found
        ),
    )


def documents(name: str, found: Iterable[FrozenDocument]) -> Traced:
    """Documents given as evidence; each opens a result that it supports."""
    return counted(
        name,
        ("Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Trích yếu"),
        (
            TracedRow(
                (
                    row["number"],
                    day_in_text(row["issued_on"]),
                    row["issuer"] or "–",
                    row["subject"] or "–",
                ),
                address_of_entry(row["entries"][0]),
            )
            for row in found
        ),
    )
