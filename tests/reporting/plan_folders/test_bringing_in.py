"""An import writes a whole plan or nothing, with the units that people decided on."""

import io

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from plans.models import Assignment, AssignmentRole, Plan
from reporting.models import Evidence, ProgressEntry
from reporting.plan_folders import bringing_in, exporting, opening, tables
from reporting.plan_folders.units_known import LEAVE, MAKE, Known
from tests.factories import NOON, TODAY, AssignmentFactory, UnitFactory, person
from tests.plans.editing.own_plans import running
from tests.race import run_together
from tests.reporting.plan_folders.conftest import Exported, empty_the_database
from tracker.lib import filestore
from tracker.lib.refusal import Refused
from units.models import Role, Unit, UnitAlias, User


def picture():
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


def previewed(exported, **decisions):
    with opening.opened(exported.folder) as folder:
        return bringing_in.preview(folder=folder, decisions=decisions, on=TODAY)


def refused_import(exported, **decisions):
    rows, stored = ProgressEntry.objects.count(), set(filestore.stored())
    people, units = User.objects.count(), Unit.objects.count()
    with pytest.raises(Refused) as refused:
        exported.imported(by=User.objects.first(), **decisions)
    assert ProgressEntry.objects.count() == rows
    assert (User.objects.count(), Unit.objects.count()) == (people, units)
    assert set(filestore.stored()) == stored
    return str(refused.value)


def match_of(exported, **decisions):
    found = {match.code: match for match in previewed(exported, **decisions).units}
    return found[exported.unit.code]


def renamed(plan):
    """Give way to the plan in the folder, whose units stay known here."""
    Plan.objects.filter(pk=plan.pk).update(number="đã có số khác")


def test_a_plan_that_is_there_already_is_refused(exported):
    assert exported.plan.number in refused_import(exported)


def test_units_are_known_by_code_and_name_else_by_name_else_by_alias(exported):
    renamed(exported.plan)
    assert match_of(exported).known is Known.CODE

    Unit.objects.filter(pk=exported.unit.pk).update(code="khac")
    assert (match_of(exported).known, match_of(exported).unit) == (Known.NAME, exported.unit)

    Unit.objects.filter(pk=exported.unit.pk).update(name="Tên bây giờ")
    exported.unit.names.update(name="Tên bây giờ")
    assert match_of(exported).known is Known.NEW
    UnitAlias.objects.create(unit=exported.unit, alias=exported.unit.name)
    assert match_of(exported).known is Known.ALIAS

    plan = exported.imported()
    assert {row.unit for row in plan.tasks.get().assignments.all()} == {exported.unit}


def test_a_unit_in_doubt_waits_for_a_decision(exported):
    renamed(exported.plan)
    code, name = exported.unit.code, exported.unit.name
    Unit.objects.filter(pk=exported.unit.pk).update(name="Tên của đơn vị khác")
    exported.unit.names.update(name="Tên của đơn vị khác")
    other = UnitFactory()

    assert "Mã này ở đây" in refused_import(exported)
    assert "Không để lại được" in refused_import(exported, **{code: LEAVE})
    assert "Không có đơn vị mã" in refused_import(exported, **{code: "khong-co"})
    assert match_of(exported, **{code: other.code}).unit == other

    exported.imported(**{code: MAKE})
    assert Unit.objects.get(name=name).code == f"{code}-2"


def test_the_own_plan_of_a_unit_finds_the_task_that_it_carries_out(exported):
    part = AssignmentFactory()
    own = running(part)
    exported.folder = exported.folder.with_name("own")
    exporting.export_plan(plan=own, target=exported.folder, at=NOON)
    assert "đã có trong danh mục" in refused_import(exported)
    Plan.objects.filter(pk=own.pk).update(number="cũ", parent_task=None)

    number, above = part.task.plan.number, Plan.objects.filter(pk=part.task.plan_id)
    above.update(number="khác")
    assert "chưa có ở đây" in previewed(exported).notes[0]
    above.update(number=number)
    Assignment.objects.filter(pk=part.pk).update(role=AssignmentRole.COORDINATING)
    assert "phối hợp nhiệm vụ" in previewed(exported).notes[0]
    Assignment.objects.filter(pk=part.pk).update(role=AssignmentRole.LEAD)

    assert previewed(exported).notes == [
        f"Gắn với nhiệm vụ {part.task.code} của kế hoạch số {number}."
    ]
    assert exported.imported().parent_task == part.task


