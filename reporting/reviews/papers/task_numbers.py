"""The numbers of one task over all periods of a review, for its paragraph and for the table."""

from reporting.papers.blocks import Runs
from reporting.papers.sentences import sentence
from reporting.reviews.narrative.numbers import lacking
from reporting.reviews.schema import FrozenIndicator, Snapshot


def numbers_of(snapshot: Snapshot, code: str) -> Runs:
    """The results of the task's indicators; empty where units reported no number."""
    known = snapshot["indicators"]["rows"] if "indicators" in snapshot else []
    rows = [row for row in known if row["task"] == code and row["reported"]]
    if not rows:
        return ()
    several = len(snapshot["report"]["periods"]) > 1
    return sentence(
        " Số liệu {}: {}.",
        f"của {len(snapshot['report']['periods'])} kỳ" if several else "trong kỳ",
        "; ".join(map(_words, rows)),
    )


def _words(row: FrozenIndicator) -> str:
    details = ", ".join(filter(None, (row["parts"], _shortfall(row))))
    return f"{row['name']} {row['result']}" + (f" ({details})" if details else "")


def _shortfall(row: FrozenIndicator) -> str:
    parts = [f"{row[key]} {words}" for key, words in lacking(row)]
    return f"chưa đủ: {', '.join(parts)}" if parts else ""
