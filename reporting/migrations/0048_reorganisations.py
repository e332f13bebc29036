"""Reorganisations of units in bulk, with their history and a kind of notice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0020_imports_of_plans'),
        ('reporting', '0047_notices_of_comments_on_reviews'),
        ('units', '0014_kinds_and_blocs_as_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reorganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(verbose_name='từ ngày')),
                ('table', models.TextField(verbose_name='bảng đơn vị cũ, đơn vị kế thừa')),
                ('choices', models.JSONField(blank=True, default=dict, verbose_name='tên đã chọn')),
                ('decisions', models.JSONField(blank=True, default=dict, verbose_name='quyết định từng phân công')),
                ('figures', models.JSONField(blank=True, null=True, verbose_name='số liệu trước và sau')),
                ('trace', models.JSONField(blank=True, null=True, verbose_name='những gì đã ghi')),
                ('state', models.CharField(choices=[('draft', 'Đang chuẩn bị'), ('carried_out', 'Đã thực hiện'), ('undone', 'Đã hoàn tác')], default='draft', max_length=12, verbose_name='tình trạng')),
                ('prepared_at', models.DateTimeField(verbose_name='lập lúc')),
                ('carried_out_at', models.DateTimeField(blank=True, null=True, verbose_name='thực hiện lúc')),
            ],
            options={
                'verbose_name': 'sắp xếp đơn vị',
                'verbose_name_plural': 'sắp xếp đơn vị',
            },
        ),
        migrations.CreateModel(
            name='ReorganisationEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('kind', models.CharField(choices=[('prepared', 'Lập'), ('changed', 'Sửa'), ('decided', 'Quyết định'), ('carried_out', 'Thực hiện'), ('undone', 'Hoàn tác')], max_length=12, verbose_name='việc')),
            ],
            options={
                'verbose_name': 'diễn biến sắp xếp đơn vị',
                'verbose_name_plural': 'diễn biến sắp xếp đơn vị',
            },
        ),
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
            field=models.CharField(choices=[('period_opened', 'Mở kỳ báo cáo'), ('due_soon', 'Sắp đến hạn gửi báo cáo'), ('overdue', 'Quá hạn gửi báo cáo'), ('returned', 'Kết quả bị trả lại'), ('accepted', 'Kết quả được chấp nhận'), ('unaccepted', 'Văn phòng rút lại việc chấp nhận'), ('extension_asked', 'Đề nghị gia hạn'), ('extension_decided', 'Quyết định về gia hạn'), ('confirmation_asked', 'Báo cáo chờ thủ trưởng xác nhận'), ('given_back', 'Thủ trưởng trả lại báo cáo'), ('confirmed', 'Thủ trưởng đã xác nhận báo cáo'), ('commented', 'Trao đổi về kết quả'), ('contributed', 'Đơn vị phối hợp gửi nội dung'), ('contribution_due', 'Nội dung phối hợp chưa gửi'), ('task_due', 'Nhiệm vụ sắp đến thời hạn hoàn thành'), ('task_overdue', 'Nhiệm vụ quá thời hạn hoàn thành'), ('review_commented', 'Góp ý vào dự thảo báo cáo sơ kết, tổng kết'), ('review_issued', 'Báo cáo sơ kết, tổng kết ban hành, thu hồi'), ('reorganised', 'Sắp xếp, sáp nhập đơn vị'), ('backup_failed', 'Sao lưu không thành công (người quản trị)'), ('disk_low', 'Ổ đĩa sắp đầy (người quản trị)')], max_length=20, verbose_name='loại'),
        ),
        migrations.AlterField(
            model_name='noticepreference',
            name='kind',
            field=models.CharField(choices=[('period_opened', 'Mở kỳ báo cáo'), ('due_soon', 'Sắp đến hạn gửi báo cáo'), ('overdue', 'Quá hạn gửi báo cáo'), ('returned', 'Kết quả bị trả lại'), ('accepted', 'Kết quả được chấp nhận'), ('unaccepted', 'Văn phòng rút lại việc chấp nhận'), ('extension_asked', 'Đề nghị gia hạn'), ('extension_decided', 'Quyết định về gia hạn'), ('confirmation_asked', 'Báo cáo chờ thủ trưởng xác nhận'), ('given_back', 'Thủ trưởng trả lại báo cáo'), ('confirmed', 'Thủ trưởng đã xác nhận báo cáo'), ('commented', 'Trao đổi về kết quả'), ('contributed', 'Đơn vị phối hợp gửi nội dung'), ('contribution_due', 'Nội dung phối hợp chưa gửi'), ('task_due', 'Nhiệm vụ sắp đến thời hạn hoàn thành'), ('task_overdue', 'Nhiệm vụ quá thời hạn hoàn thành'), ('review_commented', 'Góp ý vào dự thảo báo cáo sơ kết, tổng kết'), ('review_issued', 'Báo cáo sơ kết, tổng kết ban hành, thu hồi'), ('reorganised', 'Sắp xếp, sáp nhập đơn vị'), ('backup_failed', 'Sao lưu không thành công (người quản trị)'), ('disk_low', 'Ổ đĩa sắp đầy (người quản trị)')], max_length=20, verbose_name='loại'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['period_opened', 'due_soon', 'overdue', 'returned', 'accepted', 'unaccepted', 'extension_asked', 'extension_decided', 'confirmation_asked', 'given_back', 'confirmed', 'commented', 'contributed', 'contribution_due', 'task_due', 'task_overdue', 'review_commented', 'review_issued', 'reorganised', 'backup_failed', 'disk_low'])), name='reporting_notice_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='noticepreference',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['period_opened', 'due_soon', 'overdue', 'returned', 'accepted', 'unaccepted', 'extension_asked', 'extension_decided', 'confirmation_asked', 'given_back', 'confirmed', 'commented', 'contributed', 'contribution_due', 'task_due', 'task_overdue', 'review_commented', 'review_issued', 'reorganised', 'backup_failed', 'disk_low'])), name='reporting_noticepreference_kind_known'),
        ),
        migrations.AddField(
            model_name='reorganisation',
            name='carried_out_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='reorganisation',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reorganisations', to='plans.legaldocument', verbose_name='văn bản quyết định'),
        ),
        migrations.AddField(
            model_name='reorganisation',
            name='prepared_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người lập'),
        ),
        migrations.AddField(
            model_name='reorganisationevent',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện'),
        ),
        migrations.AddField(
            model_name='reorganisationevent',
            name='reorganisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='reporting.reorganisation'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'carried_out', 'undone'])), name='reporting_reorganisation_state_known'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('carried_out_at__isnull', True), ('carried_out_by__isnull', True), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('carried_out_at__isnull', False), ('carried_out_by__isnull', False)), _connector='OR'), name='reporting_reorganisation_carried_out_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='reorganisationevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['prepared', 'changed', 'decided', 'carried_out', 'undone'])), name='reporting_reorganisationevent_kind_known'),
        ),
    ]
