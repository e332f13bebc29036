"""How a paper names a time: by the year or its half where it is that, else by its periods."""

from datetime import date, timedelta

# By the first and the last month
OF_A_YEAR = {
    (1, 12): "năm {}",
    (1, 9): "9 tháng đầu năm {}",
    (1, 6): "6 tháng đầu năm {}",
    (7, 12): "6 tháng cuối năm {}",
}
# A name that begins with one of these, or with a figure, says itself that it is a time
TIMES = ("kỳ", "quý", "tháng", "năm", "tuần", "đợt", "giai đoạn")


def range_in_text(names: tuple[str, str], days: tuple[date, date]) -> str:
    """ "năm 2026", "Quý 3/2026" or "từ Quý 4/2025 đến Quý 2/2026".

    `names` are those of the first and the last period, `days` the first and the last day of both.
    """
    if named := _of_years(*days):
        return named
    first, last = names
    if first != last:
        return f"từ {first} đến {last}"
    is_time = first[:1].isdigit() or first.casefold().startswith(TIMES)
    return first if is_time else f"kỳ {first}"


def _of_years(first: date, last: date) -> str:
    """The name of whole years, or of a part of a year; empty where there is none.

    Data of a month also run from the 15th of the month before to the 14th.
    """
    if first.day == 15 and last.day == 14:
        first = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    elif first.day != 1 or (last + timedelta(days=1)).day != 1:
        return ""
    if first.year == last.year:
        return OF_A_YEAR.get((first.month, last.month), "").format(last.year)
    return f"giai đoạn {first.year} - {last.year}" if (first.month, last.month) == (1, 12) else ""
