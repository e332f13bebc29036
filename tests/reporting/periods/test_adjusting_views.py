"""Releasing and adding units on the page of a period."""

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.models import Notice, PeriodAdjustment
from reporting.periods import adjusting
from tests.factories import (
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    UnitFactory,
    UserFactory,
    person,
)
from units.models import Role

pytestmark = pytest.mark.django_db
REASON = "Mới thành lập, chưa có số liệu."


@pytest.fixture
def period():
    return ReportingPeriodFactory(plan=AssignmentFactory().task.plan)


@pytest.fixture
def unit(period):
    return AssignmentFactory(task__group__plan=period.plan).unit


@pytest.fixture
def office(client):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(period):
    return reverse("reporting:period", args=[period.pk])


def _url(period):
    return reverse("reporting:adjust-period", args=[period.pk])


def _typed(unit, **values):
    return {"unit": unit.pk, "kind": "released", "reason": REASON, **values}


def _words(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("kind", "label"),
    [("released", "Miễn báo cáo kỳ này"), ("added", "Bổ sung đơn vị báo cáo kỳ này")],
)
def test_a_unit_is_released_or_added_and_shown_with_its_reason(office, period, unit, kind, label):
    response = office.post(_url(period), _typed(unit, kind=kind), follow=True)

    words = _words(response)
    assert f"<strong>{unit.name}</strong> · {label}" in words
    assert words.count(REASON) == 2  # the list and the history
    assert PeriodAdjustment.objects.get().kind == kind


def test_each_unsent_unit_of_the_page_leads_to_its_release(office, period, unit):
    address = f"{_url(period)}?kind=released&amp;unit={unit.pk}"

    assert address in _words(office.get(_page(period)))
    words = _words(office.get(address.replace("&amp;", "&")))
    assert f'<option value="{unit.pk}" selected>' in words


def test_the_page_says_what_each_unit_owes(office, period, unit):
    AssignmentFactory(task__group__plan=period.plan, unit=unit)

    response = office.get(_page(period))

    rows = {row.unit: row for bloc in response.context["submissions"].blocs for row in bloc.rows}
    assert rows[unit].num_owed == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reason": " "}, "Cần nêu lý do"),
        ({"kind": ""}, "Chọn miễn hay bổ sung."),
        ({"kind": "hidden"}, "Chọn miễn hay bổ sung."),
        ({"unit": ""}, "Chọn đơn vị."),
        ({"unit": "x"}, "không chủ trì nhiệm vụ nào"),
    ],
)
def test_incomplete_input_is_a_sentence_and_stays_typed(office, period, unit, values, words):
    response = office.post(_url(period), _typed(unit) | values)

    assert response.status_code == 422
    assert words in _words(response)
    assert not PeriodAdjustment.objects.exists()
    assert REASON in _words(response) or values.get("reason") == " "


def test_a_unit_of_another_plan_is_not_offered(office, period, unit):
    stranger = AssignmentFactory().unit

    response = office.post(_url(period), _typed(stranger))

    assert response.status_code == 422
    assert "không chủ trì nhiệm vụ nào" in _words(response)


def test_a_second_adjustment_of_a_unit_is_refused_and_the_reason_stays_typed(office, period, unit):
    office.post(_url(period), _typed(unit))

    response = office.post(_url(period), _typed(unit, reason="Lý do khác."))

    assert response.status_code == 422
    assert "Hãy bỏ điều chỉnh đó trước" in _words(response)
    assert "Lý do khác." in _words(response)


def test_an_adjustment_is_taken_back_on_the_page_and_twice_is_a_sentence(office, period, unit):
    row = adjusting.release(period=period, unit=unit, reason=REASON, by=UserFactory(), at=NOON)
    url = reverse("reporting:remove-adjustment", args=[period.pk, row.pk])

    first, second = (_words(office.post(url, follow=True)) for _ in range(2))

    assert "Đã bỏ điều chỉnh" in first
    assert "Bỏ điều chỉnh: " in first  # the history
    assert "Điều chỉnh này đã được bỏ trước đó." in second


@pytest.mark.parametrize("n", [1, 3])
def test_an_officer_reads_from_which_periods_the_unit_is_released(
    client, period, unit, n, django_assert_num_queries
):
    for number in range(n):
        each = ReportingPeriodFactory(plan=period.plan, name=f"Kỳ được miễn {number}")
        adjusting.release(period=each, unit=unit, reason=REASON, by=UserFactory(), at=NOON)
    officer = person(Role.OFFICER, unit)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("reporting:list-submissions")
    client.get(url)

    with django_assert_num_queries(11):
        words = _words(client.get(url))

    assert words.count(REASON) == words.count("Kỳ được miễn ") == n


def test_leaders_read_the_adjustments_without_changing_them(client, period, unit):
    adjusting.release(period=period, unit=unit, reason=REASON, by=UserFactory(), at=NOON)
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    words = _words(client.get(_page(period)))

    assert REASON in words
    assert "/adjust" not in words


def test_a_plan_without_units_offers_none(office):
    period = ReportingPeriodFactory(plan=AssignmentFactory(state="proposed").task.plan)

    assert office.get(_url(period)).status_code == 200
    assert office.post(_url(period), _typed(UnitFactory())).status_code == 422
    assert "Chưa có đơn vị nào phải báo cáo" in _words(office.get(_page(period)))


def test_a_unit_added_to_an_open_period_is_notified_each_time(period, unit):
    officer = person(Role.OFFICER, unit)
    by = {"by": UserFactory(), "at": timezone.now()}

    for reason in ("Lần một.", "Lần hai."):
        row = adjusting.add(period=period, unit=unit, reason=reason, **by)
        adjusting.remove_adjustment(adjustment=row, **by)

    texts = Notice.objects.of(officer).order_by("pk").values_list("text", flat=True)
    assert [text.rpartition(": ")[2] for text in texts] == ["Lần một.", "Lần hai."]


@pytest.mark.parametrize("n", [1, 3])
def test_the_form_and_the_page_run_the_same_queries_for_any_number_of_units(
    office, period, n, django_assert_num_queries
):
    for number in range(n):
        more = AssignmentFactory(task__group__plan=period.plan).unit
        by = UserFactory(full_name=f"Người thứ {number}")
        adjusting.add(period=period, unit=more, reason=REASON, by=by, at=NOON)
    office.get(_page(period))

    with django_assert_num_queries(12):
        office.get(_page(period))
    with django_assert_num_queries(5):
        office.get(_url(period))
