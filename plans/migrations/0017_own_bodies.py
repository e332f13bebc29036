"""A body says whether the product belongs to it: in products that are in use, that of the newest plan."""

from django.db import migrations, models


BEFORE_THE_NAME = ("Ban Thường vụ ", "Ban Chấp hành ")


def take_the_body_of_the_newest_plan(apps, schema_editor):
    plans = apps.get_model("plans", "Plan").objects.filter(body__isnull=False)
    plan = plans.select_related("body").order_by("-issued_on", "-pk").first()
    if plan is None:
        return
    body = plan.body
    while body.last_day and body.successor:
        body = body.successor
    for words in BEFORE_THE_NAME:
        if body.title.startswith(words):
            body.common_name = body.title.removeprefix(words)
    body.own = "committee"
    body.save(update_fields=["own", "common_name"])


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0016_task_takes_a_review'),
    ]

    operations = [
        migrations.AddField(
            model_name='issuingbody',
            name='common_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='tên thường gọi'),
        ),
        migrations.AddField(
            model_name='issuingbody',
            name='level',
            field=models.CharField(blank=True, choices=[('province', 'Tỉnh, thành phố'), ('district', 'Huyện (trước ngày 01/7/2025)'), ('commune', 'Xã, phường, đặc khu'), ('base', 'Cơ sở (đảng bộ, chi bộ cơ sở)')], max_length=10, verbose_name='cấp'),
        ),
        migrations.AddField(
            model_name='issuingbody',
            name='own',
            field=models.CharField(blank=True, choices=[('committee', 'Cấp ủy, cơ quan dùng hệ thống'), ('office', 'Văn phòng của cơ quan dùng hệ thống')], editable=False, max_length=10, verbose_name='vị trí trong hệ thống'),
        ),
        migrations.AddConstraint(
            model_name='issuingbody',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['', 'province', 'district', 'commune', 'base'])), name='plans_issuingbody_level_known'),
        ),
        migrations.AddConstraint(
            model_name='issuingbody',
            constraint=models.CheckConstraint(condition=models.Q(('own__in', ['', 'committee', 'office'])), name='plans_issuingbody_own_known'),
        ),
        migrations.AddConstraint(
            model_name='issuingbody',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('own', ''), _negated=True), ('last_day__isnull', True)), fields=('own',), name='plans_issuingbody_one_own_goes_on', violation_error_message='Hệ thống đã có cơ quan đang dùng; cần ngày cuối.'),
        ),
        migrations.RunPython(take_the_body_of_the_newest_plan, migrations.RunPython.noop),
    ]
