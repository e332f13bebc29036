"""The key of the address at which a product without people is set up."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0010_sort_keys'),
    ]

    operations = [
        migrations.CreateModel(
            name='SetUpKey',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name='mã băm')),
                ('made_at', models.DateTimeField(verbose_name='lúc')),
            ],
            options={
                'verbose_name': 'khóa thiết lập',
                'verbose_name_plural': 'khóa thiết lập',
            },
        ),
    ]
