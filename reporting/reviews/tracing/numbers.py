"""The rows behind the numbers of indicators: "indicators"."""

from collections.abc import Iterable
from functools import partial

from django.urls import reverse

from plans.models import Assignment, Indicator
from reporting.indicators.figures import CountedNumbers, Filed, NumberState, Total
from reporting.indicators.inputs import measured, words_of
from reporting.indicators.spans import Span
from reporting.reviews.snapshots.indicators import (
    COUNTS,
    SentNumbers,
    indicators,
    sent_numbers,
    shown,
)
from reporting.reviews.snapshots.results import Reported
from reporting.reviews.tracing import listing
from reporting.reviews.tracing.counts import Steps
from reporting.reviews.tracing.cutoff import CutoffRows
from reporting.reviews.tracing.listing import Traced, TracedRow

COUNT_NAMES = {
    "all": "Chỉ tiêu có số liệu",
    "with_target": "Chỉ tiêu đã giao mục tiêu",
    "reached": "Chỉ tiêu đạt mục tiêu",
    "not_reached": "Chỉ tiêu chưa đạt mục tiêu",
    "without_result": "Chỉ tiêu chưa có số liệu hoặc không phát sinh",
}
STATES = {
    "asked": "Đơn vị phải báo cáo số liệu",
    "reported": "Đơn vị có số liệu",
    "partial": "Đơn vị thiếu số liệu của một số kỳ",
    "not_applicable": "Đơn vị không phát sinh",
    "waiting": "Đơn vị có số liệu chờ thẩm tra",
    "missing": "Đơn vị chưa có số liệu",
}
STATE_WORDS = {
    NumberState.REPORTED: "có số liệu",
    NumberState.NOT_APPLICABLE: "không phát sinh",
    NumberState.WAITING: "chờ thẩm tra",
    NumberState.MISSING: "chưa có số liệu",
}
SUMS = ("result", "parts", "before", "difference")


def trace_indicators(rows: CutoffRows, steps: Steps) -> Traced | None:
    match steps:
        case ["counts", key] if key in COUNT_NAMES:
            return _counted(rows, key)
        case ["rows", index, key] if key in (*STATES, *SUMS):
            pk = rows.snapshot["indicators"]["rows"][int(index)]["indicator"]
            found = [one for one in rows.indicators if one.pk == pk]
            trace = _sums if key in SUMS else _units
            return trace(rows, found[0], key) if found else None
    return None


def _counted(rows: CutoffRows, key: str) -> Traced:
    sent = sent_numbers(rows.indicators, rows.periods, rows.results)
    totals = shown(one.total for one in sent.values())
    return listing.counted(
        COUNT_NAMES[key],
        ("Chỉ tiêu", "Nhiệm vụ", "Mục tiêu", "Thực hiện"),
        map(_total, filter(COUNTS[key], totals)),
    )


def _total(total: Total) -> TracedRow:
    indicator = total.indicator
    target = "" if indicator.target is None else measured(indicator, indicator.target)
    cells = (indicator.name, indicator.task.code, target or "chưa giao", total.words)
    return TracedRow(cells, reverse("reporting:indicator", args=[indicator.pk]))


def _sent(rows: CutoffRows, indicator: Indicator) -> SentNumbers:
    return sent_numbers([indicator], rows.periods, rows.results)[indicator.pk]


def _units(rows: CutoffRows, indicator: Indicator, key: str) -> Traced:
    """The units in one state, of all that owe or sent a number."""
    found = [one for one in _sent(rows, indicator).by_unit if _is_in(one, key)]
    known = _assignments(one.assignment for one in found)
    return listing.counted(
        f"{STATES[key]}, {indicator.name}",
        ("Đơn vị", "Số liệu"),
        (
            TracedRow(
                (rows.unit_name(known[one.assignment].unit_id), _state(one)),
                reverse("reporting:unit", args=[known[one.assignment].unit_id]),
            )
            for one in found
        ),
    )


def _is_in(one: CountedNumbers, key: str) -> bool:
    return one.is_partial if key == "partial" else key in ("asked", one.state)


def _state(one: CountedNumbers) -> str:
    return STATE_WORDS[one.state] + (", thiếu kỳ" if one.is_partial else "")


def _sums(rows: CutoffRows, indicator: Indicator, key: str) -> Traced:
    """The numbers that were added up for the result, for that of the earlier range, or for both."""
    now = partial(_numbers, rows, indicator, _sent(rows, indicator), rows.results)
    if key == "result":
        return now(f"Số liệu của các đơn vị, {indicator.name}", "result")
    if key == "parts":
        return now(f"Tử số và mẫu số của các đơn vị, {indicator.name}", "parts")
    periods, results = rows.earlier.results(rows.review.plan, as_of=rows.as_of)
    sent = sent_numbers([indicator], periods, results)[indicator.pk]
    basis = rows.earlier.range_basis
    then = _numbers(rows, indicator, sent, results, f"{indicator.name}, {basis}", "result")
    if key == "before":
        return then
    both = listing.difference(
        f"{indicator.name}, chênh lệch so với {basis}", now("", "result"), then, basis
    )
    frozen = indicators(rows.review.plan, rows.periods, rows.results, earlier=(periods, results))
    words = [
        row.get("difference", "") for row in frozen["rows"] if row["indicator"] == indicator.pk
    ]
    return listing.Traced(both.name, both.columns, both.rows, "".join(words))


def _numbers(
    rows: CutoffRows,
    indicator: Indicator,
    sent: SentNumbers,
    results: Iterable[Reported],
    name: str,
    words: str,
) -> Traced:
    entered = [filed for one in sent.by_unit for filed in one.counted]
    known = _assignments(filed.assignment for filed in entered)
    spans = {period.pk: Span.of(period) for period in (*rows.periods, *rows.earlier.periods)}
    entries = {(row.assignment, spans[row.period]): row for row in results}

    def row_of(filed: Filed) -> TracedRow:
        entry = entries[filed.assignment, filed.span]
        cells = (
            rows.unit_name(known[filed.assignment].unit_id),
            rows.period_name(entry.period),
            words_of(indicator, filed.input),
        )
        return TracedRow(cells, listing.address_of_entry(entry.entry))

    total = sent.total
    number = total.parts if words == "parts" else total.words
    return listing.Traced(
        name, ("Đơn vị", "Kỳ", "Số liệu"), [row_of(filed) for filed in entered], number
    )


def _assignments(keys: Iterable[int]) -> dict[int, Assignment]:
    return dict(Assignment.objects.in_bulk(set(keys)))
