"""What a snapshot tells of groups of tasks: counts, units by name, and changes."""

from datetime import date, timedelta

import pytest

from reporting.counting.status import Cell, Label, Status
from reporting.models import DeclaredState, EntryStatus, ReportingPeriod
from reporting.reviews.papers.annexes import matrix
from reporting.reviews.snapshots import snapshot
from reporting.reviews.snapshots.comparison import PERIOD_BEFORE, YEAR_BEFORE, earlier_than
from reporting.reviews.snapshots.figures import cells
from reporting.reviews.snapshots.topics import counts_of
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UnitFactory,
    entry_at,
)
from tests.reporting.reviews.scene import plan_at_work, request_review

pytestmark = pytest.mark.django_db


def _topics(taken):
    return {topic["key"]: topic for topic in taken["topics"]}


def _period(plan, first, last):
    return ReportingPeriodFactory(
        plan=plan, data_from=first, data_to=last, due_on=last + timedelta(days=10)
    )


def test_the_counts_of_a_topic_are_those_of_the_table():
    taken = snapshot.take(request_review(plan_at_work()))

    for row in taken["figures"]["by_group"]:
        topic, cells = _topics(taken)[f"group-{row['code']}"], row["cells"]
        assert topic["num_parts"] == cells["applicable"]
        assert topic["dated_on_time"] == cells["done_on_time"]
        assert topic["dated_late"] == cells["done_late"]
        assert topic["dated_overdue"] == cells["open_late"]
        assert topic["dated_done"] + topic["dated_open"] == topic["dated"]
        assert (topic["periodic"], topic["periodic_met"]) == (
            cells["period_owed"],
            cells["period_met"],
        )


def test_parts_with_a_deadline_and_a_period_are_counted_in_both_and_once_in_the_table():
    statuses = [
        Status(Label.DONE_LATE, Cell.DONE_LATE, Label.PERIOD_DONE),
        Status(Label.OVERDUE, Cell.OPEN_LATE, Label.PERIOD_MISSING),
        Status(Label.OVERDUE, Cell.OPEN_LATE, Label.PERIOD_DONE),
        Status(Label.PERIOD_DONE, Cell.DONE_UNDATED, Label.PERIOD_DONE),
        Status(Label.DONE_UNDATED, Cell.DONE_UNDATED),
        Status(Label.DONE_ON_TIME, Cell.DONE_ON_TIME),
    ]

    counts, table = counts_of(statuses), cells(statuses)

    assert (counts["both"], counts["both_met"]) == (3, 2)
    told = counts["dated"] + counts["periodic"] + counts["once"] - counts["both"]
    assert told == counts["num_parts"] == table["applicable"] == 6


def test_work_without_a_deadline_is_neither_in_time_nor_late():
    taken = snapshot.take(request_review(plan_at_work()))

    topic = _topics(taken)["all"]
    assert (topic["once"], topic["once_done"]) == (3, 2)
    assert (topic["dated"], topic["dated_on_time"], topic["dated_overdue"]) == (1, 0, 1)


def test_units_are_named_in_the_order_of_the_list():
    work = plan_at_work()
    task = TaskFactory(group=work.plan.groups.get(code="1"), code="1.3")
    for position, name in ((902, "Phòng Hai"), (901, "Phòng Một")):
        unit = UnitFactory(name=name, position=position)
        entry_at(
            EntryStatus.ACCEPTED,
            assignment=AssignmentFactory(task=task, unit=unit, is_own_part=True),
            period=work.period,
            state=DeclaredState.DONE,
            percent=100,
        )

    taken = snapshot.take(request_review(work))

    units = _topics(taken)["group-1"]["units"]
    done = units["done"]["names"]
    assert [name for name in done if name.startswith("Phòng")][-2:] == ["Phòng Một", "Phòng Hai"]
    assert units["done"]["count"] == len(done) == 4
    assert units["late"]["count"] == units["open"]["count"] == 1
    assert not set(units["late"]["names"]) & set(units["open"]["names"])


