"""Tables of tasks and of targets as offices make them."""

from datetime import date

import pytest

from plans.reading import intake, reading
from plans.reading.bodies import Names
from plans.reading.cells import bodies_of_cell, roles_of_cells
from plans.reading.columns import columns_of
from tests.plans.reading.small_texts import read, tasks_of

NOBODY = Names({})


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        (
            "Các doanh nghiệp viễn thông\nUBND các xã, phường",
            ["Các doanh nghiệp viễn thông", "UBND các xã, phường"],
        ),
        ("Văn phòng\nUBND tỉnh", ["Văn phòng UBND tỉnh"]),
        (
            "Liên minh\nHợp tác xã tỉnh, Công an\ntỉnh",
            ["Liên minh Hợp tác xã tỉnh", "Công an tỉnh"],
        ),
        ("Phòng Kế hoạch\n- Tài chính", ["Phòng Kế hoạch - Tài chính"]),
        ("- Công an xã\n- Tổ tự quản", ["Công an xã", "Tổ tự quản"]),
        ("UBND các xã: Nậm Cần, Nậm Sỏ", ["UBND xã Nậm Cần", "UBND xã Nậm Sỏ"]),
    ],
)
def test_a_cell_lists_bodies_in_lines_and_goes_on_where_its_edge_breaks_one(cell, bodies):
    assert bodies_of_cell(cell, NOBODY) == bodies


@pytest.mark.parametrize(
    "cell",
    [
        "- Chủ trì: Phòng Kinh tế\n- Phối hợp: Trạm Y tế, các thôn",
        "Chủ trì: Phòng Kinh tế; phối hợp: Trạm Y tế, các thôn",
        "Phòng Kinh tế chủ trì, phối hợp với Trạm Y tế, các thôn",
    ],
)
def test_one_cell_may_say_who_leads_and_who_co_ordinates(cell):
    roles = roles_of_cells(cell, "", NOBODY)
    assert (roles.leads, roles.coordinators) == (["Phòng Kinh tế"], ["Trạm Y tế", "các thôn"])


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        ("Thời gian|Nội dung|Cơ quan chuẩn bị|Chủ trì", "due title shared lead"),
        ("Nhóm nhiệm vụ|Nhiệm vụ cụ thể|Lãnh đạo phụ trách|Cơ quan chủ trì", "group title  lead"),
        ("Nhiệm vụ|Đơn vị|Bắt đầu|Hoàn thành|Kết quả hoàn thành", "title lead  due deliverable"),
        ("Tên văn bản|Cơ quan trình|Cơ quan soạn thảo|Thời hạn", "title  lead due"),
        ("Nội dung phối hợp|Đơn vị phối hợp|Tháng", "title shared due"),
    ],
)  # fmt: skip
def test_the_best_of_several_columns_of_one_kind_counts(head, kinds):
    columns = columns_of((tuple(head.split("|")), ("a",) * (head.count("|") + 1)))
    assert columns is not None
    assert " ".join(columns.kinds) == kinds


def test_a_schedule_says_when_once_for_several_rows():
    found = read(
        "PHỤ LỤC\nThời gian\tNội dung\tĐơn vị\tGhi chú\nTháng 3\tHọp dân\tCông an xã\t\n"
        "\tDọn kênh\tĐoàn xã\t\nQUÝ II\t\t\t\n\tTrồng cây\tHội Nông dân xã\t\n"
    )
    assert [(each.title, str(each.deadline.date)) for each in tasks_of(found)] == [
        ("Họp dân", "2026-03-31"),
        ("Dọn kênh", "2026-03-31"),
        ("Trồng cây", "2026-06-30"),
    ]


def test_a_number_above_its_parts_is_a_group_and_nt_says_the_same_as_above():
    found = read(
        "STT\tNội dung\tBộ phận chủ trì\tThời hạn\n1\tCông tác chỉ đạo\t\t\n"
        "1.1\tLập kế hoạch\tPhòng Kinh tế\tCả năm\n1.2\tKiểm tra\t-nt-\tnt\n"
        "\tCông tác khác\t\t\n2.1\tHọp dân\tCông an xã\tQuý I\n"
    )
    assert [group.heading for group in found.groups] == ["Công tác chỉ đạo", "Công tác khác"]
    assert [(each.leads, str(each.deadline.date)) for each in tasks_of(found)] == [
        (["Phòng Kinh tế"], "2026-12-31"),
        (["Phòng Kinh tế"], "2026-12-31"),
        (["Công an xã"], "2026-03-31"),
    ]


def test_groups_whose_numbers_begin_again_have_codes_of_their_own():
    rows = "".join(f"{n}\tNhóm {n}\t\n{n}.1\tHọp dân\tCông an xã\n" for n in (1, 2, 3, 1, 2))
    found = read(f"TT\tNội dung\tChủ trì\n{rows}")
    assert len({group.code for group in found.groups}) == 5


def test_a_table_that_pages_cut_is_read_to_its_last_row():
    import weasyprint

    words, lead = "Tổ chức đối thoại với người dân", "Trung tâm Phục vụ hành chính công"
    pages = (
        (("TT", "Nội dung", "Bộ phận"),),
        (("", "công việc", "chủ trì"), ("1", words, lead)),
        (("", "và doanh nghiệp của các thôn", ""),),
    )
    row = "<tr>" + "<td style='width:150pt;border:1pt solid'>{}" * 3
    table = "<table style='border-collapse:collapse;page-break-after:always'>"
    tables = (table + "".join(row.format(*cells) for cells in page) + "</table>" for page in pages)
    html = "<p>Phân công nhiệm vụ của các cơ quan trong năm 2026</p>" + "".join(tables)
    lines = intake.lines_of("a.pdf", weasyprint.HTML(string=html).write_pdf())
    found = reading.read(lines, names={}, on=date(2026, 3, 2))
    assert [(each.title, each.leads) for each in tasks_of(found)] == [
        (f"{words} và doanh nghiệp của các thôn", [lead])
    ]


def test_a_row_of_work_is_no_second_row_of_the_head():
    found = read("TT\tNhiệm vụ\tĐơn vị\n1\tThực hiện công việc\tPhòng Kinh tế\n")
    assert [each.title for each in tasks_of(found)] == ["Thực hiện công việc"]


def test_a_table_of_targets_gives_those_of_its_year_to_the_plan():
    found = read(
        "KẾ HOẠCH\nPhát triển kinh tế năm 2026\nI. CHỈ TIÊU\n"
        "TT\tChỉ tiêu\tĐVT\tTH 2025\tTỉnh giao KH 2026\tPhấn đấu 2026\tKH 2027\tĐơn vị\n"
        "I\tKinh tế\t\t\t\t\t\t\n"
        "1\tThu ngân sách\tTỷ đồng\t8,5\t9\t1.200,5\t9\tPhòng Kinh tế\n"
        "2\tHộ dùng nước sạch\t%\t90\t94\t≥ 95\t97\tCác thôn\n"
        "II. NHIỆM VỤ\n1. Công an xã tuần tra.\n"
    )
    assert [(each.words, each.value, each.unit) for each in found.targets] == [
        ("Thu ngân sách", "1.200,5", "tỷ đồng"),
        ("Hộ dùng nước sạch", "95", "%"),
    ]
    assert len(tasks_of(found)) == 1
    assert not any("bảng" in problem for problem in found.problems)
