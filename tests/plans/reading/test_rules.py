"""Rules of the reading on small inputs."""

from datetime import date

import pytest

from plans.reading.bodies import Names, list_at
from plans.reading.clauses import title_of
from plans.reading.days import Frame
from plans.reading.deadlines import deadline_in, labelled_deadline
from plans.reading.documents import cited_in
from plans.reading.roles import roles_in
from tests.plans.reading.small_texts import read, tasks_of

FRAME = Frame(date(2026, 3, 2))
NOBODY = Names({})


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("báo cáo trước ngày 15/11 hằng năm.", "trước ngày 15/11 hằng năm", "2026-11-15"),
        ("trước ngày 31/01 hằng năm", "trước ngày 31/01 hằng năm", "2027-01-31"),
        ("thực hiện trong quý II/2026;", "trong quý II/2026", "2026-06-30"),
        ("hoàn thành trong tháng 6", "hoàn thành trong tháng 6", "2026-06-30"),
        ("chậm nhất là ngày 5/9/2026.", "chậm nhất là ngày 5/9/2026", "2026-09-05"),
        ("đến hết năm 2027 có đường", "đến hết năm 2027", "2027-12-31"),
        ("trước tháng 6/2026", "trước tháng 6/2026", "2026-05-31"),
        (
            "xong trước ngày 30 tháng 4 năm 2026",
            "xong trước ngày 30 tháng 4 năm 2026",
            "2026-04-30",
        ),
        ("trong 6 tháng đầu năm 2026", "trong 6 tháng đầu năm 2026", "2026-06-30"),
        ("trong vòng 10 ngày kể từ ngày ban hành", None, "2026-03-12"),
        ("gửi trước ngày 20 hằng tháng", "trước ngày 20 hằng tháng", ""),
        ("rà soát thường xuyên, liên tục", "thường xuyên, liên tục", ""),
        ("sơ kết vào tháng 5 và tháng 10.", "vào tháng 5 và tháng 10", "2026-05-31"),
        ("trong quý I và quý II/2027", "trong quý I và quý II/2027", "2027-06-30"),
        ("trong quý I và quý IV/2027", "trong quý I và quý IV/2027", "2027-03-31"),
        ("từ ngày 10/3 đến ngày 20/3/2026", "từ ngày 10/3 đến ngày 20/3/2026", "2026-03-20"),
        ("họp ngày 12 - 13/6/2026", "ngày 12 - 13/6/2026", "2026-06-13"),
        ("từ tháng 3 đến hết tháng 4", "từ tháng 3 đến hết tháng 4", "2026-04-30"),
        ("trong giai đoạn 2026 - 2028", "trong giai đoạn 2026 - 2028", "2028-12-31"),
        ("trong 9 tháng đầu năm 2026", "trong 9 tháng đầu năm 2026", "2026-09-30"),
        ("tại kỳ họp giữa năm 2026", "giữa năm 2026", "2026-06-30"),
        ("sơ kết quý I, đánh giá thi đua", "", ""),
        ("nộp sau 10 ngày kể từ khi bế mạc.", "sau 10 ngày kể từ khi bế mạc", ""),
        ("gửi trước cuộc họp 03 ngày", "trước cuộc họp 03 ngày", ""),
        ("kết nạp trong học kỳ I (Chi đoàn)", "trong học kỳ I", ""),
        ("gửi trước ngày 25 tháng trước.", "trước ngày 25 tháng trước", ""),
        ("trong 2 năm 2026 và 2027.", "trong 2 năm 2026 và 2027", "2027-12-31"),
        ("họp vào các tháng 4, 8 và 12", "vào các tháng 4, 8 và 12", "2026-04-30"),
        ("định kỳ 6 tháng, hằng năm báo cáo", "định kỳ 6 tháng, hằng năm", ""),
        ("trước ngày 31/02/2026", "trước ngày 31/02/2026", ""),
        ("theo Quyết định số 12/QĐ-UBND ngày 05/01/2026 của UBND xã", "", ""),
        ("thực hiện nhiệm vụ thường xuyên của đơn vị", "", ""),
        ("tiết kiệm chi thường xuyên", "", ""),
        ("thực hiện trong suốt mùa mưa bão.", "trong suốt mùa mưa bão", ""),
        ("thu hoạch trong cả vụ đạt 95% diện tích", "", ""),
        ("muộn nhất ngày 1/8/2026", "muộn nhất ngày 1/8/2026", "2026-08-01"),
        ("Sơ kết công tác 6 tháng đầu năm", "", ""),
        ("gửi trước 05 ngày làm việc", "trước 05 ngày làm việc", ""),
        ("định kỳ 01 năm/lần báo cáo", "định kỳ 01 năm/lần", ""),
        ("bàn giao trước Tết Nguyên đán 2027", "trước Tết Nguyên đán 2027", ""),
        (
            "chậm nhất 15 ngày trước khi khai mạc đại hội.",
            "chậm nhất 15 ngày trước khi khai mạc đại hội",
            "",
        ),
    ],
)
def test_a_deadline_has_its_words_and_the_day_that_follows(text, words, day):
    found, _kind = deadline_in(text, FRAME)
    assert found.words == (text if words is None else words)
    assert (found.date.isoformat() if found.date else "") == day


