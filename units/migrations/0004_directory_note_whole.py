import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Notes of the directory's history may be of any length, and are named as in all histories."""

    dependencies = [("units", "0003_user_email")]

    operations = [
        migrations.RenameField("directoryevent", "what", "note"),
        migrations.AlterField(
            "directoryevent", "note", models.TextField(blank=True, verbose_name="ghi chú")
        ),
        migrations.AlterField(
            "directoryevent",
            "by",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thực hiện",
            ),
        ),
    ]
