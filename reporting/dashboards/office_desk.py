"""First page of the office of one plan: what waits for it, and who has not sent in each period."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import starmap
from typing import NamedTuple

from plans import access
from plans.models import Plan
from reporting.counting.open_periods import OpenPeriod, open_periods
from reporting.dashboards.units_choice import UnitsChoice
from reporting.models import ProgressEntry, ReportingPeriod
from reporting.models.entry import ProgressEntryQuerySet
from reporting.portfolio.waiting import Waiting, waiting_by_plan
from reporting.verification.queue import waiting_in
from tracker.lib import statements, versioned
from tracker.lib.parted import Version
from units.models import Unit, User
from units.succession import PresentUnits, present_units

NUM_ROWS = 12
# More are listed on the page of the period
NUM_UNSENT = 60


class UnsentUnit(NamedTuple):
    """What a link to a unit shows: hundreds of whole units would cost more than the page."""

    pk: int
    short_name: str
    last_day: date | None


@dataclass(frozen=True)
class Receiving:
    """An open period with the first of its unsent units in list order.

    `num_unsent` counts a unit of today once, whatever it stands for.
    """

    row: OpenPeriod
    num_unsent: int
    unsent: list[UnsentUnit]

    @property
    def num_more(self) -> int:
        return self.num_unsent - len(self.unsent)


@dataclass(frozen=True)
class OfficeDesk:
    """Late units and work that waits for the office; its open periods, soonest due first."""

    plan: Plan
    version: Version | None
    counts: Waiting
    receiving: list[Receiving]
    can_verify: bool
    can_manage_periods: bool
    present: PresentUnits

    @cached_property
    def oldest(self) -> list[ProgressEntry]:
        """Read where they were not drawn before."""
        return _oldest(self.plan, self.version) if self.can_verify else []


def office_desk(
    plan: Plan, user: User, *, today: date, choice: UnitsChoice, version: Version | None
) -> OfficeDesk:
    """Read the desk; the number of queries does not grow with periods and units.

    The `version` was read before the plan.
    """
    present = present_units(on=today) if choice.is_now else PresentUnits()
    receiving = versioned.value_of(
        ("receiving", plan.pk, today, present.key),
        lambda: _receiving_in(plan, today=today, present=present, version=version),
        version=version,
    )
    names = access.permissions_by_plan(user).get(plan.pk, set())
    return OfficeDesk(
        plan=plan,
        version=version,
        counts=waiting_by_plan([plan.pk], version)[plan.pk],
        receiving=receiving,
        can_verify="verify_entries" in names,
        can_manage_periods="manage_periods" in names,
        present=present,
    )


def _oldest(plan: Plan, version: Version | None) -> list[ProgressEntry]:
    """The first entries of the queue of a plan; two queries."""
    waiting = ("submission__period", "submission__unit", "assignment__task")

    def build_ids() -> statements.Query:
        return waiting_in(statements.MARK).values("pk")[:NUM_ROWS]

    def build(selected: tuple[int, ...]) -> ProgressEntryQuerySet:
        return ProgressEntry.objects.filter(pk__in=selected).select_related(*waiting)

    rows = statements.rows_of("oldest", ("pk",), build_ids, given=plan.pk, version=version)
    ids = [pk for (pk,) in rows]
    selected, given = statements.marks_or_ids(ids)
    found = statements.objects_of(("oldest rows", selected), lambda: build(selected), given=given)
    by_id = {entry.pk: entry for entry in found}
    return [by_id[pk] for pk in ids if pk in by_id]


def _receiving_in(
    plan: Plan, *, today: date, present: PresentUnits, version: Version | None
) -> list[Receiving]:
    """The open periods; as many queries for any number of them."""
    periods = list(ReportingPeriod.objects.open().filter(plan=plan))
    rows = open_periods(periods, as_of=today, version=version)
    mine = {present.unit_of(pk) for row in rows for pk in row.unsent}
    units = Unit.objects.filter(pk__in=mine).in_list_order().values_list(*UnsentUnit._fields)
    unsent = list(starmap(UnsentUnit, units)) if rows else []
    return [_receiving(row, unsent, present) for row in rows]


def _receiving(row: OpenPeriod, units: list[UnsentUnit], present: PresentUnits) -> Receiving:
    mine = {present.unit_of(pk) for pk in row.unsent}
    return Receiving(row, len(mine), [unit for unit in units if unit.pk in mine][:NUM_UNSENT])
