"""Use cases that add a plan, change its facts, and put it into effect."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction

from plans import access, bodies
from plans.assignment_steps import refuse_closed
from plans.editing import facts, placing
from plans.editing.placing import PlanPlace
from plans.locking import locked_plan
from plans.models import (
    LegalDocument,
    Plan,
    PlanEvent,
    PlanEventKind,
    PlanQuerySet,
    PlanStatus,
)
from tracker.lib.refusal import Refused
from units.models import Unit, User


class PlanExists(Refused):
    """A plan with this number and day is there already; `plan` is that plan."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            f"Kế hoạch số {plan.number} ngày {plan.issued_on:%d/%m/%Y} đã có trong danh mục."
        )
        self.plan = plan


@dataclass(frozen=True)
class PlanSpec:
    """Facts of a plan; see `Plan`."""

    number: str
    short_title: str
    subject: str
    issuer: str
    superior_body: str
    issuing_body: str
    symbol: str
    place: str
    issued_on: date
    signer_capacity: str
    signer_post: str
    signer_name: str
    kind: str = "Kế hoạch"
    basis: str = ""
    purposes: str = ""
    requirements: str = ""
    recipients: str = ""
    parent_document: LegalDocument | None = None
    issuing_unit: Unit | None = None
    is_head_inferred: bool = False


NAMES = tuple(field.name for field in fields(PlanSpec))
# A plan is not put into effect without them; the length of a fact alone is checked by its form
NEEDED = ("number", "short_title", "subject", "issuing_body", "issuer", "symbol", "place")


def values_of(plan: Plan) -> dict[str, object]:
    """The facts of `plan`, as a form shows them."""
    return {name: getattr(plan, name) for name in NAMES}


@transaction.atomic
def add_plan(
    *, spec: PlanSpec, by: User, at: datetime, note: str = "", place: PlanPlace | None = None
) -> Plan:
    """Add a plan as a draft, without groups and tasks. Other units do not see it yet.

    It is one of the office, or the own plan of a unit in its `place`. `note` says in the history
    where it comes from, if it was not typed.
    """
    plan = Plan(status=PlanStatus.DRAFT)
    if place is not None:
        place = placing.locked_place(place, at=at)
        plan.owner, plan.parent_task = place.owner, place.task
        note = ". ".join(filter(None, [str(place), note]))
    values = _checked(plan, _tidied(spec))
    for name, value in values.items():
        setattr(plan, name, value)
    _save(plan)
    bodies.ensure_body(plan=plan)
    access.ensure_grants(plan=plan)
    PlanEvent.objects.record(plan=plan, kind=PlanEventKind.ADDED, note=note, by=by, at=at)
    return plan


@transaction.atomic
def change_plan(
    *, plan: Plan, spec: PlanSpec, by: User, at: datetime, seen: str | None = None
) -> list[str]:
    """Change facts of `plan`, and return what changed in words.

    `seen` is what the form showed (`facts.digests`), so that concurrent changes are merged.
    """
    plan = locked_plan(plan.pk)
    refuse_closed(plan)
    before = values_of(plan)
    values = _checked(plan, facts.merged(_tidied(spec), before, seen=seen))
    changes = facts.differences(Plan, before, values)
    if not changes:
        return []
    for name, value in values.items():
        setattr(plan, name, value)
    _save(plan)
    note = "; ".join(changes)
    PlanEvent.objects.record(plan=plan, kind=PlanEventKind.CHANGED, note=note, by=by, at=at)
    return changes


@transaction.atomic
def activate(*, plan: Plan, by: User, at: datetime) -> None:
    """Put a drafted plan into effect: units that it is assigned to may read it from now on."""
    plan = locked_plan(plan.pk)
    if not plan.is_draft:
        raise Refused(f"Kế hoạch này không còn ở trạng thái “{PlanStatus.DRAFT.label}”.")
    if not plan.tasks.exists():
        raise Refused("Kế hoạch chưa có nhiệm vụ nào. Hãy thêm nhiệm vụ trước.")
    plan.status = PlanStatus.ACTIVE
    plan.save(update_fields=["status"])
    access.ensure_grants(plan=plan)
    PlanEvent.objects.record(plan=plan, kind=PlanEventKind.ACTIVATED, by=by, at=at)


def _save(plan: Plan) -> None:
    """Write `plan`; somebody else may have written one with its number and day at this moment."""
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        key = {"number": plan.number, "issued_on": plan.issued_on}
        raise PlanExists(_others(plan, key).get()) from None


def _others(plan: Plan, key: dict[str, object]) -> PlanQuerySet:
    """Plans of the same owner with this number and day: units number their own papers."""
    return Plan.objects.filter(owner=plan.owner_id, **key).exclude(pk=plan.pk)


def _tidied(spec: PlanSpec) -> dict[str, object]:
    return {name: facts.tidy(getattr(spec, name)) for name in NAMES}


def _checked(plan: Plan, values: dict[str, object]) -> dict[str, object]:
    """`values`, unless they belong to another plan or carry a mark of secrecy."""
    facts.refuse_marks(Plan, values)
    for name in NEEDED:
        if not values[name]:
            raise Refused(f"Cần ghi {facts.label(Plan, name)}.")
    key = {name: values[name] for name in ("number", "issued_on")}
    other = _others(plan, key).first()
    if other is not None:
        raise PlanExists(other)
    return values
