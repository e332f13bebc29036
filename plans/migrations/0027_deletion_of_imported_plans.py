"""The deletion of a plan in the history of the import that it was written from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('plans', '0026_archived_plans'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='planimportevent',
            name='plans_planimportevent_kind_known',
        ),
        migrations.AlterField(
            model_name='planimportevent',
            name='kind',
            field=models.CharField(choices=[('uploaded', 'Tải lên'), ('read', 'Đọc xong'), ('failed', 'Không đọc được'), ('restarted', 'Đọc lại'), ('changed', 'Sửa nội dung nhận biết'), ('written', 'Ghi thành kế hoạch'), ('plan_deleted', 'Xóa kế hoạch đã ghi'), ('discarded', 'Bỏ'), ('file_given_up', 'Thôi giữ tệp')], max_length=15, verbose_name='việc'),
        ),
        migrations.AddConstraint(
            model_name='planimportevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['uploaded', 'read', 'failed', 'restarted', 'changed', 'written', 'plan_deleted', 'discarded', 'file_given_up'])), name='plans_planimportevent_kind_known'),
        ),
    ]
