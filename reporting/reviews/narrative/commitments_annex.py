"""The annex of mottos: how many units keep each component, as totals and without names."""

from collections.abc import Iterator

from reporting.papers.blocks import Annex, Paragraph, Table, TableCell, TableColumn, TableRow, plain
from reporting.papers.sentences import sentence
from reporting.reviews.narrative.house_style import capital
from reporting.reviews.narrative.places import at
from reporting.reviews.schema import Snapshot

TITLE = "Tự đánh giá của các đơn vị về thực hiện các phương châm"
NOTE = (
    "Số đơn vị theo tự đánh giá trong kết quả được chấp nhận gần nhất; chưa đánh giá không phải là "
    "chưa tốt."
)
HEAD = ("TT", "Nội dung", "Thực hiện tốt", "Chưa tốt", "Chưa đánh giá")


def commitments_annex(snapshot: Snapshot) -> Annex:
    columns = (
        TableColumn(13, "center"),
        TableColumn(),
        *(TableColumn(24, "center") for _ in HEAD[2:]),
    )
    head = tuple(TableCell(plain(title), is_head=True) for title in HEAD)
    table = Table("annex-commitments.table", columns, (head,), tuple(_rows(snapshot)))
    note = Paragraph("annex-commitments.note", plain(NOTE), style="note")
    return Annex("annex-commitments", 7, TITLE, (note, table))


def _rows(snapshot: Snapshot) -> Iterator[TableRow]:
    for index, motto in enumerate(snapshot.get("commitments", [])):
        place = ("commitments", index)
        name = sentence(
            "{} (nhiệm vụ {}; {} đơn vị)",
            capital(motto["name"]),
            motto["task"],
            at(snapshot, *place, "num_units").run,
        )
        yield TableRow((TableCell(name, num_columns=len(HEAD), is_head=True),), kind="group")
        for order, item in enumerate(motto["items"]):
            counts = (
                at(snapshot, *place, "items", order, key)
                for key in ("kept", "not_kept", "unanswered")
            )
            yield TableRow(
                (
                    TableCell(plain(str(order + 1))),
                    TableCell(plain(item["words"])),
                    *(TableCell((number.plain_run,)) for number in counts),
                )
            )
