from decimal import Decimal

import pytest

from plans.importing import changing, joining, moving
from plans.importing.changes import DocumentChange, GroupChange, IndicatorChange
from plans.importing.measured import indicators_of
from plans.importing.work import PartChanged
from tests.factories import NOON, UnitFactory, UserFactory
from tests.plans.importing.scene import found_in, read, task_change, units
from tracker.lib.refusal import BadField, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def tasks_by_group(row):
    return [[task["id"] for task in group["tasks"]] for group in found_in(row)["groups"]]


def change_task(row, name="t3", *, seen=0, by=None, **fields):
    changing.change_task(
        plan_import=row,
        name=name,
        seen=seen,
        change=task_change(**fields),
        by=by or UserFactory(),
        at=NOON,
    )


def test_of_two_who_change_the_same_task_the_second_compares():
    row = read()
    change_task(row, by=UserFactory(full_name="Trần Thị Thử"), title="Tên mới")

    with pytest.raises(PartChanged, match="Trần Thị Thử vừa lưu"):
        change_task(row, title="Tên khác")
    change_task(row, "t4", code="1.2", title="Nhiệm vụ khác không vướng")

    titles = [task["title"] for task in found_in(row)["groups"][0]["tasks"]]
    assert titles == ["Tên mới", "Nhiệm vụ khác không vướng"]
    assert row.events.filter(kind="changed").count() == 2


def change_target(row, *, seen=0, **fields):
    is_reported = fields.pop("is_reported", True)
    whole = {
        "name": "Số nhà văn hóa có đường truyền",
        "kind": "value",
        "unit_of_measure": "nhà",
        "target": Decimal(12),
        "direction": "up",
        "numerator_label": "",
        "denominator_label": "",
    }
    changing.change_target(
        plan_import=row,
        name="t3",
        place=0,
        seen=seen,
        change=IndicatorChange(**(whole | fields)) if is_reported else None,
        by=UserFactory(),
        at=NOON,
    )


def test_what_units_report_for_a_target_is_changed_under_the_rules_of_indicators():
    row = read()

    with pytest.raises(BadField, match="cần tử số và mẫu số"):
        change_target(row, unit_of_measure="%")
    with pytest.raises(Refused, match="dấu hiệu mật"):
        change_target(row, name="TUYỆT MẬT")
    change_target(row)

    ((_, indicator),) = indicators_of(found_in(row)["groups"][0]["tasks"][0])
    assert indicator is not None
    assert (indicator["name"], indicator["target"]) == ("Số nhà văn hóa có đường truyền", "12")


def test_a_target_that_units_do_not_report_stays_in_words_until_its_words_change():
    row = read()
    change_target(row, is_reported=False)
    change_task(row, seen=1, targets="100% nhà văn hóa\nít nhất 02 lớp")

    targets = indicators_of(found_in(row)["groups"][0]["tasks"][0])
    assert [indicator and indicator["name"] for _, indicator in targets] == [None, "Số lớp"]


def test_two_targets_of_a_task_are_not_called_alike():
    row = read()
    change_task(row, targets="100% nhà văn hóa\nít nhất 02 lớp")

    with pytest.raises(BadField, match="đã có chỉ tiêu mang tên này"):
        change_target(row, seen=1, name="Số lớp")


def test_a_task_moves_to_another_group_at_its_place_in_the_text():
    row = read()
    assert tasks_by_group(row) == [["t3", "t4"], []]

    change_task(row, "t4", code="2.2", group="g5")
    change_task(row, "t3", code="2.1", group="g5")

    assert tasks_by_group(row) == [[], ["t3", "t4"]]


