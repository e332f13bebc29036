"""Kept facts: equal to those derived from the histories, after any steps of the use cases."""

from datetime import date, datetime, timedelta
from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plans import deadlines, ending, kept, pausing
from plans.models import Assignment, TaskKind
from reporting.counting import facts, standings
from reporting.counting.obligations import owed_in
from reporting.counting.status import status_from, status_of, statuses_of, with_status
from reporting.counting.work_days import count_owed, works_of
from reporting.entries import succeeding, transitions
from reporting.filing import filing
from reporting.models import (
    AssignmentStanding,
    DeclaredState,
    EntryEvent,
    EntryStatus,
    ProgressEntry,
)
from reporting.operations.integrity import findings
from reporting.verification import verifying
from tests.factories import (
    NOON,
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    entry_at,
)
from tests.race import run_together
from tracker.lib.refusal import Refused
from units import directory
from units.models import SuccessionKind

FIRST = date(2025, 1, 2)


class Play:
    """A small office: one task of two units over three periods, and any step on any day."""

    def __init__(self, kind):
        self.person = UserFactory()
        self.document = LegalDocumentFactory()
        self.assignment = AssignmentFactory(task__kind=kind)
        plan = self.assignment.task.plan
        first_days = [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 1)]
        self.periods = [
            ReportingPeriodFactory(
                plan=plan,
                data_from=day,
                data_to=following - timedelta(days=1),
                due_on=following + timedelta(days=4),
            )
            for day, following in pairwise(first_days)
        ]
        self.heir = UnitFactory()

    def take(self, step, which, state, day):
        at = timezone.make_aware(datetime(day.year, day.month, day.day, 9))
        try:
            getattr(self, step)(which, state, at)
        except (Refused, ProgressEntry.DoesNotExist, Assignment.DoesNotExist):
            return  # there is nothing to take this step on

    def owed(self):
        """The units that owe each period, by either rule."""
        work = works_of(Assignment.objects.filter(task=self.assignment.task_id), "unit")
        counted = count_owed(work, self.periods)
        owed = [set(owed_in(period).values_list("unit", flat=True)) for period in self.periods]
        for period, units in zip(self.periods, owed, strict=True):
            assert {unit for pk, unit in counted if pk == period.pk} == units
        return owed

    def _facts(self, at):
        return {"by": self.person, "at": at}

    def _current(self):
        return Assignment.objects.filter(ended_on=None).latest("pk")

    def _entry(self, which):
        return (
            ProgressEntry.objects.filter(
                submission__period=self.periods[which % 3], assignment=self._current()
            )
            .for_row()
            .get()
        )

    def send(self, which, state, at):
        period = self.periods[which % 3]
        assignment = self._current()
        submission = filing.start(period=period, unit=assignment.unit, **self._facts(at))
        entry = ProgressEntry.objects.for_row().get(submission=submission, assignment=assignment)
        filing.save_entry(
            entry=entry,
            seen_version=entry.version,
            state=state,
            percent=None,
            result="Đã tổ chức hội nghị.",
            obstacle="",
            recommendation="",
            **self._facts(at),
        )
        entry = self._entry(which)
        transitions.move(
            entry,
            to=EntryStatus.SENT,
            last_sent_at=at,
            sent_content={},
            **self._facts(at),
        )

    def accept(self, which, state, at):
        verifying.accept(entry=self._entry(which), **self._facts(at))

    def send_back(self, which, state, at):
        verifying.send_back(
            entry=self._entry(which),
            reason="Thiếu số liệu.",
            answer_by=timezone.localdate(at) + timedelta(days=5),
            **self._facts(at),
        )

    def take_back(self, which, state, at):
        transitions.move(self._entry(which), to=EntryStatus.DRAFT, **self._facts(at))

    def rework_any(self, which, state, at):
        transitions.move(
            self._of_any(EntryStatus.ACCEPTED), to=EntryStatus.DRAFT, **self._facts(at)
        )

    def send_any(self, which, state, at):
        transitions.move(
            self._of_any(EntryStatus.DRAFT),
            to=EntryStatus.SENT,
            state=state,
            last_sent_at=at,
            sent_content={},
            **self._facts(at),
        )

    def accept_any(self, which, state, at):
        verifying.accept(entry=self._of_any(EntryStatus.SENT), **self._facts(at))

    def take_acceptance_back(self, which, state, at):
        entry = self._of_any(EntryStatus.ACCEPTED)
        verifying.take_acceptance_back(entry=entry, reason="Sai số liệu.", **self._facts(at))

    def _of_any(self, status):
        """The first entry with a status, also of an assignment that was transferred."""
        return ProgressEntry.objects.for_row().filter(status=status).earliest("pk")

    def set_deadline(self, which, state, at):
        assignment = self._current()
        deadlines.set_deadline(
            assignment=assignment,
            deadline=timezone.localdate(at) + timedelta(days=7 * (which - 3)),
            words="trước ngày đó",
            document=self.document,
            is_extension=assignment.deadline is not None and which % 2 == 0,
            **self._facts(at),
        )

    def pause(self, which, state, at):
        day = timezone.localdate(at) - timedelta(days=which)
        pausing.pause(
            assignment=self._current(), first_day=day, document=self.document, **self._facts(at)
        )

    def resume(self, which, state, at):
        pausing.resume(
            assignment=self._current(),
            first_day=timezone.localdate(at),
            document=self.document,
            **self._facts(at),
        )

    def drop(self, which, state, at):
        ending.drop(
            assignment=self._current(),
            on=timezone.localdate(at) - timedelta(days=10 * which),
            document=None,
            reason="Không còn phù hợp.",
            **self._facts(at),
        )

    def transfer(self, which, state, at):
        succeeding.transfer(
            takes_result=which % 2 == 0,
            assignment=self._current(),
            to=self.heir,
            on=timezone.localdate(at) - timedelta(days=10 * which),
            document=self.document,
            **self._facts(at),
        )

    def succeed(self, which, state, at):
        directory.record_succession(
            predecessor=self._current().unit,
            successor=self.heir,
            kind=SuccessionKind.MERGE,
            effective_on=timezone.localdate(at) - timedelta(days=10 * which),
            document="12-QĐ/TU",
            **self._facts(at),
        )


