"""A period that still received on the cut-off day is no result yet, on paper as on screen."""

import re
from datetime import date

import pytest

from reporting.reviews.snapshots import snapshot
from tests.factories import NOON, TODAY, ReportingPeriodFactory
from tests.reporting.reviews.scene import html_of, plan_at_work, request_review

pytestmark = pytest.mark.django_db

SO_FAR = "đang nhận, 3/4, còn 25 ngày"


@pytest.fixture
def review():
    """Over a finished period and one that is open on the cut-off day."""
    work = plan_at_work()
    work.period.name = "Quý 1/2026"
    work.period.save()
    earlier = ReportingPeriodFactory(
        plan=work.plan,
        name="Quý 4/2025",
        data_from=date(2025, 10, 1),
        data_to=date(2025, 12, 31),
        due_on=date(2026, 1, 10),
        closed_at=NOON,
    )
    return request_review(work, period_from=earlier, cutoff_on=TODAY)


def _printed(review, taken):
    html = html_of(review, taken)
    return html, " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_the_snapshot_keeps_how_far_the_open_period_had_come(review):
    figures = snapshot.take(review)["figures"]

    for rows in (figures["trend"], figures["filings"]):
        assert [row.get("so_far") for row in rows] == [None, SO_FAR]


def test_the_chart_draws_it_dashed_and_says_so(review):
    html, words = _printed(review, snapshot.take(review))

    bars = re.findall(r"<rect[^>]*>", html)
    assert ["stroke-dasharray" in bar for bar in bars] == [False, False, True, True]
    assert f"sau từng kỳ. Nét đứt: kỳ chưa khép khi chốt số liệu – Quý 1/2026 ({SO_FAR})" in words
    assert f"Quý 1/2026 ({SO_FAR}): 2/4" in words


def test_the_sentence_about_filing_says_so_too(review):
    _, words = _printed(review, snapshot.take(review))

    assert f"Quý 1/2026 ({SO_FAR}):" in words
    assert "Quý 4/2025:" in words


def test_closing_it_later_does_not_change_the_snapshot(review):
    before = snapshot.take(review)
    review.period_to.closed_at = NOON.replace(month=5)
    review.period_to.save()

    assert snapshot.take(review) == before


def test_an_older_snapshot_is_printed_unchanged(review):
    taken = snapshot.take(review)
    for rows in (taken["figures"]["trend"], taken["figures"]["filings"]):
        for row in rows:
            row.pop("so_far", None)

    html, words = _printed(review, taken)

    assert "stroke-dasharray" not in html
    assert "Nét đứt" not in words
    assert "đang nhận" not in words