def test_a_labelled_deadline_ends_at_a_dash_before_a_new_item_and_not_within_months():
    endings = {"tháng 6 - tháng 9/2026": "tháng 6 - tháng 9/2026", "30/4 - Chủ trì: A": "30/4"}
    for words, until in endings.items():
        assert labelled_deadline(f"Thời hạn: {words}", FRAME)[0].words == until


def test_a_cell_of_a_table_may_have_the_day_alone():
    cells = {"30/9/2026": "2026-09-30", "Quý IV": "2026-12-31", "T9/2026": "2026-09-30"}
    for words, day in cells.items():
        found, kind = deadline_in(words, FRAME, is_cell=True)
        assert (found.words, str(found.date), kind) == (words, day, "one_off")
    found, kind = deadline_in("Hằng quý", FRAME, is_cell=True)
    assert (found.words, found.date, kind) == ("Hằng quý", None, "recurring")


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("UBND các xã, thị trấn chủ trì", ["UBND các xã, thị trấn"]),
        ("Văn phòng HĐND và UBND huyện lập", ["Văn phòng HĐND và UBND huyện"]),
        (
            "Phòng Nông nghiệp và Phát triển nông thôn, Công an huyện kiểm tra",
            ["Phòng Nông nghiệp và Phát triển nông thôn", "Công an huyện"],
        ),
        ("các cơ quan, đơn vị, địa phương rà soát", ["các cơ quan, đơn vị, địa phương"]),
        (
            "Mặt trận Tổ quốc và các tổ chức chính trị - xã hội xã vận động",
            ["Mặt trận Tổ quốc", "các tổ chức chính trị - xã hội xã"],
        ),
        (
            "các chi ủy chi bộ, đảng ủy cơ sở lãnh đạo",
            ["các chi ủy chi bộ, đảng ủy cơ sở"],
        ),
        ("các cơ quan, đơn vị ban hành quy chế", ["các cơ quan, đơn vị"]),
        ("Đoàn Thanh niên thành lập tổ công nghệ số", ["Đoàn Thanh niên"]),
        (
            "Ban quản lý thôn Đông, thôn Ứng Hòa và thôn Tây rà soát",
            ["Ban quản lý thôn Đông, thôn Ứng Hòa và thôn Tây"],
        ),
        (
            "đồng chí Lê Thị Mai, Phó Chủ tịch UBND xã chỉ đạo",
            ["đồng chí Lê Thị Mai, Phó Chủ tịch UBND xã"],
        ),
        ("Các đồng chí Ủy viên Ban Chấp hành dự họp", ["Các đồng chí Ủy viên Ban Chấp hành"]),
        ("Công chức phụ trách môi trường: tham mưu", ["Công chức phụ trách môi trường"]),
        ("Thường trực Đảng ủy điều hành", ["Thường trực Đảng ủy"]),
        ("Mỗi tổ dân phố tổ chức", ["Mỗi tổ dân phố"]),
        ("Ban nhân dân các ấp lập danh sách", ["Ban nhân dân các ấp"]),
        ("Tổ công tác Đề án 06 xã kích hoạt", ["Tổ công tác Đề án 06 xã"]),
        ("Các ông, bà Trưởng thôn tuyên truyền", ["Các ông, bà Trưởng thôn"]),
        ("công chức Tư pháp - Hộ tịch soạn thảo", ["công chức Tư pháp - Hộ tịch"]),
        ("Báo cáo kết quả", []),
        ("Báo động khẩn cấp toàn xã", []),
        ("Cơ quan chủ trì: UBND xã", []),
        ("Tổ chức hội nghị quán triệt", []),
        ("Phòng, chống lụt bão", []),
        ("Thanh tra, kiểm tra việc thực hiện", []),
        ("Ủy ban nhân dân xã Hoa Sen bố trí kinh phí", ["Ủy ban nhân dân xã Hoa Sen"]),
        ("Chi bộ bản Nà Sen đưa vào sinh hoạt", ["Chi bộ bản Nà Sen"]),
        ("Công an tỉnh cấp, kích hoạt sổ sức khỏe", ["Công an tỉnh"]),
        (
            "Chi bộ Phòng Kinh tế, Hạ tầng và Đô thị họp",
            ["Chi bộ Phòng Kinh tế, Hạ tầng và Đô thị"],
        ),
        (
            "Phòng Theo dõi công tác phòng, chống tham nhũng chủ trì",
            ["Phòng Theo dõi công tác phòng, chống tham nhũng"],
        ),
        ("Ban An toàn giao thông thành phố có phương án", ["Ban An toàn giao thông thành phố"]),
        ("Trưởng Ban chỉ đạo toàn diện", ["Trưởng Ban"]),
        ("các Phó Trưởng Ban chỉ đạo theo phân công", ["các Phó Trưởng Ban"]),
        ("Thường trực HĐND, lãnh đạo UBND xã tạo", ["Thường trực HĐND", "lãnh đạo UBND xã"]),
        ("đồng chí Cà Inh - Chánh Văn phòng làm", ["đồng chí Cà Inh - Chánh Văn phòng"]),
        ("Người đứng đầu cấp ủy, chính quyền phải", ["Người đứng đầu cấp ủy, chính quyền"]),
        ("Cấp ủy, tổ chức đảng các cấp lãnh đạo", ["Cấp ủy, tổ chức đảng các cấp"]),
        (
            "Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh chỉ đạo",
            ["Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh"],
        ),
        ("đồng chí Y Na, Phó Chủ nhiệm phụ trách", ["đồng chí Y Na, Phó Chủ nhiệm"]),
        (
            "Người đứng đầu cấp ủy các xã có rừng chịu trách nhiệm",
            ["Người đứng đầu cấp ủy các xã có rừng"],
        ),
        ("Văn phòng HĐND&UBND thị trấn chuẩn bị", ["Văn phòng HĐND&UBND thị trấn"]),
        (
            "Ban Chỉ huy Phòng thủ khu vực 3, Đồn Biên phòng 225 tổ chức diễn tập",
            ["Ban Chỉ huy Phòng thủ khu vực 3", "Đồn Biên phòng 225"],
        ),
    ],
)
def test_a_list_of_bodies_ends_where_their_work_begins(text, bodies):
    assert list_at(text, 0, NOBODY)[0] == bodies


