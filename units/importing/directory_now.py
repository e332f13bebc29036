"""The directory as rows of a file are compared with it: read once, looked up by name."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from units.importing import choices
from units.importing.choices import ListedAnswer
from units.importing.names import exact, is_alike, spelt
from units.models import Membership, Unit, UnitAlias, UnitName, User


@dataclass
class KnownUnit:
    """A unit with all its names; `others` are former names and aliases."""

    unit: Unit
    others: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)

    @property
    def own_names(self) -> list[str]:
        return [self.unit.name, self.unit.short_name, self.unit.code]


@dataclass
class DirectoryNow:
    """Units, people and their roles on the day `on`."""

    on: date
    units: dict[int, KnownUnit]
    people: dict[int, User]
    roles: dict[int, list[Membership]]
    kinds: list[ListedAnswer] = field(default_factory=choices.kinds)
    blocs: list[ListedAnswer] = field(default_factory=choices.blocs)
    usual_blocs: dict[str, str] = field(default_factory=choices.usual_blocs)
    role_names: list[ListedAnswer] = field(default_factory=choices.roles)

    def __post_init__(self) -> None:
        self.by_username = {person.username.lower(): person for person in self.people.values()}
        self.by_email: dict[str, list[User]] = defaultdict(list)
        self.by_name: dict[str, list[User]] = defaultdict(list)
        for person in self.people.values():
            self.by_name[spelt(person.full_name)].append(person)
            if person.email:
                self.by_email[person.email.lower()].append(person)
        self._by_own_name: dict[str, set[int]] = defaultdict(set)
        self._by_other_name: dict[str, set[int]] = defaultdict(set)
        for pk, known in self.units.items():
            for name in known.own_names:
                self._by_own_name[exact(name)].add(pk)
            for name in known.others:
                self._by_other_name[exact(name)].add(pk)

    @classmethod
    def read(cls, *, on: date) -> Self:
        units = {unit.pk: KnownUnit(unit) for unit in Unit.objects.select_related("parent")}
        for pk, name in UnitName.objects.order_by("pk").values_list("unit", "name"):
            units[pk].others.append(name)
        for pk, alias in UnitAlias.objects.order_by("pk").values_list("unit", "alias"):
            units[pk].others.append(alias)
            units[pk].aliases.append(alias)
        memberships: dict[int, list[Membership]] = defaultdict(list)
        for row in Membership.objects.exclude(last_day__lt=on).order_by("pk"):
            memberships[row.user_id].append(row)
        people = {person.pk: person for person in User.objects.order_by("pk")}
        return cls(on, units, people, memberships)

    def units_named(self, name: str) -> list[Unit]:
        """Units with exactly this name, code, former name or alias; the first of these that fit.

        A unit that has ended is named only where no other one is.
        """
        for names in (self._by_own_name, self._by_other_name):
            found = [self.units[pk].unit for pk in sorted(names.get(exact(name), ()))]
            if found:
                return [unit for unit in found if unit.exists_on(self.on)] or found
        return []

    def is_own_name(self, unit: Unit, name: str) -> bool:
        return unit.pk in self._by_own_name.get(exact(name), ())

    def units_like(self, name: str, *, most: int = 3) -> list[Unit]:
        """Units of today whose name may be meant by `name`."""
        found = [
            known.unit
            for known in self.units.values()
            if known.unit.exists_on(self.on)
            and any(is_alike(name, other) for other in [known.unit.name, known.unit.short_name])
        ]
        return found[:most]

    def units_of(self, person: User) -> list[str]:
        """Short names of the units where a person has a role."""
        ids = dict.fromkeys(row.unit_id for row in self.roles.get(person.pk, ()))
        return [self.units[pk].unit.short_name for pk in ids]
