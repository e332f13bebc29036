"""A setting of bodies: whether the text of their papers ends with a mark."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0024_bodies_without_superior"),
    ]

    operations = [
        migrations.AddField(
            model_name="issuingbody",
            name="has_end_mark",
            field=models.BooleanField(default=False, verbose_name="kết thúc nội dung bằng “./.”"),
        ),
    ]
