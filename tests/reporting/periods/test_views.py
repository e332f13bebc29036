"""The pages of periods for the office."""

import gzip
from datetime import date, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from plans.models import Plan
from reporting.models import EntryStatus, ReportingPeriod
from reporting.periods import opening
from tests.factories import (
    NOON,
    AssignmentFactory,
    ReportingPeriodFactory,
    UserFactory,
    entry_at,
    person,
)
from tests.many_units import MAX_BYTES, lead, units_of
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "Quý 1/2026",
    "data_from": "01/01/2026",
    "data_to": "31/03/2026",
    "due_on": "10/04/2026",
}


@pytest.fixture
def period():
    plan = AssignmentFactory(unit__bloc=Bloc.PARTY).task.plan
    return ReportingPeriodFactory(plan=plan, data_to=date(2026, 3, 30))


@pytest.fixture
def office(client, period):
    """The browser of a reviewer in the office that keeps the plan of `period`."""
    ContentType.objects.get_for_model(Plan)  # cached by Django after the first use
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _list(period):
    return reverse("reporting:list-periods", args=[period.plan_id])


def _page(period):
    return reverse("reporting:period", args=[period.pk])


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number_of_periods(
    office, period, n, django_assert_num_queries
):
    ReportingPeriodFactory.create_batch(n - 1, plan=period.plan)

    with django_assert_num_queries(8):
        response = office.get(_list(period))

    assert response.content.count(b'<th scope="row">') == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_units(
    office, period, n, django_assert_num_queries
):
    for _ in range(n - 1):
        AssignmentFactory(task__group__plan=period.plan)

    with django_assert_num_queries(12):
        response = office.get(_page(period))

    assert response.content.count(b'<th scope="row">') == n


def test_units_of_a_period_that_is_not_opened_have_missed_nothing(office, period):
    ReportingPeriod.objects.filter(pk=period.pk).update(opened_at=None)

    listed = office.get(_list(period)).content.decode()
    page = office.get(_page(period)).content.decode()

    assert '<td class="num" data-label="Chưa gửi">–</td>' in listed
    assert "tile--overdue" not in page


def test_an_empty_list_suggests_the_next_step(office, period):
    ReportingPeriod.objects.all().delete()

    html = office.get(_list(period)).content.decode()

    assert "Chưa có kỳ báo cáo nào" in html


def test_the_page_shows_which_units_filed(office, period):
    today = timezone.localdate()
    period.due_on = today + timedelta(days=1)
    period.save(update_fields=["due_on"])
    filed = entry_at(
        EntryStatus.SENT,
        assignment=AssignmentFactory(task__group__plan=period.plan, unit__bloc=Bloc.PARTY),
        period=period,
    )

    response = office.get(_page(period))

    row, html = response.context["row"], response.content.decode()
    assert (row.num_expected, row.num_on_time, row.num_unsent) == (2, 1, 1)
    assert "đã gửi 1/2" in html
    assert reverse("reporting:file-submission", args=[filed.submission_id]) in html


def test_the_page_lists_exactly_the_units_that_have_not_sent(office, period):
    filed = entry_at(
        EntryStatus.SENT,
        assignment=AssignmentFactory(task__group__plan=period.plan),
        period=period,
    )
    lacking = period.plan.tasks.exclude(pk=filed.assignment.task_id).get().assignments.get().unit
    page = f"{_page(period)}?sent=no"

    response = office.get(page)

    [bloc] = response.context["submissions"].blocs
    assert [row.unit for row in bloc.rows] == [lacking]
    assert reverse("reporting:urge-units", args=[period.pk]) in response.content.decode()

    ReportingPeriod.objects.filter(pk=period.pk).update(closed_at=NOON)
    closed = office.get(page).content.decode()
    assert "bấm “Mở lại kỳ”, ghi lý do; nếu không" in closed


def test_a_preset_fills_the_form_as_a_suggestion(office, period):
    url = reverse("reporting:add-period", args=[period.plan_id])

    html = office.get(url, {"preset": "dq1", "year": "2026"}).content.decode()

    assert 'value="15/12/2025"' in html
    assert 'value="14/03/2026"' in html
    assert 'value="24/03/2026"' in html
    assert "hãy sửa theo văn bản" in html