@pytest.mark.parametrize(
    ("text", "leads", "coordinators"),
    [
        (
            "Giao Văn phòng Huyện ủy chủ trì, phối hợp với Phòng Nội vụ tham mưu kế hoạch.",
            ["Văn phòng Huyện ủy"],
            ["Phòng Nội vụ"],
        ),
        (
            "Rà soát đường dây (Đơn vị chủ trì: Điện lực xã; phối hợp: các thôn).",
            ["Điện lực xã"],
            ["các thôn"],
        ),
        (
            "Sửa chữa trụ sở Đảng ủy, UBND xã trước ngày 30/9/2026 (Văn phòng Đảng ủy chủ trì).",
            ["Văn phòng Đảng ủy"],
            [],
        ),
        (
            "Lắp đèn đường. Cơ quan chủ trì: UBND xã. Cơ quan phối hợp: Công an xã, Trạm Y tế.",
            ["UBND xã"],
            ["Công an xã", "Trạm Y tế"],
        ),
        ("Lập danh sách do Công an xã thực hiện trong tháng 6.", ["Công an xã"], []),
        ("Đẩy mạnh ứng dụng công nghệ thông tin.", [], []),
        ("Tổng kết năm 2025 - Văn phòng Đảng ủy tham mưu.", ["Văn phòng Đảng ủy"], []),
        ("Thông qua dự toán: UBND xã.", ["UBND xã"], []),
        ("Đoàn xã làm nòng cốt.", ["Đoàn xã"], []),
        ("Gửi báo cáo về: Văn phòng Đảng ủy.", [], []),
        ("Phòng Kinh tế (chủ trì), Trạm Y tế (phối hợp).", ["Phòng Kinh tế"], ["Trạm Y tế"]),
        ("UBND xã giao Phòng Kinh tế chủ trì rà soát.", ["Phòng Kinh tế"], []),
        ("Chi bộ theo chức năng, nhiệm vụ tổ chức học tập.", ["Chi bộ"], []),
        ("Chi ủy phân công đảng viên phụ trách thôn.", ["Chi ủy"], []),
        ("Đảng ủy Quân sự tỉnh chốt trực biên giới.", ["Đảng ủy Quân sự tỉnh"], []),
        ("Kết nạp đoàn viên (Chi đoàn giới thiệu, Chi ủy theo dõi).", ["Chi đoàn", "Chi ủy"], []),
        ("Bồi dưỡng học sinh giỏi, tổ Ngữ văn thực hiện.", ["tổ Ngữ văn"], []),
        ("Mở lớp, phối hợp với tổ Toán, tổ Ngữ văn thực hiện.", [], ["tổ Toán", "tổ Ngữ văn"]),
        ("Từng đồng chí Ủy viên nêu cao trách nhiệm.", ["Từng đồng chí Ủy viên"], []),
        ("Duy trì giao ban Thường trực hằng tuần.", [], []),
        ("Phòng Kinh tế chủ trì, các thôn phối hợp: lập đề án.", ["Phòng Kinh tế"], ["các thôn"]),
        ("Sở Y tế và lực lượng y tế cơ sở tiêm chủng.", ["Sở Y tế", "lực lượng y tế cơ sở"], []),
        ("Sở Y tế có phương án dự phòng.", ["Sở Y tế"], []),
    ],
)
def test_leads_and_coordinators_are_told_apart(text, leads, coordinators):
    found = roles_in(text, NOBODY)
    assert (found.leads, found.coordinators) == (leads, coordinators)


