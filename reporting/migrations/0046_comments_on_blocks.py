"""Comments of office and leaders on blocks of a review."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0045_figures_that_were_read'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BlockComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, verbose_name='khối')),
                ('excerpt', models.CharField(blank=True, max_length=120, verbose_name='về đoạn')),
                ('text', models.TextField(verbose_name='nội dung')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='giải quyết lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người viết')),
                ('resolved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người giải quyết')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='block_comments', to='reporting.review')),
            ],
            options={
                'verbose_name': 'góp ý vào báo cáo',
                'verbose_name_plural': 'góp ý vào báo cáo',
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reporting_blockcomment_says_something', violation_error_message='Hãy nhập nội dung góp ý.'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='reporting_blockcomment_resolved_by_somebody')],
            },
        ),
    ]
