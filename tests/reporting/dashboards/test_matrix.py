"""The matrix of many units: by bloc, in pages of one bloc, of a weight that a slow line bears."""

import gzip

import pytest
from django.urls import reverse

from reporting.dashboards.matrix import MAX_UNITS
from tests.factories import AssignmentFactory, PlanFactory, TaskFactory, TaskGroupFactory, person
from tests.many_units import MAX_BYTES, lead, units_of
from units.models import Bloc, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    """Seven groups of one task each, all led by each of 400 units in two blocs."""
    plan = PlanFactory()
    groups = TaskGroupFactory.create_batch(7, plan=plan)
    tasks = [TaskFactory(group=group, is_fan_out=True) for group in groups]
    lead(tasks, units_of(Bloc.PARTY, count=50))
    lead(tasks, units_of(Bloc.GOVERNMENT, count=349))
    # Grants access to the plan, as every confirmed assignment does
    AssignmentFactory(task=tasks[0], is_own_part=True, unit__bloc=Bloc.PARTY)
    return plan


@pytest.fixture
def matrix(client, plan):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    def get(**query):
        return client.get(reverse("reporting:dashboard-matrix", args=[plan.pk]), query)

    return get


def test_many_units_are_shown_by_bloc_with_a_link_to_each(matrix):
    page = matrix(as_of="01/04/2026")

    text = page.content.decode()
    assert "Có 400 đơn vị nên bảng tính theo khối." in text
    assert "Khối Đảng (51 đơn vị)" in text
    assert "?as_of=01%2F04%2F2026&amp;bloc=party" in text
    assert [line.num_units for line in page.context["matrix"].blocs] == [51, 349]


def test_the_sums_of_blocs_are_those_of_their_units(matrix):
    whole, party = matrix().content.decode(), matrix(bloc="party").content.decode()

    assert "Khối Đảng: hoàn thành 0 trên 351, quá hạn 0" in whole
    assert "toàn bộ: hoàn thành 0 trên 351, quá hạn 0" in party
    assert party.count('<tr><th scope="row">') == 51 + 1


def test_a_bloc_of_many_units_has_pages_and_one_sum(matrix):
    first, last = matrix(bloc="government"), matrix(bloc="government", page="5")

    assert first.content.decode().count('<tr><th scope="row">') == MAX_UNITS + 1
    assert last.content.decode().count('<tr><th scope="row">') == 349 - 4 * MAX_UNITS + 1
    for page in (first, last):
        assert "Cộng 349 đơn vị" in page.content.decode()
        assert "toàn bộ: hoàn thành 0 trên 2443, quá hạn 0" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("reporting:dashboard", {}),
        ("reporting:dashboard-matrix", {}),
        ("reporting:dashboard-matrix", {"bloc": "government"}),
        ("reporting:dashboard-punctuality", {}),
        ("reporting:indicator-totals", {}),
        ("reporting:list-assignments", {}),
        ("reporting:plan", {}),
        ("reporting:home", {}),
    ],
)
def test_no_page_of_400_units_is_heavy(client, plan, name, query):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse(name, args=[] if name == "reporting:home" else [plan.pk])

    content = client.get(url, query).content

    assert len(gzip.compress(content)) < MAX_BYTES
