"""The opened periods of a plan with what the office decided about single units: read once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import F, QuerySet
from django.utils import timezone

from plans.models import Plan
from reporting.counting.fact_version import fact_version
from reporting.counting.work_days import Adjusted, Decision
from reporting.models import ReportingPeriod
from tracker.lib import statements, versioned
from tracker.lib.parted import Version

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Adjustment(TypedDict):
        adjusted_unit: int | None
        adjusted_as: str
        adjusted_at: datetime

    WithAdjustment = WithAnnotations[ReportingPeriod, Adjustment]


@dataclass(frozen=True)
class Calendar:
    """The opened periods, newest first, and the releases and additions in them.

    `version`: of all that is counted, when this was read; None where nothing is kept by it.
    """

    periods: list[ReportingPeriod]
    adjusted: Adjusted
    is_of_one_plan: bool = True
    version: Version | None = None


def calendar_of(plan: Plan) -> Calendar:
    """Periods and adjustments of `plan`: two queries, and one where they are as they were.

    The periods are shared by all pages, which only read them.
    """
    return calendar_at(fact_version(), plan)


def calendar_at(version: Version | None, plan: Plan) -> Calendar:
    """The same for whoever read the `version` before the plan; one query, or none."""
    found = versioned.value_of(
        ("calendar", plan.pk), lambda: _read(plan), version=version and version.common
    )
    return replace(found, version=version)


def calendar_of_all() -> Calendar:
    """Those of all plans; one query."""
    rows = statements.objects_of("calendar of all", _with_adjustments)
    return replace(_folded(rows), is_of_one_plan=False)


def calendar_of_all_at(version: Version | None) -> Calendar:
    """The same for whoever read the `version` before; one query, or none."""
    common = version and version.common
    return versioned.value_of("calendar of all", calendar_of_all, version=common)


def _read(plan: Plan) -> Calendar:
    def build() -> QuerySet[ReportingPeriod]:
        return _with_adjustments().filter(plan=statements.MARK)

    found = _folded(statements.objects_of("calendar", build, given=plan.pk))
    for period in found.periods:
        period.plan = plan
    return found


def _with_adjustments() -> QuerySet[ReportingPeriod]:
    """A period comes once for each of its adjustments."""
    opened = ReportingPeriod.objects.opened().newest_first()
    return opened.annotate(
        adjusted_unit=F("adjustments__unit"),
        adjusted_as=F("adjustments__kind"),
        adjusted_at=F("adjustments__at"),
    )


def _folded(rows: list[ReportingPeriod]) -> Calendar:
    periods: dict[int, ReportingPeriod] = {}
    adjusted: dict[tuple[int, int], Decision] = {}
    for row in cast("list[WithAdjustment]", rows):
        periods.setdefault(row.pk, row)
        if row.adjusted_unit is not None:
            decision = row.adjusted_as, timezone.localdate(row.adjusted_at)
            adjusted[row.pk, row.adjusted_unit] = decision
    return Calendar(list(periods.values()), adjusted)
