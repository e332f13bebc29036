"""The page of a task that 400 units lead: pages, blocs, and few names beside them."""

import gzip

import pytest
from django.urls import reverse

from tests.factories import AssignmentFactory, person
from tests.many_units import MAX_BYTES, lead, units_of
from units.models import Bloc, Role, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def task():
    """One unit in the Party bloc and 399 of the government lead a part each."""
    first = AssignmentFactory(task__is_fan_out=True, is_own_part=True, unit__bloc=Bloc.PARTY)
    lead([first.task], units_of(Bloc.GOVERNMENT, count=399))
    return first.task


@pytest.fixture
def get(client, task):
    client.force_login(person(Role.LEADER), backend="django.contrib.auth.backends.ModelBackend")

    def get(**query):
        return client.get(reverse("reporting:task", args=[task.pk]), query)

    return get


def test_results_have_pages(get):
    first, last = get(), get(page="8")

    assert len(first.context["detail"].rows) == len(last.context["detail"].rows) == 50
    assert "Trang 1/8 · 400 mục" in first.content.decode()
    assert "?page=2#results" in first.content.decode()
    assert "0/400 đơn vị hoàn thành" in last.content.decode()


def test_a_bloc_is_shown_alone_and_an_unknown_one_as_all(get):
    party, unknown = get(bloc="party").context["detail"], get(bloc="sea").context["detail"]

    assert [Unit.objects.get(pk=row.unit_id).bloc_id for row in party.rows] == [Bloc.PARTY]
    assert party.blocs == [("party", "Khối Đảng", 1), ("government", "Khối chính quyền", 399)]
    assert (unknown.bloc, unknown.page.paginator.count) == ("", 400)


def test_the_side_names_few_units_and_counts_the_others(get):
    assert "và 380 đơn vị khác" in get().content.decode()


def test_the_page_stays_light(get):
    assert len(gzip.compress(get().content)) < MAX_BYTES
