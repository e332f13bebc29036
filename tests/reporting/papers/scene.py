"""A small paper with every kind of block."""

from datetime import date

from reporting.papers.blocks import (
    Annex,
    Bar,
    Chart,
    Document,
    Foot,
    Head,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Run,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    plain,
)
from reporting.papers.profiles import HD36
from reporting.papers.sentences import sentence

DONE = Run("3", figure="figures.totals.done")


def head(**changes) -> Head:
    values = {
        "superior_body": "ĐẢNG BỘ TỈNH QUẢNG TRỊ",
        "issuing_body": "HUYỆN ỦY HẢI LĂNG",
        "symbol": "HU",
        "number": "",
        "place": "Hải Lăng",
        "issued_on": None,
        "kind": "BÁO CÁO",
        "subject": "sơ kết thực hiện Kế hoạch số 126-KH/HU",
        "draft_number": 2,
        "drafted_on": date(2026, 3, 16),
        "profile": HD36,
    }
    return Head(**values | changes)


def issued_head() -> Head:
    return head(number="05-BC/HU", issued_on=date(2026, 2, 3))


def table(**changes) -> Table:
    values = {
        "key": "table",
        "caption": "Bảng 1. Kết quả theo nhóm",
        "columns": (TableColumn(42), TableColumn(align="center"), TableColumn(align="center")),
        "head": (
            (
                TableCell(plain("Nhóm"), num_rows=2, is_head=True),
                TableCell(plain("Đã hoàn thành"), num_columns=2, is_head=True),
            ),
            (TableCell(plain("Đúng hạn"), is_head=True), TableCell(plain("Quá hạn"), is_head=True)),
        ),
        "rows": (
            TableRow(
                (TableCell(plain("Nhóm các việc"), num_columns=3, is_head=True),), kind="group"
            ),
            TableRow(
                (
                    TableCell(plain("Tuyên truyền"), is_head=True),
                    TableCell((DONE,)),
                    TableCell(plain("0")),
                )
            ),
            TableRow(
                (TableCell(plain("Cộng"), is_head=True), TableCell((DONE,)), TableCell(plain("0"))),
                kind="sum",
            ),
        ),
    }
    return Table(**values | changes)


def document(**changes) -> Document:
    values = {
        "head": head(),
        "blocks": (
            Heading("part-1", "Phần thứ nhất", "TÌNH HÌNH, KẾT QUẢ THỰC HIỆN", 0),
            Heading("I", "I.", "KẾT QUẢ", 1),
            Paragraph("I.1", sentence("Đã hoàn thành {} phần việc.", DONE)),
            Heading("I.a", "1.", "Tuyên truyền", 2),
            Paragraph("I.a.1", (Run("Đã họp.", source="entry:17"),)),
            ItemList("I.a.2", (plain("Xã Hải Lâm;"), plain("Thị trấn Diên Sanh."))),
            table(),
            Chart(
                "chart",
                (
                    Bar("Quý I", 3, 5, ("figures.trend.0.cells.done", "figures.trend.0.cells.all")),
                    Bar("Quý II", 1, 5, ("a", "b"), is_finished=False),
                ),
                title="Việc đã hoàn thành theo kỳ",
                description="Quý I: 3/5; Quý II: 1/5",
                caption="Hình 1. Việc đã hoàn thành",
            ),
            Heading("I.3.a", "a)", "Khách quan", 3),
            Paragraph("I.3.a.1", plain("(Văn phòng bổ sung)"), style="blank"),
            PageBreak("break"),
            Paragraph("last", plain("Hết.")),
        ),
        "foot": Foot(("Như kính gửi", "Lưu Văn phòng"), "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Lê Văn A"),
        "issuer": "Ban Thường vụ Huyện ủy",
        "annexes": (
            Annex("annex-1", 1, "Danh mục văn bản", (table(key="annex-table", caption=""),)),
            Annex(
                "annex-2",
                2,
                "Kết quả của từng đơn vị",
                (
                    Paragraph("annex-2.note", plain("Ghi chú."), style="note"),
                    Heading("annex-2.1", "1.1.", "Nhiệm vụ", 4),
                ),
                is_wide=True,
            ),
        ),
    }
    return Document(**values | changes)
