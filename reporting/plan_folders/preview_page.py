"""The preview of a folder as a page shows it: each unit, and what may become of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from reporting.plan_folders import arrivals
from reporting.plan_folders.arrivals import Arrival
from reporting.plan_folders.bringing_in import FolderPreview
from reporting.plan_folders.units_known import LEAVE, MAKE, Known, UnitMatch
from tracker.lib.refusal import Refused
from units.models import Unit

# All units of the directory in every choice, as long as the page stays small
MOST_OPTIONS = 10_000
OPEN = (Known.DOUBTFUL, Known.NEW, Known.CHOSEN, Known.LEFT)


@dataclass(frozen=True)
class FolderUnit:
    """`name` is that of the choice in the form; a unit that is known has none."""

    match: UnitMatch
    name: str
    options: Sequence["UnitOption"]


@dataclass(frozen=True)
class UnitOption:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class PreviewPage:
    """`typed`: a form that was sent; what was chosen in it stays chosen."""

    arrival: Arrival
    found: FolderPreview
    typed: Mapping[str, str]

    @classmethod
    def read(cls, arrival: Arrival, *, typed: Mapping[str, str], at: datetime) -> "PreviewPage":
        return cls(arrival, arrivals.preview(arrival=arrival, at=at), typed)

    @cached_property
    def rows(self) -> list[FolderUnit]:
        """Those that wait for a decision first."""
        open_ones = sum(match.known in OPEN for match in self.found.units)
        units = list(Unit.objects.in_list_order().values_list("code", "name"))
        others = units if open_ones * len(units) <= MOST_OPTIONS else []
        rows = [self._row(number, match, others) for number, match in enumerate(self.found.units)]
        return sorted(rows, key=lambda row: not row.match.is_doubtful)

    @property
    def num_doubtful(self) -> int:
        return sum(match.is_doubtful for match in self.found.units)

    @property
    def digest(self) -> str:
        """Of what the page shows; another one means that the directory has changed."""
        shown = [
            (match.code, match.known.name, match.unit.pk if match.unit else 0)
            for match in self.found.units
        ]
        return sha256(repr(shown).encode()).hexdigest()

    @property
    def decisions(self) -> dict[str, str]:
        """What was chosen, by the codes of the folder; what was not shown stays as decided."""
        decisions = dict(self.arrival.decisions)
        for row in self.rows:
            value = self.typed.get(row.name) if row.name else None
            if value:
                decisions[row.match.code] = value
            elif value is not None:
                decisions.pop(row.match.code, None)
        return decisions

    def refuse_other_than(self, seen: str) -> None:
        if seen != self.digest:
            raise Refused(
                "Danh bạ hoặc lựa chọn vừa thay đổi. Hãy xem lại các đơn vị dưới đây, "
                "rồi bấm lần nữa."
            )

    def _row(self, number: int, match: UnitMatch, others: list[tuple[str, str]]) -> FolderUnit:
        if match.known not in OPEN:
            return FolderUnit(match, "", [])
        name, decided = f"unit-{number}", self.arrival.decisions.get(match.code, "")
        # A choice that was not made here does not hide what another decided meanwhile
        chosen = self.typed.get(name) or decided
        if match.is_doubtful or decided:
            options = [("", "Bỏ lựa chọn" if decided else "Chọn…"), (MAKE, "Thêm mới")]
        else:
            options = [("", "Thêm mới")]
        if not match.is_needed:
            options.append((LEAVE, "Để lại, không nhập"))
        first = [(unit.code, unit.name) for unit in match.candidates]
        known = dict(first) | dict(others)
        options += [(code, f"Là {unit} ({code})") for code, unit in known.items()]
        shown = [UnitOption(value, words, value == chosen) for value, words in options]
        return FolderUnit(match, name, shown)
