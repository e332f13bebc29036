"""Which people go with their unit to its successor, and who waits for a decision."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from reporting.reorganisation.proposals import BETWEEN
from reporting.reorganisation.recognising import Heir, Recognised, RecognisedRow
from units.models import Membership, Role
from units.models.membership import role_names

STAY = "stay"


@dataclass(frozen=True)
class MoveDecision:
    """The role in which a person goes on, and the reference of the unit; nowhere if empty."""

    role: str = ""
    to: str = ""

    def __str__(self) -> str:
        return f"{self.role}{BETWEEN}{self.to}" if self.to else STAY


@dataclass(frozen=True)
class Move:
    """A role at a unit that ends, what is proposed for it, why, and what is decided.

    `to` is the unit where it goes on, if any.
    """

    membership: Membership
    role_name: str
    proposal: MoveDecision
    why: str
    decision: MoveDecision
    to: Heir | None
    options: list[tuple[MoveDecision, str]]

    @property
    def key(self) -> str:
        return f"role-{self.membership.pk}"

    @property
    def name(self) -> str:
        return self.membership.user.full_name


def moves_of(
    recognised: Recognised, rows: Iterable[RecognisedRow], decisions: Mapping[str, str], *, on: date
) -> dict[int, list[Move]]:
    """The roles in force on the day of the step, by the unit that ends; two queries."""
    by_unit = {row.unit.pk: row for row in rows if row.unit is not None}
    num_old = Counter(heir.reference for row in by_unit.values() for heir in row.heirs)
    found: dict[int, list[Move]] = {pk: [] for pk in by_unit}
    names = role_names()
    memberships = (
        Membership.objects.filter(unit__in=by_unit, user__is_active=True)
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=on))
        .select_related("user", "unit")
        .order_by("unit", "role", "user__sort_key", "pk")
    )
    for row in memberships:
        unit = by_unit[row.unit_id]
        proposal, why = _proposal_for(row, unit, num_old)
        # People of a unit that nobody follows go to any unit of the table
        options = _options_of(row, unit, unit.heirs or recognised.heirs.values(), names)
        own = decisions.get(f"role-{row.pk}", "")
        decision = next((one for one, _ in options if str(one) == own), proposal)
        to = recognised.heirs.get(decision.to)
        move = Move(row, names[row.role], proposal, why, decision, to, options)
        found[row.unit_id].append(move)
    return found


def _proposal_for(
    membership: Membership, row: RecognisedRow, num_old: Counter[str]
) -> tuple[MoveDecision, str]:
    """Of several heads that come together in one unit nobody can say which of them goes on."""
    if row.goes_on:
        return MoveDecision(), "đơn vị còn hoạt động"
    if not row.heirs:
        return MoveDecision(), "không có đơn vị kế thừa"
    if len(row.heirs) > 1:
        return MoveDecision(), "có nhiều đơn vị kế thừa"
    (heir,) = row.heirs
    has_others = num_old[heir.reference] > 1 or heir.unit is not None
    if membership.role == Role.HEAD and has_others:
        return MoveDecision(), "nhiều đơn vị về một, cần chọn thủ trưởng"
    return MoveDecision(membership.role, heir.reference), "một đơn vị kế thừa"


def _options_of(
    membership: Membership, row: RecognisedRow, heirs: Iterable[Heir], names: Mapping[str, str]
) -> list[tuple[MoveDecision, str]]:
    """A head of before may go on as an officer."""
    is_head = membership.role == Role.HEAD
    roles = [Role.HEAD.value, Role.OFFICER.value] if is_head else [membership.role]
    goes = [
        (MoveDecision(role, heir.reference), f"Sang {heir.short_name}, {names[role]}")
        for heir in heirs
        for role in roles
    ]
    left = "Ở lại đơn vị" if row.goes_on else "Ở lại, chờ quyết định"
    return [*goes, (MoveDecision(), left)]
