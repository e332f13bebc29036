"""Holds a row of the sheet of indicators against what is saved.

What differs is a dictionary, kept as JSON within its task's row of the comparison:

- `indicator`, `name`: which one; `measure`: how it was counted then
- `texts`: what would be saved, as `number_layout.input_of` reads it
- `saved`, `filed`: what is saved and what would be, in words
- `is_conflict`: somebody else changed it after the workbook was made
- `doubts`: what looks implausible in it; asks for a word and blocks nothing
"""

from dataclasses import replace
from typing import Any

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
from tracker.lib import secrecy


def compare(row: ReadNumber, line: Line | None) -> tuple[dict[str, Any] | None, list[Problem]]:
    """What ROW would change in LINE, if anything, and its cells that are not understood."""
    signed = row.signed
    # A cell that was left alone says nothing, whatever others saved since
    touched = {name for name, text in row.texts.items() if digest(text) != signed.digests[name]}
    if row.problems or not touched:
        return None, row.problems
    first = cell_name(signed, next(name for name in row.texts if name in touched))
    if line is None or line.indicator.is_retired:
        return None, [Problem(first, "", "Văn phòng đã thôi theo dõi chỉ tiêu này.")]
    measure = measure_of(line.indicator)
    if line.indicator.kind != signed.kind or signed.measure not in ("", measure):
        why = f"{recast_words(line.indicator)} Hãy tải biểu mới rồi ghi lại số."
        return None, [Problem(first, "", why)]
    if problems := _misplaced(row, touched):
        return None, problems
    indicator, now = line.indicator, line.input
    try:
        filed = read(
            indicator,
            row.texts,
            is_not_applicable=bool(row.texts["not_applicable"]),
            explanation=row.texts["explanation"],
        )
    except BadNumbers as error:
        return None, [
            Problem(cell_name(signed, part), row.texts[part][:200], why)
            for part, why in error.errors.items()
        ]
    if "explanation" in touched and (mark := secrecy.mark_in(filed.explanation)):
        why = (
            f"Có dấu hiệu mật (“{mark}”). Hệ thống không nhận nội dung bí mật nhà nước "
            "và không giữ lại nội dung ô này."
        )
        return None, [Problem(cell_name(signed, "explanation"), "", why)]
    new = _joined(now, filed, touched)
    if new == now:
        return None, []
    others = {name for name, text in texts_of(now).items() if _is_other(row, name, text)}
    return {
        "indicator": indicator.pk,
        "name": indicator.name,
        "measure": measure,
        "texts": texts_of(new),
        "saved": in_words(indicator, now),
        "filed": in_words(indicator, new),
        "is_conflict": bool(others),
        "doubts": plausibility.doubts(indicator, new, line.before),
    }, []


def _misplaced(row: ReadNumber, touched: set[str]) -> list[Problem]:
    """Numbers in cells that indicators of this kind have no use for."""
    why = "Chỉ tiêu này không dùng ô này; hãy ghi vào ô nền trắng cùng dòng."
    return [
        Problem(cell_name(row.signed, part), row.texts[part], why)
        for part in NUMBERS
        if part in touched and not is_asked(row.signed.kind, part)
    ]


def _joined(now: IndicatorInput, filed: IndicatorInput, touched: set[str]) -> IndicatorInput:
    """NOW with what was touched; numbers of one indicator go together, and with "nothing arose"."""
    new = filed if touched.intersection(TOGETHER) else now
    explanation = filed.explanation if "explanation" in touched else now.explanation
    return replace(new, explanation=explanation)


def _is_other(row: ReadNumber, name: str, text: str) -> bool:
    is_cell = is_asked(row.signed.kind, name)
    return is_cell and digest(text) != row.signed.digests[name]
