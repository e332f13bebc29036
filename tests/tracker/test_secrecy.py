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
]


@pytest.mark.parametrize("text", SECRET)
def test_a_mark_is_found(text):
    assert mark_in(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_no_mark(text):
    assert mark_in(text) == ""


def test_the_refusal_names_the_field_and_the_mark():
    with pytest.raises(Refused, match=r"Trích yếu có dấu hiệu mật .“TỐI MẬT”"):
        refuse_marks({"Số": "1/BC", "Trích yếu": "Văn bản TỐI MẬT"})
