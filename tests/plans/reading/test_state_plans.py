"""What plans of ministries, departments and people's committees write in their own way."""

import pytest

from plans.reading.bodies import Names, list_at
from plans.reading.documents import cited_in
from plans.reading.roles import roles_in, subject_of
from tests.plans.reading.small_texts import read, tasks_of

NOBODY = Names({})


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Vụ Pháp chế và các bộ, ngành liên quan", ["Vụ Pháp chế", "các bộ, ngành liên quan"]),
        ("Bộ Tài chính bố trí vốn", ["Bộ Tài chính"]),
        ("Bộ tiêu chí được ban hành", []),
        ("Vụ Đông Xuân gieo cấy sớm", []),
        ("Các Ban của HĐND, các Tổ đại biểu HĐND", ["Các Ban của HĐND", "các Tổ đại biểu HĐND"]),
        ("Thủ trưởng các đơn vị thuộc Bộ tổ chức", ["Thủ trưởng các đơn vị thuộc Bộ"]),
        ("mỗi Ban của HĐND giám sát", ["mỗi Ban của HĐND"]),
        ("Các bệnh viện công lập, trung tâm y tế", ["Các bệnh viện công lập, trung tâm y tế"]),
        ("Công chức, viên chức phường: nêu cao", ["Công chức, viên chức phường"]),
        ("Các bộ phận chuyên môn của Phòng", ["Các bộ phận chuyên môn của Phòng"]),
        ("Giám đốc đơn vị chịu trách nhiệm", ["Giám đốc đơn vị"]),
        ("Già làng, trưởng bản vận động bà con", ["Già làng", "trưởng bản"]),
        ("Hộ nghèo được vay vốn cam kết trả đúng hạn", ["Hộ nghèo được vay vốn"]),
        ("Tổ vay vốn bản hướng dẫn các hộ", ["Tổ vay vốn bản"]),
        ("Ban phát triển thôn họp dân", ["Ban phát triển thôn"]),
        ("Ban hành quy định thôn", []),
        ("Cán bộ khuyến nông xã hướng dẫn", ["Cán bộ khuyến nông xã"]),
        ("Lực lượng dân quân tự vệ trực 24/24 giờ", ["Lực lượng dân quân tự vệ"]),
        ("Các cơ sở giết mổ gia súc chấp hành quy định", ["Các cơ sở giết mổ gia súc"]),
        ("Các chi bộ xây dựng kế hoạch thực hiện", ["Các chi bộ"]),
        ("UBND các xã có rừng kiện toàn", ["UBND các xã có rừng"]),
        (
            "Các đồng chí Huyện ủy viên được phân công phụ trách xã dự sinh hoạt chi bộ",
            ["Các đồng chí Huyện ủy viên được phân công phụ trách xã"],
        ),
        ("cấp ủy viên được bồi dưỡng", ["cấp ủy viên"]),
        (
            "Nhân viên y tế được giao phụ trách bản báo cáo",
            ["Nhân viên y tế được giao phụ trách bản"],
        ),
        ("Tổ trưởng các tổ tự quản nhắc nhở", ["Tổ trưởng các tổ tự quản"]),
        ("Ban giám hiệu các trường phát động", ["Ban giám hiệu các trường"]),
        ("Các cơ sở khám bệnh, chữa bệnh báo cáo", ["Các cơ sở khám bệnh, chữa bệnh"]),
        ("Những hộ có nhà dột nát đăng ký hỗ trợ", ["Những hộ có nhà dột nát"]),
        ("Các chi bộ có phương án bảo vệ tài liệu", ["Các chi bộ"]),
        (
            "Ban Chỉ đạo xây dựng nông thôn mới xã rà soát",
            ["Ban Chỉ đạo xây dựng nông thôn mới xã"],
        ),
        ("Ban Chỉ đạo xây dựng kế hoạch", ["Ban Chỉ đạo"]),
    ],
)
def test_names_of_state_bodies(text, bodies):
    assert list_at(text, 0, NOBODY)[0] == bodies


def test_who_does_it_may_be_described_in_brackets():
    text = "Phòng Kinh tế (cơ quan thường trực): Chủ trì hướng dẫn các thôn."
    assert subject_of(text, NOBODY)[0] == ["Phòng Kinh tế"]


def test_who_divides_work_among_its_own_people_leads():
    text = "Phòng Kinh tế phân công cán bộ theo dõi các thôn."
    assert roles_in(text, NOBODY).leads == ["Phòng Kinh tế"]


def test_each_of_two_who_are_appointed_leads():
    text = "Giao Phòng Kinh tế làm Tổ trưởng, bà Lò Thị Mai làm Tổ phó tổ kiểm tra."
    assert roles_in(text, NOBODY).leads == ["Phòng Kinh tế", "bà Lò Thị Mai"]


def test_who_is_the_hub_of_some_work_leads_it():
    text = "Văn phòng Đảng ủy làm đầu mối tổng hợp báo cáo."
    assert roles_in(text, NOBODY).leads == ["Văn phòng Đảng ủy"]


def test_whom_nothing_is_asked_of_leads_nothing():
    assert roles_in("không yêu cầu người dân nộp bản sao", NOBODY).leads == []


def test_lines_below_a_point_say_who_and_when_also_in_words_of_their_own():
    found = read(
        "II. NỘI DUNG\n1. Kiểm tra, theo dõi tình hình\n- Nội dung: Kiểm tra tại các tỉnh.\n"
        "- Cơ quan thực hiện: Thanh tra Bộ chủ trì, phối hợp với Vụ Pháp chế.\n"
        "- Thời điểm trình Chính phủ: trước ngày 15/5/2026.\n"
    )
    task = tasks_of(found)[0]
    assert (task.leads, task.coordinators) == (["Thanh tra Bộ"], ["Vụ Pháp chế"])
    assert str(task.deadline.date) == "2026-05-15"


def test_a_sentence_that_leads_to_an_annex_is_no_task():
    found = read(
        "II. NHIỆM VỤ\nCác nhiệm vụ cụ thể, cơ quan chủ trì, cơ quan phối hợp và thời gian hoàn "
        "thành nêu tại Phụ lục II kèm theo Kế hoạch này.\nRà soát biểu mẫu tại Phụ lục II.\n"
    )
    assert [each.text for each in tasks_of(found)] == ["Rà soát biểu mẫu tại Phụ lục II."]


def test_a_law_has_its_title_before_its_number():
    cited = cited_in("Căn cứ Luật Tín ngưỡng, tôn giáo số 09/2025/QH15 ngày 26 tháng 11 năm 2025;")
    assert [each.document.kind for each in cited] == ["Luật"]
