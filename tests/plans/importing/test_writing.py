import hashlib
import importlib

import pytest
from django.apps import apps

from plans import text
from plans.importing import changing, writing
from plans.importing.writing import FindingsChanged
from plans.models import (
    Assignment,
    ImportState,
    LegalDocument,
    Passage,
    Plan,
    PlanStatus,
    Task,
    TaskGroup,
    UnlistedName,
)
from tests.factories import (
    NOON,
    AssignmentFactory,
    LegalDocumentFactory,
    PlanFactory,
    UserFactory,
)
from tests.plans.importing.scene import found_in, read, units
from tests.race import run_together
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def write(row, *, by=None):
    seen = found_in(row)["revision"]
    return writing.write(plan_import=row, seen=seen, by=by or UserFactory(), at=NOON)


def test_a_confirmed_import_becomes_a_draft_with_its_tasks_and_its_text():
    culture, office = units()
    cited = LegalDocumentFactory(number="57-NQ/TW", issued_on="2024-12-22")
    row, by = read(), UserFactory()

    plan = write(row, by=by)

    row.refresh_from_db()
    assert (row.state, row.plan, row.ended_at) == (ImportState.WRITTEN, plan, NOON)
    assert (plan.number, plan.issuer, plan.status) == ("09-KH/ĐU", "Đảng ủy xã Thử", "draft")
    assert plan.purposes == "Nâng cao hiệu quả."
    assert [str(group) for group in plan.groups.order_by("position")] == [
        "Hạ tầng số",
        "Tổ chức thực hiện",
    ]
    first, second = plan.tasks.order_by("position")
    assert (first.timing_words, f"{first.deadline}") == ("trước ngày 15/11/2026", "2026-11-15")
    assert (first.deliverable, first.suggested_figures) == ("Biên bản nghiệm thu", "")
    indicator = first.indicators.get()
    assert (indicator.name, indicator.target) == ("Tỷ lệ nhà văn hóa", 100)
    assert indicator.target_document.number == plan.number
    assert first.proposed_coordinators == "Đoàn Thanh niên"
    unlisted = UnlistedName.objects.values_list("task", "role", "words", "state")
    assert list(unlisted) == [(first.pk, "coordinating", "Đoàn Thanh niên", "open")]
    assert list(first.documents.all()) == [cited]
    assert second.is_fan_out
    proposals = Assignment.objects.in_plan_order().values_list("task", "unit", "role", "state")
    assert list(proposals) == [
        (first.pk, culture.pk, "lead", "proposed"),
        (second.pk, culture.pk, "lead", "proposed"),
        (second.pk, office.pk, "lead", "proposed"),
    ]


def test_the_plan_of_a_unit_goes_under_its_task_and_names_units_below_it_alone():
    culture, _ = units()
    part = AssignmentFactory(unit=culture)
    row = read()
    row.owner, row.parent_task = culture, part.task
    row.save(update_fields=["owner", "parent_task"])
    # The number is that of another body's paper
    PlanFactory(number="09-KH/ĐU", issued_on="2026-02-20")

    plan = write(row)

    assert (plan.owner, plan.parent_task) == (culture, part.task)
    assert {each.unit for each in Assignment.objects.filter(task__plan=plan)} == {culture}


def test_names_of_plans_that_were_imported_before_are_kept_as_well():
    units()
    write(read())
    kept = list(UnlistedName.objects.values_list("task", "role", "words", "state"))
    UnlistedName.objects.all().delete()

    migration = importlib.import_module("plans.migrations.0021_unlisted_names")
    migration.keep_names_of_imports(apps, None)

    assert kept
    assert list(UnlistedName.objects.values_list("task", "role", "words", "state")) == kept


def test_the_raw_text_is_kept_and_misprints_are_marked():
    units()

    plan = write(read())

    raw = text.raw_text(plan)
    assert "đuờng truyền" in raw
    assert hashlib.sha256(raw.encode()).hexdigest() == plan.source_sha256
    paragraph = text.paragraphs_of(plan)[4]
    assert [(piece.words, piece.printed) for piece in paragraph.runs[0].pieces][1] == (
        "đường",
        "đuờng",
    )
    assert paragraph.task_ids == [plan.tasks.get(code="1.1").pk]


def test_nothing_is_written_where_the_number_exists_meanwhile():
    row = read()
    PlanFactory(number="09-KH/ĐU", issued_on="2026-02-20")

    with pytest.raises(Refused, match="09-KH/ĐU ngày 20/02/2026 đã có"):
        write(row)

    row.refresh_from_db()
    assert row.is_read
    assert (Plan.objects.count(), Task.objects.count(), Passage.objects.count()) == (1, 0, 0)


def test_what_was_dropped_stays_out():
    units()
    row, by = read(), UserFactory()
    for name in ("t4", "g5", "d1"):
        changing.drop(plan_import=row, name=name, is_dropped=True, by=by, at=NOON)

    write(row)

    assert (Task.objects.count(), TaskGroup.objects.count()) == (1, 1)
    assert not LegalDocument.objects.filter(number="57-NQ/TW").exists()


def test_a_change_after_the_last_look_asks_for_another_look():
    row, by = read(), UserFactory()
    changing.drop(plan_import=row, name="t4", is_dropped=True, by=by, at=NOON)

    with pytest.raises(FindingsChanged):
        writing.write(plan_import=row, seen=0, by=by, at=NOON)


def test_obstacles_are_told_before_anything_is_written():
    row = read(number="", issued_on=None)

    with pytest.raises(Refused, match="Hãy ghi số, ký hiệu của kế hoạch"):
        write(row)
    assert not Plan.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_of_one_plan_one_is_written():
    units()
    rows = [read(text=f"Văn bản thứ {number} của xã Thử") for number in (1, 2)]
    by = UserFactory()

    outcomes = run_together(*(lambda row=row: write(row, by=by) for row in rows))

    assert sorted(outcomes) == ["done", "refused"]
    assert Plan.objects.get().status == PlanStatus.DRAFT
    assert Task.objects.count() == 2
