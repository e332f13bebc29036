"""Which unit of the directory each unit of a folder is: matched, new, or for people to decide."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from reporting.plan_folders import tables
from reporting.plan_folders.earlier import Row, Rows
from tracker.lib.refusal import Refused
from tracker.lib.text import fold
from units.models import Succession, Unit, UnitAlias, UnitName

# Decisions besides the code of a unit of the directory; a code begins with neither sign
MAKE, LEAVE = "+", "-"
Decisions = Mapping[str, str]


class Known(Enum):
    CODE = "Khớp mã và tên"
    NAME = "Khớp tên"
    ALIAS = "Khớp cách gọi khác hoặc tên cũ"
    CHOSEN = "Đã chọn"
    NEW = "Thêm mới"
    LEFT = "Để lại, không nhập"
    DOUBTFUL = "Cần quyết định"


@dataclass(frozen=True)
class UnitMatch:
    """A unit of the folder, and what becomes of it. `why` is the doubt, in words.

    `candidates` are units of the directory that it may be. `is_needed`: rows of the plan name it,
    so that it cannot be left.
    """

    code: str
    name: str
    known: Known
    unit: Unit | None = None
    why: str = ""
    candidates: Sequence[Unit] = ()
    is_needed: bool = True

    @property
    def is_doubtful(self) -> bool:
        return self.known is Known.DOUBTFUL


@dataclass(frozen=True)
class _Directory:
    by_code: Mapping[str, Unit]
    by_name: Mapping[str, Sequence[Unit]]
    by_any: Mapping[str, Sequence[Unit]]

    @classmethod
    def read(cls) -> "_Directory":
        units = {unit.pk: unit for unit in Unit.objects.in_list_order()}
        by_name, by_any = defaultdict(list), defaultdict(list)
        for unit in units.values():
            by_name[fold(unit.name)].append(unit)
            by_any[fold(unit.name)].append(unit)
        others = [
            *UnitName.objects.order_by("pk").values_list("unit", "name"),
            *UnitAlias.objects.order_by("pk").values_list("unit", "alias"),
        ]
        for pk, name in others:
            if units[pk] not in by_any[fold(name)]:
                by_any[fold(name)].append(units[pk])
        return cls({unit.code: unit for unit in units.values()}, by_name, by_any)


def compare(rows: Rows, decisions: Decisions) -> list[UnitMatch]:
    """The units of a folder in their order, compared with the directory as it is now."""
    directory = _Directory.read()
    others = _other_names(rows)
    needed = _needed(rows)
    found = []
    for row in rows[tables.label(Unit)]:
        code, name = str(row["code"]), str(row["name"])
        match = replace(_match(code, name, others[code], directory), is_needed=code in needed)
        found.append(_decided(match, decisions.get(code, ""), directory))
    return list(_without_pairs(found))


def _match(code: str, name: str, others: Iterable[str], directory: _Directory) -> UnitMatch:
    same_code = directory.by_code.get(code)
    same_name = directory.by_name.get(fold(name), ())
    called = _unique(
        unit
        for one in (name, *others)
        for unit in (directory.by_any if one == name else directory.by_name).get(fold(one), ())
    )
    if same_code and same_code in same_name:
        return UnitMatch(code, name, Known.CODE, same_code)
    if same_code and same_code in called:
        return UnitMatch(code, name, Known.ALIAS, same_code)
    if same_code:
        why = f"Mã này ở đây là của “{same_code.name}”."
        return UnitMatch(code, name, Known.DOUBTFUL, why=why, candidates=[same_code, *called])
    for known, units in ((Known.NAME, same_name), (Known.ALIAS, called)):
        if len(units) == 1:
            return UnitMatch(code, name, known, units[0])
        if units:
            why = f"Có {len(units)} đơn vị mang tên này."
            return UnitMatch(code, name, Known.DOUBTFUL, why=why, candidates=list(units))
    return UnitMatch(code, name, Known.NEW)


def _decided(match: UnitMatch, decision: str, directory: _Directory) -> UnitMatch:
    if not decision:
        return match
    if decision == MAKE:
        return replace(match, known=Known.NEW, unit=None)
    if decision == LEAVE:
        if match.is_needed:
            raise Refused(f"Không để lại được “{match.name}”: kế hoạch có việc của đơn vị này.")
        return replace(match, known=Known.LEFT, unit=None)
    unit = directory.by_code.get(decision)
    if unit is None:
        raise Refused(f"Không có đơn vị mã “{decision}” để ghép với “{match.name}”.")
    return replace(match, known=Known.CHOSEN, unit=unit)


def _without_pairs(found: Sequence[UnitMatch]) -> Iterator[UnitMatch]:
    """Two units of a folder are not one here: their assignments would meet."""
    times = Counter(match.unit.pk for match in found if match.unit)
    for match in found:
        if match.unit and times[match.unit.pk] > 1:
            why = f"Hai đơn vị của bản xuất cùng khớp với “{match.unit.name}”."
            yield replace(match, known=Known.DOUBTFUL, unit=None, why=why, candidates=[match.unit])
        else:
            yield match


def _other_names(rows: Rows) -> dict[str, list[str]]:
    """Former names and aliases by the code of the unit."""
    found: dict[str, list[str]] = defaultdict(list)
    for model, column in ((UnitName, "name"), (UnitAlias, "alias")):
        for row in rows[tables.label(model)]:
            found[str(row["unit"])].append(str(row[column]))
    return found


def _needed(rows: Rows) -> set[str]:
    """The codes of the units that rows of the plan itself name."""
    columns = {
        table.model: [
            field.name for field in tables.columns(table.model) if tables.target_of(field) is Unit
        ]
        for table in tables.TABLES
    }
    return {
        str(row[name])
        for model, names in columns.items()
        for row in rows[tables.label(model)]
        for name in names
        if row.get(name)
    }


def _unique(units: Iterable[Unit]) -> list[Unit]:
    return list({unit.pk: unit for unit in units}.values())


def kept_successions(rows: Rows, made: set[str], left: set[str]) -> list[Row]:
    """The successions to be written: those of units that are made here, between units that are."""
    return [
        row
        for row in rows[tables.label(Succession)]
        if made & {str(row["predecessor"]), str(row.get("successor", ""))}
        and not left & {str(row["predecessor"]), str(row.get("successor", ""))}
    ]
