from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOON, TODAY, UnitFactory, UserFactory
from tests.race import run_together
from tracker.lib.refusal import Refused
from units import directory
from units.models import Bloc, Succession, SuccessionKind, Unit, UnitKind, UnitName

pytestmark = pytest.mark.django_db

DECIDED = {"document": "1675/NQ-UBTVQH15"}
JULY = date(2025, 7, 1)


def _add(**changes) -> Unit:
    facts = {
        "name": "Ủy ban nhân dân xã Mỹ Thủy",
        "short_name": "Mỹ Thủy",
        "code": "my-thuy",
        "kind": UnitKind.objects.get(pk=UnitKind.COMMUNE),
        "bloc": Bloc.objects.get(pk=Bloc.GOVERNMENT),
        "parent": None,
        "position": 3,
        "first_day": JULY,
        "last_day": None,
        "aliases": ["UBND xã Mỹ Thủy", "Đảng ủy Mỹ Thủy"],
        **changes,
    }
    return directory.add_unit(by=UserFactory(), at=NOON, **facts)


def _succeed(old, new, *, kind=SuccessionKind.MERGE, on=JULY, **more) -> Succession:
    return directory.record_succession(
        predecessor=old,
        successor=new,
        kind=kind,
        effective_on=on,
        by=UserFactory(),
        at=NOON,
        **DECIDED,
        **more,
    )


def _history(unit) -> list[str]:
    return list(unit.changes.order_by("pk").values_list("note", flat=True))


def test_a_new_unit_has_its_name_its_aliases_and_a_history():
    unit = _add()

    assert list(unit.names.values_list("name", "first_day", "last_day")) == [
        ("Ủy ban nhân dân xã Mỹ Thủy", JULY, None)
    ]
    assert set(unit.aliases.values_list("alias", flat=True)) == {
        "UBND xã Mỹ Thủy",
        "Đảng ủy Mỹ Thủy",
    }
    assert _history(unit) == ["Thêm đơn vị"]


@pytest.mark.parametrize("query", ["mỹ thuỷ", "MY THUY", "dang uy my", "UBND xã Mỹ", "my-thuy"])
def test_a_unit_is_found_by_any_of_its_names_without_accents(query):
    unit = _add()
    UnitFactory()

    assert list(Unit.objects.search(query)) == [unit]


def test_a_code_is_unique():
    _add()

    with pytest.raises(Refused, match="Mã đơn vị này đã có"):
        _add(name="Khác")

    assert Unit.objects.count() == 1


def test_a_change_is_in_the_history_with_old_and_new_value():
    unit = UnitFactory(position=1)

    directory.change_unit(
        unit=unit,
        aliases=["Xã Thử"],
        position=7,
        bloc=Bloc.objects.get(pk=Bloc.PARTY),
        last_day=JULY,
        by=UserFactory(),
        at=NOON,
    )

    (change,) = _history(unit)
    assert change.removeprefix("Sửa ").split("; ") == [
        "thứ tự: 1 → 7",
        "khối: Khối chính quyền → Khối Đảng",
        "ngày kết thúc: – → 01/07/2025",
        "cách gọi khác",
    ]


def test_the_change_of_a_long_name_to_another_is_whole_in_the_history():
    old, new = f"Phòng {'Ă' * 194}", f"Phòng {'Â' * 194}"
    unit = UnitFactory(name=old, short_name="Cũ")

    directory.change_unit(
        unit=unit, aliases=[], name=new, short_name="M" * 60, by=UserFactory(), at=NOON
    )

    assert _history(unit) == [f"Sửa tên đầy đủ: {old} → {new}; tên ngắn: Cũ → {'M' * 60}"]


def test_saving_a_unit_without_a_change_writes_no_history():
    unit = UnitFactory()

    directory.change_unit(unit=unit, aliases=[], position=unit.position, by=UserFactory(), at=NOON)

    assert _history(unit) == []


