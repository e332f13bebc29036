"""The status rule: known facts, and the label and the cell that they lead to."""

from datetime import date, timedelta

import pytest

from plans.models import (
    EndReason,
)
from reporting.counting.facts import Facts
from reporting.counting.labels import RANK
from reporting.counting.status import (
    Cell,
    Label,
    status_from,
)
from reporting.models import DeclaredState, EntryStatus

DAY = date(2026, 3, 16)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
Q1, Q2, Q3 = date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30)
DONE = {"done_in": Q1, "accepted_in": Q1, "accepted_state": DeclaredState.DONE}
SENT_DONE = {"sent_status": EntryStatus.SENT, "sent_state": DeclaredState.DONE}
MISSED = {"judged_rank": RANK[Label.PERIOD_MISSING]}
PERIODIC = {"is_periodic": True, "judged_in": Q1}


@pytest.mark.parametrize(
    ("facts", "label", "cell"),
    [
        (Facts(), Label.NOT_STARTED, Cell.OPEN_UNDATED),
        (Facts(deadline=BEFORE), Label.OVERDUE, Cell.OPEN_LATE),
        (Facts(deadline=DAY), Label.DUE_SOON, Cell.OPEN_ON_TIME),
        (Facts(deadline=DAY + timedelta(days=7)), Label.DUE_SOON, Cell.OPEN_ON_TIME),
        (Facts(deadline=DAY + timedelta(days=8)), Label.NOT_STARTED, Cell.OPEN_ON_TIME),
        (
            Facts(sent_status=EntryStatus.SENT, sent_state=DeclaredState.IN_PROGRESS),
            Label.IN_PROGRESS,
            Cell.OPEN_UNDATED,
        ),
        (Facts(**SENT_DONE, sent_on=DAY), Label.AWAITING_VERIFICATION, Cell.OPEN_UNDATED),
        (
            # Reported in time and waiting: neither late nor done.
            Facts(**SENT_DONE, sent_on=BEFORE, deadline=BEFORE),
            Label.AWAITING_VERIFICATION,
            Cell.OPEN_ON_TIME,
        ),
        (
            Facts(**SENT_DONE, sent_on=DAY, deadline=BEFORE),
            Label.AWAITING_VERIFICATION,
            Cell.OPEN_LATE,
        ),
        (
            Facts(sent_status=EntryStatus.RETURNED, sent_state=DeclaredState.DONE),
            Label.RETURNED,
            Cell.OPEN_UNDATED,
        ),
        (
            Facts(deadline=BEFORE, sent_status=EntryStatus.RETURNED),
            Label.OVERDUE,
            Cell.OPEN_LATE,
        ),
        # Without a deadline, done is not "on time".
        (Facts(**DONE, done_on=DAY), Label.DONE_UNDATED, Cell.DONE_UNDATED),
        (Facts(**DONE, deadline=DAY, done_on=DAY), Label.DONE_ON_TIME, Cell.DONE_ON_TIME),
        (Facts(**DONE, deadline=BEFORE, done_on=DAY), Label.DONE_LATE, Cell.DONE_LATE),
        (
            Facts(**DONE, deadline=DAY, deadline_unextended=BEFORE, done_on=DAY),
            Label.DONE_EXTENDED,
            Cell.DONE_ON_TIME,
        ),
        (
            # It was extended without need.
            Facts(**DONE, deadline=AFTER, deadline_unextended=DAY, done_on=DAY),
            Label.DONE_ON_TIME,
            Cell.DONE_ON_TIME,
        ),
        (
            Facts(**DONE, deadline=DAY, deadline_unextended=BEFORE, done_on=AFTER),
            Label.DONE_LATE,
            Cell.DONE_LATE,
        ),
        (
            # The deadline was removed after its extension: there is none to meet.
            Facts(**DONE, deadline_unextended=BEFORE, done_on=DAY),
            Label.DONE_UNDATED,
            Cell.DONE_UNDATED,
        ),
        (
            # An extension does not change how late an unfinished result is by its deadline.
            Facts(deadline=BEFORE, deadline_unextended=BEFORE - timedelta(days=9)),
            Label.OVERDUE,
            Cell.OPEN_LATE,
        ),
        (
            Facts(accepted_in=Q1, accepted_state=DeclaredState.NOT_APPLICABLE),
            Label.NOT_APPLICABLE,
            Cell.OUTSIDE,
        ),
        (
            # A waiting result of a later period takes nothing away.
            Facts(**DONE, done_on=DAY, deadline=DAY, **SENT_DONE, sent_on=AFTER),
            Label.DONE_ON_TIME,
            Cell.DONE_ON_TIME,
        ),
        (Facts(deadline=BEFORE, is_paused=True), Label.PAUSED, Cell.OUTSIDE),
        (Facts(**DONE, ended=EndReason.TRANSFERRED), Label.TRANSFERRED, Cell.OUTSIDE),
        (Facts(ended=EndReason.DROPPED), Label.DROPPED, Cell.OUTSIDE),
        # An ended unit owes nothing; what it completed stays completed.
        (Facts(deadline=BEFORE, unit_ended=True), Label.UNIT_ENDED, Cell.OUTSIDE),
        (
            Facts(**DONE, deadline=DAY, done_on=DAY, unit_ended=True),
            Label.DONE_ON_TIME,
            Cell.DONE_ON_TIME,
        ),
        # Recurring and continuous work is judged per period.
        (Facts(is_periodic=True), Label.NOT_DUE, Cell.OUTSIDE),
        (Facts(**PERIODIC, **MISSED), Label.PERIOD_MISSING, Cell.OPEN_UNDATED),
        (Facts(**PERIODIC, **DONE), Label.PERIOD_DONE, Cell.DONE_UNDATED),
        (
            # Accepted in the last period, nothing sent in the judged one.
            Facts(is_periodic=True, judged_in=Q2, **MISSED, **DONE),
            Label.PERIOD_MISSING,
            Cell.OPEN_UNDATED,
        ),
        (
            # A later period that is accepted already counts.
            Facts(
                is_periodic=True,
                judged_in=Q2,
                accepted_in=Q3,
                accepted_state=DeclaredState.IN_PROGRESS,
                judged_rank=RANK[Label.PERIOD_WAITING],
            ),
            Label.IN_PROGRESS,
            Cell.OPEN_UNDATED,
        ),
        (
            Facts(**PERIODIC, judged_rank=RANK[Label.PERIOD_WAITING]),
            Label.PERIOD_WAITING,
            Cell.OPEN_UNDATED,
        ),
        (
            Facts(**PERIODIC, judged_rank=RANK[Label.RETURNED]),
            Label.RETURNED,
            Cell.OPEN_UNDATED,
        ),
        (
            Facts(**PERIODIC, accepted_in=Q1, accepted_state=DeclaredState.NOT_APPLICABLE),
            Label.NOT_APPLICABLE,
            Cell.OUTSIDE,
        ),
        (Facts(**PERIODIC, unit_ended=True), Label.UNIT_ENDED, Cell.OUTSIDE),
        # A deliverable with a deadline: done stays done, and its periods are a second figure.
        (
            Facts(is_periodic=True, judged_in=Q2, **DONE, deadline=DAY, done_on=DAY),
            Label.DONE_ON_TIME,
            Cell.DONE_ON_TIME,
        ),
    ],
)
def test_label_and_cell_of_known_facts(facts, label, cell):
    status = status_from(facts, as_of=DAY, soon=7)
    assert (status.label, status.cell) == (label, cell)


@pytest.mark.parametrize(
    ("facts", "period"),
    [
        (Facts(), None),
        (Facts(**PERIODIC, **DONE), Label.PERIOD_DONE),
        (
            Facts(is_periodic=True, judged_in=Q2, **MISSED, **DONE, deadline=DAY, done_on=DAY),
            Label.PERIOD_MISSING,
        ),
        (Facts(**PERIODIC, is_paused=True), None),
        (Facts(**PERIODIC, ended=EndReason.DROPPED), None),
        (Facts(**PERIODIC, unit_ended=True), None),
    ],
)
def test_periodic_work_has_the_label_of_its_period_as_a_second_figure(facts, period):
    assert status_from(facts, as_of=DAY).period == period