def test_a_name_of_the_directory_is_found_by_alias_and_without_its_level():
    names = Names({"van phong huyen uy": "vp", "ubnd huyen": "ubnd", "cong an xa": "ca"})
    assert names.code_of("Văn phòng Huyện ủy") == "vp"
    assert names.code_of("VP Huyện ủy") == "vp"
    assert names.code_of("Ủy ban nhân dân huyện") == "ubnd"
    assert names.code_of("Công an") == "ca"
    assert names.code_of("Trạm Y tế xã") is None
    of_district = Names({"cong an huyen": "ca", "cong an": "ca"})
    assert of_district.code_of("Công an huyện") == of_district.code_of("Công an") == "ca"
    assert of_district.code_of("Công an phường") is None


def test_cited_documents_have_kind_number_day_and_issuer():
    text = (
        "theo Kết luận số 01-KL/TW, ngày 18/5/2021 của Bộ Chính trị về tiếp tục thực hiện Chỉ thị "
        "số 05-CT/TW; Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ "
        "và Hướng dẫn số 17-HD/TU"
    )
    found = [
        (one.kind, one.number, str(one.issued_on), one.issuer)
        for one in (each.document for each in cited_in(text))
    ]
    assert found == [
        ("Kết luận", "01-KL/TW", "2021-05-18", "Bộ Chính trị"),
        ("Chỉ thị", "05-CT/TW", "None", ""),
        ("Nghị định", "61/2018/NĐ-CP", "2018-04-23", "Chính phủ"),
        ("Hướng dẫn", "17-HD/TU", "None", ""),
    ]


