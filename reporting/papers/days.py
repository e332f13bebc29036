"""Days as Party papers write them: days below 10 and the months 1 and 2 take a zero."""

from datetime import date


def day_in_text(day: date | str | None) -> str:
    """ "19/3/2024", "05/02/2026"; `day` may be an ISO string. A dash for None."""
    if not day:
        return "–"
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day:02}/{_month(day)}/{day.year}"


def day_in_words(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2026"."""
    return f"ngày {day.day:02} {month_in_words(day)}"


def month_in_words(day: date) -> str:
    """ "tháng 02 năm 2026"."""
    return f"tháng {_month(day)} năm {day.year}"


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month < 3 else str(day.month)