def with_evidence(exported, content, **file):
    """Export it again with a file; returns the hash of the file."""
    sha256, size = filestore.store(io.BytesIO(content))
    Evidence.objects.create(
        entry=ProgressEntry.objects.get(),
        file_sha256=sha256,
        file_size=size,
        is_declared_not_secret=True,
        added_at=NOON,
        added_by=User.objects.first(),
        **file,
    )
    exported.folder = exported.folder.with_name("with evidence")
    exporting.export_plan(plan=exported.plan, target=exported.folder, at=NOON)
    return sha256


def test_evidence_passes_the_checks_of_an_upload(exported):
    page = {"file_name": "trang.pdf", "file_type": "application/pdf"}
    sha256 = with_evidence(exported, b"<script>alert(1)</script>", **page)
    empty_the_database()
    filestore.path_of(sha256).unlink()

    with pytest.raises(Refused, match=r"trang\.pdf"):
        exported.imported()
    assert list(filestore.stored()) == []
    assert not Plan.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_one_is_written_and_its_files_stay(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "stored"
    settings.MEDIA_ROOT.mkdir()
    exported = Exported(tmp_path)
    sha256 = with_evidence(exported, picture(), file_name="anh.png", file_type="image/png")
    Plan.objects.filter(pk=exported.plan.pk).update(number="đã có số khác")
    Evidence.objects.all().delete()
    filestore.path_of(sha256).unlink()
    people = person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)

    outcomes = run_together(*(lambda by=by: exported.imported(by=by) for by in people))

    assert sorted(outcomes) == ["done", "refused"]
    assert Plan.objects.filter(number=exported.plan.number).count() == 1
    assert filestore.is_intact(sha256)


def test_secret_unknown_and_inconsistent_content_is_refused(exported):
    renamed(exported.plan)
    text = exported.plan.subject
    exported.changed("plan.json", text, f"TUYỆT MẬT {text}")
    assert "dấu hiệu mật" in refused_import(exported)
    exported.changed("plan.json", f"TUYỆT MẬT {text}", text)

    exported.changed("entries.json", '"state":', '"new column":')
    assert "không biết" in refused_import(exported)
    exported.changed("entries.json", '"new column":', '"state":')

    exported.changed("entries.json", '"status": "accepted"', '"status": "unheard of"')
    assert "không khớp" in refused_import(exported)


def test_the_commands_export_preview_and_import(exported, capsys):
    target = exported.folder.with_suffix(".zip")
    call_command("export_plan", exported.plan.number, target)
    renamed(exported.plan)

    call_command("import_plan", target, dry_run=True)
    assert Known.CODE.value in capsys.readouterr().out
    assert Plan.objects.count() == 1
    with pytest.raises(CommandError, match="người quản trị"):
        call_command("import_plan", target)
    call_command("import_plan", target, by=User.objects.filter(is_active=True)[0].username)
    assert Plan.objects.count() == 2
    with pytest.raises(CommandError, match="đã có"):
        call_command("export_plan", exported.plan.number, target)
    Plan.objects.filter(number=exported.plan.number).update(owner=exported.unit)
    with pytest.raises(CommandError, match=f"--unit {exported.unit.code}"):
        call_command("export_plan", exported.plan.number, target)


def test_each_table_of_the_product_is_written_or_left_out_for_a_reason():
    from django.apps import apps

    known = {tables.label(model) for model in (*tables.TABLE_OF, *tables.SHARED)}
    own = {
        tables.label(model)
        for app in ("plans", "reporting")
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.endswith("ObjectPermission")
    }
    assert own - known == {*tables.LEFT_OUT}
    named = {
        tables.label(target)
        for model in (*tables.TABLE_OF, *tables.SHARED)
        if model is not User
        for field in tables.columns(model)
        if (target := tables.target_of(field))
    }
    assert named <= known
