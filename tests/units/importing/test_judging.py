"""Rows against the directory: new, changed, doubtful, refused, each with its sentence."""

from datetime import timedelta

import pytest

from tests.factories import NOON, TODAY, UnitFactory, UserFactory
from tests.units.importing.scene import DEPARTMENT, OFFICER, UNIT_HEADS, preview
from units import people
from units.importing.judged import RowState
from units.importing.names import is_alike
from units.models import Bloc, Role, UnitAlias, UnitKind

pytestmark = pytest.mark.django_db

HEAD = "Thủ trưởng đơn vị"


def _unit(name="Phòng Tư pháp", **facts):
    facts = {"kind": UnitKind.DEPARTMENT, "bloc": Bloc.GOVERNMENT, "short_name": name, **facts}
    return UnitFactory(name=name, **facts)


def _at(unit, name="Trần Thị Lan", **facts):
    person = UserFactory(full_name=name, **facts)
    people.grant_membership(
        person=person,
        unit=unit,
        role=Role.OFFICER,
        position="",
        first_day=TODAY,
        by=person,
        at=NOON,
    )
    return person


def _judged(units=(), people=(), **options):
    (row,) = preview(units, people, **options)
    return row


def _told(row) -> str:
    return " ".join(row.reasons)


def test_a_new_unit_is_told_with_its_code_and_what_is_above():
    _unit("Ủy ban nhân dân huyện")

    kind, _ = DEPARTMENT  # its bloc is that of its kind
    row = _judged([("Phòng Y tế", "", kind, "", "Ủy ban nhân dân huyện", "1/7/2025")])

    assert row.state == RowState.NEW
    assert row.lines == [
        "Phòng, ban chuyên môn · Khối chính quyền",
        "Mã phong-y-te",
        "Trực thuộc Ủy ban nhân dân huyện",
        "từ ngày 01/07/2025",
    ]


def test_a_known_unit_is_changed_where_the_file_says_so_and_kept_where_it_is_silent():
    unit = _unit(first_day=TODAY)
    other = _unit("Phòng Y tế")

    rows = preview(
        [
            ("phòng  tư pháp", "P. TP", "ban đảng", "Khoi Dang", "Phòng Y tế"),
            (other.name, "", *DEPARTMENT),
        ]
    )

    assert [row.state for row in rows] == [RowState.CHANGED, RowState.SAME]
    assert rows[0].lines == [
        f"tên ngắn: {unit.short_name} → P. TP",
        "loại: Phòng, ban chuyên môn → Ban đảng",
        "khối: Khối chính quyền → Khối Đảng",
        "cấp trên: – → Phòng Y tế",
    ]


@pytest.mark.parametrize(
    ("typed", "known", "expected"),
    [
        ("Phòng Tu pháp", "Phòng Tư pháp", True),
        ("UBND xã Hải Định", "Ủy ban nhân dân xã Hải Định", True),
        ("Phòng Tư pháp huyện", "Phòng Tư pháp", True),
        ("Phòng Tưư pháp", "Phòng Tư pháp", True),
        ("Văn phòng Đảng ủy xã Hoa Sen", "Văn phòng Đảng ủy", True),
        ("Ban Thường vụ Hội Nông dân", "Ban Thường vụ", False),
        ("UBND xã Hải Bình", "UBND xã Hải Định", False),
        ("Phòng Y tế", "Phòng Tư pháp", False),
    ],
)
def test_names_are_alike_where_somebody_may_have_slipped(typed, known, expected):
    assert is_alike(typed, known) is expected


def test_a_unit_with_a_name_like_another_is_for_a_person_to_decide():
    unit = _unit()

    row = _judged([("Phòng Tư phap", "", *DEPARTMENT)])

    assert (row.state, _told(row)) == (RowState.DOUBTFUL, "Tên gần giống đơn vị đã có.")
    assert [option.key for option in row.options] == [f"unit-{unit.pk}", "add"]


def test_an_alias_and_an_end_are_doubtful_too():
    unit = _unit()
    UnitAlias.objects.create(unit=unit, alias="Phòng TP")

    rows = preview(
        [("Phòng TP", *DEPARTMENT, None), (unit.name, *DEPARTMENT, "30/6/2026")],
        unit_heads=("Tên đơn vị", "Loại", "Khối", "Ngày kết thúc"),
    )

    assert [_told(row) for row in rows] == [
        "Đây là tên cũ hoặc cách gọi khác của đơn vị đã có.",
        "Đơn vị sẽ kết thúc hết ngày 30/06/2026.",
    ]
    assert [len(row.options) for row in rows] == [2, 1]


def test_rows_of_units_are_refused_in_words():
    rows = preview(
        [
            ("Một", "", "Câu lạc bộ", DEPARTMENT[1]),
            ("Hai", "", *DEPARTMENT, "Đơn vị lạ"),
            ("Hai", "", *DEPARTMENT),
            ("Ba", "", *DEPARTMENT, "Bốn"),
            ("Bốn", "", *DEPARTMENT, "Ba"),
            ("Năm", "", *DEPARTMENT, "Một"),
        ]
    )

    assert {row.state for row in rows} == {RowState.REFUSED}
    assert [_told(row) for row in rows] == [
        "Không có loại “Câu lạc bộ”; xem danh sách ở biểu.",
        "Không có đơn vị cấp trên tên “Đơn vị lạ” trong danh bạ và trong tệp.",
        "Trùng tên với dòng 3 của tệp.",
        "Đơn vị cấp trên trong tệp lại trực thuộc chính đơn vị này.",
        "Đơn vị cấp trên ở dòng 5 không nhận được.",
        "Đơn vị cấp trên ở dòng 2 không nhận được.",
    ]


