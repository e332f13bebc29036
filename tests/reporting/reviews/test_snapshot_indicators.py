"""Indicators in the snapshot of a review: totals of the results accepted by its day."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest

from reporting.counting.figures import Scope
from reporting.filing import filing
from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.totals import totals_of
from reporting.models import DeclaredState, EntryStatus
from reporting.papers.widths import width_of
from reporting.papers.word.looks import GRIDS
from reporting.reviews.narrative.house_style import in_digits
from reporting.reviews.papers import indicators
from reporting.reviews.papers.words import SnapshotFigures
from reporting.reviews.snapshots import snapshot
from reporting.reviews.snapshots.places import numbered
from reporting.verification import verifying
from tests.factories import (
    FILED,
    NOON,
    TODAY,
    AssignmentFactory,
    IndicatorFactory,
    LegalDocumentFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TaskFactory,
    TaskGroupFactory,
    UserFactory,
    ValueIndicatorFactory,
    entry_at,
    person,
)
from tests.reporting.reviews.scene import PlanAtWork, html_of, request_review
from tracker.lib.template_tags import decimal
from units.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    plan = PlanFactory()
    return PlanAtWork(plan, ReportingPeriodFactory(plan=plan), UserFactory(), "")


@pytest.fixture
def indicator(work):
    task = TaskFactory(group=TaskGroupFactory(plan=work.plan, code="1"), is_fan_out=True)
    letter = LegalDocumentFactory(number="231-CV/VPHU")
    return IndicatorFactory(task=task, name="Đúng hạn", target=98, target_document=letter)


def _ratio(numerator, denominator):
    return IndicatorInput(numerator=Decimal(numerator), denominator=Decimal(denominator))


def _file(work, indicator, numbers, status=EntryStatus.ACCEPTED, **changes):
    assignment = changes.pop("assignment", None) or AssignmentFactory(
        task=indicator.task, is_own_part=True
    )
    return entry_at(
        status,
        assignment=assignment,
        period=changes.pop("period", work.period),
        indicator_values={indicator.pk: numbers},
        **changes,
    )


def _taken(work, **changes):
    return snapshot.take(request_review(work, **changes))


def _row(work, **changes):
    return _taken(work, **changes)["indicators"]["rows"][0]


def _text(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_row_has_total_target_document_and_numbers_of_units(work, indicator):
    _file(work, indicator, _ratio(90, 100))
    _file(work, indicator, _ratio(1040, 1050))
    _file(work, indicator, IndicatorInput(is_not_applicable=True))
    _file(work, indicator, _ratio(1, 100), EntryStatus.SENT)
    _file(work, indicator, _ratio(1, 100), EntryStatus.RETURNED)

    taken = _taken(work)["indicators"]

    assert taken["rows"] == [
        {
            "indicator": indicator.pk,
            "task": indicator.task.code,
            "name": "Đúng hạn",
            "unit_of_measure": "%",
            "direction": "up",
            "is_cumulative": False,
            "target": "98%",
            "target_document": "231-CV/VPHU",
            "result": "98,26%",
            "parts": "1.130/1.150",
            "is_reached": True,
            "asked": 5,
            "reported": 2,
            "partial": 0,
            "aggregation": "sum",
            "not_applicable": 1,
            "waiting": 1,
            "missing": 1,
        }
    ]
    assert taken["counts"] == {
        "all": 1,
        "with_target": 1,
        "reached": 1,
        "not_reached": 0,
        "without_result": 0,
    }


def test_the_total_equals_that_of_the_dashboard(work, indicator):
    _file(work, indicator, _ratio(90, 100))
    _file(work, indicator, _ratio(7, 9), EntryStatus.SENT)
    _file(
        work,
        indicator,
        IndicatorInput(),
        state=DeclaredState.NOT_APPLICABLE,
        result="",
        percent=None,
    )

    row = _row(work)
    shown = totals_of(
        Scope(plan=work.plan, as_of=TODAY, up_to=work.period), user=person(Role.LEADER)
    ).totals[0]

    assert (row["result"], row["parts"]) == (shown.words, shown.parts)
    assert [row[name] for name in ("reported", "not_applicable", "waiting", "missing")] == [
        shown.num_reported,
        shown.num_not_applicable,
        shown.num_waiting,
        shown.num_missing,
    ]


def test_later_acceptances_do_not_count(work, indicator):
    entry = _file(work, indicator, _ratio(90, 100))
    later = NOON + timedelta(days=3)
    by = UserFactory()
    filing.take_back(entry=entry, by=by, at=later, note="Sửa số.")
    entry.refresh_from_db()
    filing.save_entry(
        entry=entry,
        seen_version=entry.version,
        by=by,
        at=later,
        indicator_values={indicator.pk: _ratio(99, 100)},
        **FILED,
    )
    filing.send(submission=entry.submission, by=by, at=later)
    entry.refresh_from_db()
    verifying.accept(entry=entry, by=by, at=later)

    then = _row(work)
    now = _row(
        work,
        cutoff_on=TODAY + timedelta(days=5),
        at=NOON + timedelta(days=6),
        title="sơ kết sau",
    )

    assert (then["result"], now["result"]) == ("90%", "99%")


def test_periods_are_added_and_a_cumulative_count_takes_its_last(work, indicator):
    before = ReportingPeriodFactory(
        plan=work.plan,
        data_from=work.period.data_from - timedelta(days=90),
        data_to=work.period.data_from - timedelta(days=1),
        due_on=work.period.data_from + timedelta(days=9),
    )
    trainings = ValueIndicatorFactory(task=indicator.task, is_cumulative=True)
    first = _file(work, indicator, _ratio(50, 100), period=before)
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=first.assignment,
        period=work.period,
        indicator_values={
            indicator.pk: _ratio(100, 100),
            trainings.pk: IndicatorInput(value=Decimal(7)),
        },
    )

    rows = _taken(work, period_from=before)["indicators"]["rows"]

    assert [(row["result"], row["asked"]) for row in rows] == [("75%", 1), ("7 cuộc", 1)]


def _quarters_before(work, count):
    """Quarters that end with that of `work`, oldest first."""
    found = [work.period]
    for _ in range(count - 1):
        first = found[0].data_from
        earlier = ReportingPeriodFactory(
            plan=work.plan,
            data_from=(first - timedelta(days=89)).replace(day=1),
            data_to=first - timedelta(days=1),
            due_on=first + timedelta(days=9),
        )
        found.insert(0, earlier)
    return found


def test_five_quarters_are_told_by_their_sum_in_the_table_and_beside_the_task(work, indicator):
    quarters = _quarters_before(work, 5)
    asked = ValueIndicatorFactory(
        task=indicator.task, name="Phản ánh tiếp nhận", unit_of_measure="phản ánh"
    )
    assignment = AssignmentFactory(task=indicator.task, is_own_part=True)
    for quarter, number in zip(quarters, (101, 142, 98, 147, 194), strict=True):
        entry_at(
            EntryStatus.ACCEPTED,
            assignment=assignment,
            period=quarter,
            result=f"Đã tiếp nhận {number} phản ánh.",
            indicator_values={asked.pk: IndicatorInput(value=Decimal(number))},
        )
    review = request_review(work, period_from=quarters[0])
    taken = snapshot.take(review)

    html = html_of(review, taken)

    row = next(row for row in taken["indicators"]["rows"] if row["indicator"] == asked.pk)
    assert (row["result"], row["reported"], row["partial"]) == ("682 phản ánh", 1, 0)
    text = _text(html)
    assert f"{work.period.name}: Đã tiếp nhận 194 phản ánh." in text
    assert f"{quarters[0].name}: Đã tiếp nhận 101 phản ánh." in text
    assert "phản ánh tiếp nhận: 682 phản ánh" in text
    assert "số phát sinh cộng các kỳ" in text


def test_a_quarter_without_a_number_makes_the_sum_of_a_review_incomplete(work, indicator):
    quarters = _quarters_before(work, 2)
    _file(work, indicator, _ratio(90, 100), period=quarters[1])
    review = request_review(work, period_from=quarters[0])
    taken = snapshot.take(review)

    html = html_of(review, taken)

    row = taken["indicators"]["rows"][0]
    assert (row["result"], row["reported"], row["partial"]) == ("90%", 1, 1)
    assert "chưa đủ: 1 đơn vị thiếu kỳ" in _text(html)


def test_a_month_within_a_quarter_is_not_counted_twice(work, indicator):
    first = work.period.data_from
    month = ReportingPeriodFactory(
        plan=work.plan,
        data_from=first,
        data_to=first + timedelta(days=27),
        due_on=first + timedelta(days=37),
    )
    asked = ValueIndicatorFactory(task=indicator.task)
    filed = _file(work, asked, IndicatorInput(value=Decimal(5)), period=month)
    entry_at(
        EntryStatus.ACCEPTED,
        assignment=filed.assignment,
        period=work.period,
        indicator_values={asked.pk: IndicatorInput(value=Decimal(12))},
    )

    rows = _taken(work)["indicators"]["rows"]

    assert len(_taken(work)["report"]["periods"]) == 2
    assert [row["result"] for row in rows if row["indicator"] == asked.pk] == ["12 cuộc"]


def test_a_retired_indicator_with_numbers_is_included(work, indicator):
    _file(work, indicator, _ratio(90, 100))
    ValueIndicatorFactory(task=indicator.task, is_retired=True)
    indicator.is_retired = True
    indicator.save(update_fields=["is_retired"])

    assert [row["name"] for row in _taken(work)["indicators"]["rows"]] == ["Đúng hạn"]


def test_section_three_of_the_paper_has_the_numbers_of_the_snapshot(work, indicator):
    _file(work, indicator, _ratio(90, 100))
    review = request_review(work)
    taken = snapshot.take(review)

    html = html_of(review, taken)

    text = _text(html)
    for words in (
        "Các đơn vị báo cáo số liệu của 01 chỉ tiêu (Bảng 2).",
        "Trong 01 chỉ tiêu đã giao mục tiêu: chưa đạt 01 .",
        "Đúng hạn (nhiệm vụ",
        "Từ 98% (231-CV/VPHU)",
        "90% ( 90/100 )",
        "Chưa đạt",
    ):
        assert words in text
    marked = re.findall(r'data-figure="(indicators[^"]+)">([^<]*)<', html)
    assert len(marked) == 10
    for place, printed in marked:
        path = [int(step) if step.isdigit() else step for step in numbered(taken, place)]
        value = SnapshotFigures(taken).value(*path)
        is_count = isinstance(value, int)
        assert printed in ((decimal(value), in_digits(value)) if is_count else (value,)), place


def test_a_snapshot_of_an_earlier_release_is_printed_unchanged(work, indicator):
    review = request_review(work)
    taken = snapshot.take(review)
    empty = {**taken, "indicators": {"counts": {}, "rows": []}}
    older = {name: value for name, value in taken.items() if name != "indicators"}

    printed = [html_of(review, one) for one in (older, empty)]

    assert snapshot.is_current(older)
    assert "Bảng 2" not in printed[0]
    assert printed[0] == printed[1]


@pytest.mark.parametrize("n", [1, 3])
def test_the_snapshot_takes_the_same_queries_for_any_number_of_numbers(
    work, indicator, n, django_assert_num_queries
):
    ValueIndicatorFactory.create_batch(n - 1, task=indicator.task)
    for _ in range(n):
        _file(work, indicator, _ratio(90, 100))
    review = request_review(work)

    with django_assert_num_queries(23):
        snapshot.take(review)


def test_the_number_of_a_document_fits_the_column_of_targets():
    empty = indicators.table({})
    letters, padding = 9.5, GRIDS[empty.size].padding_x

    points = width_of("(15/2024/NQ-HĐND)", letters) + 2 * padding

    assert points / 72 * 25.4 < empty.columns[2].width
