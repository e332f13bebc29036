"""One log-in for several units, as a Party committee of a commune and its government."""

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import access
from tests.factories import AssignmentFactory, ReportingPeriodFactory, UnitFactory, person
from units import roles
from units.models import Membership, Role, Unit

pytestmark = pytest.mark.django_db
HOME, LIST = reverse("reporting:home"), reverse("reporting:list-submissions")


@pytest.fixture
def desks(client):
    """The client of a person with two desks, both units, and the period that both owe."""
    party = UnitFactory(name="Đảng ủy xã Thử", short_name="ĐU Thử")
    government = UnitFactory(name="UBND xã Thử", short_name="UB Thử")
    first = AssignmentFactory(unit=party)
    AssignmentFactory(unit=government, task__group__plan=first.task.plan)
    access.ensure_grants(plan=first.task.plan)
    today = timezone.localdate()
    period = ReportingPeriodFactory(
        plan=first.task.plan, data_from=today, data_to=today, due_on=today, opened_at=timezone.now()
    )
    user = person(Role.OFFICER, party)
    Membership.objects.create(user=user, unit=government, role=Role.OFFICER, first_day=today)
    roles.apply_memberships(on=today)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client, party, government, period


def words_of(response):
    return " ".join(response.content.decode().split())


def test_both_desks_are_on_the_first_page_and_one_can_be_chosen(desks):
    client, party, government, _ = desks

    both = client.get(HOME).context["home"].officer
    one = client.get(HOME, {"unit": party.pk})

    assert [row.unit for row in both.submissions] == [party, government]
    assert [row.unit for row in one.context["home"].officer.submissions] == [party]
    assert "Đang làm việc cho</span> ĐU Thử" in words_of(one)
    assert f"{HOME}?unit={government.pk}" in words_of(one)
    assert [row.unit for row in client.get(LIST, {"unit": party.pk}).context["rows"]] == [party]


def test_a_report_leads_to_that_of_the_other_unit_for_the_same_period(desks):
    client, party, government, period = desks
    begin = reverse("reporting:start-submission", args=[period.pk, government.pk])

    report = client.post(
        reverse("reporting:start-submission", args=[period.pk, party.pk]), follow=True
    )
    assert "Đang làm việc cho</span> ĐU Thử" in words_of(report)
    assert begin in words_of(report)
    other = client.post(begin, follow=True)

    assert "Đang làm việc cho</span> UB Thử" in words_of(other)
    assert report.request["PATH_INFO"] in words_of(other)
    assert [unit.submissions.count() for unit in (party, government)] == [1, 1]


def test_somebody_elses_unit_is_no_desk(desks):
    client, *_ = desks
    foreign = UnitFactory()

    response = client.get(HOME, {"unit": foreign.pk})

    assert len(response.context["home"].officer.units) == 2
    assert foreign.name not in words_of(response)


def test_the_bar_reads_the_names_of_the_desks_in_the_order_of_the_list(
    desks, django_assert_num_queries
):
    client, party, government, _ = desks
    Unit.objects.filter(pk=government.pk).update(position=party.position - 1)
    url = reverse("reporting:unit", args=[party.pk])
    client.get(url)

    with django_assert_num_queries(11):
        page = client.get(url)

    assert [desk.short_name for desk in page.context["desks"]] == ["UB Thử", "ĐU Thử"]
