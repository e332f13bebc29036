"""Confirmation by the head around the closing of the period and the day to answer by."""

from datetime import timedelta

import pytest

from reporting.entries import editing
from reporting.filing import filing
from reporting.models import EntryStatus, ProgressEntry
from reporting.periods import opening
from reporting.verification import verifying
from tests.factories import NOON, TODAY, AssignmentFactory, UserFactory
from tests.reporting.filing.confirming.scene import (
    LATER,
    case,
    confirm,
    fresh_entry,
    give_back,
    group_of,
    save,
)
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


def _close(scene, at):
    opening.close_period(
        period=scene.submission.period,
        despite=scene.submission.period.due_on,
        by=UserFactory(),
        at=at,
    )


def test_after_the_period_closed_no_draft_is_confirmed_but_it_can_be_given_back():
    scene = case().present()
    _close(scene, at=NOON + timedelta(hours=1))

    with pytest.raises(editing.PeriodClosed, match="đóng"):
        confirm(scene)

    assert (fresh_entry(scene).status, scene.submission.is_with_head) == (EntryStatus.DRAFT, True)
    give_back(scene)
    assert not scene.submission.is_with_head


def test_returned_entries_are_presented_and_confirmed_after_the_period_closed():
    scene = case(EntryStatus.RETURNED)
    sent_before = scene.submission.sent_at
    _close(scene, at=NOON)
    save(scene, at=NOON)
    scene.present(at=NOON)

    num_sent = confirm(scene)

    submission = scene.submission
    assert (num_sent, fresh_entry(scene).status) == (1, EntryStatus.SENT)
    assert (submission.sent_at, submission.last_sent_at) == (sent_before, LATER)


def test_after_reopening_no_draft_is_sent_that_was_not_presented():
    scene = case(EntryStatus.RETURNED)
    other = AssignmentFactory(unit=scene.submission.unit, task__group=group_of(scene))
    filing.start(period=scene.submission.period, unit=other.unit, by=scene.officer, at=NOON)
    ProgressEntry.objects.filter(assignment=other).update(state="not_started")
    _close(scene, at=NOON)
    scene.present(at=NOON)
    opening.reopen_period(
        period=scene.submission.period, by=UserFactory(), at=LATER, note="Bổ sung."
    )

    num_sent = confirm(scene)

    assert num_sent == 1
    assert ProgressEntry.objects.get(assignment=other).status == EntryStatus.DRAFT


def test_returned_entries_are_not_presented_after_their_day():
    scene = case(EntryStatus.RETURNED)
    _close(scene, at=NOON)

    with pytest.raises(Refused, match="có thể trình"):
        scene.present(at=NOON + timedelta(days=2))


def test_a_day_passed_while_it_was_with_the_head_is_reported():
    scene = case(EntryStatus.RETURNED)
    _close(scene, at=NOON)
    scene.present(at=NOON)

    with pytest.raises(editing.PeriodClosed, match="quá hạn bổ sung"):
        confirm(scene, at=NOON + timedelta(days=2))


def test_entries_returned_while_the_rest_is_with_the_head_stay_with_the_unit():
    scene = case(EntryStatus.SENT)
    other = AssignmentFactory(unit=scene.submission.unit, task__group=group_of(scene))
    filing.start(period=scene.submission.period, unit=other.unit, by=scene.officer, at=NOON)
    ProgressEntry.objects.filter(assignment=other).update(state="not_started")
    scene.present()
    verifying.send_back(
        entry=fresh_entry(scene), by=UserFactory(), at=LATER, reason="Thiếu.", answer_by=TODAY
    )

    num_sent = confirm(scene, at=LATER)

    assert num_sent == 1
    assert fresh_entry(scene).status == EntryStatus.RETURNED
    assert ProgressEntry.objects.get(assignment=other).status == EntryStatus.SENT
