"""Compare the rows of units with the directory."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.lib.refusal import Refused
from units.importing import names
from units.importing.choices import named
from units.importing.directory_now import DirectoryNow
from units.importing.judged import JudgedRow, RowOption, RowState, UnitStep, reference
from units.importing.layout import UNITS
from units.importing.names import exact
from units.importing.reading import TypedRow
from units.models import Unit

FAR_AHEAD = timedelta(days=2 * 365)
_LABELS = {"kind": "loại", "bloc": "khối", "short_name": "tên ngắn", "aliases": "cách gọi khác"}
_DAYS = {"first_day": "từ ngày", "last_day": "đến hết ngày"}
_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass
class UnitRows:
    """The rows of units, judged one after the other; later ones may name earlier ones."""

    now: DirectoryNow
    rows: list[TypedRow]
    judged: list[JudgedRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Numbers of rows by the names that they give
        self.numbers: dict[str, int] = {}
        self._codes = {known.unit.code for known in self.now.units.values()}
        for row in self.rows:
            for key in ("name", "short_name", "code"):
                if words := row["cells"].get(key):
                    self.numbers.setdefault(exact(words), row["number"])
        self.judged = [self._judge(row) for row in self.rows]
        self._by_number = {row.number: row for row in self.judged}
        for judged in self.judged:
            self._refuse_without_parent(judged)

    def reference_to(self, name: str) -> str:
        """The unit that a row is or adds, for other rows that name it; empty if there is none."""
        number = self.numbers.get(exact(name))
        row = self._by_number.get(number) if number is not None else None
        if row is None or row.state == RowState.REFUSED:
            return ""
        return reference(row=row.number)

    def _judge(self, row: TypedRow) -> JudgedRow:
        cells = row["cells"]
        judged = JudgedRow(
            UNITS.key, row["number"], cells.get("name", "(chưa có tên)"), RowState.REFUSED
        )
        faults = list(row["faults"])
        facts = self._facts(cells, faults)
        self._check_days(cells, faults)
        first = self.numbers.get(exact(cells.get("name", "")))
        if first is not None and first != row["number"]:
            faults.append(f"Trùng tên với dòng {first} của tệp.")
        try:
            parent = self._parent(cells, row["number"])
        except Refused as refusal:
            faults.append(str(refusal))
        if faults:
            judged.reasons = faults
            return judged
        return self._matched(judged, row, facts, parent)

    def _refuse_without_parent(self, judged: JudgedRow) -> None:
        """Refuse a row if one above it in the file is refused, or hangs from the row itself."""
        above, passed = judged, {judged.number}
        while above.state != RowState.REFUSED and (number := _row_above(above)) is not None:
            above = self._by_number[number]
            if number in passed:
                judged.state = RowState.REFUSED
                judged.reasons = ["Đơn vị cấp trên trong tệp lại trực thuộc chính đơn vị này."]
                return
            passed.add(number)
        if above.state == RowState.REFUSED and above is not judged:
            judged.state = RowState.REFUSED
            judged.reasons = [f"Đơn vị cấp trên ở dòng {above.number} không nhận được."]

    def _facts(self, cells: Mapping[str, str], faults: list[str]) -> dict[str, str]:
        """The fields of the row that are given; what is wrong with them goes to `faults`."""
        kept = ("name", "short_name", *_DAYS, "aliases")
        facts = {key: cells[key] for key in kept if key in cells}
        for key, among in (("kind", self.now.kinds), ("bloc", self.now.blocs)):
            found = named(cells.get(key, ""), among)
            if found is not None:
                facts[key] = found.value
            elif key in cells:
                faults.append(f"Không có {_LABELS[key]} “{cells[key]}”; xem danh sách ở biểu.")
        if "code" in cells:
            facts["code"] = cells["code"].lower()
        faults += _too_long(facts)
        if not _CODE.fullmatch(facts.get("code", "x")):
            faults.append("Mã chỉ gồm chữ không dấu, số và gạch ngang, dài tối đa 60 ký tự.")
        return facts

    def _check_days(self, cells: Mapping[str, str], faults: list[str]) -> None:
        if cells.get("first_day", "") > cells.get("last_day", "9999"):
            faults.append("Ngày kết thúc trước ngày bắt đầu.")

    def _parent(self, cells: Mapping[str, str], number: int) -> str:
        """The unit above, in the directory or in the file. Raises Refused."""
        name = cells.get("parent", "")
        if not name:
            return ""
        found = self.now.units_named(name)
        if len(found) == 1:
            return reference(unit=found[0].pk)
        if len(found) > 1:
            raise Refused(f"Có nhiều đơn vị tên “{name}”; hãy ghi mã của đơn vị cấp trên.")
        row = self.numbers.get(exact(name))
        if row == number:
            raise Refused("Đơn vị không thể là cấp trên của chính mình.")
        if row is None:
            raise Refused(f"Không có đơn vị cấp trên tên “{name}” trong danh bạ và trong tệp.")
        return reference(row=row)

    def _matched(
        self, judged: JudgedRow, row: TypedRow, facts: dict[str, str], parent: str
    ) -> JudgedRow:
        """Find the unit that the row is about: one, several that it may be, or a new one."""
        name, code = row["cells"]["name"], facts.get("code", "")
        by_code = self.now.units_named(code) if code in self._codes else []
        found = by_code or self.now.units_named(name)
        if found:
            judged.reasons += self._doubts_on(found, name, code, is_coded=bool(by_code))
        elif found := self.now.units_like(name):
            judged.reasons.append("Tên gần giống đơn vị đã có.")
        is_identified = len(found) == 1 and not judged.reasons
        judged.reasons += row["doubts"]
        self._check_strange_days(judged, facts, found)
        may_add = not by_code and not is_identified
        return self._with_options(judged, facts, parent, found, may_add=may_add)

    def _doubts_on(self, found: list[Unit], name: str, code: str, *, is_coded: bool) -> list[str]:
        """Why units with the code or name of a row may not be meant."""
        unit = found[0]
        if is_coded:
            is_same = exact(unit.name) == exact(name)
            return [] if is_same else [f"Mã {code} trong danh bạ là của {unit.name}."]
        if not self.now.is_own_name(unit, name):
            return ["Đây là tên cũ hoặc cách gọi khác của đơn vị đã có."]
        if len(found) > 1:
            return ["Có nhiều đơn vị mang tên này."]
        return [f"Đơn vị này trong danh bạ có mã {unit.code}."] if code else []

    def _check_strange_days(
        self, judged: JudgedRow, facts: Mapping[str, str], found: list[Unit]
    ) -> None:
        for key, label in _DAYS.items():
            if key in facts and date.fromisoformat(facts[key]) > self.now.on + FAR_AHEAD:
                judged.reasons.append(f"{label.capitalize()} {_dmy(facts[key])} còn rất xa.")
        last = facts.get("last_day")
        if last and not any(_text_of(unit, "last_day") == last for unit in found):
            judged.reasons.append(f"Đơn vị sẽ kết thúc hết ngày {_dmy(last)}.")

    def _with_options(
        self,
        judged: JudgedRow,
        facts: dict[str, str],
        parent: str,
        found: list[Unit],
        *,
        may_add: bool,
    ) -> JudgedRow:
        changes = {unit.pk: self._changes(unit, facts, parent) for unit in found}
        for unit in found:
            wanted = {key: value for key, value in facts.items() if key not in ("name", "code")}
            words = "; ".join(changes[unit.pk]) or "không đổi gì"
            judged.options.append(
                RowOption(
                    f"unit-{unit.pk}",
                    f"Là {unit.name}: {words}",
                    UnitStep(unit.pk, wanted, parent),
                )
            )
        if found and not judged.reasons:
            judged.lines = changes[found[0].pk]
            judged.state = RowState.CHANGED if judged.lines else RowState.SAME
            return judged
        judged.lines = self._lines(facts, parent)
        if may_add and not self._add_option(judged, facts, parent):
            return judged
        judged.state = RowState.DOUBTFUL if judged.reasons else RowState.NEW
        return judged

    def _add_option(self, judged: JudgedRow, facts: dict[str, str], parent: str) -> bool:
        """Offer to add the unit; False, with the reason, where something lacks for that."""
        usual = self.now.usual_blocs.get(facts["kind"], "")
        whole = {"short_name": facts["name"][:60], "bloc": usual, **facts}
        if "short_name" not in facts and len(facts["name"]) > 60:
            judged.reasons = ["Tên dài hơn 60 ký tự, cần ghi thêm tên ngắn."]
            return False
        free = (code for code in names.codes(whole["short_name"]) if code not in self._codes)
        whole["code"] = facts.get("code") or next(free, "")
        if not whole["code"]:
            judged.reasons = ["Không đặt được mã cho đơn vị; hãy ghi cột Mã."]
            return False
        if whole["code"] in self._codes:
            judged.reasons = [f"Mã {whole['code']} đã có; hãy ghi mã khác."]
            return False
        self._codes.add(whole["code"])
        words = "Ghi như trong tệp" if len(judged.options) == 0 else "Là đơn vị khác: thêm mới"
        judged.options.append(RowOption("add", words, UnitStep(None, whole, parent)))
        judged.lines = self._lines(whole, parent)
        return True

    def _lines(self, facts: Mapping[str, str], parent: str) -> list[str]:
        """The content of a new unit in words."""
        kept = {key: self._in_words(key, value) for key, value in facts.items()}
        words = " · ".join(kept[key] for key in ("kind", "bloc") if key in kept)
        lines = [words, f"Mã {kept['code']}" if "code" in kept else ""]
        if parent:
            lines.append(f"Trực thuộc {self._name_of(parent)}")
        lines += [f"{label} {kept[key]}" for key, label in _DAYS.items() if key in kept]
        return [line for line in lines if line]

    def _changes(self, unit: Unit, facts: Mapping[str, str], parent: str) -> list[str]:
        """What the row changes of a unit: "loại: A → B"."""
        changes = []
        for key, value in facts.items():
            if key in ("name", "code", "aliases") or _text_of(unit, key) == value:
                continue
            label = (_LABELS | _DAYS)[key]
            old = self._in_words(key, _text_of(unit, key)) or "–"
            changes.append(f"{label}: {old} → {self._in_words(key, value)}")
        if parent and parent != (reference(unit=unit.parent_id) if unit.parent_id else ""):
            old = unit.parent.name if unit.parent else "–"
            changes.append(f"cấp trên: {old} → {self._name_of(parent)}")
        known = set(self.now.units[unit.pk].aliases)
        if more := [alias for alias in aliases_in(facts) if alias not in known]:
            changes.append(f"thêm cách gọi khác: {'; '.join(more)}")
        return changes

    def _in_words(self, key: str, value: str) -> str:
        if key in _DAYS:
            return _dmy(value) if value else ""
        among = {"kind": self.now.kinds, "bloc": self.now.blocs}.get(key, ())
        return next((one.name for one in among if one.value == value), value)

    def _name_of(self, parent: str) -> str:
        kind, _, number = parent.partition(":")
        if kind == "unit":
            return self.now.units[int(number)].unit.name
        return next(row["cells"]["name"] for row in self.rows if row["number"] == int(number))


def _row_above(judged: JudgedRow) -> int | None:
    """The number of the row with the unit above; None if it is in the directory."""
    for option in judged.options:
        if isinstance(option.step, UnitStep):
            kind, _, number = option.step.parent.partition(":")
            return int(number) if kind == "row" else None
    return None


def _too_long(facts: Mapping[str, str]) -> list[str]:
    faults = [
        f"{UNITS.title_of(key)} dài tối đa {most} ký tự."
        for key, most in (("name", 200), ("short_name", 60))
        if len(facts.get(key, "")) > most
    ]
    if any(len(alias) > 200 for alias in aliases_in(facts)):
        faults.append("Mỗi cách gọi khác dài tối đa 200 ký tự.")
    return faults


def aliases_in(facts: Mapping[str, str]) -> list[str]:
    parts = re.split(r"[;\n]", facts.get("aliases", ""))
    return [*dict.fromkeys(part.strip() for part in parts if part.strip())]


def _text_of(unit: Unit, key: str) -> str:
    value = getattr(unit, f"{key}_id" if key in ("kind", "bloc") else key)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _dmy(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"
