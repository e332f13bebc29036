"""Which people go with their unit to its successor, and who waits for a decision."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from reporting.reorganisation.recognising import Heir, RecognisedRow
from units.models import Membership, Role


@dataclass(frozen=True)
class Move:
    """A role at a unit that ends, and the unit where it goes on; `why` tells why nowhere."""

    membership: Membership
    to: Heir | None
    why: str = ""

    @property
    def name(self) -> str:
        return self.membership.user.full_name


def moves_of(rows: Iterable[RecognisedRow], *, on: date) -> dict[int, list[Move]]:
    """The roles in force on the day of the step, by the unit that ends; one query.

    Of several heads that come together in one unit nobody can say which of them goes on as head.
    """
    by_unit = {row.unit.pk: row for row in rows if row.unit is not None}
    num_old = Counter(heir.reference for row in by_unit.values() for heir in row.heirs)
    found: dict[int, list[Move]] = {pk: [] for pk in by_unit}
    memberships = (
        Membership.objects.filter(unit__in=by_unit, user__is_active=True)
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=on))
        .select_related("user", "unit")
        .order_by("unit", "role", "user__sort_key", "pk")
    )
    for row in memberships:
        found[row.unit_id].append(_move(row, by_unit[row.unit_id].heirs, num_old))
    return found


def _move(membership: Membership, heirs: list[Heir], num_old: Counter[str]) -> Move:
    if not heirs:
        return Move(membership, None, "không có đơn vị kế thừa")
    if len(heirs) > 1:
        return Move(membership, None, "có nhiều đơn vị kế thừa")
    (heir,) = heirs
    has_others = num_old[heir.reference] > 1 or heir.unit is not None
    if membership.role == Role.HEAD and has_others:
        return Move(membership, None, "nhiều đơn vị về một, cần chọn thủ trưởng")
    return Move(membership, heir)
