"""Unit and office discuss an entry; comments never change its status."""

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


def _comment(entry, by, text="Đề nghị nêu rõ số hội nghị.", at=NOON):
    return commenting.comment(entry=entry, by=by, at=at, text=text)


def _notices(user) -> list[str]:
    return list(Notice.objects.of(user).order_by("pk").values_list("text", flat=True))


def test_a_comment_of_the_office_notifies_the_officers(entry, officer, reviewer):
    other = person(Role.REVIEWER)

    written = _comment(entry, reviewer)

    code, period = entry.assignment.task.code, entry.submission.period.name
    assert (written.by, written.is_from_office) == (reviewer, True)
    words = f"Trần Văn Thẩm Tra (Văn phòng) trao đổi về nhiệm vụ {code}, {period}: "
    assert _notices(officer) == [f"{words}“Đề nghị nêu rõ số hội nghị.”"]
    assert _notices(reviewer) == _notices(other) == []
    notice = Notice.objects.get()
    assert (notice.kind, notice.url) == (NoticeKind.COMMENTED, f"/entries/{entry.pk}/comments/")


def test_a_comment_of_the_unit_notifies_all_deciders_before_any_decision(entry, reviewer):
    second, leader = person(Role.REVIEWER), person(Role.LEADER)
    head = person(Role.HEAD, entry.submission.unit)

    written = _comment(entry, head, "Đã có 03 hội nghị.")

    assert not written.is_from_office
    assert [len(_notices(user)) for user in (reviewer, second, leader, head)] == [1, 1, 0, 0]


def test_an_answer_notifies_those_of_the_office_who_took_part(entry, officer, reviewer):
    second = person(Role.REVIEWER)
    _comment(entry, reviewer)

    _comment(entry, officer, "Đã có 03 hội nghị.")

    assert [len(_notices(reviewer)), len(_notices(second))] == [1, 0]


def test_an_answer_notifies_the_decider():
    entry = _seen(entry_at(EntryStatus.RETURNED))
    officer = person(Role.OFFICER, entry.submission.unit)
    decided_by = entry.decided_by
    other = person(Role.REVIEWER)
    decided_by.groups.set(other.groups.all())

    _comment(entry, officer)

    assert [len(_notices(decided_by)), len(_notices(other))] == [1, 0]


def test_answering_marks_earlier_comments_as_read(entry, officer, reviewer):
    _comment(entry, reviewer)

    _comment(entry, officer, "Đã có 03 hội nghị.")

    assert not Notice.objects.of(officer).unread().exists()


def test_a_person_of_both_sides_comments_for_the_unit(entry):
    both = person(Role.OFFICER, entry.submission.unit)
    both.groups.add(*person(Role.REVIEWER).groups.all())

    assert not _comment(entry, both).is_from_office


def test_a_comment_does_not_change_the_entry(entry, reviewer):
    before = ProgressEntry.objects.filter(pk=entry.pk).values().get()

    _comment(entry, reviewer)

    assert ProgressEntry.objects.filter(pk=entry.pk).values().get() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" \n ", "Hãy nhập nội dung trao đổi."),
        ("\x00", "Hãy nhập nội dung trao đổi."),
        ("a" * 2001, "dài 2001 ký tự, tối đa 2000 ký tự"),
        ("Xem báo cáo số 05-BC/HU (M).", "có dấu hiệu mật"),
    ],
)
def test_an_invalid_comment_is_refused_with_a_message(entry, reviewer, text, message):
    with pytest.raises(Refused, match=message):
        _comment(entry, reviewer, text)

    assert not Comment.objects.exists()
    assert not Notice.objects.exists()


def test_the_unit_asks_on_a_draft_and_the_office_answers():
    entry = _seen(entry_at(EntryStatus.DRAFT))
    officer = person(Role.OFFICER, entry.submission.unit)
    reviewer = person(Role.REVIEWER)
    with pytest.raises(Refused, match="Chỉ người của đơn vị"):
        _comment(entry, reviewer)

    _comment(entry, officer, "Có tính hội nghị cấp thôn không?")

    assert Notice.objects.of(reviewer).get().url == f"/entries/{entry.pk}/comments/"
    assert _comment(entry, reviewer, "Có.").is_from_office
    assert len(_notices(officer)) == 1


@pytest.mark.parametrize("role", [Role.LEADER, Role.OBSERVER, Role.OFFICER, Role.ADMINISTRATOR])
def test_others_do_not_take_part(entry, role):
    with pytest.raises(Refused, match="Chỉ người của đơn vị"):
        _comment(entry, person(role))
