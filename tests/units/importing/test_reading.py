"""The tables of a file: found by their heads, read row by row, refused in words."""

import io
import unicodedata
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from tests.units.importing.scene import DEPARTMENT, OFFICER, PERSON_HEADS, UNIT_HEADS, file_of
from tracker.lib.refusal import Refused
from units.importing import empty_form, reading

UNIT = ("Phòng Y tế", "P. Y tế", *DEPARTMENT)
PERSON = ("Trần Thị Lan", "Chuyên viên", "Phòng Y tế", OFFICER)


def _read(*args, **options) -> reading.FileContent:
    return reading.read(io.BytesIO(file_of(*args, **options).read()))


def _row(*args, **options) -> reading.TypedRow:
    return _read(*args, **options)["rows"][0]


def _refusal(*args, **options) -> str:
    with pytest.raises(Refused) as refused:
        _read(*args, **options)
    return str(refused.value)


def test_heads_are_found_in_any_order_below_a_title_and_others_are_named():
    content = _read(
        people=[
            (),
            ("STT", "VAI TRÒ *", "Đơn vị công tác", "Ngày sinh", "Họ và\ntên"),
            (1, OFFICER, "P. Y tế", "1/1/1990", "Trần  Thị Lan"),
        ],
        person_heads=["DANH SÁCH CÁN BỘ CÁC ĐƠN VỊ"],
    )

    assert content["unread"] == ["Ngày sinh"]
    assert [row["cells"] for row in content["rows"]] == [
        {"role": OFFICER, "unit": "P. Y tế", "full_name": "Trần Thị Lan"}
    ]


@pytest.mark.parametrize(
    ("heads", "words"),
    [
        (("Họ và tên", "Chức vụ", "Đơn vị"), "thiếu cột “Vai trò”"),
        (("Tên đơn vị", "Khối", "Mã"), "thiếu cột “Loại đơn vị”"),
        (("Một", "Hai", "Ba"), "Không thấy bảng đơn vị hay người dùng"),
        ((*PERSON_HEADS, "Cơ quan"), "có hai cột “Đơn vị”"),
    ],
)
def test_what_is_missing_in_the_heads_is_named(heads, words):
    assert words in _refusal(people=[PERSON], person_heads=heads)


def test_the_empty_form_reads_as_empty_and_its_example_is_left_out(db):
    with pytest.raises(Refused, match="chưa có dòng nào"):
        reading.read(io.BytesIO(empty_form.form()))
    book = load_workbook(io.BytesIO(empty_form.form()))
    assert [sheet.title for sheet in book] == ["Đơn vị", "Người dùng", "Danh mục"]
    assert [sheet.freeze_panes for sheet in book][:2] == ["C5", "C5"]
    assert [book["Đơn vị"][cell].value for cell in ("E5", "F5")] == list(DEPARTMENT)
    book["Người dùng"]["B6"], book["Người dùng"]["D6"] = "Lê Văn Thử", "Phòng Thử"
    book["Người dùng"]["E6"] = OFFICER
    out = io.BytesIO()
    book.save(out)

    assert [row["cells"]["full_name"] for row in reading.read(out)["rows"]] == ["Lê Văn Thử"]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1/7/2025", date(2025, 7, 1)),
        ("01072025", date(2025, 7, 1)),
        (datetime(2025, 7, 1), date(2025, 7, 1)),
        (45839, date(2025, 7, 1)),
    ],
)
def test_days_are_read_as_text_as_days_and_as_numbers(value, day):
    row = _row([(*UNIT, "", value)])

    assert row["cells"]["first_day"] == day.isoformat()
    assert bool(row["doubts"]) == isinstance(value, int)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("31/2/2025", "Ô F2 (“31/2/2025”): Không có ngày 31/2"),
        ("tháng bảy", "hãy ghi dạng 31/12/2026"),
        (7, "hãy ghi dạng 31/12/2026"),
        ("=TODAY()", "ô chứa công thức"),
    ],
)
def test_a_cell_that_is_no_day_is_a_fault_of_its_row(value, words):
    (fault,) = _row([(*UNIT, "", value)])["faults"]

    assert words in fault


def test_decomposed_letters_are_composed_and_lacking_cells_are_faults():
    row = _row([(unicodedata.normalize("NFD", "Phòng Y tế"), "", "", DEPARTMENT[1])])

    assert row["cells"]["name"] == "Phòng Y tế"
    assert row["faults"] == ["Chưa ghi loại đơn vị."]


def test_merged_cells_are_faults_of_their_rows():
    rows = _read([UNIT, UNIT, UNIT], also=lambda book: book["A"].merge_cells("C3:C4"))["rows"]

    assert [len(row["faults"]) for row in rows] == [0, 1, 2]
    assert "ô gộp (C3:C4)" in rows[1]["faults"][0]


def test_a_file_of_5000_rows_is_refused():
    assert "hơn 500 dòng" in _refusal(
        [(f"Đơn vị {number}", "", *DEPARTMENT) for number in range(5000)]
    )


def test_hidden_sheets_are_left_alone():
    def hide(book):
        book.create_sheet("C").append(UNIT_HEADS)
        book["C"].append(UNIT)
        book["C"].sheet_state = "hidden"

    assert len(_read([UNIT], also=hide)["rows"]) == 1
