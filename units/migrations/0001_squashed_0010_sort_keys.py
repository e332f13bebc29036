import django.contrib.auth.validators
import django.db.models.deletion
import tracker.lib.alphabet
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """All tables at once for a new database, which has no rows to carry from step to step."""

    replaces = [
        ('units', '0001_initial'),
        ('units', '0002_directory_events'),
        ('units', '0003_user_email'),
        ('units', '0004_directory_note_whole'),
        ('units', '0005_unit_end_recorded_on'),
        ('units', '0006_log_ins'),
        ('units', '0007_roles_of_the_day'),
        ('units', '0008_sessions'),
        ('units', '0009_second_factor'),
        ('units', '0010_sort_keys'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'Tên đăng nhập này đã có người dùng.'}, max_length=60, unique=True, validators=[django.contrib.auth.validators.ASCIIUsernameValidator()], verbose_name='tên đăng nhập')),
                ('full_name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('position', models.CharField(blank=True, max_length=160, verbose_name='chức vụ')),
                ('email', models.EmailField(blank=True, max_length=120, verbose_name='thư công vụ')),
                ('work_phone', models.CharField(blank=True, max_length=30, verbose_name='điện thoại cơ quan')),
                ('is_active', models.BooleanField(default=True, verbose_name='được đăng nhập')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='phải đổi mật khẩu')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='ngày tạo')),
                ('second_factor_at', models.DateTimeField(editable=False, null=True, verbose_name='bật xác thực hai bước lúc')),
                ('groups_until', models.DateField(editable=False, null=True)),
                ('folded', models.CharField(blank=True, editable=False, max_length=400)),
                ('sort_key', tracker.lib.alphabet.SortKeyField('full_name', blank=True, default='', editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'người dùng',
                'verbose_name_plural': 'người dùng',
                'permissions': [('manage_directory', 'Quản lý đơn vị và người dùng')],
                'constraints': [models.CheckConstraint(condition=models.Q(('full_name', ''), _negated=True), name='units_user_full_name_given', violation_error_message='Cần nhập họ và tên.'), models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='units_user_no_superuser')],
            },
        ),
        migrations.CreateModel(
            name='LogInOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='tên đã nhập')),
                ('address', models.CharField(blank=True, max_length=50, verbose_name='địa chỉ')),
                ('succeeded_at', models.DateTimeField(null=True, verbose_name='đăng nhập được lúc')),
                ('failed_at', models.DateTimeField(null=True, verbose_name='nhập sai lúc')),
                ('num_failures', models.PositiveIntegerField(default=0, verbose_name='số lần sai')),
                ('free_at', models.DateTimeField(null=True, verbose_name='được thử lại lúc')),
            ],
            options={
                'verbose_name': 'nơi đăng nhập',
                'verbose_name_plural': 'nơi đăng nhập',
                'constraints': [models.UniqueConstraint(fields=('address', 'name'), name='units_loginorigin_once')],
            },
        ),
        migrations.CreateModel(
            name='LogInTry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='lúc')),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='tên đã nhập')),
                ('address', models.CharField(blank=True, max_length=50, verbose_name='địa chỉ')),
                ('outcome', models.CharField(choices=[('passed', 'Đăng nhập được'), ('wrong', 'Sai tên hoặc mật khẩu'), ('wrong_code', 'Sai mã xác thực'), ('locked', 'Tài khoản đã bị khóa')], max_length=10, verbose_name='kết quả')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='log_in_tries', to=settings.AUTH_USER_MODEL, verbose_name='người dùng')),
            ],
            options={
                'verbose_name': 'lượt đăng nhập',
                'verbose_name_plural': 'lượt đăng nhập',
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['passed', 'wrong', 'wrong_code', 'locked'])), name='units_logintry_outcome_known')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('used_at', models.DateTimeField(null=True, verbose_name='dùng lúc')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mã dự phòng',
                'verbose_name_plural': 'mã dự phòng',
                'constraints': [models.UniqueConstraint(fields=('person', 'digest'), name='units_recoverycode_once')],
            },
        ),
        migrations.CreateModel(
            name='SecondFactor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed_secret', models.CharField(max_length=300)),
                ('last_step', models.BigIntegerField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='second_factor', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'xác thực hai bước',
                'verbose_name_plural': 'xác thực hai bước',
                'constraints': [models.CheckConstraint(condition=models.Q(('sealed_secret', ''), _negated=True), name='units_secondfactor_secret_given')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('address', models.CharField(blank=True, max_length=50, verbose_name='địa chỉ')),
                ('device', models.CharField(blank=True, max_length=300, verbose_name='thiết bị')),
                ('started_at', models.DateTimeField(verbose_name='đăng nhập lúc')),
                ('seen_at', models.DateTimeField(verbose_name='dùng lần cuối')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'phiên đăng nhập',
                'verbose_name_plural': 'phiên đăng nhập',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(error_messages={'unique': 'Mã đơn vị này đã có.'}, max_length=60, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=200, verbose_name='tên đầy đủ')),
                ('short_name', models.CharField(max_length=60, verbose_name='tên ngắn')),
                ('kind', models.CharField(choices=[('standing_committee', 'Thường trực, Ban Thường vụ'), ('party_commission', 'Ban đảng'), ('inspection_commission', 'Ủy ban Kiểm tra'), ('committee_office', 'Văn phòng cấp ủy'), ('party_organization', 'Chi bộ, đảng bộ trực thuộc'), ('peoples_council', 'Hội đồng nhân dân'), ('peoples_committee', 'Ủy ban nhân dân'), ('department', 'Phòng, ban chuyên môn'), ('commune', 'Xã, thị trấn'), ('fatherland_front', 'Ủy ban Mặt trận Tổ quốc'), ('mass_organization', 'Tổ chức chính trị - xã hội')], max_length=30, verbose_name='loại đơn vị')),
                ('bloc', models.CharField(choices=[('party', 'Khối Đảng'), ('council', 'Khối Hội đồng nhân dân'), ('government', 'Khối chính quyền'), ('front', 'Khối Mặt trận, đoàn thể')], max_length=12, verbose_name='khối')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='thứ tự')),
                ('first_day', models.DateField(blank=True, null=True, verbose_name='ngày bắt đầu')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='ngày kết thúc')),
                ('end_recorded_on', models.DateField(blank=True, editable=False, null=True, verbose_name='ngày ghi kết thúc')),
                ('folded', models.TextField(blank=True, editable=False)),
                ('sort_key', tracker.lib.alphabet.SortKeyField('name', blank=True, default='', editable=False)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='units.unit', verbose_name='đơn vị cấp trên')),
            ],
            options={
                'verbose_name': 'đơn vị',
                'verbose_name_plural': 'đơn vị',
                'permissions': [('read_filings', 'Đọc báo cáo của đơn vị'), ('file_progress', 'Lập và gửi báo cáo của đơn vị'), ('confirm_filing', 'Xác nhận báo cáo của đơn vị'), ('follow_groups', 'Theo dõi phần việc giao cho đơn vị theo dõi')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['standing_committee', 'party_commission', 'inspection_commission', 'committee_office', 'party_organization', 'peoples_council', 'peoples_committee', 'department', 'commune', 'fatherland_front', 'mass_organization'])), name='units_unit_kind_known'), models.CheckConstraint(condition=models.Q(('bloc__in', ['party', 'council', 'government', 'front'])), name='units_unit_bloc_known'), models.CheckConstraint(condition=models.Q(('first_day__isnull', True), ('last_day__isnull', True), ('last_day__gte', models.F('first_day')), _connector='OR'), name='units_unit_last_day_not_before_first', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), models.CheckConstraint(condition=models.Q(('end_recorded_on__isnull', True), ('last_day__isnull', False), _connector='OR'), name='units_unit_end_recorded_only_when_ended'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='units_unit_not_its_own_parent', violation_error_message='Đơn vị không thể là cấp trên của chính mình.')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('merge', 'Sáp nhập, hợp nhất'), ('split', 'Chia, tách'), ('rename', 'Đổi tên, chuyển đổi'), ('dissolve', 'Giải thể')], max_length=10, verbose_name='hình thức')),
                ('effective_on', models.DateField(verbose_name='từ ngày')),
                ('document', models.CharField(max_length=200, verbose_name='văn bản quyết định')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='units.unit', verbose_name='đơn vị cũ')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inheritances', to='units.unit', verbose_name='đơn vị kế thừa')),
            ],
            options={
                'verbose_name': 'kế thừa',
                'verbose_name_plural': 'kế thừa',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['merge', 'split', 'rename', 'dissolve'])), name='units_succession_kind_known'), models.CheckConstraint(condition=models.Q(('successor__isnull', True), models.Q(('successor', models.F('predecessor')), _negated=True), _connector='OR'), name='units_succession_between_two_units', violation_error_message='Đơn vị không thể kế thừa chính mình.'), models.CheckConstraint(condition=models.Q(('kind', 'dissolve'), ('successor__isnull', False), _connector='OR'), name='units_succession_successor_unless_dissolved', violation_error_message='Cần chọn đơn vị kế thừa (trừ khi giải thể).'), models.UniqueConstraint(fields=('predecessor', 'successor'), name='units_succession_once_per_pair', violation_error_message='Việc kế thừa này đã được ghi.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'Cán bộ đầu mối của đơn vị'), ('head', 'Thủ trưởng đơn vị'), ('reviewer', 'Chuyên viên Văn phòng cấp ủy'), ('leader', 'Lãnh đạo (Thường trực, Ban Thường vụ)'), ('observer', 'Theo dõi (ban đảng, Ủy ban Kiểm tra)'), ('administrator', 'Quản trị')], max_length=15, verbose_name='vai trò')),
                ('position', models.CharField(blank=True, max_length=160, verbose_name='chức vụ tại đơn vị')),
                ('first_day', models.DateField(verbose_name='từ ngày')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='đến ngày')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='người')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='units.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'vai trò tại đơn vị',
                'verbose_name_plural': 'vai trò tại đơn vị',
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['officer', 'head', 'reviewer', 'leader', 'observer', 'administrator'])), name='units_membership_role_known'), models.CheckConstraint(condition=models.Q(('last_day__isnull', True), ('last_day__gte', models.F('first_day')), _connector='OR'), name='units_membership_last_day_not_before_first', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'), models.UniqueConstraint(condition=models.Q(('last_day__isnull', True)), fields=('user', 'unit', 'role'), name='units_membership_open_once', violation_error_message='Người này đã giữ vai trò đó tại đơn vị.')],
            },
        ),
        migrations.CreateModel(
            name='DirectoryEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='units.unit')),
            ],
            options={
                'verbose_name': 'diễn biến danh bạ',
                'verbose_name_plural': 'diễn biến danh bạ',
                'constraints': [models.CheckConstraint(condition=models.Q(('unit__isnull', False), ('person__isnull', False), _connector='OR'), name='units_directoryevent_about_something')],
            },
        ),
        migrations.CreateModel(
            name='UnitAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alias', models.CharField(max_length=200, verbose_name='cách gọi khác')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='units.unit')),
            ],
            options={
                'verbose_name': 'cách gọi khác',
                'verbose_name_plural': 'cách gọi khác',
                'constraints': [models.UniqueConstraint(fields=('unit', 'alias'), name='units_unitalias_once_per_unit', violation_error_message='Cách gọi này đã có.')],
            },
        ),
        migrations.CreateModel(
            name='UnitGroupObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='units.unit')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
            ],
            options={
                'abstract': False,
                'unique_together': {('group', 'permission', 'content_object')},
            },
        ),
        migrations.CreateModel(
            name='UnitName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='tên đầy đủ')),
                ('short_name', models.CharField(max_length=60, verbose_name='tên ngắn')),
                ('first_day', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='đến ngày')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='văn bản')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='units.unit')),
            ],
            options={
                'verbose_name': 'tên đơn vị',
                'verbose_name_plural': 'tên đơn vị',
                'constraints': [models.UniqueConstraint(condition=models.Q(('last_day__isnull', True)), fields=('unit',), name='units_unitname_one_current_per_unit', violation_error_message='Đơn vị đã có một tên đang dùng.'), models.CheckConstraint(condition=models.Q(('first_day__isnull', True), ('last_day__isnull', True), ('last_day__gte', models.F('first_day')), _connector='OR'), name='units_unitname_last_day_not_before_first', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.')],
            },
        ),
        migrations.CreateModel(
            name='UnitUserObjectPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='units.unit')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'unique_together': {('user', 'permission', 'content_object')},
            },
        ),
    ]
