"""Periods that still receive submissions, in words and in their order."""

from datetime import timedelta

import pytest

from reporting.counting.open_periods import OpenPeriod, judged_words, open_periods
from reporting.models import EntryStatus
from tests.factories import (
    NOON,
    TODAY,
    AssignmentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    entry_at,
)


def _period(*, due, **fields):
    return ReportingPeriodFactory.build(
        plan=PlanFactory.build(), due_on=TODAY + timedelta(days=due), **fields
    )


@pytest.mark.parametrize(
    ("due", "closed_at", "counts", "words"),
    [
        (43, None, (42, 8), "đang nhận, 8/42, còn 43 ngày"),
        (0, None, (42, 42), "đang nhận, 42/42, hôm nay là hạn gửi"),
        (-3, None, (42, 40), "đang nhận, 40/42, đã quá hạn gửi 3 ngày"),
        (5, None, (0, 0), "đang nhận, chưa có đơn vị phải gửi, còn 5 ngày"),
        (5, None, (None, 0), "đang nhận, còn 5 ngày"),
        (5, NOON, (42, 8), "đã đóng trước hạn, 8/42"),
    ],
)
def test_an_unfinished_period_reads_as_receiving(due, closed_at, counts, words):
    row = OpenPeriod(_period(due=due, closed_at=closed_at), TODAY, *counts)

    assert row.words == words
    assert row.is_past_due == (due < 0)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([-3], "Kỳ 0"),
        ([30, -3], "Kỳ 1 hoặc kỳ sau nếu đã được chấp nhận"),
        ([0], ""),
    ],
)
def test_the_words_of_the_judged_period_say_where_a_later_one_counts_already(days, words):
    periods = [_period(due=due, name=f"Kỳ {place}") for place, due in enumerate(days)]

    assert judged_words(periods, as_of=TODAY) == words


@pytest.mark.parametrize(
    ("due", "opened_at", "closed_at", "is_unfinished"),
    [
        (5, NOON, None, True),
        (-5, NOON, None, True),
        (5, NOON, NOON, True),
        (-5, NOON, NOON, False),
        (-5, NOON, NOON + timedelta(days=1), True),
        (5, NOON + timedelta(days=1), None, False),
        (5, None, None, False),
    ],
)
def test_a_period_is_unfinished_while_it_is_open_or_not_yet_due(
    due, opened_at, closed_at, is_unfinished
):
    period = _period(due=due, opened_at=opened_at, closed_at=closed_at)

    assert period.is_unfinished_on(TODAY) == is_unfinished


@pytest.mark.django_db
@pytest.mark.parametrize("n", [1, 3])
def test_open_periods_come_soonest_due_first_with_their_unsent_units(n, django_assert_num_queries):
    sent, unsent = (AssignmentFactory(task__group__plan=plan) for plan in [PlanFactory()] * 2)
    periods = [
        ReportingPeriodFactory(plan=sent.task.plan, due_on=TODAY + timedelta(days=9 - number))
        for number in range(n)
    ]
    periods.append(
        ReportingPeriodFactory(
            plan=sent.task.plan, due_on=TODAY - timedelta(days=9), closed_at=NOON
        )
    )
    entry_at(EntryStatus.SENT, assignment=sent, period=periods[0])

    with django_assert_num_queries(2):
        rows = open_periods(periods, as_of=TODAY)

    assert [row.period for row in rows] == periods[n - 1 :: -1]
    assert (rows[-1].num_sent, rows[-1].num_expected) == (1, 2)
    assert rows[-1].unsent == (unsent.unit_id,)


@pytest.mark.django_db
def test_without_an_open_period_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert open_periods([], as_of=TODAY) == []