def test_a_spelling_is_corrected_in_the_current_name_too():
    unit = UnitFactory(name="Phòng Y tề", short_name="P. Y tế")

    directory.change_unit(
        unit=unit, aliases=[], name="Phòng Y tế", short_name="P. Y tế", by=UserFactory(), at=NOON
    )

    assert list(unit.names.values_list("name", flat=True)) == ["Phòng Y tế"]
    assert list(Unit.objects.search("phong y te")) == [unit]
    assert _history(unit) == ["Sửa tên đầy đủ: Phòng Y tề → Phòng Y tế"]


def test_aliases_are_replaced_as_a_whole():
    unit = _add()

    directory.change_unit(unit=unit, aliases=["Xã Mới"], by=UserFactory(), at=NOON)

    assert list(unit.aliases.values_list("alias", flat=True)) == ["Xã Mới"]
    assert not Unit.objects.search("dang uy my thuy").exists()


def test_a_cycle_of_parents_is_refused():
    top = UnitFactory()
    middle = UnitFactory(parent=top)
    low = UnitFactory(parent=middle)

    with pytest.raises(Refused, match="trực thuộc chính đơn vị này"):
        directory.change_unit(unit=top, aliases=[], parent=low, by=UserFactory(), at=NOON)

    top.refresh_from_db()
    assert top.parent is None


def test_a_renamed_unit_keeps_the_old_name_with_its_last_day():
    unit = UnitFactory(name="Phòng Nội vụ", short_name="P. Nội vụ")

    directory.rename_unit(
        unit=unit,
        name="Phòng Nội vụ - Lao động",
        short_name="P. NV-LĐ",
        first_day=JULY,
        by=UserFactory(),
        at=NOON,
        **DECIDED,
    )

    unit.refresh_from_db()
    assert (unit.name, unit.short_name) == ("Phòng Nội vụ - Lao động", "P. NV-LĐ")
    assert list(
        unit.names.order_by("pk").values_list("name", "first_day", "last_day", "document")
    ) == [
        ("Phòng Nội vụ", None, date(2025, 6, 30), ""),
        ("Phòng Nội vụ - Lao động", JULY, None, "1675/NQ-UBTVQH15"),
    ]
    assert list(Unit.objects.search("noi vu lao dong")) == [unit]
    assert _history(unit) == ["Đổi tên từ “Phòng Nội vụ” theo 1675/NQ-UBTVQH15"]


def test_a_former_name_still_finds_the_unit():
    unit = UnitFactory(name="Phòng Lao động", short_name="LĐ")
    directory.rename_unit(
        unit=unit,
        name="Phòng Việc làm",
        short_name="VL",
        first_day=JULY,
        by=UserFactory(),
        at=NOON,
        **DECIDED,
    )

    assert list(Unit.objects.search("phong lao dong")) == [unit]


@pytest.mark.parametrize(
    ("first_day", "why"),
    [(JULY, "Tên hiện tại có từ ngày"), (date(2026, 3, 17), "chưa đến")],
)
def test_a_new_name_neither_precedes_the_current_one_nor_starts_in_the_future(first_day, why):
    unit = _add()

    with pytest.raises(Refused, match=why):
        directory.rename_unit(
            unit=unit,
            name="Tên mới",
            short_name="Mới",
            first_day=first_day,
            by=UserFactory(),
            at=NOON,
            **DECIDED,
        )

    assert unit.names.count() == 1


def test_a_merged_unit_ends_the_day_before_and_both_histories_record_it():
    old, new = UnitFactory(name="Xã Cũ"), UnitFactory(name="Xã Mới")

    _succeed(old, new)

    old.refresh_from_db()
    assert old.last_day == date(2025, 6, 30)
    assert _history(old) == ["Sáp nhập, hợp nhất từ 01/07/2025 theo 1675/NQ-UBTVQH15"]
    assert _history(new) == [
        "Kế thừa Xã Cũ: Sáp nhập, hợp nhất từ 01/07/2025 theo 1675/NQ-UBTVQH15"
    ]


