"""Numbers beside the field of an indicator: since 1 January, and one year ago."""

import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.filing import confirming
from reporting.indicators.beside import NamedSpan, beside
from reporting.indicators.figures import Filed
from reporting.indicators.inputs import IndicatorInput
from reporting.indicators.spans import Span
from reporting.models import DeclaredState, EntryStatus
from reporting.periods.presets import presets
from tests.factories import (
    AssignmentFactory,
    IndicatorFactory,
    ReportingPeriodFactory,
    TaskFactory,
    UserFactory,
    ValueIndicatorFactory,
    entry_at,
    person,
)
from tests.reporting.filing.scene import HTMX, form_of, fresh
from units.models import Role

FLOW = ValueIndicatorFactory.build(task=None)
STOCK = ValueIndicatorFactory.build(task=None, aggregation="last")
SHARE = IndicatorFactory.build(task=None)
NOTHING_AROSE = IndicatorInput(is_not_applicable=True)


def _named(year, key):
    preset = presets(year)[key]
    return NamedSpan(Span.of(preset), preset.name)


def _filed(year, key, number):
    entered = number
    if not isinstance(number, IndicatorInput):
        entered = IndicatorInput(value=Decimal(number))
    return Filed(1, _named(year, key).span, True, entered)


def _beside(indicator, own, *others, owed=(), here="q3"):
    row = None if own is None else _filed(2026, here, own)
    due = [_named(*one) for one in owed]
    return beside(indicator, _named(2026, here).span, row, others, due)


def test_the_year_so_far_includes_earlier_periods_and_this_one():
    found = _beside(FLOW, 3, _filed(2026, "q1", 5), _filed(2026, "q2", 4), _filed(2025, "q4", 90))

    assert found.year_so_far == "12 cuộc, gồm kỳ này"
    assert found.year_before == ""


@pytest.mark.parametrize("own", [None, IndicatorInput()])
def test_a_number_not_yet_typed_is_told_apart(own):
    found = _beside(FLOW, own, _filed(2026, "q1", 5))

    assert found.year_so_far == "5 cuộc, chưa gồm kỳ này"


def test_a_missing_period_is_named():
    owed = [(2026, "q1"), (2026, "q2")]

    found = _beside(FLOW, 3, _filed(2026, "q1", 5), owed=owed)
    nothing = _beside(FLOW, None, owed=owed)
    many = _beside(FLOW, 3, owed=[(2026, f"m{number}") for number in range(1, 6)])

    assert found.year_so_far == "8 cuộc (chưa đủ: thiếu Quý 2/2026), gồm kỳ này"
    assert nothing.year_so_far == "chưa có số liệu, chưa gồm kỳ này"
    assert "thiếu Tháng 1/2026, Tháng 2/2026 và 3 kỳ khác" in many.year_so_far


def test_a_period_in_which_nothing_arose_is_not_missing():
    owed = [(2026, "q1"), (2026, "q2")]
    others = [_filed(2026, "q1", NOTHING_AROSE), _filed(2026, "q2", NOTHING_AROSE)]

    assert _beside(FLOW, 3, *others, owed=owed).year_so_far == "3 cuộc, gồm kỳ này"
    assert _beside(FLOW, None, *others, owed=owed).year_so_far == (
        "không phát sinh, chưa gồm kỳ này"
    )


def test_the_first_period_of_a_year_has_nothing_to_add_to():
    assert _beside(FLOW, 3, _filed(2025, "q4", 9), here="q1").year_so_far == ""


def test_the_number_of_a_quarter_replaces_its_months():
    others = [_filed(2026, "m1", 1), _filed(2026, "m2", 2), _filed(2026, "q1", 10)]

    assert _beside(FLOW, 3, *others).year_so_far == "13 cuộc, gồm kỳ này"


def test_last_year_is_that_of_the_same_days():
    owed = [(2025, "q3"), (2025, "q4")]

    same = _beside(FLOW, 3, _filed(2025, "q3", 7), _filed(2025, "q4", 9), owed=owed)
    lacking = _beside(FLOW, 3, owed=owed)
    months = _beside(FLOW, 3, _filed(2025, "m7", 1), _filed(2025, "m9", 2), owed=[(2025, "m8")])

    assert same.year_before == "7 cuộc"
    assert lacking.year_before == "chưa có số liệu"
    assert months.year_before == "3 cuộc (chưa đủ: thiếu Tháng 8/2025)"


