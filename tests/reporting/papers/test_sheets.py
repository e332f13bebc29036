"""A paper's tables and annexes as an Excel workbook."""

import io
from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from reporting.papers.blocks import Annex, Paragraph, Run, TableCell, TableRow, plain
from reporting.papers.sheets import number_in, to_xlsx
from tests.reporting.papers.scene import document, table

AT = datetime(2026, 3, 16, 12)


def opened(paper):
    return load_workbook(io.BytesIO(to_xlsx(paper, at=AT)))


def words(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_tables_of_the_body_and_each_annex_have_a_sheet():
    book = opened(document())

    assert book.sheetnames == ["Bảng 1", "Phụ lục 1", "Phụ lục 2"]
    assert "Bảng 1. Kết quả theo nhóm" in words(book["Bảng 1"])
    assert words(book["Phụ lục 2"])[:2] == [
        "PHỤ LỤC 2. Kết quả của từng đơn vị",
        "(kèm theo Báo cáo số ......-BC/HU, ngày ...... của Ban Thường vụ Huyện ủy)",
    ]
    assert words(book["Phụ lục 2"])[2:] == ["Ghi chú.", "1.1. Nhiệm vụ"]


def test_heads_are_merged_and_repeated_on_every_sheet():
    sheet = opened(document())["Bảng 1"]

    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A4:A5", "B4:C4", "A6:C6"} <= merged
    assert [sheet.cell(5, at).value for at in (2, 3)] == ["Đúng hạn", "Quá hạn"]
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == "A6"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_figures_are_numbers_and_words_stay_words():
    rows = (
        TableRow(
            (
                TableCell(plain("=1+1")),
                TableCell((Run("1.234", figure="a"),)),
                TableCell(plain("66,7%")),
            )
        ),
        TableRow((TableCell(plain("2024")), TableCell(plain("3/5")), TableCell(plain("05")))),
    )
    sheet = opened(document(blocks=(table(rows=rows, head=(), caption=""),)))["Bảng 1"]

    first, second = sheet.iter_rows(min_row=3, max_row=4)
    assert [cell.value for cell in first] == ["=1+1", 1234, 0.667]
    assert [cell.data_type for cell in first] == ["s", "n", "n"]
    assert [cell.number_format for cell in first][1:] == ["#,##0", "#,##0.0%"]
    assert [cell.value for cell in second] == ["2024", "3/5", "05"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", (Decimal(3), "#,##0")),
        ("1.234,5", (Decimal("1234.5"), "#,##0.0")),
        ("-2", (Decimal(-2), "#,##0")),
        ("0,5", (Decimal("0.5"), "#,##0.0")),
        ("100%", (Decimal(1), "#,##0%")),
        ("05", None),
        ("1.23", None),
        ("3/5", None),
        ("19/3/2024", None),
        ("", None),
    ],
)
def test_numbers_in_vietnamese_writing(text, number):
    assert number_in(text) == number


def test_a_wide_table_is_printed_on_a_large_sheet():
    columns = tuple(table().columns[1] for _ in range(40))
    annex = Annex("a", 1, "Rộng", (table(columns=columns, head=(), rows=(), caption=""),))

    sheet = opened(document(annexes=(annex,)))["Phụ lục 1"]

    assert sheet.page_setup.paperSize == 8  # A3


def test_what_is_longer_than_a_row_can_show_goes_on_in_the_next_one():
    long = " ".join(f"từ-thứ-{number}" for number in range(1500))
    listed = "\n".join(f"dòng {number}" for number in range(60))
    rows = (TableRow((TableCell(plain("1")), TableCell(plain(long)), TableCell(plain(listed)))),)
    blocks = (Paragraph("a.1", plain(long)), table(rows=rows, head=(), caption=""))

    sheet = opened(document(annexes=(Annex("a", 1, "Dài", blocks),)))["Phụ lục 1"]

    assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= 25 * 16 + 3
    merged = {area.min_row for area in sheet.merged_cells.ranges if area.min_row > 2}
    first, second, third = (
        [(row, sheet.cell(row, column).value) for row in range(4, sheet.max_row + 1)]
        for column in (1, 2, 3)
    )
    assert " ".join(text for row, text in first if row in merged).split() == long.split()
    assert [text for row, text in first if text and row not in merged] == ["1"]
    assert " ".join(text for _, text in second if text).split() == long.split()
    assert "\n".join(text for _, text in third if text) == listed


def test_text_of_any_origin_makes_a_valid_file():
    words_of_a_unit = "Một\x00 _x0041_ \ud800 hai"
    annex = Annex("a", 1, "Lạ", (Paragraph("a.1", plain(words_of_a_unit)),))

    sheet = opened(document(annexes=(annex,)))["Phụ lục 1"]

    assert "Một _x005F_x0041_  hai" in words(sheet)


def test_a_paper_without_tables_is_a_workbook_all_the_same():
    assert len(opened(document(blocks=(), annexes=())).worksheets) == 1
