"""Where the rows of a page of a list are, told from counts, so that only those rows are read.

A list is ordered by status and task, then by unit. How many rows each status and task has is kept
by part of the units (`tracker.lib.parted`); it says of which tasks the rows of a page are.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F

from plans.models import AssignmentQuerySet
from reporting.counting.fact_version import of_parts, part_columns
from reporting.counting.figures import Reader, Scope, rows_in, statement_key
from reporting.counting.labels import RANK
from reporting.counting.status import DONE, Status
from reporting.counting.status_columns import RANKS, in_label_order, status_from_ranks
from tracker.lib import parted, statements
from tracker.lib.parted import Parts
from units.models import User

# Within a label
ORDER = ("task__group__position", "task__position", "unit__position", "pk")
# Of more tasks, reading a page of the whole list costs no more
MOST_TASKS = 12
# Status as a number, then the positions of the task and of its group
Place = tuple[int, int, int]


@dataclass(frozen=True)
class ShownRows:
    """Ids of the rows of a page, and how many there are on all pages."""

    ids: list[int]
    num_all: int


def rows_at(scope: Scope, *, user: User, first: int, num: int) -> ShownRows | None:
    """At most `num` rows of `scope` from the place `first` on; None where counts are not kept."""
    if scope.version is None or statement_key(scope, user=user) is None:
        return None
    counts, tasks_at = _places(scope, user=user)
    shown = _shown(counts, first, first + num)
    tasks = {task for place in shown for task in tasks_at[place[1:]]}
    if len(tasks) > MOST_TASKS:
        return None
    before = first
    for place in counts:
        if shown and place < shown[0] and not tasks.issuperset(tasks_at[place[1:]]):
            before -= counts[place]
    ids = _ids_of(scope, tasks, user=user) if tasks else []
    return ShownRows(ids[before : before + num], counts.total())


def in_order(scope: Scope, *, user: Reader) -> AssignmentQuerySet:
    """The rows of a list of `scope`."""
    rows = rows_in(scope, user=user)
    return in_label_order(rows, *ORDER, among=scope.labels, as_of=scope.as_of)


def _places(scope: Scope, *, user: User) -> tuple[Counter[Place], dict[tuple[int, int], set[int]]]:
    """How many rows each place has, and the tasks by their positions."""
    whole = scope.of_any_status()

    def build(parts: Parts) -> statements.Query:
        rows = rows_in(whole, user=user, with_period=True).filter(of_parts(parts)).order_by()
        columns = {"group_place": F("task__group__position"), "task_place": F("task__position")}
        named = rows.values(*RANKS, "task", **columns, **part_columns(parts))
        counted: statements.Query = named.annotate(num=Count("pk"))
        return counted

    rows = parted.counts_of(
        ("places", statement_key(whole, user=user)),
        (*RANKS, "task", "group_place", "task_place", "num"),
        build,
        is_scan=scope.is_wide,
        version=scope.version,
    )
    counts: Counter[Place] = Counter()
    tasks: dict[tuple[int, int], set[int]] = {}
    statuses = {row[:3]: status_from_ranks(*row[:3]) for row in rows}
    for *ranks, task, group_place, task_place, num in rows:
        status = statuses[tuple(ranks)]
        if _is_asked(status, scope):
            counts[RANK[status.label], group_place, task_place] += num
            tasks.setdefault((group_place, task_place), set()).add(task)
    return counts, tasks


def _is_asked(status: Status, scope: Scope) -> bool:
    """What `rows_in` selects by status."""
    return (
        (not scope.label or status.label == scope.label)
        and (not scope.period_label or status.period == scope.period_label)
        and (not scope.cell or status.cell == scope.cell)
        and (not scope.only_done or status.label in DONE)
    )


def _shown(counts: Counter[Place], first: int, end: int) -> list[Place]:
    """The places in order that have a row from `first` to before `end`."""
    found, before = [], 0
    for place in sorted(counts):
        if before < end and before + counts[place] > first:
            found.append(place)
        before += counts[place]
    return found


def _ids_of(scope: Scope, tasks: Collection[int], *, user: User) -> list[int]:
    """All rows of `tasks` in the order of the list; one query."""
    selected, given = statements.marks_or_ids(sorted(tasks))
    rows = statements.rows_of(
        ("list of tasks", statement_key(scope, user=user), selected),
        ("pk",),
        lambda: in_order(scope, user=user).filter(task__in=selected).values("pk"),
        given=given,
        version=scope.version,
    )
    return [pk for (pk,) in rows]
