"""Who issues a review, and its marks of urgency and circulation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0015_issuing_bodies'),
        ("reporting", "0039_word_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='body',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='plans.issuingbody', verbose_name='cơ quan ban hành'),
        ),
        migrations.AddField(
            model_name='review',
            name='circulation',
            field=models.CharField(blank=True, choices=[('LƯU HÀNH NỘI BỘ', 'LƯU HÀNH NỘI BỘ'), ('XONG HỘI NGHỊ TRẢ LẠI', 'XONG HỘI NGHỊ TRẢ LẠI')], max_length=24, verbose_name='dấu chỉ phạm vi lưu hành'),
        ),
        migrations.AddField(
            model_name='review',
            name='urgency',
            field=models.CharField(blank=True, choices=[('KHẨN', 'KHẨN'), ('THƯỢNG KHẨN', 'THƯỢNG KHẨN'), ('HỎA TỐC', 'HỎA TỐC')], max_length=12, verbose_name='dấu chỉ mức độ khẩn'),
        ),
        migrations.AddField(
            model_name='review',
            name='urgent_by',
            field=models.CharField(blank=True, help_text='Ví dụ: 15 giờ 30, ngày 05/02/2026', max_length=40, verbose_name='hẹn giờ'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('urgency', ''), ('urgency__in', ['KHẨN', 'THƯỢNG KHẨN', 'HỎA TỐC']), _connector='OR'), name='reporting_review_urgency_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('circulation', ''), ('circulation__in', ['LƯU HÀNH NỘI BỘ', 'XONG HỘI NGHỊ TRẢ LẠI']), _connector='OR'), name='reporting_review_circulation_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('urgent_by', ''), ('urgency', 'HỎA TỐC'), _connector='OR'), name='reporting_review_hour_of_an_express_paper', violation_error_message='Chỉ văn bản hỏa tốc mới hẹn giờ.'),
        ),
    ]
