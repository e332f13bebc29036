"""The list of plans as a sheet for Excel."""

from collections.abc import Iterable
from datetime import date

from reporting.papers.lists import Value, to_list_sheet
from reporting.portfolio.page import PlanRow

COLUMNS = {
    "Số, ký hiệu": 16,
    "Ngày ban hành": 14,
    "Tên gọi": 40,
    "Trạng thái": 18,
    "Việc có thời hạn": 12,
    "Đúng hạn": 12,
    "Việc thường xuyên, định kỳ": 14,
    "Đạt trong kỳ": 12,
    "Quá hạn": 12,
    "Mốc gần nhất": 14,
    "Là": 34,
    "Chờ thẩm tra": 12,
    "Đơn vị lập": 24,
    "Triển khai": 40,
}


def sheet_of_plans(rows: Iterable[PlanRow], *, on: date) -> bytes:
    return to_list_sheet(
        "Danh mục kế hoạch",
        title="DANH MỤC KẾ HOẠCH",
        lead=f"Tình hình đến hết ngày {on:%d/%m/%Y}",
        columns=COLUMNS,
        rows=map(_values_of, rows),
    )


def _values_of(row: PlanRow) -> list[Value]:
    tally = row.tally
    return [
        row.plan.number,
        row.plan.issued_on,
        row.plan.short_title,
        row.plan.status_words,
        tally.num_dated,
        tally.num_on_time,
        tally.num_periodic,
        tally.num_period_met,
        tally.num_late,
        row.next.day if row.next else None,
        row.next.words if row.next else None,
        row.waiting.num_waiting if row.waiting and row.can_verify else None,
        row.plan.owner.short_name if row.plan.owner else None,
        row.carries_out or None,
    ]
