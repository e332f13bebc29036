"""The annexes of a review, from its snapshot."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from reporting.papers.blocks import (
    Annex,
    Block,
    Heading,
    Paragraph,
    Run,
    Runs,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    plain,
)
from reporting.papers.days import day_in_text
from reporting.papers.sentences import Part, runs_of, sentence
from reporting.reviews import skeleton
from reporting.reviews.narrative.commendation_annex import commendation_annex
from reporting.reviews.narrative.commitments_annex import commitments_annex
from reporting.reviews.narrative.house_style import capital
from reporting.reviews.narrative.quoting import quoted_or_state
from reporting.reviews.narrative.results_annex import results_annex
from reporting.reviews.papers import indicators
from reporting.reviews.papers.contributions_annex import contributions
from reporting.reviews.papers.words import SnapshotFigures, state_words
from reporting.reviews.schema import FrozenCells, FrozenTask, Snapshot
from reporting.reviews.skeletons import built_in

MAX_HELPERS_NAMED = 6


def annexes_of(snapshot: Snapshot) -> tuple[Annex, ...]:
    """The annexes that the skeleton wants, numbered in its order and with its titles.

    The number that an annex has before is that of the product's own order.
    """
    found = []
    for wanted in skeleton.annexes(snapshot):
        annex = WRITERS[wanted.key](snapshot)
        title = wanted.title or annex.title
        found.append(replace(annex, number=wanted.number, title=title))
    return tuple(found)


def indicators_annex(snapshot: Snapshot) -> Annex:
    """The table of indicators, for an office that wants it behind the text."""
    table = indicators.table(snapshot)
    table = replace(table, key="annex-indicators.table", caption="")
    return Annex("annex-indicators", 8, "Biểu chỉ tiêu, chỉ số", (table,))


def documents(snapshot: Snapshot) -> Annex:
    """Phụ lục 1: the documents given as evidence of accepted results."""
    rows = tuple(
        TableRow(
            (
                TableCell(plain(str(number))),
                TableCell(plain(document["number"])),
                TableCell(plain(day_in_text(document["issued_on"]))),
                TableCell(plain(document["issuer"] or "–")),
                TableCell(plain(document["subject"] or "–")),
            )
        )
        for number, document in enumerate(snapshot["documents"], 1)
    )
    titles = ("TT", "Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Trích yếu")
    widths = (
        TableColumn(13, "center"),
        TableColumn(36),
        TableColumn(24, "center"),
        TableColumn(40),
        TableColumn(),
    )
    found: Block = Table("annex-1.table", widths, (_head(*titles),), rows)
    if not rows:
        words = "Chưa có văn bản nào được nêu làm minh chứng cho kết quả được chấp nhận."
        found = Paragraph("annex-1.none", plain(words))
    return Annex("annex-1", 1, "Danh mục văn bản đã ban hành", (found,))


def progress(snapshot: Snapshot) -> Annex:
    """Phụ lục 2: a heading per group, then a row per task of the plan."""
    titles = (
        "TT",
        "Nhiệm vụ",
        "Chủ trì",
        "Phối hợp",
        "Thời hạn",
        "Sản phẩm",
        "Kết quả (hoàn thành/ phải thực hiện)",
        "Đánh giá",
    )
    columns = (
        TableColumn(13),
        TableColumn(),
        TableColumn(36),
        TableColumn(44),
        TableColumn(27),
        TableColumn(30),
        TableColumn(23, "center"),
        TableColumn(30),
    )
    table = Table("annex-2.table", columns, (_head(*titles),), tuple(_progress_rows(snapshot)))
    return Annex("annex-2", 2, "Tiến độ thực hiện nhiệm vụ", (table,), is_wide=True)


def _progress_rows(snapshot: Snapshot) -> Iterator[TableRow]:
    n = SnapshotFigures(snapshot)
    for group_index, group in enumerate(snapshot["groups"]):
        name = TableCell(plain(group["label"]), num_columns=8, is_head=True)
        yield TableRow((name,), kind="group")
        for task_index, task in enumerate(group["tasks"]):
            here = ("groups", group_index, "tasks", task_index)
            place = (*here, "cells")
            words: tuple[Part, ...] = (
                task["code"],
                task["title"],
                _lead_words(task, n.count(*here, "leads")),
                _helpers_words(task["coordinators"]),
                _deadline_words(task),
                _deliverable(task) or "–",
                sentence("{}/{}", n(*place, "done"), n(*place, "applicable")),
                _verdict(task, n(*place, "open_late")),
            )
            yield TableRow(tuple(TableCell(runs_of(one)) for one in words))


def matrix(snapshot: Snapshot) -> Annex:
    """Phụ lục 3: units × groups, done of applicable, with a shade per fifth."""
    figures = snapshot["figures"]
    labels = [row["label"] for row in figures["by_group"]]
    columns = (TableColumn(40), *(TableColumn(align="center") for _ in labels))
    rows = tuple(
        TableRow(
            (
                TableCell(plain(row["name"]), is_head=True),
                *(
                    TableCell(_matrix_words(snapshot, index, column, cells), shade=shade(cells))
                    for column, cells in enumerate(row["cells"])
                ),
            )
        )
        for index, row in enumerate(figures["matrix"])
    )
    note = (
        "Mỗi ô ghi số phần việc hoàn thành/số phải thực hiện; ô càng đậm, tỷ lệ càng cao; "
        "dấu * và số sau đó là số phần việc quá hạn; dấu – là đơn vị không có phần việc."
    )
    table = Table("annex-3.table", columns, (_head("Đơn vị", *labels),), rows, size=9)
    blocks: list[Block] = [
        Paragraph("annex-3.note", plain(note), style="note"),
        table,
        *_filers(snapshot),
    ]
    return Annex("annex-3", 3, "Kết quả theo đơn vị và nhóm nhiệm vụ", tuple(blocks))


def _filers(snapshot: Snapshot) -> Iterator[Table]:
    """The units that sent late or not at all, with the periods; older snapshots know none."""
    rows = [
        TableRow(
            (
                TableCell(plain(row["unit_name"]), is_head=True),
                TableCell(plain(", ".join(row["late_in"]) or "–")),
                TableCell(plain(", ".join(row["missing_in"]) or "–")),
            )
        )
        for row in snapshot["figures"].get("filers", [])
        # It may only be known for not having sent when a period was closed before its due day
        if row["late_in"] or row["missing_in"]
    ]
    if rows:
        columns = (TableColumn(44), TableColumn(), TableColumn())
        head = _head("Đơn vị", "Gửi muộn", "Chưa gửi")
        caption = "Đơn vị gửi báo cáo muộn, chưa gửi"
        yield Table("annex-3.filers", columns, (head,), tuple(rows), caption, size=9)


def _matrix_words(snapshot: Snapshot, row: int, column: int, cells: FrozenCells) -> Runs:
    if not cells["applicable"]:
        return plain("–")
    n, here = SnapshotFigures(snapshot), ("figures", "matrix", row, "cells", column)
    done = sentence("{}/{}", n(*here, "done"), n(*here, "applicable"))
    return sentence("{} *{}", done, n(*here, "open_late")) if cells["open_late"] else done


def results(snapshot: Snapshot) -> Annex:
    """Phụ lục 4: every accepted result; an older snapshot's last ones of tasks of several units."""
    if skeleton.is_told_by_group(snapshot):
        return results_annex(snapshot)
    title = "Kết quả của từng đơn vị ở các nhiệm vụ giao nhiều đơn vị cùng chủ trì"
    note = "Kết quả được chấp nhận ở kỳ gần nhất mà đơn vị có kết quả."
    blocks = tuple(_results(snapshot)) or (
        Paragraph("annex-4.none", plain("Chưa có kết quả nào được chấp nhận.")),
    )
    return Annex(
        "annex-4", 4, title, (Paragraph("annex-4.note", plain(note), style="note"), *blocks)
    )


