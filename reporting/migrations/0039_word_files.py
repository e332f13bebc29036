"""The Word file of a review, beside its PDF."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0038_withdrawal_of_reviews'),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='docx_sha256',
            field=models.CharField(blank=True, max_length=64, verbose_name='mã băm Word'),
        ),
        migrations.AddField(
            model_name='review',
            name='docx_size',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='kích thước Word'),
        ),
    ]
