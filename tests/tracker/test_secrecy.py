import pytest

from tracker.lib.refusal import Refused
from tracker.lib.secrecy import mark_in, refuse_marks

SECRET = [
    "MẬT",
    "Số 5-BC/HU\n   MẬT   \nBáo cáo",
    "M Ậ T",
    "MA\u0323\u0302T",  # decomposed
    "báo cáo_MẬT",
    "12-NQ-TU-MẬT",
    "BÁO CÁO (MẬT)",
    "MẬT Hải Lăng, ngày 3 tháng 2",
    "tài liệu TỐI MẬT của tỉnh",
    "TUYỆT\nMẬT",
    "TUYET_MAT_2",
    "Độ mật: Tối mật",
    "mức độ mật : mật",
    "05-BC/HU (M)",
    "05-BC/HU (TM)",
    "Số 12/KH-UBND-M",
    # any case, at the head
    "Tối mật",
    "tuyệt mật",
    "báo-cáo-tối-mật",
    "BC tuyet mat",
    "Nội dung tối mật: kết quả rà soát",
    "Báo cáo tối mật của Ban",
    "Văn bản tối mật số 05-CV/HU",
    # letters apart, far apart, or of another width
    "T Ố I M Ậ T",
    "T Ố I    M Ậ T",
    "M.Ậ.T",
    "T.U.Y.Ệ.T M.Ậ.T",
    "TỐI     MẬT",
    "TỐI\t\t\tMẬT",
    "TỐIMẬT",
    "\uff2d\u1eac\uff34",  # full width
    # invisible characters and letters of other scripts
    "M\u200bẬT",
    "TỐI\u200b MẬT",
    "TUYỆT M\u00adẬT",
    "TỐI M\ufe0fẬT",
    "TỐI MẬ\U000e0061T",
    "\u041cẬ\u0422",  # Cyrillic
    "\u00d0ộ mật: Mật",
    # old encodings
    "TUYÖT MËT",
    "tuyÖt mËt",
    "MËT",
    "M Ë T",
    "TUYEÄT MAÄT",
    "tuyeät maät",
    "MAÄT\nSoá 5",
    "TUYÊ\u0323T MÂ\u0323T",
    "TUYÊòT MÂòT",
]
ORDINARY = [
    "",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "QUẢN LÝ TÀI LIỆU MẬT",
    "bí mật kinh doanh",
    "bí MẬT",
    "Bảo MẬT thông tin",
    "MẬT ĐỘ DÂN SỐ",
    "mật độ, mật khẩu, mật ong",
    "ỦY BAN MẶT TRẬN TỔ QUỐC",
    "người tôi mất",
    "05-BC/HU",
    "12/KH-UBND-MT",
    "không có văn bản mật",
    # laws and what they speak of
    "Luật Bảo vệ bí mật nhà nước số 29/2018/QH14",
    "Nghị định số 26/2020/NĐ-CP về bảo vệ bí mật nhà nước",
    "Danh mục bí mật nhà nước độ Tuyệt mật, Tối mật, Mật thuộc lĩnh vực Đảng",
    "Quyết định ban hành Danh mục bí mật nhà nước độ Tối mật của Đảng",
    "Triển khai Luật Bảo vệ bí mật nhà nước đến 100% cán bộ",
    "Quy chế bảo vệ bí mật nhà nước của Huyện ủy",
    "Tập huấn quản lý văn bản mật, tối mật trên mạng nội bộ",
    "Không soạn thảo tài liệu tuyệt mật trên máy tính nối mạng",
    "Thống kê văn bản độ Tối mật: 3 văn bản",
    "Sổ theo dõi hồ sơ tối mật và tuyệt mật",
    "Mức độ mật của tài liệu do người ký quyết định",
    "KIỂM TRA CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC NĂM 2026",
    "HỘI NGHỊ TẬP HUẤN BẢO MẬT THÔNG TIN",
    "Ký cam kết bảo mật thông tin cá nhân",
    "Giữ bí mật thông tin người tố cáo",
    "Bí mật đời tư, bí mật thư tín được bảo vệ",
    "Bỏ phiếu kín, bảo đảm bí mật theo Quy chế bầu cử",
    "Cơ mật viện Huế là di tích",
    # words that contain mật, tối, tuyệt
    "Mật độ dân số 320 người/km²",
    "MẬT ĐỘ XÂY DỰNG TỐI ĐA 60%",
    "Giao thông buổi tối, mật độ xe tăng",
    "GIAO THÔNG BUỔI TỐI MẬT ĐỘ CAO",
    "Đổi mật khẩu định kỳ 90 ngày",
    "Mật khẩu tối thiểu 10 ký tự",
    "Mô hình nuôi ong lấy mật tại thôn Đông",
    "Hợp tác xã mật ong rừng đạt OCOP 3 sao",
    "Mía đường, mật mía, mật rỉ",
    "Quan hệ mật thiết giữa Đảng với nhân dân",
    "Trinh sát, mật vụ thời kháng chiến",
    "Mật danh chiến dịch trong lịch sử Đảng bộ",
    "Túi mật, sỏi mật: khám cho 120 người",
    "Chứng thư số, mật mã dân sự",
    "Tuyệt đối giữ gìn đoàn kết, mật thiết với dân",
    "Mặt trận Tổ quốc các cấp",
    "BC GUI TOI MAT TRAN TO QUOC",
    "giai phong mat bang duong toi mat duong 9",
    "Nhiều người mất việc làm, thu nhập tối thiểu",
    "Tốt nghiệp hạng M; T: 5; M: 7",
    "A B C D Đ E",
    "T Ổ N G H Ợ P",
    "B Ả O M Ậ T",
    "Nợ xấu (M) 05/2026",
    "Kh\u00f4ng c\u00f3 n\u1ed9i dung",
    "Citroën, Müller và Mëtallica",
]


@pytest.mark.parametrize("text", SECRET)
def test_a_mark_is_found(text):
    assert mark_in(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_no_mark(text):
    assert mark_in(text) == ""


def test_a_level_in_small_letters_far_into_a_text_is_no_mark():
    assert mark_in("Kết quả. " * 60 + "Có người viết chuyện tối mật trên mạng.") == ""


def test_the_refusal_names_the_field_and_the_mark():
    with pytest.raises(Refused, match=r"Trích yếu có dấu hiệu mật .“TỐI MẬT”"):
        refuse_marks({"Số": "1/BC", "Trích yếu": "Văn bản TỐI MẬT"})
