"""An acceptance can be undone within a minute, and taken back later with a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.counting import standings
from reporting.counting.status import Label
from reporting.counting.status_columns import status_of, with_status
from reporting.entries import succeeding
from reporting.filing import filing
from reporting.models import (
    AssignmentStanding,
    DeclaredState,
    EntryStatus,
    Notice,
    NoticeKind,
    ProgressEntry,
)
from reporting.operations.integrity import findings
from reporting.verification import verifying
from tests.factories import NOON, LegalDocumentFactory, UnitFactory, UserFactory, entry_at, person
from tests.race import run_together
from tracker.lib.refusal import Refused
from units.models import Role

BACKEND = "django.contrib.auth.backends.ModelBackend"
SOON = NOON + timedelta(seconds=30)
LATER = NOON + timedelta(days=3)


def _seen(entry):
    return ProgressEntry.objects.for_row().get(pk=entry.pk)


@pytest.fixture
def reviewer():
    return UserFactory()


@pytest.fixture
def entry(db, reviewer):
    sent = entry_at(EntryStatus.SENT, state=DeclaredState.DONE)
    verifying.accept(entry=_seen(sent), by=reviewer, at=NOON)
    return _seen(sent)


def _take_back(entry, by, at=LATER, reason="Số liệu chưa khớp."):
    verifying.take_acceptance_back(entry=_seen(entry), by=by, at=at, reason=reason)


def _undo(entry, by, at=SOON):
    return verifying.undo(entries=[_seen(entry)], by=by, at=at)


def _label(entry, on):
    assignments = entry.assignment.__class__.objects.filter(pk=entry.assignment_id)
    return status_of(with_status(assignments, as_of=timezone.localdate(on)).get()).label


def test_within_a_minute_it_is_undone_without_a_reason(entry, reviewer):
    assert _undo(entry, reviewer) == (1, 0)

    after = _seen(entry)
    assert (after.status, after.decided_at, after.decided_by) == (EntryStatus.SENT, None, None)
    steps = entry.events.order_by("pk").values_list("from_status", "to_status", "note")
    assert list(steps)[-2:] == [
        ("sent", "accepted", ""),
        ("accepted", "sent", "Hoàn tác việc chấp nhận"),
    ]


def test_after_a_minute_or_by_others_it_is_not(entry, reviewer):
    assert _undo(entry, reviewer, at=NOON + timedelta(seconds=61)) == (0, 1)
    assert _undo(entry, UserFactory()) == (0, 1)
    assert _seen(entry).status == EntryStatus.ACCEPTED


def test_later_it_needs_a_reason_which_the_history_keeps(entry):
    with pytest.raises(Refused, match="lý do"):
        _take_back(entry, UserFactory(), reason=" ")

    _take_back(entry, UserFactory())

    assert entry.events.latest("pk").note == "Rút lại việc chấp nhận: Số liệu chưa khớp."
    assert list(findings()) == []


def test_what_waits_or_was_returned_has_no_acceptance_to_take_back(db):
    for status in (EntryStatus.SENT, EntryStatus.RETURNED):
        with pytest.raises(Refused, match="không còn ở trạng thái đã chấp nhận"):
            _take_back(entry_at(status), UserFactory())


def test_facts_follow_and_past_days_stay(entry):
    before = [_label(entry, NOON), _label(entry, LATER - timedelta(days=1))]

    _take_back(entry, UserFactory())

    assert [_label(entry, NOON), _label(entry, LATER - timedelta(days=1))] == before
    assert before == [Label.DONE_UNDATED] * 2
    assert _label(entry, LATER) == Label.AWAITING_VERIFICATION
    kept = AssignmentStanding.objects.get(assignment=entry.assignment_id)
    assert (kept.accepted_in, kept.done_in, kept.sent_status) == (None, None, EntryStatus.SENT)
    assert list(standings.drift()) == []


def test_accepted_again_it_counts_by_the_day_it_was_sent(entry, reviewer):
    _take_back(entry, UserFactory())
    verifying.accept(entry=_seen(entry), by=reviewer, at=LATER + timedelta(days=1))

    kept = AssignmentStanding.objects.get(assignment=entry.assignment_id)
    assert kept.done_on == timezone.localdate(NOON)


def test_a_successor_that_took_the_result_over_loses_it_too(entry):
    moved = succeeding.transfer(
        assignment=entry.assignment,
        to=UnitFactory(),
        on=timezone.localdate(SOON),
        takes_result=True,
        document=LegalDocumentFactory(),
        by=UserFactory(),
        at=SOON,
    )
    heir = moved.successor
    assert AssignmentStanding.objects.get(assignment=heir).accepted_in is not None

    _take_back(entry, UserFactory())

    kept = AssignmentStanding.objects.get(assignment=heir)
    assert (kept.accepted_in, kept.sent_status) == (None, "")
    assert list(findings()) == []


@pytest.fixture
def officer(entry):
    return person(Role.OFFICER, entry.submission.unit)


def test_the_unit_is_told_with_the_reason(entry, officer):
    _take_back(entry, UserFactory())

    notice = Notice.objects.get(recipient=officer, kind=NoticeKind.UNACCEPTED)
    assert "rút lại việc chấp nhận" in notice.text
    assert "Số liệu chưa khớp." in notice.text


def test_undone_before_anybody_read_it_the_notice_is_gone(db, reviewer):
    sent = entry_at(EntryStatus.SENT)
    officer = person(Role.OFFICER, sent.submission.unit)
    verifying.accept(entry=_seen(sent), by=reviewer, at=NOON)
    assert Notice.objects.filter(recipient=officer).count() == 1

    _undo(sent, reviewer)
    assert not Notice.objects.filter(recipient=officer).exists()

    verifying.accept(entry=_seen(sent), by=reviewer, at=SOON)
    assert Notice.objects.get(recipient=officer).kind == NoticeKind.ACCEPTED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("of_unit", [True, False])
def test_an_undo_and_another_step_at_once_come_one_after_the_other(entry, reviewer, of_unit):
    seen, mine = _seen(entry), _seen(entry)
    other = UserFactory()

    def step():
        if of_unit:
            filing.take_back(entry=seen, by=other, at=SOON, note="Sửa.")
        else:
            verifying.take_acceptance_back(entry=seen, by=other, at=SOON, reason="Sai.")

    outcomes = run_together(lambda: verifying.undo(entries=[mine], by=reviewer, at=SOON), step)

    after = _seen(entry)
    steps = list(entry.events.order_by("pk").values_list("from_status", "to_status"))
    assert steps[2:] == [("accepted", after.status)]
    is_undone = entry.events.latest("pk").by_id == reviewer.pk
    assert outcomes == ["done", "refused" if is_undone else "done"]
    assert list(findings()) == []


def test_the_next_page_offers_to_undo(client, db):
    office = person(Role.REVIEWER)
    sent = entry_at(EntryStatus.SENT)
    client.force_login(office, backend=BACKEND)

    accept = reverse("reporting:accept-entry", args=[sent.pk])
    page = client.post(accept, {"version": sent.version}, follow=True).content.decode()
    assert "Trong một phút có thể hoàn tác" in page
    fields = {"entry": f"{sent.pk}-{_seen(sent).version}"}
    undone = client.post(reverse("reporting:undo-acceptance"), fields, follow=True)

    assert "Đã hoàn tác việc chấp nhận 1 mục" in undone.content.decode()
    assert _seen(sent).status == EntryStatus.SENT
    assert "có thể hoàn tác" not in client.get("/verification/").content.decode()


def test_the_page_of_an_accepted_entry_takes_a_reason(client, entry):
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    page = reverse("reporting:entry", args=[entry.pk])
    url = reverse("reporting:take-acceptance-back", args=[entry.pk])
    assert "Rút lại việc chấp nhận" in client.get(page).content.decode()

    assert client.post(url, {"version": entry.version, "reason": ""}).status_code == 422
    done = client.post(url, {"version": entry.version, "reason": "Sai số liệu."}, follow=True)
    again = client.post(url, {"version": entry.version, "reason": "Sai số liệu."})

    assert "chờ thẩm tra lại" in done.content.decode()
    assert again.status_code == 422
    assert "Sai số liệu." in done.content.decode()


def test_a_reason_with_a_mark_of_secrecy_is_refused(entry):
    with pytest.raises(Refused, match="mật"):
        _take_back(entry, UserFactory(), reason="Theo công văn độ mật: TUYỆT MẬT.")

    assert _seen(entry).status == EntryStatus.ACCEPTED
