from django.db import migrations


def clear_percentages(apps, schema_editor):
    """Recurring and continuous tasks are asked no percentage any more.

    Only drafts that were never sent lose it: what was sent stays as it was sent.
    """
    apps.get_model("reporting", "ProgressEntry").objects.filter(
        status="draft",
        last_sent_at__isnull=True,
        percent__isnull=False,
        assignment__task__kind__in=["recurring", "continuous"],
    ).update(percent=None)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0017_period_adjustments")]

    operations = [migrations.RunPython(clear_percentages, migrations.RunPython.noop)]