def test_many_units_that_are_done_are_named_up_to_a_limit():
    work = plan_at_work()
    task = TaskFactory(group=work.plan.groups.get(code="1"), code="1.3")
    for _ in range(15):
        entry_at(
            EntryStatus.ACCEPTED,
            assignment=AssignmentFactory(task=task, unit=UnitFactory(), is_own_part=True),
            period=work.period,
            state=DeclaredState.DONE,
            percent=100,
        )

    done = _topics(snapshot.take(request_review(work)))["group-1"]["units"]["done"]

    assert (done["count"], len(done["names"]), done["others"]) == (17, 5, 12)


def test_a_period_is_compared_with_that_of_the_year_before():
    plan = PlanFactory()
    year_ago = _period(plan, date(2025, 1, 1), date(2025, 3, 31))
    _period(plan, date(2025, 10, 1), date(2025, 12, 31))
    last = _period(plan, date(2026, 1, 1), date(2026, 3, 31))

    earlier = earlier_than([last])

    assert (earlier.basis, earlier.period) == (YEAR_BEFORE, year_ago)
    assert (earlier.range_basis, earlier.periods) == (YEAR_BEFORE, (year_ago,))


def test_without_a_year_before_the_adjoining_period_of_that_length_is_taken():
    plan = PlanFactory()
    _period(plan, date(2025, 1, 1), date(2025, 12, 30))
    before = _period(plan, date(2025, 10, 1), date(2025, 12, 31))
    last = _period(plan, date(2026, 1, 1), date(2026, 3, 31))

    assert earlier_than([last]).period == before
    assert earlier_than([last]).basis == PERIOD_BEFORE
    assert earlier_than([before]).period is None


def test_a_range_is_compared_only_where_each_of_its_periods_has_one_before():
    plan = PlanFactory()
    spans = [(date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 6, 30))]
    old = [_period(plan, *days) for days in spans]
    new = [_period(plan, *(day.replace(year=2026) for day in days)) for days in spans]

    assert earlier_than(new).periods == tuple(old)
    ReportingPeriod.objects.filter(pk=old[0].pk).delete()
    assert earlier_than(new).periods == ()
    assert earlier_than(new).period == old[1]


def test_a_topic_has_the_change_since_the_earlier_period():
    work = plan_at_work()
    days = work.period.data_to - work.period.data_from
    last = work.period.data_from - timedelta(days=1)
    _period(work.plan, last - days, last)

    taken = snapshot.take(request_review(work, cutoff_on=TODAY))

    assert taken["comparison"]["basis"] == PERIOD_BEFORE
    change = _topics(taken)["all"]["change"]
    assert change["dated_difference"] == _topics(taken)["all"]["dated_done"] - change["dated_done"]


def test_units_that_sent_late_or_not_at_all_are_named():
    work = plan_at_work()
    ReportingPeriod.objects.update(
        data_to=TODAY - timedelta(days=9), due_on=TODAY - timedelta(days=1)
    )

    filers = snapshot.take(request_review(work))["figures"]["filers"]

    behind = [(row["late_in"], row["missing_in"]) for row in filers]
    assert behind
    assert all([*late, *missing] == [work.period.name] for late, missing in behind)


def test_units_that_had_not_sent_when_the_period_was_closed_early_are_not_behind():
    work = plan_at_work()
    ReportingPeriod.objects.update(due_on=TODAY + timedelta(days=9), closed_at=NOON)

    taken = snapshot.take(request_review(work))
    figures = taken["figures"]

    [filing], filers = figures["filings"], figures["filers"]
    assert filing["closed"] == len(filers) > 0
    assert filing["waiting"] == 0
    assert all(row["closed_in"] == [work.period.name] for row in filers)
    assert not any(row["num_behind"] for row in filers)
    assert "annex-3.filers" not in [block.key for block in matrix(taken).blocks]
