"""First page of the office: what waits for it, and who has not sent in each open period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import NamedTuple

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from plans import access
from plans.models import Assignment, AssignmentState, Plan
from reporting.counting.fact_version import fact_version
from reporting.counting.open_periods import OpenPeriod, open_periods
from reporting.dashboards.units_choice import UnitsChoice
from reporting.models import (
    EntryStatus,
    Extension,
    ProgressEntry,
    ReportingPeriod,
    Review,
    ReviewStatus,
)
from reporting.models.entry import ProgressEntryQuerySet
from reporting.models.review import IN_PROGRESS
from reporting.verification.queue import waiting_in
from tracker.lib import statements, versioned
from tracker.lib.parted import Version
from units.models import Unit, User
from units.succession import PresentUnits, present_units

NUM_ROWS = 12
# More are listed on the page of the period
NUM_UNSENT = 60


@dataclass(frozen=True)
class Waiting:
    """Numbers of what waits for the office in a plan."""

    num_waiting: int
    num_proposed: int
    num_extensions: int
    num_in_progress: int
    num_failed: int


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
    counts: Waiting
    oldest: list[ProgressEntry]
    receiving: list[Receiving]
    can_verify: bool
    can_manage_periods: bool
    present: PresentUnits


def office_desks(
    plan_ids: Collection[int], user: User, *, today: date, choice: UnitsChoice
) -> list[OfficeDesk]:
    """Read the desks; the number of queries does not grow with periods and units."""
    if not plan_ids:
        return []
    version = fact_version()
    present = present_units(on=today) if choice.is_now else PresentUnits()
    receiving = versioned.value_of(
        ("receiving", tuple(sorted(plan_ids)), today, present.key),
        lambda: _receiving_in(plan_ids, today=today, present=present, version=version),
        version=version,
    )
    counts = _waiting_by_plan(plan_ids, version)
    return [
        _desk(
            plan,
            user,
            counts[plan.pk],
            [row for row in receiving if row.row.period.plan_id == plan.pk],
            present,
            version,
        )
        for plan in Plan.objects.in_use().filter(pk__in=plan_ids).order_by("issued_on", "pk")
    ]


def _desk(
    plan: Plan,
    user: User,
    counts: Waiting,
    receiving: list[Receiving],
    present: PresentUnits,
    version: Version | None,
) -> OfficeDesk:
    names = access.permissions_by_plan(user).get(plan.pk, set())
    can_verify = "verify_entries" in names
    return OfficeDesk(
        plan=plan,
        counts=counts,
        oldest=_oldest(plan, version) if can_verify else [],
        receiving=receiving,
        can_verify=can_verify,
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
    plan_ids: Collection[int], *, today: date, present: PresentUnits, version: Version | None
) -> list[Receiving]:
    """The open periods; as many queries for any number of them."""
    periods = list(ReportingPeriod.objects.open().filter(plan__in=plan_ids))
    rows = open_periods(periods, as_of=today, version=version)
    mine = {present.unit_of(pk) for row in rows for pk in row.unsent}
    units = Unit.objects.filter(pk__in=mine).in_list_order().values_list(*UnsentUnit._fields)
    unsent = list(starmap(UnsentUnit, units)) if rows else []
    return [_receiving(row, unsent, present) for row in rows]


def _receiving(row: OpenPeriod, units: list[UnsentUnit], present: PresentUnits) -> Receiving:
    mine = {present.unit_of(pk) for pk in row.unsent}
    return Receiving(row, len(mine), [unit for unit in units if unit.pk in mine][:NUM_UNSENT])


def _waiting_by_plan(plan_ids: Collection[int], version: Version | None) -> dict[int, Waiting]:
    """All that waits for the office, by plan; one query."""
    rows = statements.rows_of(
        ("waiting", tuple(sorted(plan_ids))), (), lambda: _waiting_in(plan_ids), version=version
    )
    return {pk: Waiting(*numbers) for pk, *numbers in rows}


def _waiting_in(plan_ids: Collection[int]) -> statements.Query:
    """The ids of the plans, and the numbers of `Waiting`."""
    reviews = Review.objects.order_by()
    sent = ProgressEntry.objects.filter(status=EntryStatus.SENT)
    proposed = Assignment.objects.filter(state=AssignmentState.PROPOSED)
    return Plan.objects.filter(pk__in=plan_ids).values_list(
        "pk",
        _number(sent, "assignment__task__plan"),
        _number(proposed, "task__plan"),
        _number(Extension.objects.pending(), "assignment__task__plan"),
        _number(reviews.filter(status__in=IN_PROGRESS), "plan"),
        _number(reviews.filter(status=ReviewStatus.FAILED), "plan"),
    )


def _number(rows: QuerySet[Model], plan: str) -> Coalesce:
    """Number of `rows` of the plan of the outer query; `plan` is their path to it."""
    counted = rows.filter(**{plan: OuterRef("pk")}).order_by().values(plan)
    number = counted.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