STEPS = ["send"] * 6 + ["accept"] * 4 + ["send_back", "take_back", "set_deadline"] * 2
STEPS += ["pause", "resume", "drop", "transfer", "succeed"]
STEPS += ["transfer", "rework_any", "send_any", "accept_any"]
STEPS += ["take_acceptance_back"]
steps = st.lists(
    st.tuples(
        st.sampled_from(STEPS),
        st.integers(0, 5),
        st.sampled_from(DeclaredState.values),
        st.integers(0, 25),
    ),
    max_size=12,
)


class TestKeptAndDerivedAgree(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(kind=st.sampled_from(TaskKind.values), steps=steps)
    def test_after_any_steps(self, kind, steps):
        play = Play(kind)
        day = FIRST
        owed = play.owed()
        for step, which, state, days in steps:
            day += timedelta(days=days)
            play.take(step, which, state, day)
            before, owed = owed, play.owed()
            for period, was, now in zip(play.periods, before, owed, strict=True):
                assert period.due_on >= day or now == was, (step, period)

        assert [*standings.drift(), *kept.drift()] == []
        assert _out_of_step() == []
        with pytest.MonkeyPatch.context() as patch:
            found = []
            for is_present in (True, False):
                patch.setattr(facts, "is_present", lambda as_of, up_to, yes=is_present: yes)
                found.append(_facts_on(day))
        assert found[0] == found[1]


def _out_of_step():
    """Results that were taken over and differ from their entry."""
    last = {}
    for event in EntryEvent.objects.select_related("entry").order_by("at", "pk"):
        last[event.entry_id, event.assignment_id] = event
    return [
        event.pk
        for event in last.values()
        if event.assignment_id != event.entry.assignment_id
        and (event.to_status == "accepted", event.state)
        != (event.entry.status == "accepted", event.entry.state)
        and "accepted" in (event.to_status, event.entry.status)
    ]


def _facts_on(day):
    """Facts of all assignments; SQL and Python agree on the status they lead to."""
    assignments = Assignment.objects.all()
    rows = {
        row["pk"]: found for found, row in facts.facts_of(assignments, "pk", as_of=day, up_to=None)
    }
    listed = {row.pk: status_of(row) for row in with_status(Assignment.objects.all(), as_of=day)}
    assert listed == {pk: status_from(found, as_of=day) for pk, found in rows.items()}
    counted = statuses_of(Assignment.objects.all(), "pk", as_of=day)
    assert listed == {row["pk"]: status for status, row in counted}
    return rows


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

    work = works_of(Assignment.objects.all(), "unit")
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
