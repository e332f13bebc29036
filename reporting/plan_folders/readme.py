"""README.txt of a folder: what it holds, for people who open it without this product."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Model
from django.utils import timezone

from plans.models import Plan
from reporting.plan_folders import tables
from units.models import User

FILES = {
    tables.PLAN: "kế hoạch: phần đầu, nhóm, nhiệm vụ, nguyên văn, phương châm, chỉ tiêu và mục "
    "tiêu, văn bản viện dẫn, nơi nhận, người ký, cơ quan ban hành, diễn biến",
    tables.ASSIGNMENTS: "phân công, thời hạn, tạm dừng, gia hạn và diễn biến",
    tables.PERIODS: "kỳ báo cáo, việc miễn hoặc bổ sung đơn vị và diễn biến",
    tables.ENTRIES: "báo cáo của đơn vị, kết quả từng nhiệm vụ với mọi bước, số liệu, trao đổi, "
    "ý kiến thẩm tra, minh chứng",
    tables.CONTRIBUTIONS: "nội dung phối hợp và minh chứng của nó",
    tables.REVIEWS: "báo cáo sơ kết, tổng kết: số liệu đã chốt, bản in, phần đã sửa, số và ngày "
    "ban hành, thu hồi, đề cương, lịch lập",
    tables.UNITS: "đơn vị với tên qua các thời kỳ, cách gọi khác, kế thừa, loại và khối",
    tables.PEOPLE: "người có tên trong diễn biến: chỉ họ tên và chức vụ",
}
INTRODUCTION = """\
BẢN XUẤT KẾ HOẠCH

{kind} số {number} ngày {day}
{subject}

Xuất lúc {at}.

Thư mục này giữ toàn bộ một kế hoạch và việc thực hiện, đọc được không cần phần mềm: các tệp .json
là văn bản UTF-8, mở bằng trình soạn thảo bất kỳ. Một hệ thống theo dõi kế hoạch khác nhập lại được
nguyên vẹn ở "Danh mục kế hoạch", "Nhập từ bản xuất", hoặc bằng lệnh manage.py import_plan.

Trong thư mục có cả nội dung đơn vị đang soạn, chưa gửi: chỉ giao cho người được biết.
Không có mật khẩu, thư điện tử, số điện thoại của ai.
"""
HOW_TO_READ = """\

CÁCH ĐỌC

Mỗi tệp .json gồm các bảng ("tables"); mỗi dòng của bảng ghi các cột có giá trị, cột trống thì bỏ.
Ngày viết năm-tháng-ngày. Đơn vị gọi bằng mã, nhiệm vụ và nhóm bằng mã trong kế hoạch, người bằng
họ tên và chức vụ; những dòng khác gọi nhau bằng cột "id".
Tệp đính kèm nằm ở thư mục files; cột có tên kết thúc bằng sha256 ghi mã băm SHA-256 của tệp, tên
tệp trong thư mục bắt đầu bằng 12 ký tự đầu của mã đó. manifest.json ghi mã băm và cỡ của mọi tệp.

Không có trong thư mục: kế hoạch riêng của đơn vị (xuất riêng từng kế hoạch; nhập sau kế hoạch cấp
trên thì nó lại gắn với nhiệm vụ của kế hoạch đó); thông báo và thư của từng người, ai đã tải báo
cáo nào, biểu Excel tải lên (kết quả của nó đã ở trong báo cáo), tài khoản và phân quyền.
"""


def text(plan: Plan, *, at: datetime, num_rows: Mapping[str, int], missing: int) -> str:
    """The whole text. `num_rows` counts the rows of each table."""
    introduction = INTRODUCTION.format(
        kind=plan.kind,
        number=plan.number,
        day=f"{plan.issued_on:%d/%m/%Y}",
        subject=plan.subject,
        at=f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}",
    )
    return "\n".join([introduction, *_files(missing), HOW_TO_READ, *_columns(num_rows)])


def _files(missing: int) -> Iterator[str]:
    yield "CÁC TỆP\n"
    for name, words in FILES.items():
        yield f"{name}: {words}."
    yield "files: minh chứng và báo cáo đã ban hành."
    if missing:
        yield f"Thiếu {missing} tệp đã hỏng hoặc mất từ trước ở nơi xuất, ghi ở manifest.json."


def _columns(num_rows: Mapping[str, int]) -> Iterator[str]:
    yield "CÁC BẢNG VÀ CỘT"
    for model in (*tables.TABLE_OF, *tables.SHARED):
        if count := num_rows.get(tables.label(model), 0):
            yield f"\n{tables.label(model)}: {model._meta.verbose_name} ({count} dòng)"
            yield from _columns_of(model)


def _columns_of(model: type[Model]) -> Iterator[str]:
    for field in tables.columns(model):
        if model is User and field.name not in tables.OF_PERSON:
            continue
        words = "; ".join(f"{code} là {label}" for code, label in field.flatchoices)
        yield f"  {field.name}: {field.verbose_name}" + (f" ({words})" if words else "")
    for name, words in tables.MORE_COLUMNS.get(model, {}).items():
        yield f"  {name}: {words}"
