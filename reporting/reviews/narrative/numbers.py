"""The numbers of indicators over the whole range, with their change since the earlier one."""

from collections.abc import Collection
from typing import Literal

from reporting.papers.blocks import Runs
from reporting.papers.sentences import runs_of, sentence
from reporting.reviews.narrative.house_style import (
    clauses,
    counted,
    counted_as,
    full,
    in_brackets,
    paragraph,
    span,
)
from reporting.reviews.narrative.places import at, words_at
from reporting.reviews.schema import FrozenIndicator, Snapshot

LackingKey = Literal["partial", "missing", "waiting"]
LACKING: tuple[tuple[LackingKey, str], ...] = (
    ("partial", "đơn vị thiếu kỳ"),
    ("missing", "đơn vị chưa có số"),
    ("waiting", "đơn vị chờ thẩm tra"),
)


def numbers_of(snapshot: Snapshot, codes: Collection[str], *, with_details: bool = False) -> Runs:
    """The results of the indicators of these tasks; nothing where no unit reported a number.

    The details, what a ratio was made of and what a result lacks, stand in Bảng 2 as well.
    """
    rows = snapshot["indicators"]["rows"] if "indicators" in snapshot else []
    told = [(i, row) for i, row in enumerate(rows) if row["task"] in codes and row["reported"]]
    if not told:
        return ()
    # What all of them lack is said once, and so is what several are compared with
    all_lack = not with_details and len(told) > 1 and all(lacking(row) for _, row in told)
    basis = _shared_basis(snapshot, [row for _, row in told])
    found = [
        _words(
            snapshot,
            index,
            row,
            with_details=with_details,
            says_short=not all_lack,
            says_basis=not basis,
        )
        for index, row in told
    ]
    said = clauses(["các đơn vị chưa báo cáo đủ" if all_lack else "", basis])
    words = sentence("Số liệu {}{}", span(snapshot["report"]["periods"]), in_brackets(said))
    return full(sentence("{}: {}", words, clauses(found)))


def _shared_basis(snapshot: Snapshot, rows: list[FrozenIndicator]) -> str:
    """ "so với cùng kỳ" where several of `rows` rose or fell."""
    if sum(bool(row.get("tendency")) for row in rows) < 2:
        return ""
    return f"so với {snapshot['comparison']['range_basis']}"


def targets(snapshot: Snapshot) -> Runs:
    """How many indicators have numbers, and how many of those with a target reached it."""
    counts = ("indicators", "counts")
    known, aimed = at(snapshot, *counts, "all"), at(snapshot, *counts, "with_target")
    results = clauses(
        counted_as(words, at(snapshot, *counts, name))
        for words, name in (
            ("đạt", "reached"),
            ("chưa đạt", "not_reached"),
            ("chưa có số liệu hoặc không phát sinh", "without_result"),
        )
    )
    reached = sentence("Trong {} đã giao mục tiêu: {}", counted(aimed, "chỉ tiêu"), results)
    return paragraph(
        full(sentence("Các đơn vị báo cáo số liệu của {} (Bảng 2)", counted(known, "chỉ tiêu"))),
        full(reached) if aimed else (),
        full("Tỷ lệ chung tính từ tổng tử số và tổng mẫu số"),
    )


def lacking(row: FrozenIndicator) -> list[tuple[LackingKey, str]]:
    """The counts of units without which a result is incomplete, with their words.

    Snapshots taken before incomplete units were counted have none.
    """
    return [(key, words) for key, words in LACKING if row[key]] if "partial" in row else []


def _shortfall(snapshot: Snapshot, index: int, row: FrozenIndicator) -> Runs:
    """The reason why a result lacks numbers: "chưa đủ: 02 đơn vị thiếu kỳ"; none without one."""
    place = ("indicators", "rows", index)
    parts = [counted(at(snapshot, *place, key), words) for key, words in lacking(row)]
    return sentence("chưa đủ: {}", clauses(parts, ", ")) if parts else ()


def _words(
    snapshot: Snapshot,
    index: int,
    row: FrozenIndicator,
    *,
    with_details: bool,
    says_short: bool,
    says_basis: bool,
) -> Runs:
    """ "Mức độ hài lòng: 95,28% (28.274/29.674; tăng 1,2 điểm % so với …)"."""
    place = ("indicators", "rows", index)
    name = row["name"][:1].lower() + row["name"][1:] if row["name"][1:2].islower() else row["name"]
    result = words_at(snapshot, *place, "result")
    since = _since(snapshot, index, row, says_basis=says_basis)
    if with_details:
        short = _shortfall(snapshot, index, row)
        details = clauses([words_at(snapshot, *place, "parts"), since, short])
    else:
        short = runs_of("chưa đủ số liệu" if lacking(row) and says_short else "")
        details = clauses([since, short])
    return sentence("{}: {}{}", name, result, in_brackets(details))


def _since(snapshot: Snapshot, index: int, row: FrozenIndicator, *, says_basis: bool) -> Runs:
    if "tendency" not in row:
        return ()
    basis = snapshot["comparison"]["range_basis"]
    if not row["tendency"]:
        return sentence("bằng {}", basis)
    word = "tăng" if row["tendency"] > 0 else "giảm"
    difference = words_at(snapshot, "indicators", "rows", index, "difference")
    return sentence("{} {}{}", word, difference, f" so với {basis}" if says_basis else "")
