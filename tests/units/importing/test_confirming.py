"""From the preview to the directory: all or nothing, once, and only what the preview showed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import NOON, TODAY, UnitFactory, UserFactory, person
from tests.race import run_together
from tests.units.importing.scene import DEPARTMENT, OFFICER, confirm, file_of, upload
from tracker.lib.refusal import Refused
from units import directory, people
from units.importing import confirming
from units.importing.judging import Judgement
from units.models import DirectoryEvent, DirectoryImport, Membership, Role, Unit, User

pytestmark = pytest.mark.django_db

UNITS = [
    ("Phòng Y tế", "P. Y tế", *DEPARTMENT, "Ủy ban nhân dân huyện", "1/7/2025"),
    ("Ủy ban nhân dân huyện", "", *DEPARTMENT),
]
PEOPLE = [
    ("Trần Thị Lan", "Trưởng phòng", "P. Y tế", "Thủ trưởng", "lan@vidu.vn"),
    ("Trần Thị Lan", "Trưởng phòng", "P. Y tế", OFFICER),
    ("Lê Văn Thử", "", "Phòng Y tế", OFFICER, "", "1/7/2026"),
]


def test_a_confirmed_list_is_written_with_histories_and_roles():
    found = upload(file_of(UNITS, PEOPLE))
    assert not Unit.objects.exists()
    by = UserFactory()

    carried = confirm(found, by=by)

    unit = Unit.objects.get(name="Phòng Y tế")
    assert unit.parent == Unit.objects.get(code="uy-ban-nhan-dan-huyen")
    assert unit.names.get().name == "Phòng Y tế"
    lan, thu = (one.person for one in carried.people)
    assert [lan.username, thu.username] == ["lan.tran", "thu.le"]
    assert all(one.person.check_password(one.password) for one in carried.people)
    assert lan.must_change_password
    roles = {f"unit:{unit.pk}:head", f"unit:{unit.pk}:officer"}
    assert set(lan.groups.values_list("name", flat=True)) == roles
    assert not thu.groups.exists()  # his role begins later
    assert {event.by for event in DirectoryEvent.objects.all()} == {by}
    assert list(lan.changes.order_by("pk").values_list("note", flat=True)) == [
        "Thêm người dùng",
        "Giao vai trò Thủ trưởng đơn vị tại Phòng Y tế từ 16/03/2026",
        "Giao vai trò Cán bộ đầu mối của đơn vị tại Phòng Y tế từ 16/03/2026",
    ]
    found.refresh_from_db()
    assert (found.num_written, found.content["rows"]) == (5, [])


def test_a_list_is_confirmed_once():
    found = upload(file_of(UNITS))
    stale = DirectoryImport.objects.get(pk=found.pk)
    seen = Judgement.of(found).digest
    confirm(found)

    with pytest.raises(Refused, match="đã được xác nhận"):
        confirming.confirm(found=found, seen=seen, chosen={}, by=UserFactory(), at=NOON)
    with pytest.raises(Refused):
        confirming.confirm(found=stale, seen=seen, chosen={}, by=UserFactory(), at=NOON)
    with pytest.raises(Refused, match="đã được xác nhận hoặc đã bỏ"):
        confirming.discard(found=found)


def test_doubtful_rows_are_written_as_chosen_and_left_out_otherwise():
    unit = UnitFactory(name="Phòng Tư pháp", short_name="P. TP")
    found = upload(
        file_of(
            [("Phòng Tư phap", "PTP", *DEPARTMENT)],
            [("Lê An", "", unit.name, OFFICER), ("Lê Bình", "", "Phòng Lạ", OFFICER)],
        )
    )

    confirm(found, {"row-units-2": f"unit-{unit.pk}", "row-people-3": "none"})

    unit.refresh_from_db()
    assert (unit.name, unit.short_name) == ("Phòng Tư pháp", "PTP")
    assert list(Membership.objects.values_list("user__full_name", flat=True)) == ["Lê An"]
    assert not User.objects.filter(full_name="Lê Bình").exists()
    again = upload(file_of([("Phòng Tư phap", "PTP", *DEPARTMENT)]))
    assert confirm(again, {"row-units-2": f"unit-{unit.pk}"}).num_units_changed == 0


def test_a_list_is_refused_where_the_directory_has_changed_since_the_preview():
    unit = UnitFactory(name="Phòng Tư pháp")
    found = upload(file_of(people=[("Lê An", "", unit.name, OFFICER)]))
    seen = Judgement.of(found).digest
    directory.rename_unit(
        unit=unit,
        name="Phòng Khác",
        short_name="P. K",
        first_day=TODAY,
        document="1-QĐ",
        by=UserFactory(),
        at=NOON,
    )

    with pytest.raises(Refused, match="Danh bạ vừa thay đổi"):
        confirming.confirm(found=found, seen=seen, chosen={}, by=UserFactory(), at=NOON)

    assert not Membership.objects.exists()


def test_a_refused_step_names_its_row_and_leaves_nothing_written():
    administrator = person(Role.ADMINISTRATOR)
    row = administrator.memberships.get()
    heads = ("Họ và tên", "Đơn vị", "Vai trò", "Tên đăng nhập", "Đến ngày")
    found = upload(
        file_of(
            [("Phòng Mới", "", *DEPARTMENT)],
            [
                ("Lê An", "Phòng Mới", OFFICER),
                (
                    administrator.full_name,
                    row.unit.name,
                    "Quản trị",
                    administrator.username,
                    "1/4/2026",
                ),
            ],
            person_heads=heads,
        )
    )

    with pytest.raises(Refused, match=r"Dòng 3 \(trang Người dùng\): Đây là người quản trị cuối"):
        confirm(found)

    assert not Unit.objects.filter(name="Phòng Mới").exists()
    found.refresh_from_db()
    assert found.confirmed_at is None


def test_a_person_whose_unit_was_not_chosen_is_named():
    UnitFactory(name="Phòng Tư pháp")
    found = upload(
        file_of([("Phòng Tư phap", "", *DEPARTMENT)], [("Lê An", "", "Phòng Tư phap", OFFICER)])
    )

    with pytest.raises(Refused, match=r"Dòng 2 .* đơn vị ở dòng 2 .* chưa được chọn"):
        confirm(found)


def test_people_with_an_address_are_invited_by_mail_and_the_others_get_slips(
    monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr("tracker.lib.queueing.send", lambda task, pk: sent.append((task, pk)))
    found = upload(file_of(UNITS, PEOPLE))

    with django_capture_on_commit_callbacks(execute=True):
        carried = confirming.confirm(
            found=found,
            seen=Judgement.of(found).digest,
            chosen={},
            by_mail=True,
            by=UserFactory(),
            at=NOON,
        )

    lan = User.objects.get(username="lan.tran")
    assert sent == [("units.tasks.mail_first_link", lan.pk)]
    assert [one.person.username for one in carried.slips] == ["thu.le"]


def test_lists_are_discarded_and_forgotten_after_a_day():
    confirming.discard(found=upload(file_of(UNITS)))
    upload(file_of(UNITS))

    assert confirming.forget_old(at=NOON + timedelta(days=1)) == 0
    assert confirming.forget_old(at=NOON + timedelta(days=1, seconds=1)) == 1
    assert not DirectoryImport.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("danh-sach.xls", b"\xd0\xcf\x11\xe0", "không phải là tệp Excel .xlsx"),
        ("danh-sach.csv", b"a;b", "lưu lại thành .xlsx"),
        ("danh-sach.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "đặt mật khẩu"),
        ("danh-sach.xlsx", b"PK\x03\x04" + b"\0" * 600, "bị hỏng"),
        ("danh-sach.xlsx", b"", "rỗng"),
    ],
)
def test_other_files_are_refused_in_words(name, content, words):
    with pytest.raises(Refused, match=words):
        upload(SimpleUploadedFile(name, content))

    assert not DirectoryImport.objects.exists()


@pytest.mark.parametrize(
    ("position", "words"),
    [("Độ mật: Tối mật", "dấu hiệu mật"), ("Tr­ëng phßng Tµi chÝnh", "bảng mã cũ")],
)
def test_secrets_and_old_encodings_are_not_kept(position, words):
    with pytest.raises(Refused, match=words):
        upload(file_of(people=[("Lê An", position, "Phòng Y tế", OFFICER)]))

    assert not DirectoryImport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_import_the_same_list_at_once_one_is_refused():
    lists = [upload(file_of(UNITS, PEOPLE)) for _ in range(2)]
    seen = Judgement.of(lists[0]).digest
    by = UserFactory()

    outcomes = run_together(
        *(
            lambda found=found: confirming.confirm(
                found=found, seen=seen, chosen={}, by=by, at=NOON
            )
            for found in lists
        )
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert Unit.objects.count() == 2
    assert User.objects.filter(full_name="Trần Thị Lan").count() == 1
    assert people.User.objects.count() == 5
