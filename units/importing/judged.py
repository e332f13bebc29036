"""What a row of a file means for the directory, and what can be done with it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from django.db.models import TextChoices


class RowState(TextChoices):
    NEW = "new", "Thêm mới"
    CHANGED = "changed", "Thay đổi"
    DOUBTFUL = "doubtful", "Cần xem lại"
    REFUSED = "refused", "Không nhận"
    SAME = "same", "Không đổi"


@dataclass(frozen=True)
class UnitStep:
    """Add a unit, or change the one with the id `unit`; `facts` as in the file, by column.

    `parent` names a unit as `reference` does; empty leaves it as it is.
    """

    unit: int | None
    facts: Mapping[str, str]
    parent: str = ""


@dataclass(frozen=True)
class PersonStep:
    """Add a person or change `person`, and give them a role at a unit.

    `same_as` is the number of an earlier row with the same new person; `membership` is one to end.
    """

    person: int | None
    facts: Mapping[str, str]
    same_as: int | None = None
    at: str = ""
    role: str = ""
    position: str = ""
    first_day: str = ""
    last_day: str = ""
    membership: int | None = None

    @property
    def is_new(self) -> bool:
        return self.person is None and self.same_as is None


Step = UnitStep | PersonStep


@dataclass(frozen=True)
class RowOption:
    """One thing that can be done with a row."""

    key: str
    label: str
    step: Step


@dataclass
class JudgedRow:
    """A row with its state. What is not doubtful has one option at most, which is carried out."""

    table: str
    number: int
    name: str
    state: RowState
    lines: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    options: list[RowOption] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Name of the choice in the form."""
        return f"row-{self.table}-{self.number}"

    @property
    def label(self) -> str:
        return RowState(self.state).label


def reference(*, unit: int | None = None, row: int | None = None) -> str:
    """A unit of the directory by its id, or one that a row of the file adds."""
    return f"unit:{unit}" if unit is not None else f"row:{row}"


def digest_of(rows: list[JudgedRow]) -> str:
    """The same as long as the same rows would have the same effect."""
    content = json.dumps([asdict(row) for row in rows], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()
