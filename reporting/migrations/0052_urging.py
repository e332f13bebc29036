"""Urging by hand: its history, its kind of notice, and mails that leave at once."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import CASCADE, PROTECT, F, Q
from django.db.models.functions import Coalesce

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
    ("urged", "Văn phòng đôn đốc"),
    ("reorganised", "Sắp xếp, sáp nhập đơn vị"),
    ("backup_failed", "Sao lưu không thành công (người quản trị)"),
    ("disk_low", "Ổ đĩa sắp đầy (người quản trị)"),
]
EVENTS = [
    ("created", "Lập kỳ"),
    ("changed", "Sửa kỳ"),
    ("opened", "Mở kỳ"),
    ("closed", "Đóng kỳ"),
    ("reopened", "Mở lại kỳ"),
    ("released", "Miễn báo cáo"),
    ("added", "Bổ sung đơn vị"),
    ("adjustment_removed", "Bỏ điều chỉnh"),
    ("urged", "Đôn đốc"),
]


def know_the_kind(model):
    name = f"reporting_{model}_kind_known"
    known = Q(kind__in=[code for code, _ in KINDS])
    column = models.CharField(choices=KINDS, max_length=20, verbose_name="loại")
    return [
        migrations.RemoveConstraint(model, name),
        migrations.AlterField(model, "kind", column),
        migrations.AddConstraint(model, models.CheckConstraint(condition=known, name=name)),
    ]


def to(model, on_delete=CASCADE, related_name="urgings", **options):
    return models.ForeignKey(model, on_delete=on_delete, related_name=related_name, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0025_end_marks_of_bodies"),
        ("reporting", "0051_urging_units"),
        ("units", "0014_kinds_and_blocs_as_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *know_the_kind("notice"),
        *know_the_kind("noticepreference"),
        migrations.AlterField(
            "periodevent",
            "kind",
            models.CharField(choices=EVENTS, max_length=20, verbose_name="việc"),
        ),
        migrations.RemoveConstraint("maildigest", "reporting_maildigest_one_a_day"),
        migrations.AddField(
            "maildigest",
            "is_at_once",
            models.BooleanField(default=False, verbose_name="gửi ngay"),
        ),
        migrations.AddConstraint(
            "maildigest",
            models.UniqueConstraint(
                fields=["recipient", "day"],
                condition=Q(is_at_once=False),
                name="reporting_maildigest_one_a_day",
            ),
        ),
        migrations.CreateModel(
            "Urging",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                ("turn", models.PositiveSmallIntegerField(verbose_name="lần")),
                ("assignment", to("plans.assignment", blank=True, null=True)),
                (
                    "by",
                    to(settings.AUTH_USER_MODEL, PROTECT, "+", verbose_name="người thực hiện"),
                ),
                ("period", to("reporting.reportingperiod", blank=True, null=True)),
                ("plan", to("plans.plan")),
                ("unit", to("units.unit", PROTECT)),
            ],
            {
                "verbose_name": "đôn đốc",
                "verbose_name_plural": "đôn đốc",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(period__isnull=False, assignment__isnull=True)
                        | Q(period__isnull=True, assignment__isnull=False),
                        name="reporting_urging_about_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=~Q(note=""), name="reporting_urging_says_something"
                    ),
                    models.UniqueConstraint(
                        F("unit"),
                        Coalesce("period", 0),
                        Coalesce("assignment", 0),
                        F("turn"),
                        name="reporting_urging_once_a_turn",
                    ),
                ],
            },
        ),
    ]
