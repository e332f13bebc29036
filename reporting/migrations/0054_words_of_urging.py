"""The notice of an urging: of a plan that a unit keeps, the office does not urge."""

from django.db import migrations, models

KINDS = [
    ("period_opened", "Mở kỳ báo cáo"),
    ("due_soon", "Sắp đến hạn gửi báo cáo"),
    ("overdue", "Quá hạn gửi báo cáo"),
    ("returned", "Kết quả bị trả lại"),
    ("accepted", "Kết quả được chấp nhận"),
    ("unaccepted", "Văn phòng rút lại việc chấp nhận"),
    ("extension_asked", "Đề nghị gia hạn"),
    ("extension_decided", "Quyết định về gia hạn"),
    ("confirmation_asked", "Báo cáo chờ thủ trưởng xác nhận"),
    ("given_back", "Thủ trưởng trả lại báo cáo"),
    ("confirmed", "Thủ trưởng đã xác nhận báo cáo"),
    ("commented", "Trao đổi về kết quả"),
    ("contributed", "Đơn vị phối hợp gửi nội dung"),
    ("contribution_due", "Nội dung phối hợp chưa gửi"),
    ("task_due", "Nhiệm vụ sắp đến thời hạn hoàn thành"),
    ("task_overdue", "Nhiệm vụ quá thời hạn hoàn thành"),
    ("review_commented", "Góp ý vào dự thảo báo cáo sơ kết, tổng kết"),
    ("review_issued", "Báo cáo sơ kết, tổng kết ban hành, thu hồi"),
    ("urged", "Đôn đốc"),
    ("reorganised", "Sắp xếp, sáp nhập đơn vị"),
    ("backup_failed", "Sao lưu không thành công (người quản trị)"),
    ("disk_low", "Ổ đĩa sắp đầy (người quản trị)"),
]


class Migration(migrations.Migration):
    dependencies = [("reporting", "0053_dropped_reviews")]

    operations = [
        migrations.AlterField(
            model, "kind", models.CharField(choices=KINDS, max_length=20, verbose_name="loại")
        )
        for model in ("notice", "noticepreference")
    ]
