"""Which figures of a draft the office has read the changes of."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0044_prints_of_reviews'),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='read_snapshot_sha256',
            field=models.CharField(blank=True, max_length=64, verbose_name='số liệu đã xem'),
        ),
    ]
