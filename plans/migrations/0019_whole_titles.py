"""Mend titles of Plan 126 that ended in mid-phrase, or said less than the wording of their task.

A title that the office has changed since stays.
"""

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Replace

# By code: the title that was loaded, the whole one, and both as they are folded for searches
TITLES = {
    "1.6": (
        "Triển khai văn bản về môi trường đầu tư, năng lực cạnh tranh, xúc tiến",
        "Triển khai văn bản về môi trường đầu tư, năng lực cạnh tranh, xúc tiến đầu tư",
        "trien khai van ban ve moi truong dau tu nang luc canh tranh xuc tien",
        "trien khai van ban ve moi truong dau tu nang luc canh tranh xuc tien dau tu",
    ),
    "3.6": (
        "Nâng cao chất lượng dịch vụ hỗ trợ doanh nghiệp nhỏ và vừa",
        "Nâng cao chất lượng dịch vụ hỗ trợ doanh nghiệp, nhất là doanh nghiệp nhỏ và vừa",
        "nang cao chat luong dich vu ho tro doanh nghiep nho va vua",
        "nang cao chat luong dich vu ho tro doanh nghiep nhat la doanh nghiep nho va vua",
    ),
    "5.3": (
        "Công khai xin lỗi khi hồ sơ trễ hẹn, gắn trách nhiệm đứng đầu",
        "Công khai xin lỗi khi hồ sơ trễ hẹn, gắn với trách nhiệm của người đứng đầu",
        "cong khai xin loi khi ho so tre hen gan trach nhiem dung dau",
        "cong khai xin loi khi ho so tre hen gan voi trach nhiem cua nguoi dung dau",
    ),
    "5.11": (
        "Thực hiện “4 xin, 4 luôn” với tổ chức, cá nhân đến giải quyết",
        "Thực hiện “4 xin, 4 luôn” với tổ chức, cá nhân đến giải quyết công việc",
        "thuc hien 4 xin 4 luon voi to chuc ca nhan den giai quyet",
        "thuc hien 4 xin 4 luon voi to chuc ca nhan den giai quyet cong viec",
    ),
    "III.1.1": (
        "Quán triệt Chỉ thị 35-CT/TU và Kế hoạch đến toàn thể đảng viên",
        "Quán triệt Chỉ thị 35-CT/TU và Kế hoạch đến cán bộ, đảng viên, đoàn viên, hội viên "
        "và Nhân dân",
        "quan triet chi thi 35 ct/tu va ke hoach den toan the dang vien",
        "quan triet chi thi 35 ct/tu va ke hoach den can bo dang vien doan vien hoi vien va nhan "
        "dan",
    ),
}


def mend(apps, schema_editor):
    tasks = apps.get_model("plans", "Task").objects.filter(
        plan__number="126-KH/HU", plan__issued_on="2024-03-19"
    )
    for code, (cut, whole, cut_folded, whole_folded) in TITLES.items():
        tasks.filter(code=code, title=cut).update(
            title=whole, folded=Replace(F("folded"), Value(cut_folded), Value(whole_folded))
        )


class Migration(migrations.Migration):
    dependencies = [("plans", "0018_plans_by_hand")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
