"""What of a paragraph is a task, with whose leads, deadline and code."""

import pytest

from tests.plans.reading.small_texts import read, tasks_of


@pytest.mark.parametrize(
    ("more", "leads", "coordinators", "deadline"),
    [
        (
            (
                ". Hoàn thành trong tháng 9/2026. Giao Ban Xây dựng Đảng phường chủ trì, phối hợp"
                " với Trung tâm Chính trị phường thực hiện."
            ),
            ["Ban Xây dựng Đảng phường"],
            ["Trung tâm Chính trị phường"],
            "Hoàn thành trong tháng 9/2026",
        ),
        (
            (
                "; Ủy ban Mặt trận Tổ quốc phường chủ trì, các chi bộ trực thuộc phối hợp; thực"
                " hiện thường xuyên."
            ),
            ["Ủy ban Mặt trận Tổ quốc phường"],
            ["các chi bộ trực thuộc"],
            "thường xuyên",
        ),
        (
            "; đơn vị chủ trì: UBND phường; thời gian hoàn thành: trước ngày 30/6/2026.",
            ["UBND phường"],
            [],
            "trước ngày 30/6/2026",
        ),
        ("; thực hiện trong cả vụ.", [], [], "trong cả vụ"),
        (" (UBND phường thực hiện). Thời hạn: 30/4/2026.", ["UBND phường"], [], "30/4/2026"),
        (
            "; giao Phòng Kinh tế tham mưu; trước ngày 30/9.",
            ["Phòng Kinh tế"],
            [],
            "trước ngày 30/9",
        ),
        ("; trước ngày 30/9. Thời gian: Quý II, Quý III/2026.", [], [], "Quý II, Quý III/2026"),
        (". Các chi bộ thực hiện trong quý II/2026.", ["Các chi bộ"], [], "trong quý II/2026"),
        (
            (
                ". Phòng Kinh tế chủ trì, phối hợp với Tổ dịch vụ môi trường phường và Ban quản lý"
                " các thôn thực hiện trong quý II/2026."
            ),
            ["Phòng Kinh tế"],
            ["Tổ dịch vụ môi trường phường", "Ban quản lý các thôn"],
            "trong quý II/2026",
        ),
        ("\n- Công an phường chủ trì.\n- Trong tháng 6.", ["Công an phường"], [], "Trong tháng 6"),
    ],
)
def test_words_that_only_give_who_and_when_belong_to_the_task_before(
    more, leads, coordinators, deadline
):
    (task,) = tasks_of(read(f"II. NHIỆM VỤ\n1. Phát động\n1.1. Mở chuyên mục trên báo{more}\n"))
    assert task.title == "Mở chuyên mục trên báo"
    assert (task.leads, task.coordinators) == (leads, coordinators)
    assert task.deadline.words == deadline


def test_a_paragraph_that_only_says_who_stays_a_task_with_its_words():
    (task,) = tasks_of(read("III. TỔ CHỨC THỰC HIỆN\n1. Các chi bộ triển khai thực hiện.\n"))
    assert (task.title, task.leads) == ("Các chi bộ triển khai thực hiện", ["Các chi bộ"])


def test_a_line_that_leads_to_an_annex_is_no_task():
    found = read(
        "III. TỔ CHỨC THỰC HIỆN\n1. Công an xã tuần tra.\n"
        "(Phân công chi tiết tại Phụ lục kèm theo)\n"
    )
    assert [task.title for task in tasks_of(found)] == ["Tuần tra"]


def test_codes_of_neighbours_have_one_form():
    text = (
        "II. NHIỆM VỤ\n1. Thể chế\n"
        "a) Ban hành quy chế.\n- Đơn vị chủ trì: UBND xã\n"
        "b) Tổ chức đối thoại\n- Thời gian: Quý I/2026\n"
        "c) Rà soát thủ tục. Cắt giảm hồ sơ.\n"
        "d) Mở lớp tập huấn.\n- Mời báo cáo viên.\n- Cấp phát tài liệu.\n"
    )
    codes = [task.code for task in tasks_of(read(text))]
    assert codes == ["1.a", "1.b", "1.c.1", "1.c.2", "1.d.1", "1.d.2", "1.d.3"]