def test_a_new_person_gets_a_user_name_that_is_free():
    unit = _unit()
    UserFactory(username="lan.tran", full_name="Khác")

    row = _judged(people=[("Trần Thị Lan", "", unit.name, "Cán bộ đầu mối", "lan@vidu.vn")])

    assert row.state == RowState.NEW
    assert row.lines == [
        "Cán bộ đầu mối của đơn vị tại Phòng Tư pháp, từ 16/03/2026",
        "thư công vụ: lan@vidu.vn",
        "tên đăng nhập: lan.tran2",
    ]


def test_a_known_person_at_the_unit_is_changed_or_the_same():
    unit = _unit()
    _at(unit)

    rows = preview(
        people=[
            ("Trần Thị Lan", "", unit.name, OFFICER),
            ("Trần Thị Lan", "Phó phòng", unit.name, "Cán bộ đầu mối"),
            ("Trần Thị Lan", "Phó phòng", unit.name, HEAD),
        ]
    )

    assert [row.state for row in rows] == [RowState.SAME, RowState.CHANGED, RowState.CHANGED]
    assert rows[1].lines == ["chức vụ: – → Phó phòng"]
    assert rows[2].lines == ["Thủ trưởng đơn vị tại Phòng Tư pháp, từ 16/03/2026"]


def test_people_who_may_be_somebody_known_are_doubtful():
    unit, other = _unit(), _unit("Phòng Y tế")
    _at(unit, username="lan", email="lan@vidu.vn")

    rows = preview(
        people=[
            ("Trần Thị Lan", "", other.name, OFFICER),
            ("Trần Thị Làn", "", unit.name, OFFICER),
            ("Lê Văn Thử", "", unit.name, OFFICER, "lan@vidu.vn"),
        ]
    )

    assert {row.state for row in rows} == {RowState.DOUBTFUL}
    assert [_told(row) for row in rows] == [
        "Trùng hoặc gần giống tên với Trần Thị Lan (lan; Phòng Tư pháp).",
        "Trùng hoặc gần giống tên với Trần Thị Lan (lan; Phòng Tư pháp).",
        "Thư công vụ là của Trần Thị Lan (lan; Phòng Tư pháp).",
    ]
    assert {len(row.options) for row in rows} == {2}


def test_two_rows_are_one_person_at_one_unit_and_doubtful_at_two():
    unit, other = _unit(), _unit("Phòng Y tế")

    rows = preview(
        people=[
            ("Trần Thị Lan", "", unit.name, OFFICER),
            ("Trần Thị Lan", "", unit.name, HEAD),
            ("Trần Thị Lan", "", other.name, OFFICER),
            ("Trần Thị Lan", "", unit.name, OFFICER),
        ]
    )

    assert [row.state for row in rows] == [
        RowState.NEW,
        RowState.CHANGED,
        RowState.DOUBTFUL,
        RowState.REFUSED,
    ]
    assert _told(rows[3]) == "Trùng dòng 2 của tệp."


def test_a_unit_that_nobody_knows_is_asked_about():
    _unit()

    near, far = preview(
        people=[("Lê An", "", "Phòng Tư phap", OFFICER), ("Lê Bình", "", "Phòng Lạ", OFFICER)]
    )

    assert _told(near) == "Chưa có đơn vị nào tên “Phòng Tư phap”."
    assert [len(near.options), len(far.options)] == [2, 1]
    assert far.options[0].label == "Chưa giao vai trò: tên đăng nhập: binh.le"


def test_rows_of_people_are_refused_in_words():
    ended = _unit("Phòng Cũ", last_day=TODAY - timedelta(days=1))
    known = _at(_unit(), username="lan")

    rows = preview(
        people=[
            ("Lê An", "", ended.name, OFFICER),
            ("Lê An", "", "Phòng Tư pháp", "Thư ký"),
            ("Lê An", "", "Phòng Tư pháp", OFFICER, "khong-phai-thu"),
            ("Lê An", "", "Phòng Tư pháp", OFFICER, "", "", known.username),
        ],
        person_heads=("Họ và tên", "Chức vụ", "Đơn vị", "Vai trò", "Email", "Từ ngày", "Tài khoản"),
    )

    assert {row.state for row in rows} == {RowState.REFUSED}
    assert [_told(row) for row in rows] == [
        "Phòng Cũ đã kết thúc hết ngày 15/03/2026.",
        "Không có vai trò “Thư ký”; xem danh sách ở biểu.",
        "Thư công vụ “khong-phai-thu” không đúng. Ví dụ: lan.tran@coquan.vn.",
        "Tên đăng nhập lan trong danh bạ là của Trần Thị Lan.",
    ]


def test_strange_days_are_asked_about():
    unit = _unit()

    rows = preview(
        [("Phòng Y tế", "", *DEPARTMENT, "", "1/7/2035")],
        [("Lê An", "", unit.name, OFFICER, "", "1/7/2035")],
        unit_heads=UNIT_HEADS,
    )

    assert [_told(row) for row in rows] == [
        "Từ ngày 01/07/2035 còn rất xa.",
        "Từ ngày 01/07/2035 còn rất xa.",
    ]
