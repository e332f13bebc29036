"""The catalogue of an entry's fields: their names, labels, kinds and places.

Forms, differences, merging, answers for many tasks and the workbook read it. Another field of
the model is added here, and to `OwnContent`. The words of the declared state, by the kind of
the task, are in `reporting.models.declared`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypedDict, cast

from reporting.models import ProgressEntry


class Kind(Enum):
    """How a field is filled in, and compared: by word where it is TEXT, else as a whole."""

    CHOICE = "choice"
    PERCENT = "percent"
    TEXT = "text"
    # Rows beside the entry, compared line by line
    ROWS = "rows"


@dataclass(frozen=True)
class EntryField:
    """One field; `short_label` is for lists of an earlier period's content.

    `column_width` is the width of its column in the workbook (0: not part of it). `is_required`:
    shown even where it is empty.
    """

    name: str
    label: str
    kind: Kind
    short_label: str = ""
    column_width: float = 0
    is_required: bool = False


ENTRY_FIELDS = (
    EntryField("state", "Mức độ thực hiện", Kind.CHOICE, column_width=18),
    EntryField("percent", "Tỷ lệ hoàn thành (%)", Kind.PERCENT, column_width=9),
    EntryField(
        "result",
        "Kết quả thực hiện",
        Kind.TEXT,
        short_label="Kết quả",
        column_width=42,
        is_required=True,
    ),
    EntryField("obstacle", "Khó khăn, vướng mắc", Kind.TEXT, column_width=24),
    EntryField("recommendation", "Kiến nghị, đề xuất", Kind.TEXT, column_width=24),
    EntryField("indicators", "Chỉ tiêu, số liệu", Kind.ROWS),
    EntryField("evidence", "Minh chứng", Kind.ROWS),
    EntryField("answers", "Tự đánh giá phương châm", Kind.ROWS),
)
LABELS = {field.name: field.label for field in ENTRY_FIELDS}

# The fields that are columns of the entry itself
OWN_FIELDS = tuple(field for field in ENTRY_FIELDS if field.kind != Kind.ROWS)
OWN_NAMES = tuple(field.name for field in OWN_FIELDS)
TEXT_FIELDS = tuple(field for field in OWN_FIELDS if field.kind == Kind.TEXT)
# Those that stand side by side below the result
SIDE_FIELDS = tuple(field for field in TEXT_FIELDS if not field.is_required)
TEXT_NAMES = tuple(field.name for field in TEXT_FIELDS)
WORKBOOK_FIELDS = tuple(field for field in ENTRY_FIELDS if field.column_width)


class OwnContent(TypedDict):
    """The values of `OWN_FIELDS`, in their order."""

    state: str
    percent: int | None
    result: str
    obstacle: str
    recommendation: str


class FeedbackTexts(TypedDict):
    """The fields in which a unit addresses the office."""

    obstacle: str
    recommendation: str


def own_content_of(entry: ProgressEntry) -> OwnContent:
    """The content of an entry, without a percentage where its task has none."""
    return own_content_in({**vars(entry), "percent": entry.shown_percent})


def own_content_in(values: Mapping[str, object]) -> OwnContent:
    """The part of `values` that belongs to the entry itself."""
    return cast(OwnContent, {name: values[name] for name in OWN_NAMES})


def texts_in(content: Mapping[str, object]) -> dict[str, str]:
    """The texts of `content` by label, for `secrecy.refuse_marks`."""
    return {field.label: str(content[field.name]) for field in TEXT_FIELDS}
