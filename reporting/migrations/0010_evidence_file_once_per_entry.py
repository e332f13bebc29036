from django.conf import settings
from django.db import migrations, models
from django.db.models import Count, Min


def keep_each_file_once(apps, schema_editor):
    """Of the same file twice in an entry, the older row stays; the other keeps its reference."""
    evidence = apps.get_model("reporting", "Evidence")
    doubled = (
        evidence.objects.exclude(file_sha256="")
        .values("entry", "file_sha256")
        .annotate(first=Min("pk"), times=Count("pk"))
        .filter(times__gt=1)
    )
    for row in doubled:
        later = evidence.objects.filter(
            entry=row["entry"], file_sha256=row["file_sha256"], pk__gt=row["first"]
        )
        later.filter(number="", subject="").delete()
        later.update(file_sha256="", file_name="", file_type="", file_size=None)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reporting", "0009_notices"),
    ]

    operations = [
        migrations.RunPython(keep_each_file_once, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("file_sha256", ""), _negated=True),
                fields=("entry", "file_sha256"),
                name="reporting_evidence_file_once_per_entry",
                violation_error_message="Tệp này đã có trong minh chứng của nhiệm vụ.",
            ),
        ),
    ]
