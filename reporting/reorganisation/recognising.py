"""The table of a reorganisation against the directory: which units are meant, what is doubtful."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reporting.reorganisation.table import (
    BLOC,
    KIND,
    MOST_ROWS,
    SHORT_NAME,
    TITLES,
    SuccessionLine,
    rows_in,
)
from units.importing.choices import ListedAnswer, named
from units.importing.directory_now import DirectoryNow
from units.importing.names import exact
from units.models import SuccessionKind, Unit

NEW_UNIT, GOES_ON = "new", "goes-on"
LONGEST_NAME, LONGEST_SHORT_NAME = 200, 60


@dataclass(frozen=True)
class Heir:
    """A unit that follows others: one of the directory, or one that the step will add.

    `reference` names it in decisions.
    """

    reference: str
    name: str
    short_name: str
    kind: str
    bloc: str
    unit: Unit | None = None
    parent: Unit | None = None


@dataclass(frozen=True)
class Doubt:
    """A name that may be meant for several units: the question, its answers, and the one given."""

    key: str
    question: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass
class RecognisedRow:
    """A row of the table with the units that it is about; `faults` are reasons to refuse it.

    `goes_on`: the unit gives work to its successors and does not end.
    """

    number: int
    typed: str
    unit: Unit | None = None
    heirs: list[Heir] = field(default_factory=list)
    kind: SuccessionKind = SuccessionKind.DISSOLVE
    goes_on: bool = False
    faults: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        return not self.faults and all(doubt.chosen for doubt in self.doubts)


@dataclass
class Recognised:
    """All rows of a table; `heirs` are their successors by reference."""

    rows: list[RecognisedRow]
    heirs: dict[str, Heir]
    directory: DirectoryNow

    @property
    def is_clear(self) -> bool:
        return bool(self.rows) and all(row.is_clear for row in self.rows)

    @property
    def new_heirs(self) -> list[Heir]:
        return [heir for heir in self.heirs.values() if heir.unit is None]


def recognise(
    table: str, *, choices: Mapping[str, str], effective_on: date, today: date
) -> Recognised:
    """Compare the table with the directory, which is read in a few queries for any table."""
    return _TableReading(table, choices, effective_on, today).read()


class _TableReading:
    """One table in the making."""

    def __init__(
        self, table: str, choices: Mapping[str, str], effective_on: date, today: date
    ) -> None:
        self._typed = rows_in(table)[:MOST_ROWS]
        self._choices, self._day = choices, effective_on
        self._now = DirectoryNow.read(on=min(effective_on, today))
        self._lines: dict[int, int] = {}
        self._ending: dict[int, int] = {}
        self._heirs: dict[str, Heir] = {}

    def read(self) -> Recognised:
        rows = [RecognisedRow(typed.number, typed.old) for typed in self._typed]
        for row, typed in zip(rows, self._typed, strict=True):
            self._find_old(row, typed)
        for row, typed in zip(rows, self._typed, strict=True):
            self._find_heirs(row, typed)
        num_old = Counter(heir.reference for row in rows for heir in row.heirs)
        for row in rows:
            row.kind = _kind_of(row, num_old)
        return Recognised(rows, self._heirs, self._now)

    def _find_old(self, row: RecognisedRow, typed: SuccessionLine) -> None:
        if not typed.old:
            row.faults.append(f"Chưa ghi tên ở cột {TITLES['old']}.")
            return
        row.unit = self._unit_named(typed.old, row, where="old")
        unit = row.unit
        if unit is None:
            return
        if unit.last_day is not None and unit.last_day < self._day:
            row.faults.append(f"{unit.name} đã kết thúc ngày {unit.last_day:%d/%m/%Y}.")
        elif unit.first_day is not None and unit.first_day >= self._day:
            row.faults.append(f"{unit.name} mới hoạt động từ ngày {unit.first_day:%d/%m/%Y}.")
        row.goes_on = typed.goes_on or self._is_said_to_go_on(unit, typed)
        first = self._lines.get(unit.pk)
        self._lines.setdefault(unit.pk, row.number)
        if not row.goes_on:
            self._ending.setdefault(unit.pk, row.number)
        if first is not None:
            row.faults.append(
                f"{unit.name} đã ghi ở dòng {first}. Có nhiều đơn vị kế thừa thì ghi trong một ô, "
                "cách nhau bằng dấu chấm phẩy."
            )

    def _find_heirs(self, row: RecognisedRow, typed: SuccessionLine) -> None:
        if typed.is_left_open:
            row.faults.append(
                "Chưa ghi đơn vị kế thừa; nếu không có đơn vị nào, hãy ghi “không” hoặc “giải thể”."
            )
        for name in typed.heirs:
            heir = self._heir_named(name, row, typed)
            if heir is None or heir in row.heirs:
                continue
            self._heirs.setdefault(heir.reference, heir)
            row.heirs.append(heir)
        if row.goes_on and not row.heirs and not row.doubts:
            row.faults.append("Đơn vị còn hoạt động thì cần ghi đơn vị khác nhận bớt việc.")

    def _is_said_to_go_on(self, unit: Unit, typed: SuccessionLine) -> bool:
        """Whether a person answered so, where the unit is named among its own successors."""
        return any(
            self._choices.get(_key("heir", name)) == GOES_ON
            for name in typed.heirs
            if self._now.units_named(name) == [unit]
        )

    def _heir_named(self, name: str, row: RecognisedRow, typed: SuccessionLine) -> Heir | None:
        known = self._heirs.get(_new_reference(name))
        if known is not None:
            return known
        if typed.is_new:
            return self._new_heir(name, row, typed)
        found = self._now.units_named(name)
        if len(found) == 1:
            return self._known_heir(name, found[0], row, typed)
        options = found or self._now.units_like(name)
        chosen = self._ask(name, options, row, may_add=not found) if options else NEW_UNIT
        if chosen == NEW_UNIT:
            return self._new_heir(name, row, typed)
        unit = next((one for one in options if f"unit:{one.pk}" == chosen), None)
        return self._old_heir(unit, row) if unit is not None else None

    def _known_heir(
        self, name: str, unit: Unit, row: RecognisedRow, typed: SuccessionLine
    ) -> Heir | None:
        is_itself = row.unit is not None and unit.pk == row.unit.pk
        if is_itself and typed.goes_on:
            return None
        if is_itself or unit.pk in self._ending:
            return self._same_name(name, unit, row, typed)
        return self._old_heir(unit, row)

    def _same_name(
        self, name: str, unit: Unit, row: RecognisedRow, typed: SuccessionLine
    ) -> Heir | None:
        """A successor that the table is about itself: it goes on, or is new; or a chain."""
        options = [(NEW_UNIT, f"Thành lập mới, cùng tên “{name}”")]
        if row.unit is not None and unit.pk == row.unit.pk:
            if len(typed.heirs) > 1:
                why = "là chính đơn vị cũ"
                options.insert(0, (GOES_ON, f"{unit.name} còn hoạt động, chia bớt việc"))
            else:
                why = "là chính đơn vị cũ; đơn vị giữ nguyên thì không ghi vào bảng"
        else:
            why = (
                f"cũng kết thúc theo bảng này (dòng {self._ending[unit.pk]}); nếu kế thừa nhiều "
                "bước thì ghi thẳng đơn vị cuối cùng"
            )
        key = _key("heir", name)
        chosen = self._choices.get(key, "")
        question = f"Đơn vị kế thừa {unit.name} {why}. Hãy chọn nếu đúng là:"
        chosen = chosen if chosen in dict(options) else ""
        row.doubts.append(Doubt(key, question, tuple(options), chosen))
        return self._new_heir(name, row, typed) if chosen == NEW_UNIT else None

    def _old_heir(self, unit: Unit, row: RecognisedRow) -> Heir | None:
        if unit.pk in self._ending:
            row.faults.append(f"{unit.name} cũng kết thúc theo bảng này nên không kế thừa được.")
            return None
        if unit.last_day is not None and unit.last_day <= self._day:
            row.faults.append(
                f"{unit.name} kết thúc ngày {unit.last_day:%d/%m/%Y} nên không kế thừa được."
            )
            return None
        if not unit.exists_on(self._day):
            row.faults.append(f"{unit.name} chưa hoạt động vào ngày {self._day:%d/%m/%Y}.")
            return None
        return Heir(f"unit:{unit.pk}", unit.name, unit.short_name, unit.kind_id, unit.bloc_id, unit)

    def _new_heir(self, name: str, row: RecognisedRow, typed: SuccessionLine) -> Heir | None:
        kind = self._word(KIND, self._now.kinds, row, typed)
        bloc = self._word(BLOC, self._now.blocs, row, typed)
        short_name = typed.cells.get(SHORT_NAME, name) if len(typed.heirs) == 1 else name
        if len(name) > LONGEST_NAME:
            row.faults.append(f"Tên “{name[:60]}…” dài hơn {LONGEST_NAME} ký tự.")
        elif len(short_name) > LONGEST_SHORT_NAME:
            row.faults.append(
                f"Tên “{short_name}” dài hơn {LONGEST_SHORT_NAME} ký tự, cần ghi thêm cột "
                f"“{TITLES[SHORT_NAME]}”."
            )
        parent = row.unit.parent if row.unit is not None else None
        is_above = parent is not None and parent.pk not in self._ending
        return Heir(
            _new_reference(name),
            name,
            short_name,
            kind,
            bloc,
            parent=parent if is_above else None,
        )

    def _word(
        self, column: str, among: list[ListedAnswer], row: RecognisedRow, typed: SuccessionLine
    ) -> str:
        """The kind or bloc in the table, or that of the unit that ends."""
        words = typed.cells.get(column, "")
        found = named(words, among) if words else None
        if words and found is None:
            names = ", ".join(one.name for one in among)
            row.faults.append(f"Không có “{words}” ở cột {TITLES[column]}. Có: {names}.")
        if found is not None:
            return found.value
        own = row.unit and (row.unit.kind_id if column == KIND else row.unit.bloc_id)
        return own or among[0].value

    def _unit_named(self, name: str, row: RecognisedRow, *, where: str) -> Unit | None:
        found = self._now.units_named(name)
        if len(found) == 1:
            return found[0]
        options = found or self._now.units_like(name)
        if not options:
            row.faults.append(f"Danh bạ không có đơn vị nào tên “{name}”.")
            return None
        chosen = self._ask(name, options, row, may_add=False, where=where)
        return next((one for one in options if f"unit:{one.pk}" == chosen), None)

    def _ask(
        self,
        name: str,
        options: list[Unit],
        row: RecognisedRow,
        *,
        may_add: bool,
        where: str = "heir",
    ) -> str:
        """Let a person choose what `name` is; return the choice so far."""
        key = _key(where, name)
        offered = [(f"unit:{unit.pk}", f"Là {unit.name} ({unit.code})") for unit in options]
        if may_add:
            offered.append((NEW_UNIT, f"Thành lập mới “{name}”"))
        chosen = self._choices.get(key, "")
        if chosen not in dict(offered):
            chosen = ""
        question = f"“{name}” gần giống tên đã có, hoặc có nhiều đơn vị mang tên này. Hãy chọn:"
        row.doubts.append(Doubt(key, question, tuple(offered), chosen))
        return chosen


def _kind_of(row: RecognisedRow, num_old: Mapping[str, int]) -> SuccessionKind:
    if not row.heirs:
        return SuccessionKind.DISSOLVE
    if len(row.heirs) > 1 or row.goes_on:
        return SuccessionKind.SPLIT
    (heir,) = row.heirs
    is_alone = heir.unit is None and num_old[heir.reference] == 1
    return SuccessionKind.RENAME if is_alone else SuccessionKind.MERGE


def _new_reference(name: str) -> str:
    return f"{NEW_UNIT}:{exact(name)}"


def _key(where: str, name: str) -> str:
    """The name of the field in which a person says what `name` is."""
    return f"{where}-{hashlib.sha256(exact(name).encode()).hexdigest()[:12]}"
