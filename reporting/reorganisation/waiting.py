"""What still waits for a decision after a reorganisation was carried out."""

from dataclasses import dataclass, field
from datetime import date

from plans.models import Assignment, AssignmentState, Plan, PlanStatus
from reporting.counting.status import statuses_of
from reporting.models import EntryStatus, Extension, ProgressEntry, Reorganisation, Submission
from units.models import Membership, Unit


@dataclass(frozen=True)
class WaitingWork:
    """An assignment that was left with a unit that has ended."""

    pk: int
    code: str
    title: str
    plan: str
    words: str


@dataclass
class WaitingUnit:
    """What is left of one unit that has ended."""

    unit: Unit
    work: list[WaitingWork] = field(default_factory=list)
    entries: list[ProgressEntry] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    drafts: list[Submission] = field(default_factory=list)
    people: list[Membership] = field(default_factory=list)
    below: list[Unit] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[int, str]]:
        """How much there is of each, without what there is nothing of."""
        found = (
            (len(self.work), "phân công"),
            (len(self.entries), "kết quả"),
            (len(self.extensions), "đề nghị gia hạn"),
            (len(self.drafts), "báo cáo đang soạn"),
            (len(self.people), "người"),
            (len(self.below), "đơn vị trực thuộc"),
            (len(self.plans), "kế hoạch của đơn vị"),
        )
        return [(num, what) for num, what in found if num]

    @property
    def words(self) -> str:
        """As in "4 phân công, 1 người"."""
        return ", ".join(f"{num} {what}" for num, what in self.counts)


@dataclass
class WaitingDecisions:
    """The units with something left, and new units without anybody."""

    units: list[WaitingUnit]
    without_people: list[Unit]

    @property
    def num_work(self) -> int:
        return sum(len(unit.work) for unit in self.units)

    @property
    def is_empty(self) -> bool:
        return not self.units and not self.without_people


def waiting_of(act: Reorganisation, *, today: date) -> WaitingDecisions:
    """What waits, in as many queries for any number of units."""
    trace = act.trace or {}
    touched = [int(pk) for pk in trace.get("units", {})]
    units = {
        unit.pk: WaitingUnit(unit)
        for unit in Unit.objects.filter(pk__in=touched, last_day__isnull=False).in_list_order()
    }
    ended = list(units)
    _add_work(units, today)
    _add_plans(units)
    with_office = (EntryStatus.RETURNED, EntryStatus.SENT)
    entries = ProgressEntry.objects.filter(submission__unit__in=ended, status__in=with_office)
    for entry in entries.select_related("submission__period", "assignment__task__plan").order_by(
        "submission", "assignment__task__position", "pk"
    ):
        units[entry.submission.unit_id].entries.append(entry)
    extensions = Extension.objects.pending().filter(assignment__unit__in=ended)
    for extension in extensions.select_related("assignment__task__plan").order_by("pk"):
        units[extension.assignment.unit_id].extensions.append(extension)
    drafts = Submission.objects.filter(
        unit__in=ended, sent_at__isnull=True, period__closed_at__isnull=True
    )
    for draft in drafts.select_related("period__plan").order_by("pk"):
        units[draft.unit_id].drafts.append(draft)
    _add_people(units, act.effective_on, today)
    below = Unit.objects.existing_on(today).filter(parent__in=ended).in_list_order()
    for child in below:
        if child.parent_id is not None:
            units[child.parent_id].below.append(child)
    new = Unit.objects.filter(pk__in=trace.get("new_units", [])).in_list_order()
    return WaitingDecisions(
        [unit for unit in units.values() if unit.counts],
        list(new.exclude(memberships__in=Membership.objects.lasting(today))),
    )


def _add_work(units: dict[int, WaitingUnit], today: date) -> None:
    rows = Assignment.objects.current().filter(unit__in=list(units))
    rows = rows.exclude(task__plan__status=PlanStatus.CLOSED)
    columns = ("pk", "unit_id", "state", "task__code", "task__title", "task__plan__number")
    order = ("task__plan_id", "task__group__position", "task__position")
    found = sorted(
        statuses_of(rows, *columns, *order, as_of=today),
        key=lambda pair: (*(pair[1][name] for name in order), pair[1]["pk"]),
    )
    for status, row in found:
        is_proposed = row["state"] == AssignmentState.PROPOSED
        units[row["unit_id"]].work.append(
            WaitingWork(
                row["pk"],
                row["task__code"],
                row["task__title"],
                row["task__plan__number"],
                str(AssignmentState.PROPOSED.label if is_proposed else status.label.label),
            )
        )


def _add_plans(units: dict[int, WaitingUnit]) -> None:
    plans = Plan.objects.in_use().filter(owner__in=list(units))
    for plan in plans.order_by("-issued_on", "pk"):
        if plan.owner_id is not None:
            units[plan.owner_id].plans.append(plan)


def _add_people(units: dict[int, WaitingUnit], since: date, today: date) -> None:
    """People whose role lasted until their unit ended, and who have none at another unit."""
    rows = Membership.objects.filter(unit__in=list(units), user__is_active=True)
    elsewhere = Membership.objects.lasting(today).exclude(unit__in=list(units)).values("user")
    left = rows.exclude(last_day__lt=since).exclude(user__in=elsewhere)
    for row in left.select_related("user", "unit").order_by("role", "user__sort_key", "pk"):
        units[row.unit_id].people.append(row)