def test_a_long_title_ends_with_a_clause():
    text = (
        "Đồng thời, rà soát toàn bộ quy trình tiếp nhận, xử lý hồ sơ (kể cả hồ sơ giấy, hồ sơ "
        "điện tử và hồ sơ nộp qua bưu chính) của tất cả các lĩnh vực, nhằm rút ngắn thời gian "
        "giải quyết cho người dân, doanh nghiệp trên địa bàn; bảo đảm công khai, minh bạch."
    )
    title = title_of(text)
    assert title.startswith("Rà soát toàn bộ")
    assert title.endswith("nộp qua bưu chính) của tất cả các lĩnh vực")


def test_a_sentence_that_leads_to_a_table_below_is_no_task():
    found = read("II. NHIỆM VỤ\nHọp dân.\nPhân công thực hiện các nhiệm vụ theo bảng sau:\n")
    assert [each.text for each in tasks_of(found)] == ["Họp dân."]


def test_a_table_in_any_order_with_a_head_of_two_rows_and_a_page_between():
    head = "Thời hạn\tNội dung\tTT\tĐơn vị\t\n\t\t\tChủ trì\tPhối hợp\n"
    text = (
        f"PHỤ LỤC\n{head}\tI. TUYÊN TRUYỀN\t\t\t\n"
        "Quý II/2026\tPhát tờ rơi\t1\tXã đoàn\tCác thôn\n"
        f"{head}30/9/2026\tTổ chức hội thi\t2\tHội Nông dân xã\t\n"
        "\tcấp xã\t\t\t\n"
    )
    group = read(text).groups[0]
    assert group.heading == "TUYÊN TRUYỀN"
    assert [(t.title, t.leads, t.coordinators, str(t.deadline.date)) for t in group.tasks] == [
        ("Phát tờ rơi", ["Xã đoàn"], ["Các thôn"], "2026-06-30"),
        ("Tổ chức hội thi cấp xã", ["Hội Nông dân xã"], [], "2026-09-30"),
    ]


def test_a_task_over_two_rows_of_a_table_has_the_bodies_of_both():
    text = (
        "PHỤ LỤC\nTT\tNhiệm vụ\tChủ trì\tPhối hợp\n"
        "1\tSố hóa hồ sơ\tPhòng Kinh tế\t\n1\tSố hóa hồ sơ\tVăn phòng Đảng ủy\tCông an xã\n"
        "2\tĐối thoại\tPhòng Kinh tế\t\n"
    )
    found = read(text)
    assert not any("nhắc lại" in problem for problem in found.problems)
    assert [(task.title, task.leads, task.coordinators) for task in tasks_of(found)] == [
        ("Số hóa hồ sơ", ["Phòng Kinh tế", "Văn phòng Đảng ủy"], ["Công an xã"]),
        ("Đối thoại", ["Phòng Kinh tế"], []),
    ]


def test_a_table_whose_columns_do_not_fit_is_told():
    found = read("Họ tên\tTuổi\tQuê quán\nLê An\t30\tHải Lăng\n")
    assert any("không nhận ra cột nhiệm vụ" in problem for problem in found.problems)