def test_a_task_moves_by_steps_and_past_the_edge_into_the_next_group_that_is_kept():
    row, by = read(), UserFactory()

    def step(name, *, is_up):
        moving.move(plan_import=row, name=name, is_up=is_up, by=by, at=NOON)
        return tasks_by_group(row)

    assert step("t3", is_up=False) == [["t4", "t3"], []]
    assert step("t3", is_up=False) == [["t4"], ["t3"]]
    assert step("t3", is_up=True) == [["t4", "t3"], []]
    assert step("g5", is_up=True) == [[], ["t4", "t3"]]
    changing.drop(plan_import=row, name="g5", is_dropped=True, by=by, at=NOON)
    with pytest.raises(Refused, match="đã ở đầu kế hoạch"):
        step("t4", is_up=True)
    with pytest.raises(Refused, match="Chỉ chuyển được"):
        step("head", is_up=True)


def test_a_task_and_a_group_are_added_from_a_passage():
    row, by = read(), UserFactory()

    group = changing.add_group(
        plan_import=row,
        passage=5,
        change=GroupChange("3", "Tuyên truyền", "Tuyên truyền", "tasks"),
        by=by,
        at=NOON,
    )
    task = changing.add_task(
        plan_import=row,
        passages=(7, 99),
        change=task_change(code="2.1", group="g5", leads="Ban lạ"),
        by=by,
        at=NOON,
    )

    found = found_in(row)
    assert [each["id"] for each in found["groups"]] == ["g2", group, "g5"]
    (added,) = found["groups"][2]["tasks"]
    assert (added["id"], added["passages"]) == (task, [7])
    assert found["units"]["rows"][-1] == {"words": "Ban lạ", "code": None}


def test_words_are_mapped_to_units_and_looked_up_again_once_the_directory_has_them():
    row, by = read(), UserFactory()
    units()
    changing.map_units(plan_import=row, seen=0, codes={"VP": "phong-van-hoa"}, by=by, at=NOON)
    UnitFactory(code="doan", name="Đoàn Thanh niên")

    assert changing.match_units_again(plan_import=row, by=by, at=NOON) == 1

    codes = {each["words"]: each["code"] for each in found_in(row)["units"]["rows"]}
    assert codes == {
        "Phòng Văn hóa xã": "phong-van-hoa",
        "VP": "phong-van-hoa",
        "Đoàn Thanh niên": "doan",
    }


def test_what_was_dropped_can_be_taken_back():
    row, by = read(), UserFactory()

    for is_dropped in (True, False):
        changing.drop(plan_import=row, name="t3", is_dropped=is_dropped, by=by, at=NOON)
        assert found_in(row)["groups"][0]["tasks"][0]["is_dropped"] is is_dropped
    with pytest.raises(Refused, match="không bỏ được"):
        changing.drop(plan_import=row, name="head", is_dropped=True, by=by, at=NOON)


def test_typed_words_pass_the_secrecy_gate():
    row = read()

    with pytest.raises(Refused, match="có dấu hiệu mật"):
        change_task(row, text="Nội dung TUYỆT MẬT")
    with pytest.raises(Refused, match="có dấu hiệu mật"):
        changing.add_document(
            plan_import=row,
            change=DocumentChange("Báo cáo", "05-BC/HU (M)", None, ""),
            by=UserFactory(),
            at=NOON,
        )


def test_a_sentence_that_belongs_to_the_task_before_it_is_joined_with_it():
    row, by = read(), UserFactory()

    name = joining.join_with_former(plan_import=row, name="t4", by=by, at=NOON)

    former, task = found_in(row)["groups"][0]["tasks"]
    assert (name, task["is_dropped"]) == ("t3", True)
    assert former["text"].endswith("15/11/2026. Tuyên truyền trên loa truyền thanh.")
    assert (former["passages"], former["leads"]) == ([4, 5], ["Phòng Văn hóa xã", "VP"])
    assert former["deadline"]["words"] == "trước ngày 15/11/2026"
    with pytest.raises(Refused, match="không có nhiệm vụ nào đứng trước"):
        joining.join_with_former(plan_import=row, name="t3", by=by, at=NOON)
