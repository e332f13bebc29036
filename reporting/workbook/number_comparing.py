"""Compare a row of the sheet of indicators with the saved number."""

from dataclasses import replace

from reporting.indicators import plausibility
from reporting.indicators.inputs import (
    NUMBERS,
    BadNumbers,
    IndicatorInput,
    measure_of,
    read,
    recast_words,
)
from reporting.indicators.lines import Line
from reporting.workbook.cells import Problem
from reporting.workbook.layout import digest
from reporting.workbook.number_layout import (
    TOGETHER,
    ReadNumber,
    cell_name,
    in_words,
    is_asked,
    texts_of,
)
from reporting.workbook.rows import NumberChange
from tracker.lib import secrecy


def compare(row: ReadNumber, line: Line | None) -> tuple[NumberChange | None, list[Problem]]:
    """The change to the line, if any, and the cells that cannot be read."""
    digests = row.signed.digests
    # Cells that were not edited are ignored, whatever is saved since
    touched = {name for name, text in row.texts.items() if digest(text) != digests[name]}
    if row.problems or not touched:
        return None, row.problems
    first = cell_name(row.signed, next(name for name in row.texts if name in touched))
    if line is None or line.indicator.is_retired:
        return None, [Problem(first, "", "Văn phòng đã thôi theo dõi chỉ tiêu này.")]
    if why := _why_recast(row, line):
        return None, [Problem(first, "", why)]
    if problems := _misplaced(row, touched):
        return None, problems
    filed, problems = _read(row, line, touched)
    return (_change(row, line, _joined(line.input, filed, touched)) if filed else None), problems


def _why_recast(row: ReadNumber, line: Line) -> str:
    """The reason to refuse a number of an indicator that is now counted in another way."""
    measures = ("", measure_of(line.indicator))
    if line.indicator.kind == row.signed.kind and row.signed.measure in measures:
        return ""
    return f"{recast_words(line.indicator)} Hãy tải biểu mới rồi ghi lại số."


def _read(
    row: ReadNumber, line: Line, touched: set[str]
) -> tuple[IndicatorInput | None, list[Problem]]:
    try:
        filed = read(
            line.indicator,
            row.texts,
            is_not_applicable=bool(row.texts["not_applicable"]),
            explanation=row.texts["explanation"],
        )
    except BadNumbers as error:
        return None, [
            Problem(cell_name(row.signed, part), row.texts[part][:200], why)
            for part, why in error.errors.items()
        ]
    if "explanation" in touched and (mark := secrecy.mark_in(filed.explanation)):
        why = (
            f"Có dấu hiệu mật (“{mark}”). Hệ thống không nhận nội dung bí mật nhà nước "
            "và không giữ lại nội dung ô này."
        )
        return None, [Problem(cell_name(row.signed, "explanation"), "", why)]
    return filed, []


def _change(row: ReadNumber, line: Line, new: IndicatorInput) -> NumberChange | None:
    indicator, now = line.indicator, line.input
    if new == now:
        return None
    return {
        "indicator": indicator.pk,
        "name": indicator.name,
        "measure": measure_of(indicator),
        "texts": texts_of(new),
        "saved": in_words(indicator, now),
        "filed": in_words(indicator, new),
        "is_conflict": any(_is_other(row, name, text) for name, text in texts_of(now).items()),
        "doubts": plausibility.doubts(indicator, new, line.before),
    }


def _misplaced(row: ReadNumber, touched: set[str]) -> list[Problem]:
    """Numbers in cells that indicators of this kind do not use."""
    why = "Chỉ tiêu này không dùng ô này; hãy ghi vào ô nền trắng cùng dòng."
    return [
        Problem(cell_name(row.signed, part), row.texts[part], why)
        for part in NUMBERS
        if part in touched and not is_asked(row.signed.kind, part)
    ]


def _joined(now: IndicatorInput, filed: IndicatorInput, touched: set[str]) -> IndicatorInput:
    """`now` with the edited cells; the numbers of one indicator are taken together."""
    new = filed if touched.intersection(TOGETHER) else now
    explanation = filed.explanation if "explanation" in touched else now.explanation
    return replace(new, explanation=explanation)


def _is_other(row: ReadNumber, name: str, text: str) -> bool:
    """Whether another person changed the cell after the workbook was made."""
    is_cell = is_asked(row.signed.kind, name)
    return is_cell and digest(text) != row.signed.digests[name]
