"""The preview of an uploaded list: every row with its state, computed from the directory of now."""

from dataclasses import dataclass
from typing import Self

from django.utils import timezone

from units.importing.directory_now import DirectoryNow
from units.importing.judged import JudgedRow, RowState, digest_of
from units.importing.layout import PEOPLE, UNITS, ListTable
from units.importing.person_rows import PersonRows
from units.importing.reading import FileContent, TypedRow
from units.importing.unit_rows import UnitRows
from units.models import DirectoryImport


@dataclass(frozen=True)
class Judgement:
    """The rows of both tables in the order of the file."""

    units: list[JudgedRow]
    people: list[JudgedRow]
    unread: list[str]

    @classmethod
    def of(cls, found: DirectoryImport) -> Self:
        content: FileContent = found.content
        now = DirectoryNow.read(on=timezone.localdate(found.uploaded_at))
        units = UnitRows(now, _rows_of(UNITS, content))
        people = PersonRows(now, units, _rows_of(PEOPLE, content))
        return cls(units.judged, people.judged, content["unread"])

    @property
    def rows(self) -> list[JudgedRow]:
        return self.units + self.people

    @property
    def digest(self) -> str:
        return digest_of(self.rows)

    @property
    def counts(self) -> list[tuple[RowState, str, int]]:
        """State, its name, and how many rows are in it."""
        states = [row.state for row in self.rows]
        return [(state, state.label, states.count(state)) for state in RowState]

    @property
    def is_writable(self) -> bool:
        writable = (RowState.NEW, RowState.CHANGED, RowState.DOUBTFUL)
        return any(row.state in writable for row in self.rows)


def _rows_of(table: ListTable, content: FileContent) -> list[TypedRow]:
    return [row for row in content["rows"] if row["table"] == table.key]
