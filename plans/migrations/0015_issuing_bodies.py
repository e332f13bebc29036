"""Bodies that issue papers become rows, filled from the heads and feet of the plans."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


STATE = ("UBND", "ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HĐND", "HỘI ĐỒNG NHÂN DÂN", "PHÒNG", "SỞ")
COMMITTEES_OF_A_PARTY = ("BAN CHẤP HÀNH", "BAN THƯỜNG VỤ")


def kind_of(name):
    upper = name.upper()
    if upper.startswith(STATE):
        return "state"
    if upper.startswith(("VĂN PHÒNG", "BAN ")) and not upper.startswith(COMMITTEES_OF_A_PARTY):
        return "office"
    return "committee"


def fill(apps, schema_editor):
    """A body for each head that plans have, with the capacities in which they were signed.

    The names of those who signed stay with the plans: others may sign today.
    """
    bodies = apps.get_model("plans", "IssuingBody").objects
    capacities = apps.get_model("plans", "SigningCapacity").objects
    for plan in apps.get_model("plans", "Plan").objects.order_by("pk"):
        plan.body, _ = bodies.get_or_create(
            superior_body=plan.superior_body,
            name=plan.issuing_body,
            symbol=plan.symbol,
            place=plan.place,
            defaults={"kind": kind_of(plan.issuing_body), "title": plan.issuer},
        )
        plan.save(update_fields=["body"])
        capacities.get_or_create(
            body=plan.body, capacity=plan.signer_capacity, post=plan.signer_post
        )


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0014_fold_eth'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IssuingBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('committee', 'Cấp ủy (ban chấp hành, ban thường vụ, chi bộ)'), ('office', 'Văn phòng, ban của cấp ủy'), ('state', 'Cơ quan nhà nước')], default='committee', max_length=10, verbose_name='loại cơ quan')),
                ('superior_body', models.CharField(max_length=120, verbose_name='cơ quan cấp trên (dòng 1)')),
                ('name', models.CharField(max_length=120, verbose_name='cơ quan ban hành (dòng 2)')),
                ('title', models.CharField(help_text='Ví dụ: Ban Thường vụ Huyện ủy', max_length=200, verbose_name='tên trong câu')),
                ('symbol', models.CharField(help_text='Ví dụ: HU, VPHU', max_length=20, verbose_name='ký hiệu')),
                ('place', models.CharField(max_length=80, verbose_name='địa danh')),
                ('first_day', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('is_two_sided', models.BooleanField(default=False, verbose_name='in hai mặt (lề mặt sau đảo lại)')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='plans.issuingbody', verbose_name='cơ quan kế thừa')),
            ],
            options={
                'verbose_name': 'cơ quan ban hành',
                'verbose_name_plural': 'cơ quan ban hành',
            },
        ),
        migrations.AddField(
            model_name='plan',
            name='body',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='plans.issuingbody', verbose_name='cơ quan ban hành báo cáo'),
        ),
        migrations.CreateModel(
            name='IssuingBodyEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('kind', models.CharField(choices=[('added', 'Thêm cơ quan'), ('changed', 'Sửa cơ quan'), ('capacity_added', 'Thêm thẩm quyền ký'), ('capacity_changed', 'Sửa thẩm quyền ký')], max_length=20, verbose_name='việc')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='plans.issuingbody')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
            ],
            options={
                'verbose_name': 'diễn biến cơ quan ban hành',
                'verbose_name_plural': 'diễn biến cơ quan ban hành',
            },
        ),
        migrations.CreateModel(
            name='SigningCapacity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(help_text='Ví dụ: T/M BAN THƯỜNG VỤ', max_length=80, verbose_name='thẩm quyền ký')),
                ('post', models.CharField(blank=True, help_text='Ví dụ: PHÓ BÍ THƯ', max_length=80, verbose_name='chức vụ người ký')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='họ và tên người ký')),
                ('first_day', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='capacities', to='plans.issuingbody')),
            ],
            options={
                'verbose_name': 'thẩm quyền ký',
                'verbose_name_plural': 'thẩm quyền ký',
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='issuingbody',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['committee', 'office', 'state'])), name='plans_issuingbody_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='issuingbody',
            constraint=models.CheckConstraint(condition=models.Q(('first_day__isnull', True), ('last_day__isnull', True), ('first_day__lte', models.F('last_day')), _connector='OR'), name='plans_issuingbody_days_in_order', violation_error_message='Ngày cuối không được trước ngày đầu.'),
        ),
        migrations.AddConstraint(
            model_name='issuingbody',
            constraint=models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('last_day__isnull', False), _connector='OR'), name='plans_issuingbody_successor_after_its_end', violation_error_message='Cơ quan có cơ quan kế thừa thì cần ngày cuối.'),
        ),
        migrations.AddConstraint(
            model_name='issuingbodyevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['added', 'changed', 'capacity_added', 'capacity_changed'])), name='plans_issuingbodyevent_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='signingcapacity',
            constraint=models.CheckConstraint(condition=models.Q(('first_day__isnull', True), ('last_day__isnull', True), ('first_day__lte', models.F('last_day')), _connector='OR'), name='plans_signingcapacity_days_in_order', violation_error_message='Ngày cuối không được trước ngày đầu.'),
        ),
    ]
