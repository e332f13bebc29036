"""Carry out the steps of a confirmed list through the use cases of units and people."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar, cast

from django.db.models import Max
from django.utils import timezone

from tracker.lib import queueing
from tracker.lib.refusal import Refused
from units import directory, people, roles
from units.directory import NamedUnitFacts, UnitFacts
from units.importing.judged import PersonStep, Step, UnitStep
from units.importing.layout import PEOPLE, UNITS
from units.importing.unit_rows import aliases_in
from units.models import Bloc, Membership, Unit, UnitKind, User
from units.people import InitialPassword

_Word = TypeVar("_Word", Bloc, UnitKind)


@dataclass(frozen=True)
class NewPerson:
    """A person who was added, with what they need to log in."""

    person: User
    unit: Unit | None
    password: str


@dataclass
class CarriedOut:
    """The result of a confirmed list."""

    num_units_added: int = 0
    num_units_changed: int = 0
    num_people_changed: int = 0
    people: list[NewPerson] = field(default_factory=list)
    mailed: list[NewPerson] = field(default_factory=list)

    @property
    def slips(self) -> list[NewPerson]:
        """Those to whom the password is handed on paper."""
        return [one for one in self.people if one not in self.mailed]

    def mail_links(self) -> None:
        """Have links sent to new people with a mail address, once all is committed."""
        self.mailed = [one for one in self.people if one.person.email]
        for one in self.mailed:
            queueing.send_on_commit("units.tasks.mail_first_link", robust=True, pk=one.person.pk)


class Carrier:
    """Writes the steps of one list, in the transaction of its caller."""

    def __init__(
        self,
        steps: Mapping[tuple[str, int], Step],
        passwords: list[InitialPassword],
        *,
        by: User,
        at: datetime,
    ) -> None:
        self._unit_steps = {
            number: step for (_, number), step in steps.items() if isinstance(step, UnitStep)
        }
        self._person_steps = {
            number: step for (_, number), step in steps.items() if isinstance(step, PersonStep)
        }
        self._passwords = iter(passwords)
        self._by, self._at = by, at
        self._kinds, self._blocs = UnitKind.objects.in_bulk(), Bloc.objects.in_bulk()
        self._units: dict[int, Unit] = {}  # by the number of their row
        self._persons: dict[int, User] = {}
        self._position = Unit.objects.aggregate(last=Max("position"))["last"] or 0
        self._result = CarriedOut()

    def carry_out(self) -> CarriedOut:
        for number in self._unit_steps:
            self._unit(number)
        roles.ensure_groups()
        for number, step in self._person_steps.items():
            with _named(PEOPLE.title, number):
                self._carry_out(number, step)
        affected = list({person.pk: person for person in self._persons.values()}.values())
        roles.apply_memberships(on=timezone.localdate(self._at), users=affected)
        return self._result

    def _unit(self, number: int) -> Unit:
        """The unit of a row, which is written first if it is not yet."""
        if number not in self._units:
            with _named(UNITS.title, number):
                self._units[number] = self._written(self._unit_steps[number])
        return self._units[number]

    def _written(self, step: UnitStep) -> Unit:
        parent = self._at_reference(step.parent) if step.parent else None
        facts = self._facts_of(step)
        if parent is not None:
            facts["parent"] = parent
        if step.unit is None:
            self._position += 10
            facts["position"] = self._position
            self._result.num_units_added += 1
            return directory.insert_unit(
                name=step.facts["name"],
                short_name=step.facts["short_name"],
                code=step.facts["code"],
                aliases=aliases_in(step.facts),
                by=self._by,
                at=self._at,
                **facts,
            )
        unit = Unit.objects.get(pk=step.unit)
        known = list(unit.aliases.order_by("pk").values_list("alias", flat=True))
        named = cast(NamedUnitFacts, facts)
        if "short_name" in step.facts:
            named["short_name"] = step.facts["short_name"]
        aliases = [*dict.fromkeys([*known, *aliases_in(step.facts)])]
        by, at = self._by, self._at
        is_changed = directory.change_unit(unit=unit, aliases=aliases, by=by, at=at, **named)
        self._result.num_units_changed += is_changed
        return unit

    def _at_reference(self, reference: str) -> Unit:
        """The unit that a step names. Raises Refused for a row that was not chosen."""
        kind, _, number = reference.partition(":")
        if kind == "unit":
            return Unit.objects.get(pk=number)
        if int(number) not in self._unit_steps:
            raise Refused(
                f"đơn vị ở dòng {number} của trang Đơn vị chưa được chọn cách xử lý; hãy chọn, "
                "hoặc bỏ qua cả dòng này."
            )
        return self._unit(int(number))

    def _carry_out(self, number: int, step: PersonStep) -> None:
        unit = self._at_reference(step.at) if step.at else None
        person = self._person(step, unit)
        self._persons[number] = person
        if step.membership is not None:
            membership = Membership.objects.get(pk=step.membership)
        elif unit is not None:
            membership = people.insert_membership(
                person=person,
                unit=unit,
                role=step.role,
                position=step.position,
                first_day=date.fromisoformat(step.first_day),
                by=self._by,
                at=self._at,
            )
        else:
            return
        if step.last_day:
            people.write_end(
                membership=membership,
                last_day=date.fromisoformat(step.last_day),
                by=self._by,
                at=self._at,
            )

    def _person(self, step: PersonStep, unit: Unit | None) -> User:
        if step.same_as is not None:
            if step.same_as not in self._persons:
                raise Refused(f"đây là người ở dòng {step.same_as}, dòng đó chưa được chọn.")
            return self._persons[step.same_as]
        facts = {key: step.facts.get(key, "") for key in ("position", "work_phone", "email")}
        if step.person is None:
            person, password = people.add_person(
                username=step.facts["username"],
                full_name=step.facts["full_name"],
                position=facts["position"],
                work_phone=facts["work_phone"],
                email=facts["email"],
                initial=next(self._passwords),
                by=self._by,
                at=self._at,
            )
            self._result.people.append(NewPerson(person, unit, password))
            return person
        person = User.objects.get(pk=step.person)
        if step.facts:
            people.change_person(
                person=person,
                full_name=step.facts.get("full_name") or person.full_name,
                position=facts["position"] or person.position,
                work_phone=facts["work_phone"] or person.work_phone,
                email=facts["email"] or person.email,
                by=self._by,
                at=self._at,
            )
        self._result.num_people_changed += bool(step.facts or step.at or step.membership)
        return person

    def _facts_of(self, step: UnitStep) -> UnitFacts:
        facts: UnitFacts = {}
        if code := step.facts.get("kind"):
            facts["kind"] = _word(self._kinds, code)
        if code := step.facts.get("bloc"):
            facts["bloc"] = _word(self._blocs, code)
        if "first_day" in step.facts:
            facts["first_day"] = date.fromisoformat(step.facts["first_day"])
        if "last_day" in step.facts:
            facts["last_day"] = date.fromisoformat(step.facts["last_day"])
        return facts


def _word(rows: Mapping[str, _Word], code: str) -> _Word:
    if code not in rows:
        raise Refused("Loại đơn vị hoặc khối của dòng này vừa bị xóa khỏi danh mục.")
    return rows[code]


@contextmanager
def _named(table: str, number: int) -> Iterator[None]:
    """Name the row in a refusal that a use case gives for it."""
    try:
        yield
    except Refused as refusal:
        told = str(refusal)
        if told.startswith("Dòng "):
            raise
        raise Refused(f"Dòng {number} (trang {table}): {told}") from refusal
