"""What is still open in a plan that is to be closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plans.models import Assignment, Plan
from reporting.counting.labels import DONE, Label
from reporting.counting.status import statuses_of
from reporting.models import EntryStatus, Extension, ExtensionStatus, ProgressEntry

# Neither done nor found to be nothing to do; what ended before needs no reason
SETTLED = frozenset({*DONE, Label.NOT_APPLICABLE, Label.TRANSFERRED, Label.DROPPED})
COLUMNS = (
    *("pk", "task__code", "task__title", "unit__short_name"),
    *("task__group__position", "task__position", "unit__position"),
)


@dataclass(frozen=True)
class OpenAssignment:
    """A confirmed lead that is not done, and its status today."""

    pk: int
    code: str
    title: str
    unit: str
    label: Label


@dataclass(frozen=True)
class Undecided:
    """What units sent and the office has not decided on."""

    num_results: int
    num_extensions: int


def open_assignments(plan: Plan, *, today: date) -> list[OpenAssignment]:
    """The open assignments in the order of statuses, then of the plan (two queries)."""
    rows = Assignment.objects.owed().current().filter(task__plan=plan)
    found = [
        (status.label, row)
        for status, row in statuses_of(rows, *COLUMNS, as_of=today)
        if status.label not in SETTLED
    ]
    order = list(Label)
    found.sort(key=lambda pair: (order.index(pair[0]), *(pair[1][name] for name in COLUMNS[4:])))
    return [
        OpenAssignment(
            row["pk"], row["task__code"], row["task__title"], row["unit__short_name"], label
        )
        for label, row in found
    ]


def by_label(rows: Iterable[OpenAssignment]) -> dict[Label, list[OpenAssignment]]:
    groups: dict[Label, list[OpenAssignment]] = {}
    for row in rows:
        groups.setdefault(row.label, []).append(row)
    return groups


def undecided(plan: Plan) -> Undecided:
    """What had better be decided on before the plan is closed."""
    entries = ProgressEntry.objects.filter(assignment__task__plan=plan, status=EntryStatus.SENT)
    extensions = Extension.objects.filter(assignment__task__plan=plan, status=ExtensionStatus.ASKED)
    return Undecided(entries.count(), extensions.count())
