"""Use cases for bearers that a plan names and that no unit of the directory bears.

The office gives such a name to units, or leaves it; the words stay with their tasks either way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from plans import assigning, leading
from plans.assignment_steps import refuse_closed
from plans.bearers import possible_bearers
from plans.locking import locked_plan
from plans.models import (
    Assignment,
    AssignmentRole,
    Plan,
    Task,
    TaskEvent,
    TaskEventKind,
    UnlistedName,
    UnlistedState,
)
from plans.reading.bodies import Names
from plans.reading.names import names_in
from tracker.lib import statements
from tracker.lib.refusal import Refused
from units.models import Unit, User

Named = tuple[Task, AssignmentRole, str]
_EVENTS = {
    UnlistedState.GIVEN: TaskEventKind.NAME_GIVEN,
    UnlistedState.LEFT: TaskEventKind.NAME_LEFT,
    UnlistedState.OPEN: TaskEventKind.NAME_OPENED,
}


def note(named: Iterable[Named]) -> int:
    """Keep names with their tasks, each once a role. Returns their number."""
    once = {(task.pk, role, words): None for task, role, words in named if words}
    rows = [UnlistedName(task_id=pk, role=role, words=words) for pk, role, words in once]
    return len(UnlistedName.objects.bulk_create(rows, batch_size=200))


class BearersByName:
    """The units of a day that may bear tasks of `plan`, and every name that they bear."""

    def __init__(self, plan: Plan, *, on: date) -> None:
        self.units = list(possible_bearers(plan.owner_id, on=on).in_list_order())
        self._by_code = {unit.code: unit for unit in self.units}
        self._names = Names(names_in((unit.code, unit.folded) for unit in self.units))

    def named(self, words: str) -> Unit | None:
        code = self._names.code_of(words)
        return self._by_code[code] if code else None


@dataclass(frozen=True)
class NameOfPlan:
    """A name with all its places in a plan; `pk` is that of the first row."""

    pk: int
    words: str
    state: UnlistedState
    rows: list[UnlistedName]

    @property
    def is_open(self) -> bool:
        return self.state == UnlistedState.OPEN


def names_of(plan: Plan) -> list[NameOfPlan]:
    """The names in the order of the text, those that wait for the office first; one query."""
    found: dict[tuple[str, str], NameOfPlan] = {}
    rows = UnlistedName.objects.filter(task__plan=plan).select_related("task").in_plan_order()
    for row in rows:
        name = NameOfPlan(row.pk, row.words, UnlistedState(row.state), [])
        found.setdefault((row.state, row.words), name).rows.append(row)
    order = list(UnlistedState)
    return sorted(found.values(), key=lambda name: order.index(name.state))


def undecided_in(plan_id: int) -> list[str]:
    """The words that wait for the office, each once; one small query."""
    rows = statements.rows_of("undecided names", (), _undecided_of_plan, given=plan_id)
    return list(dict.fromkeys(words for (words,) in rows))


# Words, role, and whether the office left the name as it stands
NameOfTask = tuple[str, str, bool]


def of_task(task_id: int) -> list[NameOfTask]:
    """The names of a task that no unit was given for; one query."""
    return in_words(statements.rows_of("names of a task", (), _names_of_task, given=task_id))


def in_words(rows: Iterable[statements.Row]) -> list[NameOfTask]:
    """What is shown of names, from their words, role and state."""
    return [
        (words, AssignmentRole(role).label, state == UnlistedState.LEFT)
        for words, role, state in rows
    ]


def _undecided_of_plan() -> statements.Query:
    rows = UnlistedName.objects.undecided().filter(task__plan=statements.MARK)
    return rows.in_plan_order().values_list("words")


def _names_of_task() -> statements.Query:
    rows = UnlistedName.objects.without_unit().filter(task=statements.MARK)
    return rows.in_plan_order().values_list("words", "role", "state")


@transaction.atomic
def give(*, plan: Plan, words: str, units: Sequence[Unit], by: User, at: datetime) -> int:
    """Propose `units` for every task of `plan` that names them `words`. Returns their number.

    Where another unit leads the task, or several units do so from now on, each leads its part.
    """
    if not units:
        raise Refused("Hãy chọn đơn vị.")
    rows = _rows(plan, words, but=UnlistedState.GIVEN)
    for row in rows:
        for unit in units:
            _assign(row, unit, is_alone=len(units) == 1, by=by, at=at)
    names = ", ".join(unit.short_name for unit in units)
    _decide(rows, UnlistedState.GIVEN, f"“{words}”: {names}", by=by, at=at)
    return len(rows)


@transaction.atomic
def leave(*, plan: Plan, words: str, by: User, at: datetime) -> None:
    """Leave the name as it stands: it belongs to nobody who is followed."""
    rows = _rows(plan, words, only=UnlistedState.OPEN)
    _decide(rows, UnlistedState.LEFT, f"“{words}”", by=by, at=at)


@transaction.atomic
def reopen(*, plan: Plan, words: str, by: User, at: datetime) -> None:
    """Ask again whose name it is, after it was left or given; assignments stay as they are."""
    rows = _rows(plan, words, but=UnlistedState.OPEN)
    _decide(rows, UnlistedState.OPEN, f"“{words}”", by=by, at=at)


@transaction.atomic
def match_again(*, plan: Plan, by: User, at: datetime) -> int:
    """Give the names that units bear by now to those. Returns how many names."""
    bearers = BearersByName(plan, on=timezone.localdate(at))
    found = {words: bearers.named(words) for words in undecided_in(plan.pk)}
    given = {words: unit for words, unit in found.items() if unit}
    for words, unit in given.items():
        give(plan=plan, words=words, units=[unit], by=by, at=at)
    return len(given)


def _rows(
    plan: Plan,
    words: str,
    *,
    only: UnlistedState | None = None,
    but: UnlistedState | None = None,
) -> list[UnlistedName]:
    """The rows of a name. The lock on the plan makes a second person who decides on it wait."""
    plan = locked_plan(plan.pk, no_key=True)
    refuse_closed(plan)
    named = UnlistedName.objects.filter(task__plan=plan, words=words)
    chosen = named.filter(state=only) if only else named.exclude(state=but)
    rows = list(chosen.select_related("task").in_plan_order())
    if not rows:
        raise Refused(f"“{words}” vừa được người khác xử lý. Hãy tải lại trang.")
    return rows


def _decide(
    rows: list[UnlistedName], state: UnlistedState, words: str, *, by: User, at: datetime
) -> None:
    kind = _EVENTS[state]
    UnlistedName.objects.filter(pk__in=[row.pk for row in rows]).update(state=state)
    for task in {row.task_id: row.task for row in rows}.values():
        TaskEvent.objects.record(task=task, kind=kind, by=by, at=at, note=words)


def _assign(row: UnlistedName, unit: Unit, *, is_alone: bool, by: User, at: datetime) -> None:
    """Propose `unit` in the role of the name, unless it has one in that task that is no less."""
    current = Assignment.objects.current().filter(task=row.task_id)
    own = current.filter(unit=unit).first()
    if own is not None and own.role in (AssignmentRole.LEAD, row.role):
        return
    if row.role == AssignmentRole.LEAD and (not is_alone or current.leading().exists()):
        leading.add_lead(task=row.task, unit=unit, by=by, at=at)
    else:
        role = AssignmentRole(row.role)
        assigning.set_role(task=row.task, unit=unit, role=role, by=by, at=at)