def test_a_line_of_a_schedule_has_the_last_day_of_its_month():
    text = (
        "KẾ HOẠCH\ncông tác năm 2026\n\nI. NHIỆM VỤ\n1. Lịch\n"
        "- Tháng 1: Văn phòng Đảng ủy lập danh sách; gửi giấy mời.\n"
        "- Tháng 10 - 11: Tổng kết trước ngày 20/11.\n"
        "2. Theo tháng\na) Tháng 3\n- Mở lớp tập huấn.\n- Rà soát thường xuyên.\n"
        "3. Quý III\n- Kiểm tra chi bộ.\n"
        "4. Khác\nTháng 5:\n- Tổ chức hội thi.\nTháng 6/2026:\n- Tổ chức đại hội.\n"
    )
    found = [(t.title, t.deadline.words, str(t.deadline.date)) for t in tasks_of(read(text))]
    assert found == [
        ("Lập danh sách", "Tháng 1", "2026-01-31"),
        ("Gửi giấy mời", "Tháng 1", "2026-01-31"),
        ("Tổng kết trước ngày 20/11", "trước ngày 20/11", "2026-11-20"),
        ("Mở lớp tập huấn", "Tháng 3", "2026-03-31"),
        ("Rà soát thường xuyên", "thường xuyên", "None"),
        ("Kiểm tra chi bộ", "Quý III", "2026-09-30"),
        ("Tổ chức hội thi", "Tháng 5", "2026-05-31"),
        ("Tổ chức đại hội", "Tháng 6/2026", "2026-06-30"),
    ]


def test_numbers_begin_again_below_a_heading_without_one():
    text = (
        "II. CÔNG VIỆC\nQuý I\n1. Tổng kết năm trước.\n2. Gặp mặt cán bộ hưu trí.\n"
        "Quý II\n1. Sơ kết 6 tháng: Văn phòng Đảng ủy.\n"
    )
    groups = [
        (group.code, group.heading, [(task.code, task.deadline.words) for task in group.tasks])
        for group in read(text).groups
    ]
    assert groups == [
        ("1", "Quý I", [("1.1", "Quý I"), ("1.2", "Quý I")]),
        ("2", "Quý II", [("2.1", "Quý II")]),
    ]


def test_letters_below_a_part_are_groups_of_it():
    text = (
        "Phần thứ nhất\nMỤC TIÊU\n1. Trong sạch.\nPhần thứ hai\nNHIỆM VỤ\nA. Tư tưởng\n"
        "1. Đổi mới việc học tập.\nB. Kiểm tra, giám sát\n1. Kiểm tra 02 chi bộ.\n"
        "Phần thứ ba\nTỔ CHỨC THỰC HIỆN\n1. Các chi bộ lập kế hoạch.\n"
    )
    found = read(text)
    assert [part.role for part in found.parts] == ["purposes", "tasks", "organization"]
    assert [(group.code, len(group.tasks)) for group in found.groups] == [
        ("A", 1),
        ("B", 1),
        ("III", 1),
    ]


def test_who_does_all_of_a_paragraph_may_stand_at_its_end():
    text = (
        "II. NHIỆM VỤ\n1. Kiểm tra 02 chi bộ; giám sát 03 chi bộ - Ủy ban Kiểm tra chủ trì.\n"
        "2. Chọn chi bộ làm điểm; sơ kết mô hình. Cơ quan tham mưu: Ban Xây dựng Đảng.\n"
        "3. Rà soát hộ nghèo, cận nghèo; lập danh sách.\n"
        "- Chủ trì: Phòng Kinh tế.\n- Phối hợp: Công an xã.\n"
        "4. Xóa nhà tạm (UBND xã chỉ đạo, Phòng Kinh tế thực hiện).\n"
    )
    assert [(task.leads, task.coordinators) for task in tasks_of(read(text))] == [
        (["Ủy ban Kiểm tra"], []),
        (["Ủy ban Kiểm tra"], []),
        (["Ban Xây dựng Đảng"], []),
        (["Ban Xây dựng Đảng"], []),
        (["Phòng Kinh tế"], ["Công an xã"]),
        (["Phòng Kinh tế"], ["Công an xã"]),
        (["Phòng Kinh tế"], []),
    ]


def test_the_other_units_have_a_task_with_a_deadline_of_their_own():
    first, others = tasks_of(
        read(
            "II. NHIỆM VỤ\n1. Phát động\n1.1. Mở chuyên mục trên báo trước ngày 30/6/2026, Công an"
            " xã chủ trì; các đơn vị còn lại hoàn thành trước ngày 30/9/2026.\n"
        )
    )

    assert (first.leads, str(first.deadline.date)) == (["Công an xã"], "2026-06-30")
    assert (others.leads, str(others.deadline.date)) == (["các đơn vị còn lại"], "2026-09-30")


def test_letters_and_dashes_stand_below_the_line_that_leads_to_them():
    text = (
        "II. NHIỆM VỤ\n1. Y tế\nĐảng ủy UBND tỉnh lãnh đạo, chỉ đạo:\n"
        "a) Sắp xếp trạm y tế xong trong năm 2026; đến năm 2027, mỗi trạm có 04 bác sĩ.\n"
        "b) Giao Sở Y tế lập đề án.\n2. Hạ tầng\nUBND xã:\n- Xây cầu.\n"
    )
    assert [(task.leads, str(task.deadline.date)) for task in tasks_of(read(text))] == [
        (["Đảng ủy UBND tỉnh"], "2026-12-31"),
        (["Đảng ủy UBND tỉnh"], "2027-12-31"),
        (["Sở Y tế"], "None"),
        (["UBND xã"], "None"),
    ]


