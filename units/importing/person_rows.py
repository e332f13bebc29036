"""Compare the rows of people with the directory."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from units.importing import choices, names
from units.importing.directory_now import DirectoryNow
from units.importing.judged import JudgedRow, RowOption, RowState, reference
from units.importing.layout import PEOPLE
from units.importing.names import exact, is_alike, spelt
from units.importing.person_steps import Where, Who, lines_of, step_of
from units.importing.reading import TypedRow
from units.importing.unit_rows import UnitRows
from units.models import User

FAR_AHEAD = timedelta(days=366)
_LONGEST = {"full_name": 120, "position": 160, "email": 120, "work_phone": 30, "username": 60}
_USERNAME = re.compile(r"[a-z0-9._-]+")


@dataclass
class PersonRows:
    """The rows of people, judged one after the other; later ones may be about earlier people."""

    now: DirectoryNow
    units: UnitRows
    rows: list[TypedRow]
    judged: list[JudgedRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._user_names = set(self.now.by_username)
        self._numbers: dict[tuple[str, ...], int] = {}  # of whole rows
        self._new_by_username: dict[str, int] = {}
        self._new_by_name: dict[str, list[tuple[int, str]]] = {}
        self.judged = [self._judge(row) for row in self.rows]

    def _judge(self, row: TypedRow) -> JudgedRow:
        cells, number = row["cells"], row["number"]
        name = cells.get("full_name", "(chưa có tên)")
        judged = JudgedRow(PEOPLE.key, number, name, RowState.REFUSED)
        role = choices.role_named(cells.get("role", ""), self.now.role_names)
        faults = [*row["faults"], *self._faults(cells)]
        if "role" in cells and role is None:
            faults.append(f"Không có vai trò “{cells['role']}”; xem danh sách ở biểu.")
        whole = tuple(
            exact(cells.get(key, "")) for key in ("full_name", "unit", "role", "username")
        )
        first = self._numbers.setdefault(whole, number)
        if first != number:
            faults.append(f"Trùng dòng {first} của tệp.")
        if faults or role is None:
            judged.reasons = faults
            return judged
        judged.reasons = list(row["doubts"])
        self._check_strange_days(judged, cells)
        places = self._places(judged, cells["unit"])
        persons = self._persons(judged, cells, places) if places else []
        if not persons:
            return judged
        self._add_options(judged, cells, role, persons, places)
        return judged

    def _faults(self, cells: Mapping[str, str]) -> list[str]:
        faults = [
            f"{PEOPLE.title_of(key)} dài tối đa {most} ký tự."
            for key, most in _LONGEST.items()
            if len(cells.get(key, "")) > most
        ]
        if "email" in cells:
            try:
                validate_email(cells["email"])
            except ValidationError:
                faults.append(
                    f"Thư công vụ “{cells['email']}” không đúng. Ví dụ: lan.tran@coquan.vn."
                )
        if "username" in cells and not _USERNAME.fullmatch(cells["username"].lower()):
            faults.append("Tên đăng nhập chỉ dùng chữ không dấu, số, dấu chấm và gạch nối.")
        if cells.get("first_day", "") > cells.get("last_day", "9999"):
            faults.append("Ngày cuối trước ngày đầu của vai trò.")
        return faults

    def _check_strange_days(self, judged: JudgedRow, cells: Mapping[str, str]) -> None:
        for key, label in (("first_day", "Từ ngày"), ("last_day", "Đến hết ngày")):
            if key in cells and date.fromisoformat(cells[key]) > self.now.on + FAR_AHEAD:
                judged.reasons.append(f"{label} {_dmy(cells[key])} còn rất xa.")
        if cells.get("last_day", "9999") < self.now.on.isoformat():
            judged.reasons.append(f"Vai trò đã hết từ ngày {_dmy(cells['last_day'])}.")

    def _places(self, judged: JudgedRow, name: str) -> list[Where]:
        """The units that a row may name; none, with the reason, where it can name none."""
        found = self.now.units_named(name)
        if len(found) == 1 and found[0].last_day and found[0].last_day < self.now.on:
            judged.reasons = [f"{found[0].name} đã kết thúc hết ngày {found[0].last_day:%d/%m/%Y}."]
            return []
        if not found and (in_file := self.units.reference_to(name)):
            return [Where("here", f"tại {name}", in_file)]
        if not found and exact(name) in self.units.numbers:
            number = self.units.numbers[exact(name)]
            judged.reasons = [f"Đơn vị ở dòng {number} của trang Đơn vị không nhận được."]
            return []
        if len(found) > 1:
            judged.reasons.append(f"Có nhiều đơn vị tên “{name}”.")
        nobody = []
        if not found:
            found = self.now.units_like(name)
            judged.reasons.append(f"Chưa có đơn vị nào tên “{name}”.")
            nobody = [Where("nowhere", "chưa giao vai trò")]
        return [
            *(
                Where(f"at-{unit.pk}", f"tại {unit.short_name}", reference(unit=unit.pk), unit)
                for unit in found
            ),
            *nobody,
        ]

    def _persons(
        self, judged: JudgedRow, cells: Mapping[str, str], places: list[Where]
    ) -> list[Who]:
        """The people whom a row may be about; none, with the reason, where it is contradictory."""
        username = cells.get("username", "").lower()
        if username in self.now.by_username:
            return self._person_with(judged, cells, self.now.by_username[username])
        if username in self._new_by_username:
            return [_of_row(self._new_by_username[username])]
        found = self._known(cells)
        if not username and (sure := self._sure(cells, places, found)):
            return [sure]
        judged.reasons += [self._told(person, cells) for person in found]
        others = [
            Who(f"person-{one.pk}", f"Là {one.full_name} ({one.username})", one) for one in found
        ]
        if earlier := [
            number for number, _ in self._new_by_name.get(exact(cells["full_name"]), ())
        ]:
            numbers = ", ".join(map(str, earlier))
            judged.reasons.append(f"Trùng tên với dòng {numbers} của tệp.")
            others += map(_of_row, earlier)
        return [*others, Who("new", "Là người khác" if others else "")]

    def _known(self, cells: Mapping[str, str]) -> list[User]:
        """People of the directory with a name like that of the row, or with its mail address."""
        namesakes = self.now.by_name.get(spelt(cells["full_name"]), [])
        owners = self.now.by_email.get(cells.get("email", "").lower(), [])
        return [*dict.fromkeys([*namesakes, *owners])]

    def _sure(self, cells: Mapping[str, str], places: list[Where], found: list[User]) -> Who | None:
        """The person with this name at this unit, in the directory or in an earlier row."""
        name = exact(cells["full_name"])
        here = [one for one in found if exact(one.full_name) == name and self._is_at(one, places)]
        owners = self.now.by_email.get(cells.get("email", "").lower(), [])
        if len(here) == 1 and all(owner == here[0] for owner in owners):
            return Who(f"person-{here[0].pk}", f"Là {here[0].full_name}", here[0])
        earlier = self._new_by_name.get(name, [])
        same = [number for number, unit in earlier if unit == exact(cells["unit"])]
        return _of_row(same[0]) if same and not found else None

    def _told(self, person: User, cells: Mapping[str, str]) -> str:
        """Why a row may be about a person."""
        is_namesake = spelt(person.full_name) == spelt(cells["full_name"])
        why = "Trùng hoặc gần giống tên với" if is_namesake else "Thư công vụ là của"
        held = ", ".join(self.now.units_of(person)) or "chưa có vai trò"
        return f"{why} {person.full_name} ({person.username}; {held})."

    def _person_with(self, judged: JudgedRow, cells: Mapping[str, str], person: User) -> list[Who]:
        """The person with the user name of the row, unless the names are of two people."""
        if exact(person.full_name) != exact(cells["full_name"]):
            told = f"Tên đăng nhập {person.username} trong danh bạ là của {person.full_name}."
            if not is_alike(person.full_name, cells["full_name"]):
                judged.reasons = [told]
                return []
            judged.reasons.append(told)
        return [Who(f"person-{person.pk}", f"Là {person.full_name}", person)]

    def _is_at(self, person: User, places: list[Where]) -> bool:
        at = {row.unit_id for row in self.now.roles.get(person.pk, ())}
        return any(place.unit is not None and place.unit.pk in at for place in places)

    def _add_options(
        self,
        judged: JudgedRow,
        cells: Mapping[str, str],
        role: choices.ListedAnswer,
        persons: list[Who],
        places: list[Where],
    ) -> None:
        is_new = any(who.is_new for who in persons)
        username = self._user_name(cells) if is_new else ""
        if is_new and not username:
            judged.reasons = ["Không đặt được tên đăng nhập; hãy ghi cột Tên đăng nhập."]
            return
        if is_new:
            self._note_new(judged.number, cells, username)
        for who, where in product(persons, places):
            step = step_of(cells, now=self.now, role=role, who=who, where=where, username=username)
            judged.lines = lines_of(step, who, where, role)
            place = where.label if len(places) > 1 or not where.reference else ""
            label = _label([who.label, place], judged.lines)
            judged.options.append(RowOption(f"{who.key}.{where.key}", label, step))
        if judged.reasons:
            judged.state, judged.lines = RowState.DOUBTFUL, []
        elif persons[0].is_new:
            judged.state = RowState.NEW
        else:
            judged.state = RowState.CHANGED if judged.lines else RowState.SAME

    def _user_name(self, cells: Mapping[str, str]) -> str:
        typed = cells.get("username", "").lower()
        free = (one for one in names.user_names(cells["full_name"]) if one not in self._user_names)
        return typed or next(free, "")

    def _note_new(self, number: int, cells: Mapping[str, str], username: str) -> None:
        self._user_names.add(username)
        self._new_by_username[username] = number
        by_name = self._new_by_name.setdefault(exact(cells["full_name"]), [])
        by_name.append((number, exact(cells["unit"])))


def _of_row(number: int) -> Who:
    return Who(f"row-{number}", f"Là người ở dòng {number}", same_as=number)


def _label(parts: list[str], lines: list[str]) -> str:
    """An option in words: who and where, as far as that is in doubt, and what is done."""
    named = ", ".join(filter(None, parts))
    words = "; ".join(lines) or "không đổi gì"
    return f"{named[:1].upper()}{named[1:]}: {words}" if named else "Ghi như trong tệp"


def _dmy(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"
