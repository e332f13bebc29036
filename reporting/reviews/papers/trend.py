"""Hình 1: the trend, a bar per period of the review."""

from reporting.counting.open_periods import unfinished_words
from reporting.papers.blocks import Bar, Chart
from reporting.reviews.schema import CellsOfPeriod, Snapshot


def charts(snapshot: Snapshot) -> list[Chart]:
    """The chart of the periods; none if no task applied in any of them."""
    trend = snapshot["figures"]["trend"]
    if not any(row["cells"]["applicable"] for row in trend):
        return []
    bars = tuple(_bar(row, f"figures.trend.{index}.cells") for index, row in enumerate(trend))
    caption = "Hình 1. Phần việc đã hoàn thành (phần tô) trên số phải thực hiện, sau từng kỳ"
    unfinished = unfinished_words(
        ((row["name"], row["so_far"]) for row in trend if "so_far" in row),
        receiving="kỳ chưa khép khi chốt số liệu",
    )
    if unfinished:
        caption += f". Nét đứt: {unfinished}"
    return [
        Chart(
            "figure-1",
            bars,
            title="Số phần việc đã hoàn thành trên số phải thực hiện, theo kỳ",
            description="; ".join(
                f"{_name(row)}: {bar.done}/{bar.whole}"
                for row, bar in zip(trend, bars, strict=True)
            ),
            caption=caption,
        )
    ]


def _bar(row: CellsOfPeriod, place: str) -> Bar:
    return Bar(
        name=row["name"],
        done=row["cells"]["done"],
        whole=row["cells"]["applicable"],
        places=(f"{place}.done", f"{place}.applicable"),
        is_finished="so_far" not in row,
    )


def _name(row: CellsOfPeriod) -> str:
    """The period; of one that still received also how far it had come."""
    return f"{row['name']} ({row['so_far']})" if "so_far" in row else row["name"]
