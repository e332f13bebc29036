"""No two periods of a plan end on the same day; those that already do keep their days, marked."""

from django.db import migrations, models


def mark(apps, schema_editor):
    """Mark all but the one by which work is judged: the opened one that is due last."""
    seen = set()
    periods = apps.get_model("reporting", "ReportingPeriod").objects
    judged_first = sorted(
        periods.all(),
        key=lambda period: (period.opened_at is not None, period.due_on, period.pk),
        reverse=True,
    )
    for period in judged_first:
        if (period.plan_id, period.data_to) in seen:
            periods.filter(pk=period.pk).update(shares_last_day=True)
        seen.add((period.plan_id, period.data_to))


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0013_contribution_rules"),
        ("reporting", "0024_schedule_by_units"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportingperiod",
            name="shares_last_day",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="cùng ngày cuối với kỳ khác"
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.UniqueConstraint(
                condition=models.Q(("shares_last_day", False)),
                fields=("plan", "data_to"),
                name="reporting_period_last_day_once_per_plan",
                violation_error_message="Kế hoạch đã có kỳ báo cáo kết thúc ngày này.",
            ),
        ),
    ]
