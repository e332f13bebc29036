"""Plans below the decision that issues them."""

from datetime import date

from plans.reading import intake, reading
from tests.plans.reading.small_texts import read, tasks_of

DECISION = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ AN BÌNH\tĐộc lập - Tự do - Hạnh phúc
Số: 14/QĐ-UBND\tAn Bình, ngày 06 tháng 3 năm 2026

QUYẾT ĐỊNH
Về việc ban hành Kế hoạch phòng cháy năm 2026

Căn cứ Luật Phòng cháy ngày 29 tháng 11 năm 2024;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phòng cháy năm 2026.
Điều 2. Trưởng phòng Kinh tế chịu trách nhiệm thi hành Quyết định này.

Nơi nhận:\tTM. ỦY BAN NHÂN DÂN
- Như Điều 2;\tCHỦ TỊCH
- Lưu: VT.\tPhan Hữu Đạt

ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ AN BÌNH\tĐộc lập - Tự do - Hạnh phúc

KẾ HOẠCH
Phòng cháy năm 2026
(Ban hành kèm theo Quyết định số 14/QĐ-UBND ngày 06/3/2026 của UBND xã)

I. MỤC TIÊU
- Không để xảy ra cháy lớn.
II. NHIỆM VỤ
1. Công an xã kiểm tra an toàn phòng cháy tại các cơ sở sản xuất, kinh doanh trên
địa bàn trước ngày 30/6/2026.
2. Phòng Kinh tế trang bị 02 máy bơm.
"""


def test_the_plan_below_a_decision_is_read_under_the_head_of_the_decision():
    found = read(DECISION)
    assert (found.head.number, found.head.kind) == ("14/QĐ-UBND", "Quyết định")
    assert found.head.signer.name == "Phan Hữu Đạt"
    assert found.head.recipients == ["Như Điều 2", "Lưu: VT"]
    assert [part.heading for part in found.parts] == ["I. MỤC TIÊU", "II. NHIỆM VỤ"]
    assert [(task.leads, task.deadline.date) for task in tasks_of(found)] == [
        (["Công an xã"], date(2026, 6, 30)),
        (["Phòng Kinh tế"], None),
    ]
    assert "".join(passage.raw for passage in found.passages) == DECISION


def test_a_head_whose_right_side_is_broken_is_read_from_a_pdf():
    import weasyprint

    sides = (
        ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA<br>VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc"),
        ("XÃ AN BÌNH<br>Số: 14/KH-UBND", "An Bình, ngày 28 tháng 02 năm<br>2026"),
    )
    rows = "".join(f"<tr style='vertical-align:top'><td>{left}<td>{right}" for left, right in sides)
    table = f"<table style='border-spacing:40pt 0'>{rows}</table>"
    title = "<p style='text-align:center'>KẾ HOẠCH<p>Phòng cháy năm 2026<p>"
    body = "Căn cứ tình hình thực tế trên địa bàn xã, Ủy ban nhân dân xã ban hành Kế hoạch. " * 3
    content = weasyprint.HTML(string=table + title + body).write_pdf()
    head = reading.read(intake.lines_of("a.pdf", content), names={}, on=date(2026, 1, 1)).head
    assert (head.superior, head.issuer) == ("", "ỦY BAN NHÂN DÂN XÃ AN BÌNH")
    assert (head.place, head.issued_on) == ("An Bình", date(2026, 2, 28))
    assert head.kind == "Kế hoạch"
