"""Files that were issued: the signed PDF, the edited Word file."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0032_numbers_by_term'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IssuedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('pdf', 'Bản PDF đã ký'), ('docx', 'Bản Word đã sửa')], max_length=4, verbose_name='loại')),
                ('file_sha256', models.CharField(max_length=64, verbose_name='mã băm')),
                ('file_name', models.CharField(max_length=200, verbose_name='tên tệp')),
                ('file_size', models.PositiveBigIntegerField(verbose_name='kích thước')),
                ('added_at', models.DateTimeField(verbose_name='lưu lúc')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='added_issued_files', to=settings.AUTH_USER_MODEL, verbose_name='người lưu')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_files', to='reporting.review')),
            ],
            options={
                'verbose_name': 'bản đã phát hành',
                'verbose_name_plural': 'bản đã phát hành',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'docx'])), name='reporting_issuedfile_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('file_sha256', ''), _negated=True), models.Q(('file_name', ''), _negated=True)), name='reporting_issuedfile_has_a_file'), models.UniqueConstraint(fields=('review', 'file_sha256'), name='reporting_issuedfile_once', violation_error_message='Tệp này đã lưu rồi.')],
            },
        ),
    ]
