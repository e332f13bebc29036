"""The grid at 400 units: pages of columns, counts of all of them."""

import gzip

import pytest
from django.urls import reverse

from plans.grid import MAX_COLUMNS
from tests.factories import AssignmentFactory, TaskFactory, person
from tests.many_units import MAX_BYTES, lead, units_of
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """52 tasks × 400 units with 399 proposals for the last task."""
    first = AssignmentFactory(state="proposed", task__is_fan_out=True, unit__bloc=Bloc.PARTY)
    tasks = TaskFactory.create_batch(51, group=first.task.group, is_fan_out=True)
    lead(tasks[-1:], units_of(Bloc.GOVERNMENT, count=399), state="proposed")
    return first.task.plan


@pytest.fixture
def grid(client, plan):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")

    def get(**query):
        return client.get(reverse("plans:assignment-grid", args=[plan.pk]), query)

    return get


def test_columns_have_pages_and_counts_include_all_units(grid):
    first, last = grid(), grid(page="6")

    for page in (first, last):
        text = page.content.decode()
        assert "401 đơn vị, mỗi trang 70 cột" in text
        assert "Xác nhận 400 đề xuất" in text
        assert "399 đơn vị chủ trì phần của mình" in text
    assert first.content.decode().count("<td data-unit=") == 52 * MAX_COLUMNS
    assert last.content.decode().count("<td data-unit=") == 52 * (401 - 5 * MAX_COLUMNS)


def test_one_bloc_has_its_own_columns(grid):
    text = grid(bloc=Bloc.PARTY).content.decode()

    assert "mỗi trang" not in text
    assert "X. Số 5" not in text


def test_the_page_of_a_grid_stays_light(grid):
    assert len(gzip.compress(grid().content)) < MAX_BYTES


def test_the_page_of_a_task_lists_its_units_in_pages_and_confirms_all(client, plan, grid):
    task = plan.tasks.in_plan_order().last()

    text = client.get(reverse("plans:edit-assignments", args=[task.pk])).content.decode()

    assert "Trang 1/8 · 399 mục" in text
    assert "Xác nhận 399 đề xuất của nhiệm vụ" in text
    assert len(gzip.compress(text.encode())) < MAX_BYTES
