"""What a reorganisation would change, unit by unit, before anything is written."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count

from plans.models import Assignment, AssignmentRole, AssignmentState, PlanStatus, TaskKind
from reporting.counting.status import statuses_of
from reporting.models import (
    EntryStatus,
    Extension,
    ProgressEntry,
    Reorganisation,
    ReportingPeriod,
    Submission,
)
from reporting.reorganisation.below import places_of
from reporting.reorganisation.ending_units import Decided, DecidedWork, EndingUnit, PeriodUnderWay
from reporting.reorganisation.own_plans import plans_of
from reporting.reorganisation.people import STAY, moves_of
from reporting.reorganisation.proposals import (
    EndingWork,
    Fate,
    PlacedKind,
    WorkDecision,
    options_of,
    proposal_for,
)
from reporting.reorganisation.recognising import Recognised, recognise

COLUMNS = (
    *("pk", "unit_id", "task_id", "role", "state", "task__code", "task__title", "task__kind"),
    *("task__plan_id", "task__plan__number", "task__group__position", "task__position"),
)


@dataclass
class ReorganisationPreview:
    """A whole reorganisation before it is carried out."""

    recognised: Recognised
    units: list[EndingUnit]

    @cached_property
    def work(self) -> list[DecidedWork]:
        return [one for unit in self.units for one in unit.work]

    @property
    def fates(self) -> list[tuple[str, int]]:
        counted = Counter(one.decision.fate for one in self.work)
        return [(str(fate.label), counted[fate]) for fate in Fate if counted[fate]]

    @property
    def num_ending(self) -> int:
        return sum(not unit.row.goes_on for unit in self.units)

    @property
    def num_own(self) -> int:
        return sum(one.is_own for one in self.work)

    @property
    def decided(self) -> dict[str, Decided]:
        """All that the office decides on, by key."""
        found: list[Decided] = []
        for unit in self.units:
            found += [*unit.work, *unit.moves, *unit.plans, *unit.below]
        return {one.key: one for one in found}

    @property
    def plan_ids(self) -> list[int]:
        kept = {one.plan.pk for unit in self.units for one in unit.plans}
        return sorted(kept.union(one.work.plan_id for one in self.work))

    @property
    def digest(self) -> str:
        """Equal where the same would be written."""
        rows = [
            f"{unit.pk}>{','.join(heir.reference for heir in unit.heirs)}:{unit.row.kind.value}:"
            f"{unit.row.goes_on}"
            for unit in self.units
        ]
        decisions = sorted(f"{key}={one.decision}" for key, one in self.decided.items())
        text = "\n".join([*rows, *decisions])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def placed(self) -> dict[PlacedKind, list[Decided]]:
        """What is placed, by the kinds of which any unit has something."""
        found = {
            what: [one for unit in self.units for one in unit.placed(what)] for what in PlacedKind
        }
        return {what: ones for what, ones in found.items() if ones}

    @property
    def places(self) -> list[tuple[str, int, int]]:
        """Of each kind that is placed, how many there are, and how many wait."""
        return [
            (str(what.label), len(ones), sum(one.decision == STAY for one in ones))
            for what, ones in self.placed.items()
        ]

    def unit(self, pk: int) -> EndingUnit | None:
        return next((unit for unit in self.units if unit.pk == pk), None)


def recognised_of(act: Reorganisation, *, today: date) -> Recognised:
    return recognise(act.table, choices=act.choices, effective_on=act.effective_on, today=today)


def preview_of(act: Reorganisation, *, today: date) -> ReorganisationPreview:
    """Read everything about the units of `act`, in as many queries for any number of them."""
    recognised = recognised_of(act, today=today)
    rows = [row for row in recognised.rows if row.unit is not None and row.is_clear]
    units = {row.unit.pk: EndingUnit(row) for row in rows if row.unit is not None}
    work = _work_of(units, today=today)
    is_done = _done_everywhere(work, units)
    for one in work:
        unit = units[one.unit_id]
        unit.work.append(_decided(one, unit, act.decisions, is_done))
    moves_by_unit = moves_of(recognised, rows, act.decisions, on=act.effective_on)
    for pk, moves in moves_by_unit.items():
        units[pk].moves = moves
    for pk, plans in plans_of(recognised, rows, act.decisions).items():
        units[pk].plans = plans
    for pk, below in places_of(recognised, rows, act.decisions, on=act.effective_on).items():
        units[pk].below = below
    _count_results(units)
    _add_periods(units, [one.plan_id for one in work])
    return ReorganisationPreview(recognised, list(units.values()))


def _work_of(unit_ids: Iterable[int], *, today: date) -> list[EndingWork]:
    """The assignments that have not ended, in the order of the plans."""
    rows = Assignment.objects.current().filter(unit__in=list(unit_ids))
    rows = rows.exclude(task__plan__status=PlanStatus.CLOSED)
    found = list(statuses_of(rows, *COLUMNS, as_of=today))
    found.sort(
        key=lambda pair: (
            pair[1]["task__plan_id"],
            pair[1]["role"] != AssignmentRole.LEAD,
            pair[1]["task__group__position"],
            pair[1]["task__position"],
            pair[1]["pk"],
        )
    )
    return [
        EndingWork(
            pk=row["pk"],
            unit_id=row["unit_id"],
            task_id=row["task_id"],
            plan_id=row["task__plan_id"],
            plan=row["task__plan__number"],
            code=row["task__code"],
            title=row["task__title"],
            role=AssignmentRole(row["role"]),
            kind=TaskKind(row["task__kind"]),
            is_confirmed=row["state"] == AssignmentState.CONFIRMED,
            label=status.label,
        )
        for status, row in found
    ]


def _done_everywhere(
    work: Iterable[EndingWork], units: Mapping[int, EndingUnit]
) -> Callable[[int, str], bool]:
    """Whether all units that end for one successor have done a task."""
    open_work = {
        (one.task_id, heir.reference)
        for one in work
        for heir in units[one.unit_id].heirs
        if one.is_lead and one.is_confirmed and not one.is_done
        if not units[one.unit_id].row.goes_on
    }
    return lambda task_id, to: (task_id, to) not in open_work


def _decided(
    work: EndingWork,
    unit: EndingUnit,
    decisions: Mapping[str, str],
    is_done: Callable[[int, str], bool],
) -> DecidedWork:
    goes_on = unit.row.goes_on
    proposal, why = proposal_for(work, unit.heirs, goes_on=goes_on, is_done_everywhere=is_done)
    options = options_of(work, unit.heirs, goes_on=goes_on)
    own = WorkDecision.read(decisions.get(str(work.pk), ""))
    # What was decided for a table that read otherwise then has no place in this one
    decision = own if own in dict(options) and own is not None else proposal
    return DecidedWork(work, proposal, why, decision, options)


def _count_results(units: Mapping[int, EndingUnit]) -> None:
    """Results with the office or sent back by it, and undecided requests; two queries."""
    with_office = (EntryStatus.RETURNED, EntryStatus.SENT)
    entries = (
        ProgressEntry.objects.filter(submission__unit__in=list(units), status__in=with_office)
        .values_list("submission__unit", "status")
        .annotate(num=Count("pk"))
    )
    for pk, status, num in entries.order_by():
        if status == EntryStatus.RETURNED:
            units[pk].num_returned = num
        else:
            units[pk].num_waiting = num
    pending = Extension.objects.pending().filter(assignment__unit__in=list(units))
    counted = pending.values_list("assignment__unit").annotate(num=Count("pk"))
    for pk, num in counted.order_by():
        units[pk].num_extensions = num


def _add_periods(units: Mapping[int, EndingUnit], plan_ids: Iterable[int]) -> None:
    """The open periods of the plans that each unit takes part in; two queries."""
    periods = list(
        ReportingPeriod.objects.open()
        .filter(plan__in=set(plan_ids))
        .select_related("plan")
        .order_by("plan", "data_to", "pk")
    )
    submissions = Submission.objects.filter(period__in=periods, unit__in=list(units))
    states = {(row.period_id, row.unit_id): row for row in submissions.order_by("pk")}
    for pk, unit in units.items():
        own_plans = {one.work.plan_id for one in unit.work}
        for period in periods:
            if period.plan_id in own_plans:
                words = _words_of(states.get((period.pk, pk)))
                unit.periods.append(PeriodUnderWay(period.name, period.plan.number, words))


def _words_of(submission: Submission | None) -> str:
    if submission is None:
        return "chưa lập báo cáo"
    return "đã gửi" if submission.sent_at else "đang soạn"
