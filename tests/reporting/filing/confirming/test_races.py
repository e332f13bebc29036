"""A head, an officer and the office at the same moment: one acts, the other is refused."""

import pytest

from reporting.filing import confirming, filing
from reporting.models import EntryStatus, ReportingPeriod
from reporting.periods import opening
from tests.factories import FILED
from tests.race import run_together
from tests.reporting.filing.confirming.scene import LATER, case, fresh_entry, kinds_of, notices_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_a_confirmation_and_a_withdrawal_at_once_one_is_recorded():
    scene = case().present()
    request_id, submission, other = scene.request_id, scene.submission, scene.submission

    outcomes = run_together(
        lambda: confirming.confirm(submission=submission, seen=request_id, by=scene.head, at=LATER),
        lambda: confirming.withdraw(submission=other, by=scene.officer, at=LATER),
    )

    assert sorted(outcomes) == ["done", "refused"]
    sent = outcomes[0] == "done"
    assert fresh_entry(scene).status == (EntryStatus.SENT if sent else EntryStatus.DRAFT)
    assert kinds_of(scene) == ["asked", "confirmed" if sent else "withdrawn"]


def test_a_confirmation_and_the_closing_of_the_period_are_serialized():
    scene = case().present()
    request_id, submission = scene.request_id, scene.submission

    outcomes = run_together(
        lambda: confirming.confirm(submission=submission, seen=request_id, by=scene.head, at=LATER),
        lambda: opening.close_period(
            period=submission.period, despite=submission.period.due_on, by=scene.head, at=LATER
        ),
    )

    assert outcomes[1] == "done"
    assert not ReportingPeriod.objects.get(pk=submission.period_id).is_open
    sent = outcomes[0] == "done"
    assert fresh_entry(scene).status == (EntryStatus.SENT if sent else EntryStatus.DRAFT)
    assert scene.submission.is_with_head != sent


def test_a_save_and_a_presentation_at_once_never_hide_a_change_from_the_head():
    scene = case()
    entry, submission = fresh_entry(scene), scene.submission

    outcomes = run_together(
        lambda: filing.save_entry(
            entry=entry,
            seen_version=entry.version,
            by=scene.officer,
            at=LATER,
            **FILED | {"result": ""},
        ),
        lambda: confirming.ask(submission=submission, by=scene.officer, at=LATER),
    )

    # Either the save came first, and an incomplete submission is not presented, or it is refused
    assert sorted(outcomes) == ["done", "refused"]
    assert scene.submission.is_with_head == (outcomes[1] == "done")
    assert bool(fresh_entry(scene).result) == scene.submission.is_with_head


def test_of_two_confirmations_at_once_one_sends():
    scene = case().present()
    request_id, first, second = scene.request_id, scene.submission, scene.submission

    outcomes = run_together(
        lambda: confirming.confirm(submission=first, seen=request_id, by=scene.head, at=LATER),
        lambda: confirming.confirm(submission=second, seen=request_id, by=scene.head, at=LATER),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert scene.entry.events.filter(to_status=EntryStatus.SENT).count() == 1


def test_of_two_presentations_at_once_one_notifies_the_head():
    scene = case()
    first, second = scene.submission, scene.submission

    outcomes = run_together(
        lambda: confirming.ask(submission=first, by=scene.officer, at=LATER),
        lambda: confirming.ask(submission=second, by=scene.officer, at=LATER),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert (kinds_of(scene), len(notices_of(scene.head))) == (["asked"], 1)
