"""When a closed plan was archived, and the steps that do it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('plans', '0025_end_marks_of_bodies'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='planevent',
            name='plans_planevent_kind_known',
        ),
        migrations.AddField(
            model_name='plan',
            name='archived_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='lưu trữ lúc'),
        ),
        migrations.AlterField(
            model_name='planevent',
            name='kind',
            field=models.CharField(choices=[('confirmation_asked', 'Bắt đầu cần thủ trưởng xác nhận'), ('confirmation_waived', 'Thôi cần thủ trưởng xác nhận'), ('contributions_asked', 'Đơn vị phối hợp phải gửi nội dung mỗi kỳ'), ('contributions_waived', 'Thôi yêu cầu chung nội dung phối hợp'), ('added', 'Lập kế hoạch'), ('changed', 'Sửa kế hoạch'), ('activated', 'Đưa vào thực hiện'), ('closed', 'Kết thúc kế hoạch'), ('reopened', 'Mở lại kế hoạch'), ('archived', 'Lưu trữ kế hoạch'), ('unarchived', 'Đưa ra khỏi lưu trữ'), ('group_added', 'Thêm nhóm nhiệm vụ'), ('group_changed', 'Sửa nhóm nhiệm vụ'), ('group_removed', 'Xóa nhóm nhiệm vụ'), ('task_removed', 'Xóa nhiệm vụ'), ('placed', 'Gắn với nhiệm vụ cấp trên'), ('exported', 'Xuất toàn bộ kế hoạch'), ('export_failed', 'Xuất kế hoạch không thành công'), ('imported', 'Nhập từ bản xuất')], max_length=20, verbose_name='việc'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('archived_at__isnull', True), ('status', 'closed'), _connector='OR'), name='plans_plan_archived_only_closed', violation_error_message='Chỉ lưu trữ kế hoạch đã kết thúc.'),
        ),
        migrations.AddConstraint(
            model_name='planevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['confirmation_asked', 'confirmation_waived', 'contributions_asked', 'contributions_waived', 'added', 'changed', 'activated', 'closed', 'reopened', 'archived', 'unarchived', 'group_added', 'group_changed', 'group_removed', 'task_removed', 'placed', 'exported', 'export_failed', 'imported'])), name='plans_planevent_kind_known'),
        ),
    ]
