"""Views that set up indicators."""

import pytest
from django.urls import reverse

from plans import access
from plans.models import Indicator
from tests.factories import (
    IndicatorFactory,
    LegalDocumentFactory,
    TaskFactory,
    ValueIndicatorFactory,
    person,
)
from units.models import Role

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Hồ sơ đúng hạn",
    "kind": "ratio",
    "unit_of_measure": "%",
    "numerator_label": "hồ sơ đúng hạn",
    "denominator_label": "hồ sơ đã giải quyết",
    "direction": "up",
    "aggregation": "sum",
    "baseline": "",
    "target": "98,5%",
}


@pytest.fixture
def task():
    task = TaskFactory(suggested_figures="% hồ sơ đúng hạn")
    access.ensure_grants(plan=task.plan)
    return task


@pytest.fixture
def office(client, task):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_clerk_adds_an_indicator_with_its_target_and_finds_it_in_the_list(office, task):
    letter = LegalDocumentFactory(number="77-CV/VPHU")

    response = office.post(
        reverse("plans:add-indicator", args=[task.pk]), {**TYPED, "target_document": letter.pk}
    )

    page = office.get(response.url).content.decode()
    for words in (
        "98,5 %",
        "77-CV/VPHU",
        "hồ sơ đúng hạn / hồ sơ đã giải quyết",
        "Chưa có số liệu",
    ):
        assert words in page
    assert Indicator.objects.get().events.get().note == "mục tiêu 98,5 %"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"target": "98.5"}, "Phần lẻ ghi sau dấu phẩy"),
        ({}, "Mục tiêu phải kèm văn bản giao mục tiêu đó."),
        ({"target": "", "denominator_label": ""}, "cần nêu rõ tử số và mẫu số"),
    ],
)
def test_errors_are_shown_beside_the_field_and_input_is_kept(office, task, changes, words):
    response = office.post(reverse("plans:add-indicator", args=[task.pk]), {**TYPED, **changes})

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'value="hồ sơ đúng hạn"' in page
    assert not Indicator.objects.exists()


def test_the_form_shows_stored_numbers_the_way_they_are_typed(office, task):
    indicator = IndicatorFactory(task=task, baseline="1234.5")

    page = office.get(reverse("plans:edit-indicator", args=[indicator.pk])).content.decode()

    assert 'value="1.234,5"' in page


def test_a_change_and_its_history_are_on_the_list(office, task):
    indicator = ValueIndicatorFactory(task=task, name="Số cuộc")
    typed = {"kind": "value", "unit_of_measure": "cuộc", "direction": "up", "aggregation": "sum"}

    office.post(
        reverse("plans:edit-indicator", args=[indicator.pk]), {**typed, "name": "Số cuộc kiểm tra"}
    )

    page = office.get(reverse("plans:list-indicators", args=[task.pk])).content.decode()
    assert "tên chỉ tiêu: Số cuộc → Số cuộc kiểm tra" in page


def test_retiring_and_reviving_is_one_click_each(office, task):
    indicator = IndicatorFactory(task=task)

    office.post(reverse("plans:retire-indicator", args=[indicator.pk]))
    page = office.get(reverse("plans:list-indicators", args=[task.pk])).content.decode()

    assert "Thôi theo dõi" in page
    assert "Theo dõi lại" in page
    office.post(reverse("plans:revive-indicator", args=[indicator.pk]))
    indicator.refresh_from_db()
    assert not indicator.is_retired


def test_a_second_click_is_refused_and_changes_nothing(office, task):
    indicator = IndicatorFactory(task=task, is_retired=True)

    response = office.post(reverse("plans:retire-indicator", args=[indicator.pk]), follow=True)

    assert "đã ở tình trạng đó" in response.content.decode()


def test_an_empty_list_suggests_the_next_step(office, task):
    page = office.get(reverse("plans:list-indicators", args=[task.pk])).content.decode()

    assert "Nhiệm vụ chưa có chỉ tiêu" in page
    assert "% hồ sơ đúng hạn" in page


def test_the_task_page_leads_to_the_indicators(office, task):
    page = office.get(reverse("reporting:task", args=[task.pk])).content.decode()

    assert reverse("plans:list-indicators", args=[task.pk]) in page


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number(office, task, n, django_assert_num_queries):
    for letter in LegalDocumentFactory.create_batch(n):
        IndicatorFactory(task=task, target=9, target_document=letter)

    with django_assert_num_queries(6):
        page = office.get(reverse("plans:list-indicators", args=[task.pk]))

    assert page.content.count(b'scope="row"') == n


def test_a_clerk_says_how_periods_are_aggregated_and_the_history_keeps_it(office, task):
    indicator = ValueIndicatorFactory(task=task, name="Hộ nghèo", unit_of_measure="hộ")
    typed = {"name": "Hộ nghèo", "kind": "value", "unit_of_measure": "hộ", "direction": "down"}

    response = office.post(
        reverse("plans:edit-indicator", args=[indicator.pk]), {**typed, "aggregation": "last"}
    )

    page = office.get(response.url).content.decode()
    assert "Nhiều kỳ: lấy số của kỳ cuối" in page
    assert "gộp nhiều kỳ: Cộng các kỳ → Lấy số của kỳ cuối" in page