def test_a_dissolved_unit_needs_no_successor():
    unit = UnitFactory()

    _succeed(unit, None, kind=SuccessionKind.DISSOLVE)

    unit.refresh_from_db()
    assert unit.last_day == date(2025, 6, 30)


def test_a_divided_unit_has_several_successors_from_one_day():
    old, first, second = UnitFactory(), UnitFactory(), UnitFactory()
    _succeed(old, first, kind=SuccessionKind.SPLIT)

    _succeed(old, second, kind=SuccessionKind.SPLIT)

    old.refresh_from_db()
    assert old.last_day == date(2025, 6, 30)
    assert set(old.successions.values_list("successor", flat=True)) == {first.pk, second.pk}


def test_a_unit_from_which_a_part_is_split_off_continues():
    old, part = UnitFactory(), UnitFactory()

    _succeed(old, part, kind=SuccessionKind.SPLIT, predecessor_goes_on=True)

    old.refresh_from_db()
    assert old.last_day is None


@pytest.mark.parametrize(
    ("why", "case"),
    [
        ("Cần chọn đơn vị kế thừa", {"new": None}),
        ("không thể kế thừa chính mình", {"new": "old"}),
        ("chỉ tiếp tục hoạt động khi chia, tách", {"predecessor_goes_on": True}),
        ("không hoạt động vào ngày", {"on": date(2019, 1, 1)}),
        ("sau ngày đơn vị bắt đầu", {"on": date(2020, 1, 1)}),
    ],
)
def test_an_impossible_succession_is_refused(why, case):
    old = UnitFactory(first_day=date(2020, 1, 1))
    new = UnitFactory(first_day=date(2019, 6, 1))
    more = dict(case)
    successor = {None: None, "old": old}.get(more.pop("new"), new) if "new" in more else new

    with pytest.raises(Refused, match=why):
        _succeed(old, successor, **more)

    old.refresh_from_db()
    assert (old.last_day, Succession.objects.count()) == (None, 0)


def test_all_successors_of_a_unit_start_on_the_same_day():
    old = UnitFactory(name="Xã Cũ")
    _succeed(old, UnitFactory(), kind=SuccessionKind.SPLIT)

    with pytest.raises(Refused, match="ngày kế thừa phải là 01/07/2025"):
        _succeed(old, UnitFactory(), kind=SuccessionKind.SPLIT, on=date(2025, 8, 1))


def test_existing_units_are_those_of_the_day():
    old, new = UnitFactory(), UnitFactory(first_day=JULY)
    _succeed(old, new)

    assert set(Unit.objects.existing_on(date(2025, 6, 30))) == {old}
    assert set(Unit.objects.existing_on(JULY)) == {new}
    old.refresh_from_db()
    assert [old.exists_on(date(2025, 6, 30)), old.exists_on(JULY)] == [True, False]


@pytest.mark.django_db(transaction=True)
def test_of_two_concurrent_dissolutions_one_is_refused():
    unit = UnitFactory()

    outcomes = run_together(
        lambda: _succeed(unit, None, kind=SuccessionKind.DISSOLVE),
        lambda: _succeed(unit, None, kind=SuccessionKind.DISSOLVE, on=TODAY),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Succession.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_rename_a_unit_the_later_follows_the_earlier():
    unit = UnitFactory()

    def rename(name):
        return lambda: directory.rename_unit(
            unit=Unit.objects.get(pk=unit.pk),
            name=name,
            short_name=name,
            first_day=JULY,
            by=UserFactory(),
            at=NOON,
            **DECIDED,
        )

    outcomes = run_together(rename("Tên A"), rename("Tên B"))

    assert sorted(outcomes) == ["done", "refused"]
    assert UnitName.objects.filter(unit=unit, last_day__isnull=True).count() == 1


def test_a_code_belongs_to_one_unit():
    UnitFactory(code="hai-lam")

    with pytest.raises(IntegrityError, match="code"), transaction.atomic():
        Unit.objects.create(
            code="hai-lam", name="X", short_name="X", kind_id="commune", bloc_id="party"
        )
