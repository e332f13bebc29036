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
        ("plans", "0005_extension_in_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "assignmentevent", "note", models.TextField(blank=True, verbose_name="ghi chú")
        ),
        migrations.AddField(
            "planevent",
            "note",
            models.TextField(blank=True, default="", verbose_name="ghi chú"),
            preserve_default=False,
        ),
        migrations.AlterField("assignmentevent", "by", by(null=True)),
        migrations.AlterField("indicatorevent", "by", by()),
        migrations.AlterField("planevent", "by", by()),
    ]
