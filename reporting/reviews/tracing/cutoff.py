"""The rows of a review as they were on its cut-off day, each kind read once and when it is asked.

They are read by the functions that took the snapshot, so that they can only differ from it where
something was recorded for those days after the snapshot was taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from plans.models import Assignment, Indicator
from reporting.counting.punctuality import FilingState, filing_states
from reporting.counting.status import Status
from reporting.counting.status_columns import status_of, with_status
from reporting.models import ReportingPeriod, Review
from reporting.reviews.schema import FrozenTask, Snapshot
from reporting.reviews.snapshots import indicators as snapshot_indicators
from reporting.reviews.snapshots.comparison import Earlier, earlier_than
from reporting.reviews.snapshots.results import Reported, reported
from reporting.reviews.snapshots.snapshot import periods_of, present_units_of, unit_names
from units.models import Unit
from units.succession import PresentUnits


@dataclass(frozen=True)
class PartAtCutoff:
    """An assignment of a leading unit with its status; `unit` is the one that it counts to."""

    assignment: Assignment
    unit: int
    status: Status


class CutoffRows:
    """The rows of `review`, whose figures are `snapshot`."""

    def __init__(self, review: Review, snapshot: Snapshot) -> None:
        self.review = review
        self.snapshot = snapshot
        self.as_of = review.cutoff_on
        self._parts: dict[int, list[PartAtCutoff]] = {}

    @cached_property
    def periods(self) -> list[ReportingPeriod]:
        return periods_of(self.review)

    @cached_property
    def names(self) -> dict[int, dict[str, str]]:
        return unit_names(self.as_of)

    @cached_property
    def results(self) -> list[Reported]:
        return reported(self.review.plan, self.periods, as_of=self.as_of)

    @cached_property
    def earlier(self) -> Earlier:
        return earlier_than(self.periods)

    @cached_property
    def filings(self) -> list[FilingState]:
        """Who had to send in the periods of the review, in the order of the list of units."""
        states = filing_states(periods=self.periods, as_of=self.as_of)
        place = {pk: number for number, pk in enumerate(self.units)}
        return sorted(states, key=lambda row: place[row.unit_id])

    @cached_property
    def units(self) -> dict[int, Unit]:
        """All units in the order of their list."""
        units = Unit.objects.select_related("bloc").order_by("position", "name", "pk")
        return {unit.pk: unit for unit in units}

    @cached_property
    def tasks(self) -> dict[str, FrozenTask]:
        """The tasks of the snapshot by code, in the order of the plan."""
        return {task["code"]: task for group in self.snapshot["groups"] for task in group["tasks"]}

    @cached_property
    def _present(self) -> PresentUnits:
        """As known when the snapshot was taken."""
        taken_at = self.review.snapshot_at or timezone.now()
        return present_units_of(self.review, on=timezone.localdate(taken_at))

    def parts(self, up_to: ReportingPeriod | None = None) -> list[PartAtCutoff]:
        """All parts with their status after the last period of the review, or after `up_to`."""
        period = up_to or self.review.period_to
        if period.pk not in self._parts:
            owed = Assignment.objects.owed().filter(task__plan=self.review.plan_id)
            rows = with_status(owed, as_of=self.as_of, up_to=period).select_related("task__group")
            self._parts[period.pk] = [
                PartAtCutoff(row, self._present.unit_of(row.unit_id), status_of(row))
                for row in rows.in_plan_order()
            ]
        return self._parts[period.pk]

    def unit_name(self, pk: int) -> str:
        """The name of a unit on the day; where the history has a gap, the current one."""
        return self.names.get(pk, {}).get("name", self.units[pk].name)

    def period_name(self, pk: int) -> str:
        known = (*self.periods, *self.earlier.periods)
        return next((row.name for row in known if row.pk == pk), "")

    def assignments(self, rows: Iterable[Reported]) -> dict[int, Assignment]:
        """The assignments of these results, by key."""
        found = Assignment.objects.select_related("task").in_bulk({row.assignment for row in rows})
        return dict(found)

    @cached_property
    def indicators(self) -> list[Indicator]:
        return snapshot_indicators.indicators_of(self.review.plan)
