"""Urging units by hand: who is told what, once, and what is kept of it."""

from dataclasses import astuple
from datetime import timedelta

import pytest

from plans.models import Assignment
from reporting.models import EntryStatus, MailDigest, Notice, NoticeKind, Urging
from reporting.notices import announcing
from reporting.notices.reminding import out_of_date
from reporting.periods import opening
from reporting.urging import urging
from reporting.urging.lacking import PAUSE, lacking_in
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.race import run_together
from tests.reporting.extensions.scene import dated
from tests.reporting.notices.scene import work
from tracker.lib.refusal import Refused
from units.models import Role

TEXT = "Văn phòng đề nghị gửi báo cáo."


@pytest.fixture
def period(db):
    """A period of a plan that one unit with an officer carries out; due in four weeks."""
    first = AssignmentFactory(unit__short_name="X. Một")
    person(Role.OFFICER, first.unit, email="lan@vidu.vn")
    return ReportingPeriodFactory(plan=first.task.plan, name="Quý 1/2026")


def _add(period, **unit):
    return AssignmentFactory(
        task__group__plan=period.plan, **{f"unit__{name}": value for name, value in unit.items()}
    )


def _urge(period, units=None, **changes):
    """Urge all that lack something, or `units`."""
    at = changes.get("at", NOON)
    ids = [row.unit.pk for row in lacking_in(period, at=at)] if units is None else units
    given = {"units": ids, "text": TEXT, "by": UserFactory(), "at": NOON}
    return urging.urge(period=period, **given | changes)


def test_a_unit_is_told_what_it_lacks_and_the_history_keeps_it(period):
    by = UserFactory()

    assert astuple(_urge(period, by=by)) == (["X. Một"], [], {}, 0)

    words = f"Đôn đốc lần 1: X. Một chưa lập báo cáo, còn 25 ngày. {TEXT}"
    assert Notice.objects.get(kind=NoticeKind.URGED).text == words
    row = Urging.objects.get()
    assert (row.note, row.turn, row.by, row.plan) == (words, 1, by, period.plan)
    event = period.events.get(kind="urged")
    assert event.note == f"1 đơn vị (X. Một). {TEXT}"


def test_its_mail_leaves_at_once_beside_that_of_the_day(period, mailoutbox):
    announcing.period_opened(period, at=NOON)
    work(at=NOON)
    _urge(period)
    work(at=NOON)
    _urge(period, at=NOON + PAUSE)
    work(at=NOON + PAUSE)

    digests = MailDigest.objects.order_by("pk").values_list("is_at_once", "num_notices")
    assert list(digests) == [(False, 1), (True, 1), (True, 1)]
    assert ["Đôn đốc lần 2" in mail.body for mail in mailoutbox] == [False, False, True]


def test_units_without_readers_or_just_urged_or_done_are_left_out_by_name(period):
    _add(period, short_name="X. Hai")
    settled = entry_at(EntryStatus.SENT, assignment=_add(period), period=period)
    (one, two) = lacking_in(period, at=NOON)
    chosen = [one.unit.pk, two.unit.pk, settled.submission.unit_id]

    first = _urge(period, chosen)
    with pytest.raises(Refused, match=r"gọi điện: X. Hai\. Vừa được .* lúc 12:00 .*: X. Một"):
        _urge(period, chosen, at=NOON + PAUSE - timedelta(seconds=1))

    assert astuple(first) == (["X. Một"], ["X. Hai"], {}, 1)
    assert _urge(period, chosen, at=NOON + PAUSE).told == ["X. Một"]
    assert list(Urging.objects.values_list("turn", flat=True)) == [1, 2]


def test_an_ended_unit_is_never_urged(period):
    ended = _add(period)
    person(Role.OFFICER, ended.unit)
    type(ended.unit).objects.filter(pk=ended.unit_id).update(
        last_day=TODAY - timedelta(days=1), end_recorded_on=period.due_on + timedelta(days=1)
    )

    with pytest.raises(Refused, match="1 đơn vị đã chọn nay không còn thiếu gì"):
        _urge(period, [ended.unit_id])


def test_returned_results_are_urged_also_after_the_period_closed_until_their_last_day(period):
    returned = entry_at(EntryStatus.RETURNED, assignment=_add(period), period=period)
    opening.close_period(period=period, despite=period.due_on, by=UserFactory(), at=NOON)
    period.refresh_from_db()

    def lacking(at):
        return [(row.unit.pk, row.words) for row in lacking_in(period, at=at)]

    words = f"có 1 kết quả bị trả lại, hạn bổ sung {TODAY:%d/%m/%Y}"
    assert lacking(NOON) == [(returned.submission.unit_id, words)]
    assert lacking(NOON + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" ", "Cần có nội dung"),
        ("a" * (urging.LONGEST_TEXT + 1), "dài nhất"),
        ("Văn bản TUYỆT MẬT", "bí mật nhà nước"),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused(period, text, words):
    with pytest.raises(Refused, match=words):
        _urge(period, text=text)


def test_no_unit_chosen_is_refused(period):
    with pytest.raises(Refused, match="Chọn ít nhất một đơn vị"):
        _urge(period, [])


def test_an_urging_that_was_heeded_is_not_mailed(period):
    assignment = Assignment.objects.get(task__plan=period.plan)
    _urge(period)
    notices = list(Notice.objects.filter(kind=NoticeKind.URGED))
    before = out_of_date(notices, today=TODAY)

    entry_at(EntryStatus.SENT, assignment=assignment, period=period)

    assert (before, out_of_date(notices, today=TODAY)) == (set(), {notices[0].pk})


@pytest.mark.django_db
def test_a_late_task_is_urged_once_within_the_pause_until_it_is_complete():
    late = dated(deadline=TODAY - timedelta(days=3), unit__short_name="X. Ba")
    step = {"assignment": late, "text": TEXT, "by": UserFactory(), "at": NOON}
    with pytest.raises(Refused, match=r"hãy gọi điện: X\. Ba"):
        urging.urge_task(**step)
    person(Role.HEAD, late.unit, email="ba@vidu.vn")

    row = urging.urge_task(**step)
    with pytest.raises(Refused, match=r"Vừa được .* lúc 12:00 đôn đốc"):
        urging.urge_task(**step)

    assert f"nhiệm vụ {late.task.code} của {late.task.plan.number}, quá hạn 3 ngày" in row.note
    notice = Notice.objects.get(kind=NoticeKind.URGED)
    assert (notice.text, notice.digest.is_at_once) == (row.note, True)
    assert out_of_date([notice], today=TODAY) == set()
    entry_at(EntryStatus.ACCEPTED, assignment=late, state="done", percent=100)
    assert out_of_date([notice], today=TODAY) == {notice.pk}
    with pytest.raises(Refused, match="không cần đôn đốc"):
        urging.urge_task(**step | {"at": NOON + PAUSE})


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_once_one_urges():
    assignment = dated(deadline=TODAY - timedelta(days=3))
    period = ReportingPeriodFactory(plan=assignment.task.plan)
    person(Role.OFFICER, assignment.unit)
    clerks = UserFactory.create_batch(2)

    of_period = run_together(
        *(lambda by=by: _urge(period, [assignment.unit_id], by=by) for by in clerks)
    )
    of_task = run_together(
        *(
            lambda by=by: urging.urge_task(assignment=assignment, text=TEXT, by=by, at=NOON)
            for by in clerks
        )
    )

    assert [sorted(of_period), sorted(of_task)] == [["done", "refused"]] * 2
    assert Urging.objects.count() == Notice.objects.filter(kind=NoticeKind.URGED).count() == 2