def test_a_number_of_what_there_is_has_no_sum():
    found = _beside(STOCK, 3, _filed(2026, "q2", 5), _filed(2025, "q3", 8))

    assert (found.year_so_far, found.year_before) == ("", "8 cuộc")


def test_a_ratio_is_that_of_the_sums():
    def parts(numerator, denominator):
        return IndicatorInput(numerator=Decimal(numerator), denominator=Decimal(denominator))

    found = _beside(SHARE, parts(10, 100), _filed(2026, "q1", parts(50, 100)))

    assert found.year_so_far == "30% (60/200), gồm kỳ này"


@pytest.fixture
def task(db):
    return TaskFactory(kind="recurring")


def _period(task, year, key):
    preset = presets(year)[key]
    return ReportingPeriodFactory(
        plan=task.plan,
        name=preset.name,
        data_from=preset.data_from,
        data_to=preset.data_to,
        due_on=preset.due_on,
    )


def _file(indicator, assignment, year, key, status, number=None, **content):
    values = {indicator.pk: IndicatorInput(value=Decimal(number))} if number else None
    return entry_at(
        status,
        assignment=assignment,
        period=_period(indicator.task, year, key),
        at=timezone.now() - timedelta(hours=1),
        indicator_values=values,
        **content,
    )


@pytest.fixture
def entry(task):
    """A draft for the third quarter, after a sent, an accepted, an idle and an unsent one."""
    indicator = ValueIndicatorFactory(task=task)
    assignment = AssignmentFactory(task=task)
    idle = {"state": DeclaredState.NOT_APPLICABLE, "percent": None, "result": ""}
    _file(indicator, assignment, 2025, "q3", EntryStatus.ACCEPTED, 7)
    _file(indicator, assignment, 2026, "m1", EntryStatus.ACCEPTED, 5)
    _file(indicator, assignment, 2026, "m2", EntryStatus.SENT, 4)
    _file(indicator, assignment, 2026, "m3", EntryStatus.ACCEPTED, **idle)
    _file(indicator, assignment, 2026, "q2", EntryStatus.DRAFT, 90)
    return _file(indicator, assignment, 2026, "q3", EntryStatus.DRAFT)


@pytest.fixture
def officer(client, entry):
    user = person(Role.OFFICER, entry.submission.unit)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _text(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_the_filing_page_shows_both_beside_the_field(officer, entry):
    page = _text(officer.get(reverse("reporting:file-submission", args=[entry.submission_id])))

    assert "Lũy kế từ đầu năm: 9 cuộc (chưa đủ: thiếu Quý 2/2026), chưa gồm kỳ này" in page
    assert "Cùng kỳ năm trước: 7 cuộc" in page


def test_a_save_renews_the_sum(officer, entry):
    [indicator] = entry.assignment.task.indicators.all()

    answer = officer.post(
        reverse("reporting:save-entry", args=[entry.pk]),
        form_of(fresh(entry), **{f"indicator-{indicator.pk}-value": "3"}),
        headers=HTMX,
    )

    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert "Lũy kế từ đầu năm: 12 cuộc (chưa đủ: thiếu Quý 2/2026), gồm kỳ này" in _text(answer)


def test_the_head_reads_both_before_confirming(client, entry):
    plan = entry.assignment.task.plan
    plan.needs_head_confirmation = True
    plan.save(update_fields=["needs_head_confirmation"])
    head = person(Role.HEAD, entry.submission.unit)
    confirming.ask(submission=entry.submission, by=UserFactory(), at=timezone.now())
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")

    url = reverse("reporting:confirm-submission", args=[entry.submission_id])
    page = _text(client.get(url))

    assert "lũy kế từ đầu năm: 9 cuộc (chưa đủ: thiếu Quý 2/2026)" in page
    assert "cùng kỳ năm trước: 7 cuộc" in page
