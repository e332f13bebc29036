"""Unit and office talk about an entry; nothing of it counts."""

import pytest

from reporting.comments import commenting
from reporting.models import Comment, EntryStatus, Notice, NoticeKind, ProgressEntry
from tests.factories import NOON, entry_at, person
from tracker.lib.refusal import Refused
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return _seen(entry_at(EntryStatus.SENT))


@pytest.fixture
def officer(entry):
    return person(Role.OFFICER, entry.submission.unit, full_name="Lê Thị Cán Bộ")


@pytest.fixture
def reviewer(entry):
    return person(Role.REVIEWER, full_name="Trần Văn Thẩm Tra")


def _seen(entry):
    return ProgressEntry.objects.for_row().get(pk=entry.pk)


def _say(entry, by, text="Đề nghị nêu rõ số hội nghị.", at=NOON):
    return commenting.comment(entry=entry, by=by, at=at, text=text)


def _told(user) -> list[str]:
    return list(Notice.objects.of(user).order_by("pk").values_list("text", flat=True))


def test_what_the_office_writes_is_told_to_the_officers(entry, officer, reviewer):
    other = person(Role.REVIEWER)

    written = _say(entry, reviewer)

    code, period = entry.assignment.task.code, entry.submission.period.name
    assert (written.by, written.is_from_office) == (reviewer, True)
    words = f"Trần Văn Thẩm Tra (Văn phòng) trao đổi về nhiệm vụ {code}, {period}: "
    assert _told(officer) == [f"{words}“Đề nghị nêu rõ số hội nghị.”"]
    assert _told(reviewer) == _told(other) == []
    notice = Notice.objects.get()
    assert (notice.kind, notice.url) == (NoticeKind.COMMENTED, f"/entries/{entry.pk}/comments/")


def test_what_the_unit_writes_is_told_to_all_who_may_decide_while_nobody_did(entry, reviewer):
    second, leader = person(Role.REVIEWER), person(Role.LEADER)
    head = person(Role.HEAD, entry.submission.unit)

    written = _say(entry, head, "Đã có 03 hội nghị.")

    assert not written.is_from_office
    assert [len(_told(user)) for user in (reviewer, second, leader, head)] == [1, 1, 0, 0]


def test_an_answer_goes_to_those_of_the_office_who_had_to_do_with_it(entry, officer, reviewer):
    second = person(Role.REVIEWER)
    _say(entry, reviewer)

    _say(entry, officer, "Đã có 03 hội nghị.")

    assert [len(_told(reviewer)), len(_told(second))] == [1, 0]


def test_whoever_decided_had_to_do_with_it():
    entry = _seen(entry_at(EntryStatus.RETURNED))
    officer = person(Role.OFFICER, entry.submission.unit)
    decided_by = entry.decided_by
    other = person(Role.REVIEWER)
    decided_by.groups.set(other.groups.all())

    _say(entry, officer)

    assert [len(_told(decided_by)), len(_told(other))] == [1, 0]


def test_whoever_answers_has_read_what_was_said_before(entry, officer, reviewer):
    _say(entry, reviewer)

    _say(entry, officer, "Đã có 03 hội nghị.")

    assert not Notice.objects.of(officer).unread().exists()


def test_a_person_of_both_sides_writes_for_the_unit(entry):
    both = person(Role.OFFICER, entry.submission.unit)
    both.groups.add(*person(Role.REVIEWER).groups.all())

    assert not _say(entry, both).is_from_office


def test_the_entry_stays_as_it_is(entry, reviewer):
    before = ProgressEntry.objects.filter(pk=entry.pk).values().get()

    _say(entry, reviewer)

    assert ProgressEntry.objects.filter(pk=entry.pk).values().get() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" \n ", "Hãy nhập nội dung trao đổi."),
        ("a" * 2001, "dài 2001 ký tự, tối đa 2000 ký tự"),
        ("Xem báo cáo số 05-BC/HU (M).", "có dấu hiệu mật"),
    ],
)
def test_what_may_not_be_written_is_refused_in_words(entry, reviewer, text, told):
    with pytest.raises(Refused, match=told):
        _say(entry, reviewer, text)

    assert not Comment.objects.exists()
    assert not Notice.objects.exists()


def test_the_unit_asks_while_it_still_writes_and_the_office_answers():
    entry = _seen(entry_at(EntryStatus.DRAFT))
    officer = person(Role.OFFICER, entry.submission.unit)
    reviewer = person(Role.REVIEWER)
    with pytest.raises(Refused, match="Chỉ người của đơn vị"):
        _say(entry, reviewer)

    _say(entry, officer, "Có tính hội nghị cấp thôn không?")

    assert Notice.objects.of(reviewer).get().url == f"/entries/{entry.pk}/comments/"
    assert _say(entry, reviewer, "Có.").is_from_office
    assert len(_told(officer)) == 1


@pytest.mark.parametrize("role", [Role.LEADER, Role.OBSERVER, Role.OFFICER, Role.ADMINISTRATOR])
def test_others_do_not_take_part(entry, role):
    with pytest.raises(Refused, match="Chỉ người của đơn vị"):
        _say(entry, person(role))
