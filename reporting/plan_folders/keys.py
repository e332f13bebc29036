"""What the rows of a folder are called by others: codes that people know, or ids."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model

from reporting.plan_folders import tables
from units.models import Unit, User

Key = str | int


@dataclass
class Keys:
    """The names of a plan's rows; `needed` are the shared ones that were named so far."""

    plan_id: int
    of: dict[type[Model], dict[int, Key]] = field(default_factory=dict)
    needed: dict[type[Model], set[Key]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in tables.TABLES:
            name = tables.NAMED_BY.get(table.model, "pk")
            rows = table.model._base_manager.filter(table.only, **{table.plan: self.plan_id})
            self.of[table.model] = dict(rows.values_list("pk", name))
        self.of[Unit] = dict(Unit.objects.values_list("pk", "code"))
        people = User.objects.order_by("pk").values_list("pk", "full_name", "position")
        self.of[User] = dict(_names(people))

    def name(self, model: type[Model], pk: Key) -> Key | None:
        """What the row is called; None if it is no part of the plan."""
        if model not in tables.SHARED:
            return self.of[model].get(int(pk))
        self.needed.setdefault(model, set()).add(pk)
        return self.of[model][int(pk)] if model in self.of else pk


def _names(people: Iterable[tuple[int, str, str]]) -> Iterable[tuple[int, str]]:
    """People by name and position; those who share both are numbered."""
    seen: Counter[str] = Counter()
    for pk, full_name, position in people:
        name = ", ".join(filter(None, (full_name, position)))
        seen[name] += 1
        yield pk, name if seen[name] == 1 else f"{name} ({seen[name]})"