def test_a_period_is_created_without_a_preset(office, period):
    response = office.post(reverse("reporting:add-period", args=[period.plan_id]), TYPED)

    made = ReportingPeriod.objects.get(name="Quý 1/2026")
    assert response.url == _page(made)
    assert not made.is_open


def test_a_refused_period_keeps_the_input(office, period):
    url = reverse("reporting:add-period", args=[period.plan_id])

    response = office.post(url, TYPED | {"data_to": "31/12/2025"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Ngày cuối của số liệu phải sau ngày đầu." in html
    assert 'value="31/12/2025"' in html


def test_the_page_states_that_the_due_day_is_on_time(office, period):
    assert "gửi trong ngày này vẫn đúng hạn" in office.get(_page(period)).content.decode()


def test_the_page_of_a_period_that_was_closed_early_says_so(office, period):
    due = timezone.localdate() + timedelta(days=3)
    ReportingPeriod.objects.filter(pk=period.pk).update(opened_at=NOON, due_on=due)
    opening.close_period(period=period, despite=due, by=UserFactory(), at=timezone.now())

    html = " ".join(office.get(_page(period)).content.decode().split())

    assert "đã đóng trước hạn" in html
    assert "vẫn đúng hạn" not in html
    assert f"Đóng kỳ: trước hạn gửi {due:%d/%m/%Y}" in html


def test_a_period_of_many_units_has_pages_and_blocs(client):
    first = AssignmentFactory(task__is_fan_out=True, is_own_part=True, unit__bloc=Bloc.PARTY)
    lead([first.task], units_of(Bloc.GOVERNMENT, count=399))
    period = ReportingPeriodFactory(plan=first.task.plan)
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("reporting:period", args=[period.pk])

    whole, party, last = (
        client.get(url, query).content.decode()
        for query in ({}, {"bloc": "party"}, {"bloc": "sea", "page": "7"})
    )

    assert "Trang 1/7 · 400 mục" in whole
    assert "Khối chính quyền (399)" in whole
    assert "đã gửi 0/399" in whole
    assert "X. Số" not in party
    assert "xã Số 398" in last
    assert len(gzip.compress(whole.encode())) < MAX_BYTES


def test_an_opened_period_shows_the_days_of_its_data_and_asks_for_the_rest(office, period):
    edit_url = reverse("reporting:edit-period", args=[period.pk])

    page = office.get(edit_url).content.decode()
    assert f"Từ ngày {period.data_from:%d/%m/%Y} đến hết ngày {period.data_to:%d/%m/%Y}" in page
    assert "không sửa được khoảng số liệu" in page
    assert [name in page for name in ('name="data_from"', 'name="due_on"')] == [False, True]

    due_on = period.due_on + timedelta(days=9)
    office.post(edit_url, {"name": "Quý đầu", "due_on": f"{due_on:%d/%m/%Y}"})
    changed = ReportingPeriod.objects.get(pk=period.pk)
    assert (changed.name, changed.due_on) == ("Quý đầu", due_on)
    assert (changed.data_from, changed.data_to) == (period.data_from, period.data_to)


def test_days_typed_before_a_period_was_opened_are_refused_with_the_reason(office, period):
    edit_url = reverse("reporting:edit-period", args=[period.pk])
    ReportingPeriod.objects.filter(pk=period.pk).update(opened_at=None)
    assert 'name="data_from"' in office.get(edit_url).content.decode()
    ReportingPeriod.objects.filter(pk=period.pk).update(opened_at=timezone.now())

    response = office.post(edit_url, TYPED | {"name": "Tên mới", "data_from": "15/01/2020"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "không sửa được khoảng số liệu" in page
    assert 'value="Tên mới"' in page
    assert ReportingPeriod.objects.get(pk=period.pk).data_from == period.data_from


def test_the_table_of_a_period_says_what_its_numbers_are(office, period):
    assignment = AssignmentFactory(task__group__plan=period.plan)
    entry_at(EntryStatus.DRAFT, assignment=assignment, period=period)

    page = " ".join(office.get(_page(period)).content.decode().split())

    assert "“–”: đơn vị chưa gửi nên chưa có gì để thẩm tra" in page
    assert 'data-label="Trả lại">–</td>' in page
    assert 'data-label="Trả lại">0</td>' not in page
    assert [words in page for words in (">chưa lập<", ">đang soạn<")] == [True, True]
