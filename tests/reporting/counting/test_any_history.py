"""Kept facts are equal to those derived from the histories, after any steps of the use cases."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plans import kept
from plans.models import Assignment, TaskKind
from reporting.counting import facts, standings
from reporting.counting.status import status_from, statuses_of
from reporting.counting.status_columns import status_of, with_status
from reporting.models import EntryEvent
from tests.reporting.counting.histories import Play, steps

FIRST = date(2025, 1, 2)


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
