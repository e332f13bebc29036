import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0016_review_event_notes_whole'),
        ('units', '0004_directory_note_whole'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='periodevent',
            name='kind',
            field=models.CharField(choices=[('created', 'Lập kỳ'), ('changed', 'Sửa kỳ'), ('opened', 'Mở kỳ'), ('closed', 'Đóng kỳ'), ('reopened', 'Mở lại kỳ'), ('released', 'Miễn báo cáo'), ('added', 'Bổ sung đơn vị'), ('adjustment_removed', 'Bỏ điều chỉnh')], max_length=20, verbose_name='việc'),
        ),
        migrations.CreateModel(
            name='PeriodAdjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('released', 'Miễn báo cáo kỳ này'), ('added', 'Bổ sung đơn vị báo cáo kỳ này')], max_length=10, verbose_name='việc')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adjustments', to='reporting.reportingperiod')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='period_adjustments', to='units.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'điều chỉnh đơn vị báo cáo',
                'verbose_name_plural': 'điều chỉnh đơn vị báo cáo',
                'constraints': [models.UniqueConstraint(fields=('period', 'unit'), name='reporting_periodadjustment_once_per_unit', violation_error_message='Đơn vị đã được miễn hoặc bổ sung ở kỳ này.'), models.CheckConstraint(condition=models.Q(('kind__in', ['released', 'added'])), name='reporting_periodadjustment_kind_known', violation_error_message='Chọn miễn báo cáo hoặc bổ sung đơn vị.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reporting_periodadjustment_says_why', violation_error_message='Cần nêu lý do miễn hoặc bổ sung đơn vị.')],
            },
        ),
    ]
