"""The right to compile reviews takes their name; what was granted stays granted."""

from django.db import migrations


def rename(apps, before, after):
    permissions = apps.get_model('auth', 'Permission').objects.filter(
        content_type__app_label='plans'
    )
    permissions.filter(codename=before).update(codename=after)


def forwards(apps, schema_editor):
    rename(apps, 'compile_reports', 'compile_reviews')


def backwards(apps, schema_editor):
    rename(apps, 'compile_reviews', 'compile_reports')


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('plans', '0006_event_notes_whole'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='plan',
            options={
                'permissions': [
                    ('read_filings', 'Đọc báo cáo của mọi đơn vị'),
                    ('verify_entries', 'Thẩm tra kết quả'),
                    ('edit_assignments', 'Phân công nhiệm vụ'),
                    ('manage_periods', 'Quản lý kỳ báo cáo'),
                    ('compile_reviews', 'Lập báo cáo sơ kết, tổng kết'),
                ],
                'verbose_name': 'kế hoạch',
                'verbose_name_plural': 'kế hoạch',
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
