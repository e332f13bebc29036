import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The history of reviews has notes of any length, as all histories."""

    dependencies = [
        ("reporting", "0015_reports_become_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "reviewevent", "note", models.TextField(blank=True, verbose_name="ghi chú")
        ),
        migrations.AlterField(
            "reviewevent",
            "by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thực hiện",
            ),
        ),
    ]
