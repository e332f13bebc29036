"""How far the plans are by which units carry out their tasks, for rows of assignments.

They are counted as every plan is, and change nothing in the figures of the plan above: there the
task is judged by the report of the unit alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from plans import access
from plans.models import PlanStatus
from reporting.counting.portfolio import Portfolio, tallies_of_kinds
from reporting.counting.tallies import Tally
from reporting.entries.assignment_rows import AssignmentRow, OwnPlan
from units.models import User


@dataclass(frozen=True)
class OwnPlanProgress:
    """The plan of a unit, with its counts where all of it may be read."""

    plan: OwnPlan
    is_counted: bool = False
    once: Tally = field(default_factory=Tally)
    periodic: Tally = field(default_factory=Tally)

    @property
    def words(self) -> str:
        """As in "3/5 nhiệm vụ hoàn thành, 1 quá hạn"; one-off and periodic work apart."""
        if self.plan.status != PlanStatus.ACTIVE:
            return self.plan.status.label.lower()
        return ", ".join(self._counted()) if self.is_counted else ""

    def _counted(self) -> Iterable[str]:
        once, periodic = self.once, self.periodic
        if once.num_applicable:
            yield f"{once.num_done}/{once.num_applicable} nhiệm vụ hoàn thành"
        if periodic.num_periodic:
            met = f"{periodic.num_period_met}/{periodic.num_periodic}"
            yield f"{met} việc thường xuyên, định kỳ đạt yêu cầu trong kỳ"
        if not once.num_applicable and not periodic.num_periodic:
            yield "chưa có nhiệm vụ nào để tính"
        if num_late := once.num_late + periodic.num_late:
            yield f"{num_late} quá hạn"


def own_plans_of(
    rows: Iterable[AssignmentRow], *, user: User, as_of: date
) -> Mapping[int, OwnPlanProgress]:
    """By assignment: the plan of its unit, where `user` may read it.

    No query where no row has one, and as many for any number of them.
    """
    permissions = access.permissions_by_plan(user)
    found = {
        row.pk: row.own_plan
        for row in rows
        if row.own_plan and "view_plan" in permissions.get(row.own_plan.pk, ())
    }
    if not found:
        return {}
    running = {plan.pk for plan in found.values() if plan.status == PlanStatus.ACTIVE}
    portfolio = Portfolio.of(user, running, as_of=as_of)
    tallies = tallies_of_kinds(portfolio) if portfolio.whole else {}
    return {
        pk: OwnPlanProgress(
            plan,
            is_counted=plan.pk in portfolio.whole,
            once=tallies.get((plan.pk, False), Tally()),
            periodic=tallies.get((plan.pk, True), Tally()),
        )
        for pk, plan in found.items()
    }
