"""The format of the workbook: columns, hidden sheet, plain text."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core import signing

from plans.models import TaskKind
from reporting.entries.fields import TEXT_NAMES, WORKBOOK_FIELDS, own_content_of
from reporting.models import ProgressEntry, states_of
from reporting.workbook.rows import Value
from tracker.lib.cells import plain
from tracker.lib.text import fold

FORM_SHEET = "Biểu báo cáo"
GUIDE_SHEET = "Hướng dẫn"
HIDDEN_SHEET = "Nhận dạng"
# Raised with each change of the format; workbooks of other formats are refused
FORMAT = "2"
# Its manifest has no numbers; the texts are in the same cells
FORMAT_WITHOUT_NUMBERS = "1"
HEADER_ROW = 7
PERCENT_WORDS = "Tỷ lệ hoàn thành là một số nguyên từ 0 đến 100."

SALT = "reporting.sheets"
_PIECE = 8_000


@dataclass(frozen=True)
class Column:
    """One column; `field` is the entry's field that the unit fills, empty for a locked one."""

    key: str
    title: str
    width: float
    field: str = ""


COLUMNS = (
    Column("code", "Mã", 7),
    Column("title", "Nhiệm vụ", 30),
    Column("deadline", "Thời hạn", 13),
    Column("status", "Tình trạng", 12),
    *(Column(field.name, field.label, field.column_width, field.name) for field in WORKBOOK_FIELDS),
    Column("reason", "Văn phòng trả lại", 20),
)
FIELD_COLUMNS = {column.field: at for at, column in enumerate(COLUMNS, 1) if column.field}
LAST_COLUMN = len(COLUMNS)
# Each row offers the words of its kind, and takes those of any: older workbooks have others
STATES = {fold(words): value for kind in TaskKind for value, words in states_of(kind)}


@dataclass(frozen=True)
class SignedRow:
    """A row when the workbook was made: its entry, version and content."""

    row: int
    entry: int
    version: int
    label: str
    digests: dict[str, str]


@dataclass(frozen=True)
class SignedNumber:
    """A row of the sheet of indicators; `measure` is how the number was counted.

    Older workbooks lack the measure.
    """

    row: int
    entry: int
    indicator: int
    kind: str
    label: str
    digests: dict[str, str]
    measure: str = ""


@dataclass(frozen=True)
class SignedPart:
    """A row of the sheet of contributions: the assignment by which the unit co-ordinates."""

    row: int
    assignment: int
    label: str
    digest: str


@dataclass(frozen=True)
class Manifest:
    """The hidden part of the workbook, signed so that only the product can make or change it."""

    submission: int
    unit: int
    period: int
    rows: list[SignedRow]
    numbers: list[SignedNumber] = field(default_factory=list)
    # Older workbooks lack them
    parts: list[SignedPart] = field(default_factory=list)

    def signed(self) -> list[str]:
        """The signed text in pieces, since a cell holds a limited number of letters."""
        whole = signing.dumps(asdict(self), salt=SALT, compress=True)
        return [whole[start : start + _PIECE] for start in range(0, len(whole), _PIECE)]

    @classmethod
    def from_signed(cls, pieces: list[str]) -> "Manifest":
        """Raises signing.BadSignature where a letter was changed."""
        content: dict[str, Any] = signing.loads("".join(pieces), salt=SALT)
        rows = [SignedRow(**row) for row in content.pop("rows")]
        numbers = [SignedNumber(**row) for row in content.pop("numbers", [])]
        parts = [SignedPart(**row) for row in content.pop("parts", [])]
        return cls(rows=rows, numbers=numbers, parts=parts, **content)


def values_of(entry: ProgressEntry) -> dict[str, Value]:
    """The fields that a workbook holds, in the form in which they are compared."""
    texts = {name: plain(getattr(entry, name)) for name in TEXT_NAMES}
    own: dict[str, Any] = {**own_content_of(entry)}
    return {**{field.name: own[field.name] for field in WORKBOOK_FIELDS}, **texts}


def digests_of(values: Mapping[str, Value]) -> dict[str, str]:
    """A short digest per field, to see later whether a cell was edited."""
    return {name: digest(value) for name, value in values.items()}


def digest(value: Value) -> str:
    words = "" if value is None else str(value)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def label_digest(code: str, title: str) -> str:
    """The digest that shows whether a row is still in its place."""
    return digest(f"{plain(code)}\n{plain(title)}")
