"""What a row of people does, once it is known who and where is meant."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from units.importing.choices import ListedAnswer
from units.importing.directory_now import DirectoryNow
from units.importing.judged import PersonStep
from units.importing.names import exact
from units.models import Membership, Unit, User

FACTS = {"position": "chức vụ", "email": "thư công vụ", "work_phone": "điện thoại"}


@dataclass(frozen=True)
class Who:
    """One of the people whom a row may be about: known, of an earlier row, or new (neither)."""

    key: str
    label: str
    person: User | None = None
    same_as: int | None = None

    @property
    def is_new(self) -> bool:
        return self.person is None and self.same_as is None


@dataclass(frozen=True)
class Where:
    """One of the units that a row may name; without `reference` the person gets no role."""

    key: str
    label: str
    reference: str = ""
    unit: Unit | None = None


def step_of(
    cells: Mapping[str, str],
    *,
    now: DirectoryNow,
    role: ListedAnswer,
    who: Who,
    where: Where,
    username: str,
) -> PersonStep:
    """The step of a row; `username` is for a new person."""
    person = who.person
    held = _held(now, person, where.unit, role)
    step = PersonStep(
        person=person.pk if person else None,
        facts=_facts(cells, who, username, gets_role=held is None and bool(where.reference)),
        same_as=who.same_as,
        position=cells.get("position", ""),
        first_day=cells.get("first_day") or now.on.isoformat(),
    )
    last_day = cells.get("last_day", "")
    if held is not None:
        is_known = not last_day or (held.last_day and held.last_day.isoformat() == last_day)
        return step if is_known else replace(step, last_day=last_day, membership=held.pk)
    if where.reference:
        return replace(step, at=where.reference, role=role.value, last_day=last_day)
    return step


def lines_of(step: PersonStep, who: Who, where: Where, role: ListedAnswer) -> list[str]:
    """What a step does, in words."""
    lines = []
    if step.role:
        lines.append(f"{role.name} {where.label}, từ {_dmy(step.first_day)}")
    if step.last_day:
        lines.append(f"vai trò đến hết {_dmy(step.last_day)}")
    lines += [_line(key, value, who.person) for key, value in step.facts.items()]
    return [line for line in lines if line]


def _line(key: str, value: str, person: User | None) -> str:
    if key == "full_name":
        return f"tên: {person.full_name} → {value}" if person else ""
    label = FACTS.get(key, "tên đăng nhập")
    return f"{label}: {getattr(person, key) or '–'} → {value}" if person else f"{label}: {value}"


def _facts(cells: Mapping[str, str], who: Who, username: str, *, gets_role: bool) -> dict[str, str]:
    """The facts of the person that the row adds or changes."""
    if who.same_as is not None:
        return {}
    facts = {key: cells[key] for key in FACTS if key in cells}
    if who.person is None:
        return {**facts, "full_name": cells["full_name"], "username": username}
    if gets_role:
        facts.pop("position", None)  # it belongs to the further role
    facts = {key: value for key, value in facts.items() if getattr(who.person, key) != value}
    if exact(who.person.full_name) != exact(cells["full_name"]):
        facts["full_name"] = cells["full_name"]
    return facts


def _held(
    now: DirectoryNow, person: User | None, unit: Unit | None, role: ListedAnswer
) -> Membership | None:
    """The role of the row, where the person has it already."""
    if person is None or unit is None:
        return None
    rows = now.roles.get(person.pk, ())
    same = [row for row in rows if row.unit_id == unit.pk and row.role == role.value]
    return same[-1] if same else None


def _dmy(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"
