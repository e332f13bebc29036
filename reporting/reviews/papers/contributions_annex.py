"""The annex of what co-ordinating units sent, by task."""

from collections.abc import Iterator

from reporting.papers.blocks import Annex, Block, Heading, Paragraph, Run, plain
from reporting.papers.sentences import sentence
from reporting.reviews.narrative.quoting import as_sentence
from reporting.reviews.papers.words import SnapshotFigures
from reporting.reviews.schema import FrozenContributions, Snapshot


def contributions(snapshot: Snapshot) -> Annex:
    """Contributions of co-ordinating units, by task."""
    note = "Tính riêng: không tính vào kết quả và việc gửi báo cáo của đơn vị chủ trì."
    blocks: list[Block] = [Paragraph("annex-contributions.note", plain(note), style="note")]
    for index in range(len(snapshot.get("contributions", []))):
        blocks += _contributions(snapshot, index)
    title = "Nội dung của các đơn vị phối hợp"
    return Annex("annex-contributions", 6, title, tuple(blocks))


def _contributions(snapshot: Snapshot, index: int) -> Iterator[Block]:
    """The contributions to one task, and who sent none."""
    n, task = SnapshotFigures(snapshot), snapshot.get("contributions", [])[index]
    period_names = {row["id"]: row["name"] for row in snapshot["report"]["periods"]}
    key = f"annex-contributions.{task['task']}"
    yield Heading(key, f"{task['task']}.", task["title"], 4)
    if task["asked"]:
        asked = sentence(
            "Đã gửi {}/{} nội dung được yêu cầu.",
            n("contributions", index, "given"),
            n("contributions", index, "asked"),
        )
        yield Paragraph(f"{key}.asked", asked)
    for number, row in enumerate(task["sent"], 1):
        evidence = "; ".join(row["evidence"])
        runs = sentence(
            "{} ({}): {}{}",
            Run(row["unit_name"], is_bold=True),
            period_names[row["period"]],
            as_sentence(row["text"]),
            Run(f" Minh chứng: {evidence}." if evidence else "", is_italic=True),
        )
        yield Paragraph(f"{key}.{number}", runs)
    for period, units in _missing_by_period(task).items():
        words = f"Chưa gửi ({period_names[period]}): {', '.join(units)}."
        yield Paragraph(f"{key}.missing-{period}", plain(words))


def _missing_by_period(task: FrozenContributions) -> dict[int, list[str]]:
    """Units that did not contribute, by period in their order."""
    units: dict[int, list[str]] = {}
    for row in task["missing"]:
        units.setdefault(row["period"], []).append(row["unit_name"])
    return units
