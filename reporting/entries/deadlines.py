"""The deadlines of a unit's tasks, in words for its submission."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from plans.models import Assignment, TaskKind
from reporting.counting.facts import facts_kept, is_present
from reporting.counting.status import SETTLED, Label, status_from, statuses_of

# A label, and the deadline of the day
Known = tuple[str, date | None]


@dataclass(frozen=True)
class Deadline:
    """The deadline in words, with its status."""

    label: str
    day: date | None
    words: str

    @property
    def is_running(self) -> bool:
        """Whether it has a day and the work is not settled: a later day may be requested."""
        return self.day is not None and self.label not in SETTLED


def deadlines_of(assignments: list[Assignment], *, as_of: date) -> dict[int, Deadline]:
    """The deadline of each assignment in words; without a day it is never overdue.

    Needs `task` loaded, and for the deadlines of today also `unit` and `standing`: no query. For
    those of another day one reads the histories of the assignments with a deadline, which most of
    a plan's tasks lack.
    """
    dated = [row for row in assignments if row.deadline]
    known = (_known_now if is_present(as_of, None) else _known_then)(dated, as_of=as_of)
    return {
        row.pk: _deadline(row, *known.get(row.pk, ("", None)), as_of=as_of) for row in assignments
    }


def _known_now(dated: Iterable[Assignment], *, as_of: date) -> dict[int, Known]:
    """The label of work with a deadline depends on no judged period."""
    return {
        row.pk: (status_from(facts_kept(row, as_of=as_of), as_of=as_of).label, row.deadline)
        for row in dated
    }


def _known_then(dated: Sequence[Assignment], *, as_of: date) -> dict[int, Known]:
    rows = Assignment.objects.filter(pk__in=[row.pk for row in dated])
    found = statuses_of(rows, "pk", as_of=as_of) if dated else ()
    return {row["pk"]: (status.label, row["deadline_then"]) for status, row in found}


def _deadline(row: Assignment, label: str, day: date | None, *, as_of: date) -> Deadline:
    if day is None:
        is_continuous = row.task.kind == TaskKind.CONTINUOUS
        words = "Thường xuyên" if is_continuous else "Chưa xác định thời hạn"
        return Deadline(label="", day=None, words=row.deadline_words or words)
    if label == Label.OVERDUE:
        words = f"Quá hạn {(as_of - day).days} ngày, thời hạn"
    elif label == Label.DUE_SOON:
        words = f"Sắp đến hạn, còn {(day - as_of).days} ngày, thời hạn"
    else:
        words = "Thời hạn"
    return Deadline(label=label, day=day, words=words)
