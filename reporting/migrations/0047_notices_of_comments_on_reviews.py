"""A kind of notice for comments on drafts of reviews."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0046_comments_on_blocks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='reporting_notice_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='noticepreference',
            name='reporting_noticepreference_kind_known',
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('period_opened', 'Mở kỳ báo cáo'), ('due_soon', 'Sắp đến hạn gửi báo cáo'), ('overdue', 'Quá hạn gửi báo cáo'), ('returned', 'Kết quả bị trả lại'), ('accepted', 'Kết quả được chấp nhận'), ('unaccepted', 'Văn phòng rút lại việc chấp nhận'), ('extension_asked', 'Đề nghị gia hạn'), ('extension_decided', 'Quyết định về gia hạn'), ('confirmation_asked', 'Báo cáo chờ thủ trưởng xác nhận'), ('given_back', 'Thủ trưởng trả lại báo cáo'), ('confirmed', 'Thủ trưởng đã xác nhận báo cáo'), ('commented', 'Trao đổi về kết quả'), ('contributed', 'Đơn vị phối hợp gửi nội dung'), ('contribution_due', 'Nội dung phối hợp chưa gửi'), ('task_due', 'Nhiệm vụ sắp đến thời hạn hoàn thành'), ('task_overdue', 'Nhiệm vụ quá thời hạn hoàn thành'), ('review_commented', 'Góp ý vào dự thảo báo cáo sơ kết, tổng kết'), ('review_issued', 'Báo cáo sơ kết, tổng kết ban hành, thu hồi'), ('backup_failed', 'Sao lưu không thành công (người quản trị)'), ('disk_low', 'Ổ đĩa sắp đầy (người quản trị)')], max_length=20, verbose_name='loại'),
        ),
        migrations.AlterField(
            model_name='noticepreference',
            name='kind',
            field=models.CharField(choices=[('period_opened', 'Mở kỳ báo cáo'), ('due_soon', 'Sắp đến hạn gửi báo cáo'), ('overdue', 'Quá hạn gửi báo cáo'), ('returned', 'Kết quả bị trả lại'), ('accepted', 'Kết quả được chấp nhận'), ('unaccepted', 'Văn phòng rút lại việc chấp nhận'), ('extension_asked', 'Đề nghị gia hạn'), ('extension_decided', 'Quyết định về gia hạn'), ('confirmation_asked', 'Báo cáo chờ thủ trưởng xác nhận'), ('given_back', 'Thủ trưởng trả lại báo cáo'), ('confirmed', 'Thủ trưởng đã xác nhận báo cáo'), ('commented', 'Trao đổi về kết quả'), ('contributed', 'Đơn vị phối hợp gửi nội dung'), ('contribution_due', 'Nội dung phối hợp chưa gửi'), ('task_due', 'Nhiệm vụ sắp đến thời hạn hoàn thành'), ('task_overdue', 'Nhiệm vụ quá thời hạn hoàn thành'), ('review_commented', 'Góp ý vào dự thảo báo cáo sơ kết, tổng kết'), ('review_issued', 'Báo cáo sơ kết, tổng kết ban hành, thu hồi'), ('backup_failed', 'Sao lưu không thành công (người quản trị)'), ('disk_low', 'Ổ đĩa sắp đầy (người quản trị)')], max_length=20, verbose_name='loại'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['period_opened', 'due_soon', 'overdue', 'returned', 'accepted', 'unaccepted', 'extension_asked', 'extension_decided', 'confirmation_asked', 'given_back', 'confirmed', 'commented', 'contributed', 'contribution_due', 'task_due', 'task_overdue', 'review_commented', 'review_issued', 'backup_failed', 'disk_low'])), name='reporting_notice_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='noticepreference',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['period_opened', 'due_soon', 'overdue', 'returned', 'accepted', 'unaccepted', 'extension_asked', 'extension_decided', 'confirmation_asked', 'given_back', 'confirmed', 'commented', 'contributed', 'contribution_due', 'task_due', 'task_overdue', 'review_commented', 'review_issued', 'backup_failed', 'disk_low'])), name='reporting_noticepreference_kind_known'),
        ),
    ]
