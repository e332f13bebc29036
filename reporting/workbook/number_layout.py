"""The format of the sheet of indicators: columns, cells as text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from plans.models import Indicator, IndicatorKind
from reporting.indicators.inputs import NUMBERS, IndicatorInput, words_of
from reporting.workbook.cells import Problem
from reporting.workbook.layout import Column, SignedNumber
from tracker.lib.cells import plain
from tracker.lib.numbers import parse_decimal, write_decimal

NUMBER_SHEET = "Số liệu"
NUMBER_HEADER_ROW = 4
TICK = "x"
NUMBER_COLUMNS = (
    Column("code", "Mã", 7),
    Column("name", "Chỉ tiêu (đơn vị tính)", 34),
    Column("parts", "Cách ghi", 34),
    Column("before", "Kỳ trước", 20),
    Column("value", "Số trong kỳ", 15, "value"),
    Column("numerator", "Tử số", 15, "numerator"),
    Column("denominator", "Mẫu số", 15, "denominator"),
    Column("not_applicable", "Không phát sinh", 11, "not_applicable"),
    Column("explanation", "Giải trình", 36, "explanation"),
)
NUMBER_FIELDS = {column.field: at for at, column in enumerate(NUMBER_COLUMNS, 1) if column.field}
LAST_NUMBER_COLUMN = len(NUMBER_COLUMNS)
# Taken together: a numerator over another person's denominator would be a false ratio
TOGETHER = (*NUMBERS, "not_applicable")


@dataclass
class ReadNumber:
    """A row as it was made (`signed`), and the text of its cells now."""

    signed: SignedNumber
    name: str
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def cell_name(signed: SignedNumber, field: str) -> str:
    """ "E9 (trang Số liệu)", since the first sheet has such a cell too."""
    return in_sheet(f"{get_column_letter(NUMBER_FIELDS[field])}{signed.row}")


def in_sheet(cell: str) -> str:
    return f"{cell} (trang {NUMBER_SHEET})"


def is_asked(kind: str, field: str) -> bool:
    """Whether the cell of the field is to be filled for indicators of the kind."""
    if field == "value":
        return kind == IndicatorKind.VALUE
    return field not in NUMBERS or kind == IndicatorKind.RATIO


def texts_of(entered: IndicatorInput) -> dict[str, str]:
    """The input as text: in the cells, and in storage until the confirmation."""
    numbers = {name: getattr(entered, name) for name in NUMBERS}
    return {
        **{name: "" if one is None else write_decimal(one) for name, one in numbers.items()},
        "not_applicable": TICK if entered.is_not_applicable else "",
        "explanation": plain(entered.explanation),
    }


def input_of(texts: Mapping[str, str]) -> IndicatorInput:
    """The inverse of `texts_of`."""
    return IndicatorInput(
        value=parse_decimal(texts["value"]),
        numerator=parse_decimal(texts["numerator"]),
        denominator=parse_decimal(texts["denominator"]),
        is_not_applicable=bool(texts["not_applicable"]),
        explanation=texts["explanation"],
    )


def in_words(indicator: Indicator, entered: IndicatorInput) -> str:
    """The input with its explanation, for a person to compare."""
    words = words_of(indicator, entered)
    return f"{words} – giải trình: {entered.explanation}" if entered.explanation else words


def name_of(indicator: Indicator) -> str:
    """ "Số cuộc kiểm tra (cuộc, lũy kế từ đầu kế hoạch)"."""
    measure = indicator.unit_of_measure
    if indicator.is_cumulative:
        measure += ", lũy kế từ đầu kế hoạch"
    return plain(f"{indicator.name} ({measure})")


def parts_in_words(indicator: Indicator) -> str:
    if not indicator.is_ratio:
        return "Ghi vào cột “Số trong kỳ”."
    return f"Tử số: {indicator.numerator_label}\nMẫu số: {indicator.denominator_label}"