def _results(snapshot: Snapshot) -> Iterator[Block]:
    period_names = {row["id"]: row["name"] for row in snapshot["report"]["periods"]}
    for group in snapshot["groups"]:
        for task in group["tasks"]:
            reporters = [lead for lead in task["leads"] if lead["results"]]
            if len(task["leads"]) < 2 or not reporters:
                continue
            yield Heading(f"annex-4.{task['code']}", f"{task['code']}.", task["title"], 4)
            for lead in reporters:
                last = lead["results"][-1]
                name = Run(lead["unit_name"], is_bold=True)
                text = quoted_or_state(last, task["kind"])
                runs = sentence("{} ({}): {}", name, period_names[last["period"]], text)
                yield Paragraph(f"annex-4.{task['code']}.{lead['assignment']}", runs)


def extensions(snapshot: Snapshot) -> Annex:
    """Extended deadlines."""
    titles = (
        "TT",
        "Nhiệm vụ",
        "Đơn vị chủ trì",
        "Thời hạn cũ",
        "Thời hạn mới",
        "Văn bản gia hạn",
    )
    columns = (
        TableColumn(10, "center"),
        TableColumn(),
        TableColumn(33),
        TableColumn(22, "center"),
        TableColumn(22, "center"),
        TableColumn(31),
    )
    rows = []
    for order, row in enumerate(snapshot.get("extensions", []), 1):
        document = row["document"] or "–"
        if row["document"] and row["document_issued_on"]:
            document += f", ngày {day_in_text(row['document_issued_on'])}"
        words = (
            str(order),
            f"{row['task']}. {row['title']}",
            row["unit_name"],
            day_in_text(row["deadline_from"]),
            day_in_text(row["deadline_to"]),
            document,
        )
        rows.append(TableRow(tuple(TableCell(plain(text)) for text in words)))
    table = Table("annex-extensions.table", columns, (_head(*titles),), tuple(rows))
    return Annex("annex-extensions", 5, "Phần việc được gia hạn", (table,))


