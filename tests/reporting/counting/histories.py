"""A small office that takes any steps of the use cases, on any days."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from django.utils import timezone
from hypothesis import strategies as st

from plans import deadlines, ending, pausing
from plans.models import Assignment
from reporting.counting.obligations import owed_in
from reporting.counting.work_days import count_owed, works_of
from reporting.entries import succeeding, transitions
from reporting.filing import filing
from reporting.models import DeclaredState, EntryStatus, ProgressEntry
from reporting.verification import verifying
from tests.factories import (
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
)
from tracker.lib.refusal import Refused
from units import directory
from units.models import SuccessionKind


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
        work = works_of(lambda: Assignment.objects.filter(task=self.assignment.task_id), "unit")
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
