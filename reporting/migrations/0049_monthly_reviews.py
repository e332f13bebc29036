"""Reviews that a schedule makes each month."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0023_plan_folders"),
        ("reporting", "0048_reorganisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reviewschedule",
            name="reporting_schedule_recurrence_known",
        ),
        migrations.AlterField(
            model_name="reviewschedule",
            name="recurrence",
            field=models.CharField(
                choices=[
                    ("once", "Một lần"),
                    ("monthly", "Hằng tháng"),
                    ("quarterly", "Hằng quý"),
                    ("half_yearly", "6 tháng một lần"),
                    ("yearly", "Hằng năm"),
                ],
                max_length=12,
                verbose_name="lặp lại",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewschedule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recurrence__in", ["once", "monthly", "quarterly", "half_yearly", "yearly"])
                ),
                name="reporting_schedule_recurrence_known",
            ),
        ),
    ]
