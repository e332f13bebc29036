from django.db import migrations, models


class Migration(migrations.Migration):
    """The error of a mail may be of any length."""

    dependencies = [("reporting", "0013_notice_about_columns")]

    operations = [
        migrations.AlterField(
            "maildigest", "error", models.TextField(blank=True, verbose_name="lỗi")
        ),
    ]
