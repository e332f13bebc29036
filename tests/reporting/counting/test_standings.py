"""Kept facts: what a step leaves, what `verify` names and `recount` mends."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from plans.models import Assignment, TaskKind
from reporting.counting import standings
from reporting.counting.obligations import owed_in
from reporting.counting.work_days import count_owed, works_of
from reporting.entries import transitions
from reporting.models import (
    AssignmentStanding,
    DeclaredState,
    EntryEvent,
    EntryStatus,
)
from reporting.operations.integrity import findings
from reporting.verification import verifying
from tests.factories import (
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
)
from tests.race import run_together


@pytest.mark.django_db
def test_a_step_keeps_the_standing():
    entry = entry_at(EntryStatus.ACCEPTED, state=DeclaredState.DONE, at=NOON)

    standing = AssignmentStanding.objects.get()

    period = entry.submission.period
    assert (standing.done_in, standing.accepted_in) == (period.data_to, period.data_to)
    assert standing.done_on == standing.sent_on == timezone.localdate(NOON)
    assert standing.complete_until is None


@pytest.mark.django_db
def test_voiding_a_completion_ends_it_on_that_day():
    entry = entry_at(EntryStatus.ACCEPTED, state=DeclaredState.DONE, at=NOON)
    later = NOON + timedelta(days=40)

    transitions.move(entry, to=EntryStatus.DRAFT, by=UserFactory(), at=later)

    standing = AssignmentStanding.objects.get()
    assert (standing.done_in, standing.accepted_in, standing.sent_in) == (None, None, None)
    assert standing.complete_from == timezone.localdate(NOON)
    assert standing.complete_until == timezone.localdate(later)


@pytest.mark.django_db
def test_a_completion_taken_back_and_accepted_again_leaves_what_was_owed_between():
    """Accepted for Quý 1 in May, taken back in June; Quý 2 was due in July; accepted again."""
    assignment = AssignmentFactory(task__kind=TaskKind.ONE_OFF)
    first, second, third = (
        ReportingPeriodFactory(
            plan=assignment.task.plan, data_from=begin, data_to=end, due_on=end + timedelta(days=10)
        )
        for begin, end in (
            (date(2026, 1, 1), date(2026, 3, 31)),
            (date(2026, 4, 1), date(2026, 6, 30)),
            (date(2026, 7, 1), date(2026, 9, 30)),
        )
    )
    by = UserFactory()
    may, june, august = (NOON.replace(month=month) for month in (5, 6, 8))
    entry = entry_at(
        EntryStatus.ACCEPTED, assignment=assignment, period=first, state=DeclaredState.DONE, at=may
    )
    transitions.move(entry, to=EntryStatus.DRAFT, by=by, at=june)
    assert owed_in(second).exists()

    content = {"last_sent_at": august, "sent_content": {}}
    transitions.move(entry, to=EntryStatus.SENT, by=by, at=august, **content)
    verifying.accept(entry=entry, by=by, at=august)

    work = works_of(Assignment.objects.all, "unit")
    owed = [period for period in (first, second, third) if owed_in(period).exists()]
    assert owed == [first, second]
    assert {pk for pk, _ in count_owed(work, [first, second, third])} == {first.pk, second.pk}
    standing = AssignmentStanding.objects.get()
    days = (first.data_to, timezone.localdate(may), timezone.localdate(june))
    assert standing.complete_earlier == "{}/{}/{}".format(*days)
    assert standing.complete_from == timezone.localdate(august)
    # As an earlier release kept it
    AssignmentStanding.objects.update(complete_from=days[1], complete_earlier="")
    import_module("reporting.migrations.0050_earlier_completions").fold_again(apps, None)
    assert list(standings.drift()) == []


@pytest.mark.django_db
def test_verify_names_drift_and_leaves_it_and_recount_mends_it(capsys):
    entry = entry_at(EntryStatus.ACCEPTED, state=DeclaredState.DONE)
    AssignmentStanding.objects.update(accepted_state=DeclaredState.IN_PROGRESS, sent_on=None)
    Assignment.objects.update(paused_from=date(2026, 3, 1))

    problems = {finding.problem for finding in findings()}

    assert problems == {
        "kept facts differ from the history (accepted_state, sent_on)",
        "kept facts differ from the history (paused_from)",
    }
    assert AssignmentStanding.objects.get().sent_on is None
    call_command("recount")
    assert list(findings()) == []
    assert AssignmentStanding.objects.get().accepted_state == DeclaredState.DONE
    assert entry.assignment.standing.sent_on is not None
    call_command("recount")
    assert capsys.readouterr().out.splitlines() == ["2 assignments mended", "Everything agrees."]


@pytest.mark.django_db(transaction=True)
def test_two_verdicts_on_one_assignment_at_once_are_both_kept():
    first = entry_at(EntryStatus.SENT, state=DeclaredState.IN_PROGRESS)
    assignment = first.assignment
    later = ReportingPeriodFactory(
        plan=assignment.task.plan,
        data_from=date(2026, 4, 1),
        data_to=date(2026, 6, 30),
        due_on=date(2026, 7, 10),
    )
    second = entry_at(
        EntryStatus.SENT, assignment=assignment, period=later, state=DeclaredState.DONE
    )
    people = UserFactory(), UserFactory()

    outcomes = run_together(
        *(
            lambda entry=entry, by=by: verifying.accept(entry=entry, by=by, at=NOON)
            for entry, by in zip((first, second), people, strict=True)
        )
    )

    assert outcomes == ["done", "done"]
    assert EntryEvent.objects.filter(to_status=EntryStatus.ACCEPTED).count() == 2
    assert list(standings.drift()) == []
