"""Drafts that are not to be issued are dropped."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0027_deletion_of_imported_plans"),
        ("reporting", "0052_urging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="review",
            name="reporting_review_status_known",
        ),
        migrations.AlterField(
            model_name="review",
            name="status",
            field=models.CharField(
                choices=[
                    ("queued", "Đang chờ"),
                    ("compiling", "Đang lập"),
                    ("draft", "Dự thảo"),
                    ("failed", "Chưa lập được"),
                    ("issued", "Đã ban hành"),
                    ("dropped", "Đã bỏ"),
                ],
                default="queued",
                max_length=10,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AlterField(
            model_name="reviewevent",
            name="from_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("queued", "Đang chờ"),
                    ("compiling", "Đang lập"),
                    ("draft", "Dự thảo"),
                    ("failed", "Chưa lập được"),
                    ("issued", "Đã ban hành"),
                    ("dropped", "Đã bỏ"),
                ],
                max_length=10,
                verbose_name="từ",
            ),
        ),
        migrations.AlterField(
            model_name="reviewevent",
            name="to_status",
            field=models.CharField(
                choices=[
                    ("queued", "Đang chờ"),
                    ("compiling", "Đang lập"),
                    ("draft", "Dự thảo"),
                    ("failed", "Chưa lập được"),
                    ("issued", "Đã ban hành"),
                    ("dropped", "Đã bỏ"),
                ],
                max_length=10,
                verbose_name="đến",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["queued", "compiling", "draft", "failed", "issued", "dropped"])
                ),
                name="reporting_review_status_known",
            ),
        ),
    ]
