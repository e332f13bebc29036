import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

BLOCS = [
    ("party", "Khối Đảng"),
    ("council", "Khối Hội đồng nhân dân"),
    ("government", "Khối chính quyền"),
    ("front", "Khối Mặt trận, đoàn thể"),
]
KINDS = [
    ("standing_committee", "Thường trực, Ban Thường vụ", "party"),
    ("party_commission", "Ban đảng", "party"),
    ("inspection_commission", "Ủy ban Kiểm tra", "party"),
    ("committee_office", "Văn phòng cấp ủy", "party"),
    ("party_organization", "Chi bộ, đảng bộ trực thuộc", "party"),
    ("peoples_council", "Hội đồng nhân dân", "council"),
    ("peoples_committee", "Ủy ban nhân dân", "government"),
    ("department", "Phòng, ban chuyên môn", "government"),
    ("commune", "Xã, thị trấn", "government"),
    ("fatherland_front", "Ủy ban Mặt trận Tổ quốc", "front"),
    ("mass_organization", "Tổ chức chính trị - xã hội", "front"),
]


def make_rows(apps, schema_editor):
    """The units that are there name these codes."""
    bloc, kind = apps.get_model("units", "Bloc"), apps.get_model("units", "UnitKind")
    bloc.objects.bulk_create(
        bloc(code=code, name=name, position=10 * place)
        for place, (code, name) in enumerate(BLOCS, start=1)
    )
    kind.objects.bulk_create(
        kind(code=code, name=name, bloc_id=of_bloc, position=10 * place)
        for place, (code, name, of_bloc) in enumerate(KINDS, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("units", "0013_making_plans")]

    operations = [
        migrations.CreateModel(
            name="Bloc",
            fields=[
                (
                    "code",
                    models.SlugField(
                        max_length=30, primary_key=True, serialize=False, verbose_name="mã"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="tên gọi")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="thứ tự")),
                ("is_on", models.BooleanField(default=True, verbose_name="đang dùng")),
            ],
            options={
                "verbose_name": "khối",
                "verbose_name_plural": "khối",
                "constraints": [
                    models.CheckConstraint(condition=~Q(name=""), name="units_bloc_name_given"),
                    models.UniqueConstraint(
                        fields=["name"],
                        name="units_bloc_name_once",
                        violation_error_message="Khối này đã có.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitKind",
            fields=[
                (
                    "code",
                    models.SlugField(
                        max_length=30, primary_key=True, serialize=False, verbose_name="mã"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="tên gọi")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="thứ tự")),
                ("is_on", models.BooleanField(default=True, verbose_name="đang dùng")),
                (
                    "bloc",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kinds",
                        to="units.bloc",
                        verbose_name="khối thường thuộc",
                    ),
                ),
            ],
            options={
                "verbose_name": "loại đơn vị",
                "verbose_name_plural": "loại đơn vị",
                "constraints": [
                    models.CheckConstraint(condition=~Q(name=""), name="units_unitkind_name_given"),
                    models.UniqueConstraint(
                        fields=["name"],
                        name="units_unitkind_name_once",
                        violation_error_message="Loại đơn vị này đã có.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleName",
            fields=[
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("officer", "Cán bộ đầu mối của đơn vị"),
                            ("head", "Thủ trưởng đơn vị"),
                            ("reviewer", "Chuyên viên Văn phòng cấp ủy"),
                            ("leader", "Lãnh đạo (Thường trực, Ban Thường vụ)"),
                            ("observer", "Theo dõi (ban đảng, Ủy ban Kiểm tra)"),
                            ("administrator", "Quản trị"),
                        ],
                        max_length=15,
                        primary_key=True,
                        serialize=False,
                        verbose_name="vai trò",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="tên gọi")),
            ],
            options={
                "verbose_name": "tên gọi vai trò",
                "verbose_name_plural": "tên gọi vai trò",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            role__in=[
                                "officer",
                                "head",
                                "reviewer",
                                "leader",
                                "observer",
                                "administrator",
                            ]
                        ),
                        name="units_rolename_role_known",
                    ),
                    models.CheckConstraint(condition=~Q(name=""), name="units_rolename_name_given"),
                ],
            },
        ),
        migrations.RunPython(make_rows, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="unit", name="units_unit_kind_known"),
        migrations.RemoveConstraint(model_name="unit", name="units_unit_bloc_known"),
        migrations.AlterField(
            model_name="unit",
            name="bloc",
            field=models.ForeignKey(
                db_column="bloc",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="units",
                to="units.bloc",
                verbose_name="khối",
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="kind",
            field=models.ForeignKey(
                db_column="kind",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="units",
                to="units.unitkind",
                verbose_name="loại đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="directoryevent",
            name="word_list",
            field=models.CharField(
                blank=True,
                choices=[
                    ("kinds", "Loại đơn vị"),
                    ("blocs", "Khối"),
                    ("roles", "Tên gọi vai trò"),
                ],
                default="",
                max_length=10,
                verbose_name="danh mục",
            ),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(
            model_name="directoryevent", name="units_directoryevent_about_something"
        ),
        migrations.AddConstraint(
            model_name="directoryevent",
            constraint=models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(person__isnull=False) | ~Q(word_list=""),
                name="units_directoryevent_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="directoryevent",
            constraint=models.CheckConstraint(
                condition=Q(word_list__in=["", "kinds", "blocs", "roles"]),
                name="units_directoryevent_word_list_known",
            ),
        ),
    ]
