"""The status of stored work on any day: Python and SQL agree on any history."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plans.models import (
    Assignment,
    AssignmentEvent,
    AssignmentEventKind,
    AssignmentPause,
    EndReason,
    TaskKind,
)
from reporting.counting.facts import Facts
from reporting.counting.labels import RANK
from reporting.counting.status import Cell, Label, status_from, statuses_of
from reporting.counting.status_columns import (
    in_cell,
    labelled,
    labelled_in_period,
    status_of,
    with_status,
)
from reporting.models import DeclaredState, EntryEvent, EntryStatus, ReportingPeriod
from reporting.verification import verifying
from tests.factories import (
    NOON,
    AssignmentFactory,
    LegalDocumentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
)

DAY = date(2026, 3, 16)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.mark.django_db
def test_deadline_moved_later_counts_as_of_the_day():
    assignment = AssignmentFactory()
    _set_deadline(assignment, BEFORE, effective_on=DAY - timedelta(days=30))
    _set_deadline(assignment, DAY + timedelta(days=60), effective_on=AFTER)

    (then,) = with_status(Assignment.objects.all(), as_of=DAY)
    (now,) = with_status(Assignment.objects.all(), as_of=AFTER)

    assert status_of(then).label == Label.OVERDUE
    assert status_of(now).label == Label.NOT_STARTED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("done_after", "label"),
    [(9, Label.DONE_ON_TIME), (10, Label.DONE_ON_TIME), (11, Label.DONE_EXTENDED)],
)
def test_a_result_after_two_extensions_is_compared_with_the_first_deadline(done_after, label):
    assignment = AssignmentFactory()
    first, second, third = (DAY + timedelta(days=days) for days in (10, 20, 30))
    _set_deadline(assignment, first, effective_on=BEFORE)
    _set_deadline(assignment, second, effective_on=DAY, extends=first)
    _set_deadline(assignment, third, effective_on=AFTER, extends=second)
    at = NOON + timedelta(days=done_after)
    entry_at(EntryStatus.ACCEPTED, assignment=assignment, at=at, state=DeclaredState.DONE)

    (row,) = with_status(Assignment.objects.all(), as_of=DAY + timedelta(days=60))

    assert status_of(row).label == label


@pytest.mark.django_db
def test_an_extension_counts_from_the_day_it_was_granted():
    assignment = AssignmentFactory()
    _set_deadline(assignment, BEFORE, effective_on=DAY - timedelta(days=30))
    _set_deadline(assignment, DAY + timedelta(days=60), effective_on=AFTER, extends=BEFORE)
    entry_at(EntryStatus.ACCEPTED, assignment=assignment, state=DeclaredState.DONE)

    (then,) = with_status(Assignment.objects.all(), as_of=DAY)
    (now,) = with_status(Assignment.objects.all(), as_of=AFTER)

    assert status_of(then).label == Label.DONE_LATE
    assert status_of(now).label == Label.DONE_EXTENDED


@pytest.mark.django_db
def test_verdict_on_an_old_report_does_not_hide_a_newer_one():
    entry = entry_at(EntryStatus.SENT, state=DeclaredState.IN_PROGRESS)
    assignment = entry.assignment
    newer = ReportingPeriodFactory(
        plan=assignment.task.plan,
        data_from=date(2026, 4, 1),
        data_to=date(2026, 6, 30),
        due_on=date(2026, 7, 10),
    )
    entry_at(EntryStatus.ACCEPTED, assignment=assignment, period=newer, state=DeclaredState.DONE)
    verifying.accept(entry=entry, by=UserFactory(), at=timezone.make_aware(datetime(2026, 3, 17)))

    (row,) = with_status(Assignment.objects.all(), as_of=date(2026, 3, 20))

    assert status_of(row).label == Label.DONE_UNDATED


@pytest.mark.django_db
def test_later_periods_can_be_excluded():
    entry = entry_at(EntryStatus.ACCEPTED, state=DeclaredState.DONE)
    earlier = ReportingPeriodFactory(
        plan=entry.assignment.task.plan,
        data_from=date(2025, 10, 1),
        data_to=date(2025, 12, 31),
        due_on=date(2026, 1, 10),
    )

    (row,) = with_status(Assignment.objects.all(), as_of=DAY, up_to=earlier)

    assert status_of(row).label == Label.NOT_STARTED


days = st.integers(-40, 40).map(lambda n: DAY + timedelta(days=n))
events = st.lists(
    st.tuples(
        days,
        st.sampled_from(EntryStatus.values),
        st.sampled_from([*DeclaredState.values, ""]),
        st.integers(0, 1),
    ),
    max_size=4,
)


# A day from which a deadline (or none) is in force, and by how many days it extends an earlier one
deadlines = st.lists(
    st.tuples(days, st.one_of(st.none(), days), st.one_of(st.none(), st.integers(1, 40))),
    max_size=4,
)
NOTHING_ELSE = {
    "kind": TaskKind.ONE_OFF,
    "pause": None,
    "ended": None,
    "as_of": DAY,
    "is_bounded": False,
}


class TestPythonAndSqlAgree(TestCase):
    @example(
        happened=[(DAY, EntryStatus.ACCEPTED, DeclaredState.DONE, 0)],
        deadlines=[(BEFORE, AFTER, 3)],
        **NOTHING_ELSE,
    )
    @example(
        happened=[(DAY, EntryStatus.ACCEPTED, DeclaredState.DONE, 0)],
        deadlines=[(BEFORE, AFTER, 3), (DAY, None, None)],
        **NOTHING_ELSE,
    )
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        happened=events,
        deadlines=deadlines,
        pause=st.one_of(st.none(), st.tuples(days, st.one_of(st.none(), st.integers(0, 30)))),
        ended=st.one_of(st.none(), st.tuples(days, st.sampled_from(EndReason.values))),
        as_of=days,
        is_bounded=st.booleans(),
        kind=st.sampled_from(TaskKind.values),
    )
    def test_any_history(self, kind, happened, deadlines, pause, ended, as_of, is_bounded):
        entry = entry_at(EntryStatus.DRAFT, assignment=AssignmentFactory(task__kind=kind))
        assignment = entry.assignment
        first = entry.submission.period
        ReportingPeriod.objects.filter(pk=first.pk).update(due_on=DAY - timedelta(days=9))
        later = entry_at(EntryStatus.DRAFT, assignment=assignment, period=_next_period(first))
        entries = [entry, later]
        for day, to_status, state, which in happened:
            _happen(entries[which], day, to_status, state)
        for effective_on, deadline, extended_by in deadlines:
            before = deadline and extended_by and deadline - timedelta(days=extended_by)
            _set_deadline(assignment, deadline, effective_on=effective_on, extends=before)
        if pause:
            last_day = None if pause[1] is None else pause[0] + timedelta(days=pause[1])
            AssignmentPause.objects.create(
                assignment=assignment,
                first_day=pause[0],
                last_day=last_day,
                document=LegalDocumentFactory(),
            )
        if ended:
            assignment.ended_on, assignment.end_reason = ended
            assignment.save(update_fields=["ended_on", "end_reason"])
        up_to = first if is_bounded else None

        (row,) = with_status(
            Assignment.objects.filter(pk=assignment.pk), as_of=as_of, up_to=up_to, soon=7
        )

        facts = _facts_of(assignment, as_of=as_of, up_to=up_to)
        found = status_of(row)
        assert found == status_from(facts, as_of=as_of, soon=7)
        assert row.deadline_then == facts.deadline
        ((counted, values),) = statuses_of(
            Assignment.objects.all(), "pk", as_of=as_of, up_to=up_to, soon=7
        )
        assert counted == found
        assert (values["pk"], values["deadline_then"]) == (row.pk, row.deadline_then)
        rows = with_status(Assignment.objects.all(), as_of=as_of, up_to=up_to, soon=7)
        assert list(labelled(rows, [found.label])) == [assignment]
        assert list(in_cell(rows, found.cell, as_of=as_of)) == [assignment]
        others = [cell for cell in Cell if cell != found.cell]
        assert not any(in_cell(rows, cell, as_of=as_of).exists() for cell in others)
        assert not labelled(rows, set(Label) - {found.label}).exists()
        of_period = labelled_in_period(rows, found.period or Label.PERIOD_MISSING, as_of=as_of)
        assert list(of_period) == ([assignment] if found.period else [])


def _facts_of(assignment, *, as_of, up_to) -> Facts:
    """Read one by one, unlike the product."""
    midnight = timezone.make_aware(datetime(as_of.year, as_of.month, as_of.day) + timedelta(days=1))
    steps = assignment.entry_events.filter(at__lt=midnight)
    due = ReportingPeriod.objects.filter(plan=assignment.task.plan, due_on__lt=as_of)
    if up_to is not None:
        steps = steps.filter(period_data_to__lte=up_to.data_to)
        due = due.filter(data_to__lte=up_to.data_to)
    current = {step.entry_id: step for step in steps.order_by("at", "pk")}.values()
    accepted = [step for step in current if step.to_status == EntryStatus.ACCEPTED]
    done = min(
        (step for step in accepted if step.state == DeclaredState.DONE), key=_place, default=None
    )
    sent = [step for step in current if step.to_status != EntryStatus.DRAFT]
    last_accepted, last_sent = (max(rows, key=_place, default=None) for rows in (accepted, sent))
    judged = max((period.data_to for period in due), default=None)
    ledger = sorted(
        assignment.events.filter(kind=AssignmentEventKind.DEADLINE_SET, effective_on__lte=as_of),
        key=lambda line: (line.effective_on, line.pk),
    )
    extended = [line for line in ledger if line.is_extension]
    ended = assignment.ended_on is not None and assignment.ended_on <= as_of
    return Facts(
        is_periodic=assignment.task.kind != TaskKind.ONE_OFF,
        deadline=ledger[-1].deadline_to if ledger else None,
        deadline_unextended=extended[0].deadline_from if extended else None,
        ended=assignment.end_reason if ended else "",
        is_paused=any(
            pause.first_day <= as_of <= (pause.last_day or as_of)
            for pause in assignment.pauses.all()
        ),
        done_in=done.period_data_to if done else None,
        done_on=timezone.localdate(done.reported_at) if done else None,
        accepted_in=last_accepted.period_data_to if last_accepted else None,
        accepted_state=last_accepted.state if last_accepted else "",
        sent_status=last_sent.to_status if last_sent else "",
        sent_state=last_sent.state if last_sent else "",
        sent_on=timezone.localdate(last_sent.reported_at) if last_sent else None,
        judged_in=judged,
        judged_rank=_rank(judged, sent),
    )


def _rank(judged, sent):
    """The label of the judged period by what is sent and not accepted."""
    if judged is None:
        return None
    labels = {EntryStatus.SENT: Label.PERIOD_WAITING, EntryStatus.RETURNED: Label.RETURNED}
    status = next((step.to_status for step in sent if step.period_data_to == judged), None)
    return RANK[labels.get(status, Label.PERIOD_MISSING)]


def _place(step):
    return step.period_data_to, step.at, step.pk


def _next_period(period: ReportingPeriod) -> ReportingPeriod:
    return ReportingPeriodFactory(
        plan=period.plan,
        data_from=period.data_to + timedelta(days=1),
        data_to=period.data_to + timedelta(days=90),
        due_on=period.data_to + timedelta(days=100),
    )


def _happen(entry, day, to_status, state) -> None:
    """A step as written by `transitions.move`, on any day and with any state."""
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 23, 30))
    EntryEvent.objects.create(
        entry=entry,
        assignment=entry.assignment,
        period_data_to=entry.submission.period.data_to,
        at=at,
        by=UserFactory(),
        from_status=EntryStatus.DRAFT,
        to_status=to_status,
        state=state,
        reported_at=None if to_status == EntryStatus.DRAFT else at,
        note="vì sao",
    )


def _set_deadline(assignment, deadline, *, effective_on, extends=None) -> None:
    """A row of the ledger; with `extends`, an extension of that deadline."""
    AssignmentEvent.objects.create(
        assignment=assignment,
        task=assignment.task,
        unit=assignment.unit,
        kind=AssignmentEventKind.DEADLINE_SET,
        at=timezone.make_aware(datetime(2026, 1, 1)),
        deadline_from=extends,
        deadline_to=deadline,
        is_extension=extends is not None,
        effective_on=effective_on,
    )