def _head(*titles: str) -> tuple[TableCell, ...]:
    return tuple(TableCell(plain(title), is_head=True) for title in titles)


def shade(cells: FrozenCells) -> int | None:
    """0 (nothing done) to 5 (all done); None where nothing applies."""
    return cells["done"] * 5 // cells["applicable"] if cells["applicable"] else None


def _lead_words(task: FrozenTask, number: Run) -> Part:
    leads = task["leads"]
    if not leads:
        return "Chưa phân công"
    return leads[0]["unit_name"] if len(leads) == 1 else sentence("{} đơn vị", number)


def _helpers_words(names: list[str]) -> str:
    """A few names, then the number of the others: thirty names would fill a page."""
    if len(names) <= MAX_HELPERS_NAMED + 1:
        return ", ".join(names) or "–"
    named = ", ".join(names[:MAX_HELPERS_NAMED])
    return f"{named} và {len(names) - MAX_HELPERS_NAMED} đơn vị khác"


def _deadline_words(task: FrozenTask) -> str:
    """The deadline; where units differ, the first and the last; without one, the plan's words."""
    days = sorted({lead["deadline"] for lead in task["leads"] if lead["deadline"]})
    if days:
        shown = [day_in_text(day) for day in (days[0], days[-1])]
        return shown[0] if len(days) == 1 else f"{shown[0]} - {shown[1]}"
    if task["kind"] == "continuous":
        return "Thường xuyên"
    return capital(task["timing"]) or "Chưa xác định thời hạn"


def _deliverable(task: FrozenTask) -> str:
    found = dict.fromkeys(lead["deliverable"] for lead in task["leads"] if lead["deliverable"])
    return capital("; ".join(found))


def _verdict(task: FrozenTask, late: Run) -> Part:
    if len(task["leads"]) == 1:
        return capital(state_words(task["leads"][0]))
    if not task["leads"] or not task["cells"]["applicable"]:
        return "–"
    if task["cells"]["open"] == 0:
        return "Các đơn vị đều hoàn thành"
    return sentence("{} đơn vị quá hạn", late) if task["cells"]["open_late"] else "Đang thực hiện"


WRITERS: Mapping[str, Callable[[Snapshot], Annex]] = {
    built_in.DOCUMENTS: documents,
    built_in.PROGRESS: progress,
    built_in.MATRIX: matrix,
    built_in.RESULTS: results,
    built_in.EXTENSIONS: extensions,
    built_in.CONTRIBUTIONS: contributions,
    built_in.COMMITMENTS: commitments_annex,
    built_in.INDICATORS: indicators_annex,
    built_in.COMMENDATION: commendation_annex,
}
