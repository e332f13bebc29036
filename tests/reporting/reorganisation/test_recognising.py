"""Names of the table against the directory: what is clear, doubtful, impossible."""

from datetime import timedelta

import pytest

from reporting.reorganisation.recognising import recognise
from tests.factories import TODAY, UnitFactory
from units.models import SuccessionKind, Unit, UnitAlias

pytestmark = pytest.mark.django_db


def read(table, choices=None):
    return recognise(table, choices=choices or {}, effective_on=TODAY, today=TODAY)


def faults(table):
    return " ".join(fault for row in read(table).rows for fault in row.faults)


def units(*names):
    return [UnitFactory(name=name, short_name=name) for name in names]


def test_units_are_found_by_name_code_and_alias_and_new_ones_take_after_the_old():
    a, b, c = units("Xã Hải Bắc", "Xã Hải Nam", "Xã Hải Tây")
    UnitAlias.objects.create(unit=c, alias="UBND xã Hải Tây")

    found = read(f"xã hải bắc\tXã Sen\n{b.code}\tXã Sen\nUBND xã Hải Tây\tXã Sen")

    assert [row.unit for row in found.rows] == [a, b, c]
    assert {row.kind for row in found.rows} == {SuccessionKind.MERGE}
    (heir,) = found.new_heirs
    assert (heir.kind, heir.bloc) == (a.kind_id, a.bloc_id)
    assert found.is_clear


def test_impossible_rows_are_refused_in_words():
    *_, c, d = units("Xã Một", "Xã Hai", "Xã Ba", "Xã Bốn")
    Unit.objects.filter(pk=c.pk).update(last_day=TODAY)
    Unit.objects.filter(pk=d.pk).update(last_day=TODAY - timedelta(days=9))

    assert "không có đơn vị nào tên “Xã Lạ lùng”" in faults("Xã Lạ lùng\tXã Một")
    assert "đã ghi ở dòng 1" in faults("Xã Một\tXã Hai\nXã Một\tkhông")
    assert "kết thúc ngày" in faults("Xã Một\tXã Ba")
    assert "đã kết thúc ngày" in faults("Xã Bốn\tXã Hai")
    assert "Chưa ghi đơn vị kế thừa" in faults("Xã Một")
    assert "Không có “Lạ” ở cột Loại" in faults("Xã Một\tXã Sen\tLạ")
    assert "cần ghi thêm cột" in faults(f"Xã Một\t{'Xã ' * 25}")


def test_a_chain_and_a_unit_that_follows_itself_wait_for_an_answer():
    units("Xã Một", "Xã Hai")

    chain = read("Xã Một\tXã Hai\nXã Hai\tXã Sen")
    (doubt,) = chain.rows[0].doubts
    assert "cũng kết thúc theo bảng này (dòng 2)" in doubt.question
    assert not chain.is_clear

    own = read("Xã Một\tXã Một")
    (doubt,) = own.rows[0].doubts
    assert "là chính đơn vị cũ" in doubt.question
    answered = read("Xã Một\tXã Một", {doubt.key: "new"})
    assert answered.is_clear
    assert [heir.name for heir in answered.new_heirs] == ["Xã Một"]


def test_a_name_that_is_almost_known_is_asked_about():
    a, *_ = units("Phòng Tư pháp huyện", "Xã Hai")

    found = read("Xã Hai\tPhòng Tư pháp")
    (doubt,) = found.rows[0].doubts
    assert [value for value, _ in doubt.options] == [f"unit:{a.pk}", "new"]

    chosen = read("Xã Hai\tPhòng Tư pháp", {doubt.key: f"unit:{a.pk}"})
    assert chosen.is_clear
    assert chosen.rows[0].heirs[0].unit == a
