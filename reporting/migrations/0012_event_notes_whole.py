import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def by(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        **options,
    )


class Migration(migrations.Migration):
    """Every history has notes of any length."""

    dependencies = [
        ("reporting", "0011_digest_attempts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *[
            migrations.AlterField(
                event, "note", models.TextField(blank=True, verbose_name="ghi chú")
            )
            for event in ("entryevent", "periodevent", "submissionevent")
        ],
        *[
            migrations.AlterField(event, "by", by())
            for event in ("entryevent", "periodevent", "submissionevent")
        ],
    ]
