"""Which plans that units keep for themselves go on with a successor, and which wait."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plans.models import Plan
from reporting.reorganisation.people import STAY
from reporting.reorganisation.recognising import Heir, Recognised, RecognisedRow

# Numbers of plans by the reference of a unit and the task
Taken = Counter[tuple[str, int | None]]
SHOWN = ("number", "issued_on", "short_title", "status", "owner", "parent_task")


@dataclass(frozen=True)
class PlanMove:
    """The plan of a unit that ends, the reference of the unit proposed for it, or `STAY`, and why.

    `to` is the unit that goes on with it, if any.
    """

    plan: Plan
    proposal: str
    why: str
    decision: str
    to: Heir | None
    options: list[tuple[str, str]]

    @property
    def key(self) -> str:
        return f"plan-{self.plan.pk}"


def plans_of(
    recognised: Recognised, rows: Iterable[RecognisedRow], decisions: Mapping[str, str]
) -> dict[int, list[PlanMove]]:
    """The plans in use that units keep which end, by unit; two queries."""
    by_unit = {row.unit.pk: row for row in rows if row.unit is not None and not row.goes_on}
    found: dict[int, list[PlanMove]] = {pk: [] for pk in by_unit}
    in_use = Plan.objects.in_use().only(*SHOWN)
    plans = list(in_use.filter(owner__in=by_unit).order_by("-issued_on", "pk"))
    if not plans:
        return found
    taken = _taken_by(recognised.heirs.values())
    for plan in plans:
        owner = plan.owner_id or 0
        heirs = by_unit[owner].heirs
        proposal, why = _proposal_for(plan, heirs, taken)
        options = [(heir.reference, f"Chuyển cho {heir.short_name}") for heir in heirs]
        options.append((STAY, "Để lại, chờ quyết định"))
        own = decisions.get(f"plan-{plan.pk}", "")
        decision = own if own in dict(options) else proposal
        taken[decision, plan.parent_task_id] += 1
        to = recognised.heirs.get(decision)
        found[owner].append(PlanMove(plan, proposal, why, decision, to, options))
    return found


def _taken_by(heirs: Iterable[Heir]) -> Taken:
    """The tasks for which successors have a plan: of a second one for the same the office says."""
    known = {heir.unit.pk: heir.reference for heir in heirs if heir.unit is not None}
    plans = Plan.objects.in_use().filter(owner__in=known, parent_task__isnull=False)
    rows = plans.values_list("owner", "parent_task")
    return Counter((known[owner], task) for owner, task in rows if owner is not None)


def _proposal_for(plan: Plan, heirs: list[Heir], taken: Taken) -> tuple[str, str]:
    if not heirs:
        return STAY, "Không có đơn vị kế thừa"
    if len(heirs) > 1:
        return STAY, "Có nhiều đơn vị kế thừa, cần chọn một"
    to = heirs[0].reference
    if plan.parent_task_id is not None and taken[to, plan.parent_task_id]:
        return STAY, f"{heirs[0].short_name} đã có kế hoạch cho cùng nhiệm vụ"
    return to, "Một đơn vị kế thừa"