def test_lines_about_an_inspection_belong_to_it_and_formulas_are_no_tasks():
    text = (
        "II. NỘI DUNG\n1. Kiểm tra\n- Kiểm tra 03 chi bộ: Chi bộ A, Chi bộ B, Chi bộ C.\n"
        "- Mốc kiểm tra: từ 01/7/2025 đến nay.\n- Nội dung kiểm tra: thu, nộp đảng phí.\n"
        "- Thời gian tiến hành: Quý III.\n"
        "- Giám sát các chi bộ; kịp thời bóc gỡ sai phạm (Ban Tổ chức chuẩn bị hồ sơ).\n"
        "Chỉ thị này phổ biến đến chi bộ.\n"
        "Căn cứ Kế hoạch này, các chi bộ nghiêm túc triển khai thực hiện.\n"
    )
    assert [(task.text[:8], task.leads, task.deadline.words) for task in tasks_of(read(text))] == [
        ("Kiểm tra", [], "Quý III"),
        ("Giám sát", [], ""),
        ("kịp thời", ["Ban Tổ chức"], ""),
    ]


def test_later_clauses_have_the_lead_that_the_first_directs():
    text = (
        "II. NHIỆM VỤ\n1. Chỉ đạo Hạt Kiểm lâm chủ trì tuần tra; xử lý nghiêm vi phạm.\n"
        "2. Lãnh đạo UBND xã giao rừng; rà soát diện tích.\n"
    )
    assert [task.leads for task in tasks_of(read(text))] == [
        *[["Hạt Kiểm lâm"], ["Hạt Kiểm lâm"]],
        *[[], []],
    ]


def test_a_shortcoming_heads_what_is_done_about_it():
    text = (
        "A- MỤC TIÊU\n- Trong sạch.\nB- NỘI DUNG\n1- Tình hình: Chi bộ có 20 đảng viên.\n"
        "2- Hạn chế thứ nhất: Việc học tập nghị quyết ở một số chi bộ còn hình thức.\n"
        "- Đổi mới cách truyền đạt; Ban Thường vụ dự sinh hoạt trong năm 2026.\n"
        "- Trách nhiệm thực hiện: Ban Xây dựng Đảng.\n- Thời gian hoàn thành: quý I/2026.\n"
        "3- 100% chi bộ báo cáo Đảng ủy.\n"
        "C- TỔ CHỨC THỰC HIỆN\n1- Công tác tuyên truyền\nBan Tuyên giáo mở chuyên mục.\n"
    )
    found = read(text)
    assert [part.role for part in found.parts] == ["purposes", "tasks", "organization"]
    assert [(task.text[:7], task.leads, str(task.deadline.date)) for task in tasks_of(found)] == [
        ("100% ch", [], "None"),
        ("Đổi mới", ["Ban Xây dựng Đảng"], "2026-03-31"),
        ("Ban Thư", ["Ban Thường vụ"], "2026-12-31"),
        ("Ban Tuy", ["Ban Tuyên giáo"], "None"),
    ]


def test_a_clause_begins_with_a_body_whatever_its_verb():
    text = (
        "II. NHIỆM VỤ\n1. Mở 02 lớp. Lớp thứ nhất trong tháng 4, lớp thứ hai trong tháng 9.\n"
        "2. Ban Xây dựng Đảng soạn nội dung; Văn phòng Đảng ủy lo điều kiện phục vụ.\n"
    )
    assert [(task.leads, task.deadline.words) for task in tasks_of(read(text))] == [
        ([], "trong tháng 4"),
        (["Ban Xây dựng Đảng"], ""),
        (["Văn phòng Đảng ủy"], ""),
    ]


def test_what_stands_right_below_a_heading_is_said_of_all_after_it():
    text = (
        "II. NHIỆM VỤ\n1. Tổ chức hội nghị\n- In tài liệu.\n2. Tổ chức đại hội\n"
        "- Thời gian: kết thúc trước ngày 25/01/2027.\n- Gửi hồ sơ; Ban Tổ chức trả lời trong 03"
        " ngày làm việc.\nIII. TỔ CHỨC THỰC HIỆN\n1. Đối với các chi bộ\n- Trình kế hoạch.\n"
    )
    assert [(t.leads, t.deadline.words, str(t.deadline.date)) for t in tasks_of(read(text))] == [
        ([], "", "None"),
        ([], "kết thúc trước ngày 25/01/2027", "2027-01-25"),
        (["Ban Tổ chức"], "trong 03 ngày làm việc", "None"),
        (["các chi bộ"], "", "None"),
    ]
