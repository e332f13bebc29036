"""Two people acting on one submission at the same moment: one order or the other, never a mix."""

import pytest

from reporting.evidence import attaching
from reporting.filing import filing
from reporting.models import EntryStatus, Evidence, ProgressEntry, ReportingPeriod, Submission
from reporting.periods import opening
from tests.factories import (
    FILED,
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
)
from tests.race import run_together
from tests.reporting.evidence.uploads import pdf, upload

pytestmark = pytest.mark.django_db(transaction=True)


def _seen(entry):
    """The entry as shown on the screen of another person."""
    return ProgressEntry.objects.select_related("submission__period", "assignment__task").get(
        pk=entry.pk
    )


def _save(entry, by, result):
    return lambda: filing.save_entry(
        entry=entry, seen_version=entry.version, by=by, at=NOON, **{**FILED, "result": result}
    )


def test_of_two_saves_of_the_same_version_one_is_refused():
    entry = entry_at(EntryStatus.DRAFT)
    first, second = UserFactory(), UserFactory()

    outcomes = run_together(
        _save(_seen(entry), first, "Của người thứ nhất."),
        _save(_seen(entry), second, "Của người thứ hai."),
    )

    assert sorted(outcomes) == ["done", "refused"]
    winner = ("Của người thứ nhất.", first.pk) if outcomes[0] == "done" else None
    after = _seen(entry)
    assert (after.result, after.saved_by_id) == (winner or ("Của người thứ hai.", second.pk))
    assert after.version == entry.version + 1


def test_a_save_and_a_sending_at_once_send_the_saved_text():
    entry = entry_at(EntryStatus.DRAFT)
    by, submission = UserFactory(), entry.submission

    outcomes = run_together(
        _save(_seen(entry), by, "Vừa gõ xong."),
        lambda: filing.send(submission=submission, by=by, at=NOON),
    )

    after = _seen(entry)
    assert outcomes[1] == "done"
    assert after.status == EntryStatus.SENT
    assert after.sent_content["result"] == after.result
    assert after.result == ("Vừa gõ xong." if outcomes[0] == "done" else FILED["result"])


def test_a_sending_and_the_closing_of_its_period_are_serialized():
    entry = entry_at(EntryStatus.DRAFT)
    by, submission, period = UserFactory(), entry.submission, entry.submission.period

    outcomes = run_together(
        lambda: filing.send(submission=submission, by=by, at=NOON),
        lambda: opening.close_period(period=period, despite=period.due_on, by=by, at=NOON),
    )

    assert outcomes[1] == "done"
    assert not ReportingPeriod.objects.get(pk=period.pk).is_open
    sent = _seen(entry).status == EntryStatus.SENT
    assert sent == (outcomes[0] == "done")
    assert (Submission.objects.get(pk=submission.pk).sent_at is not None) == sent


def test_two_officers_starting_at_once_create_one_submission():
    assignment = AssignmentFactory()
    AssignmentFactory(unit=assignment.unit, task__group=assignment.task.group)
    period = ReportingPeriodFactory(plan=assignment.task.plan)
    first, second = UserFactory(), UserFactory()

    outcomes = run_together(
        lambda: filing.start(period=period, unit=assignment.unit, by=first, at=NOON),
        lambda: filing.start(period=period, unit=assignment.unit, by=second, at=NOON),
    )

    assert outcomes == ["done", "done"]
    assert Submission.objects.get().entries.count() == 2


def test_evidence_added_while_sending_is_sent_or_refused():
    entry = entry_at(EntryStatus.DRAFT)
    by, seen, submission = UserFactory(), _seen(entry), entry.submission

    outcomes = run_together(
        lambda: attaching.attach(
            entry=seen, by=by, at=NOON, number="1/BC", is_declared_not_secret=True
        ),
        lambda: filing.send(submission=submission, by=by, at=NOON),
    )

    after = _seen(entry)
    assert outcomes[1] == "done"
    assert after.sent_content["evidence"] == (["1/BC"] if outcomes[0] == "done" else [])
    assert after.evidence.count() == len(after.sent_content["evidence"])


def test_evidence_removed_while_sending_is_sent_or_removed():
    entry = entry_at(EntryStatus.DRAFT)
    by, submission = UserFactory(), entry.submission
    row = attaching.attach(entry=entry, by=by, at=NOON, number="1/BC", is_declared_not_secret=True)

    outcomes = run_together(
        lambda: attaching.remove(evidence=row, by=by, at=NOON),
        lambda: filing.send(submission=submission, by=by, at=NOON),
    )

    after = _seen(entry)
    assert outcomes[1] == "done"
    assert after.sent_content["evidence"] == ([] if outcomes[0] == "done" else ["1/BC"])
    assert after.evidence.count() == len(after.sent_content["evidence"])


def test_of_the_same_file_twice_at_once_one_is_stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    entry = entry_at(EntryStatus.DRAFT)
    by, content = UserFactory(), pdf()

    def attach(seen, name):
        return lambda: attaching.attach(
            entry=seen, by=by, at=NOON, file=upload(name, content), is_declared_not_secret=True
        )

    outcomes = run_together(attach(_seen(entry), "a.pdf"), attach(_seen(entry), "b.pdf"))

    assert sorted(outcomes) == ["done", "refused"]
    assert entry.evidence.get().file_name == ("a.pdf" if outcomes[0] == "done" else "b.pdf")


def test_of_two_descriptions_at_once_one_is_refused():
    entry = entry_at(EntryStatus.DRAFT)
    by = UserFactory()
    row = attaching.attach(entry=entry, by=by, at=NOON, number="1/BC", is_declared_not_secret=True)

    def describe(number):
        seen = Evidence.objects.select_related("entry__submission").get(pk=row.pk)
        return lambda: attaching.describe(
            evidence=seen,
            seen="1/BC",
            by=by,
            at=NOON,
            number=number,
            issued_on=None,
            issuer="",
            subject="",
        )

    outcomes = run_together(describe("2/BC"), describe("3/BC"))

    assert sorted(outcomes) == ["done", "refused"]
    row.refresh_from_db()
    assert row.number == ("2/BC" if outcomes[0] == "done" else "3/BC")


def test_of_two_sendings_at_once_one_sends():
    entry = entry_at(EntryStatus.DRAFT)
    by, submission = UserFactory(), entry.submission

    outcomes = run_together(
        lambda: filing.send(submission=submission, by=by, at=NOON),
        lambda: filing.send(submission=Submission.objects.get(pk=submission.pk), by=by, at=NOON),
    )

    assert sorted(outcomes) == ["done", "refused"]
    assert entry.events.filter(to_status=EntryStatus.SENT).count() == 1
