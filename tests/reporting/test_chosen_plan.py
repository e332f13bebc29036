"""The plan of the bar: the one a page is about, then the one last stood in, then a sensible one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import access
from plans.models import PlanStatus
from tests.factories import AssignmentFactory, PlanFactory, ReportingPeriodFactory, person
from units.models import Role

pytestmark = pytest.mark.django_db
HOME = reverse("reporting:home")
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def plans():
    """Three running plans; the open period of the second is due first."""
    found = [AssignmentFactory().task.plan for _ in range(3)]
    for plan, days in zip(found[:2], (20, 5), strict=True):
        due_on = timezone.localdate() + timedelta(days=days)
        ReportingPeriodFactory(plan=plan, due_on=due_on, opened_at=timezone.now())
    return found


@pytest.fixture
def office(client, plans):
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    return client


def _chosen(client, url=HOME):
    return client.get(url).context["chosen_plan"].pk


def _set(plan, status):
    plan.status = status
    plan.save(update_fields=["status"])


def test_the_bar_leads_into_the_plan_whose_period_is_due_first(office, plans):
    response = office.get(HOME)

    assert response.context["chosen_plan"].title == plans[1].short_title
    board = reverse("reporting:dashboard", args=[plans[1].pk])
    assert board in [link.url for link in response.context["navigation"]]


@pytest.mark.parametrize("place", ["plan", "task", "period"])
def test_the_plan_one_stands_in_stays_chosen_elsewhere(office, plans, place):
    plan = plans[0]
    row = {"plan": plan, "task": plan.tasks.get(), "period": plan.periods.get()}[place]

    here = _chosen(office, reverse(f"reporting:{place}", args=[row.pk]))

    assert here == _chosen(office) == plan.pk


def test_a_page_about_another_plan_shows_that_one_whatever_was_chosen(office, plans):
    office.get(reverse("reporting:plan", args=[plans[0].pk]))

    assert _chosen(office, reverse("reporting:plan", args=[plans[2].pk])) == plans[2].pk


def test_a_chosen_plan_that_is_closed_gives_way_to_a_running_one(office, plans):
    office.get(reverse("reporting:plan", args=[plans[0].pk]))
    _set(plans[0], PlanStatus.CLOSED)

    assert _chosen(office) == plans[1].pk
    assert _chosen(office, reverse("reporting:plan", args=[plans[0].pk])) == plans[0].pk


@pytest.mark.parametrize("left", ["", "7", "x.y", "{user}.999999", "{other}.{plan}", "{user}.1e3"])
def test_a_cookie_that_names_no_plan_of_this_person_chooses_nothing(office, plans, left):
    user = int(office.session["_auth_user_id"])
    office.cookies["plan"] = left.format(user=user, other=user + 1, plan=plans[0].pk)

    assert _chosen(office) == plans[1].pk


def test_another_person_at_the_same_browser_begins_anew(office, plans):
    office.get(reverse("reporting:plan", args=[plans[0].pk]))
    office.force_login(person(Role.LEADER), backend=BACKEND)

    assert _chosen(office) == plans[1].pk


def test_whoever_reads_one_plan_has_nothing_to_choose(client, plans):
    unit = plans[0].tasks.get().assignments.get().unit
    client.force_login(person(Role.OFFICER, unit), backend=BACKEND)

    response = client.get(HOME)

    assert not response.context["chosen_plan"]
    assert reverse("reporting:plan", args=[plans[0].pk]) in response.content.decode()
    assert "menu--plan" not in response.content.decode()


def test_a_draft_is_for_those_who_edit_it(plans):
    draft = PlanFactory(status=PlanStatus.DRAFT)
    access.ensure_grants(plan=draft)
    reviewer, leader = person(Role.REVIEWER), person(Role.LEADER)

    assert draft.pk in access.permissions_by_plan(reviewer)
    assert draft.pk not in access.permissions_by_plan(leader)

    _set(draft, PlanStatus.ACTIVE)
    access.ensure_grants(plan=draft)

    assert draft.pk in access.permissions_by_plan(person(Role.LEADER))


def test_the_chooser_finds_plans_by_their_words(office, plans, django_assert_num_queries):
    url = reverse("reporting:choose-plan")
    office.get(url)

    with django_assert_num_queries(4):
        content = office.get(url).content.decode()
    found = office.get(url, {"q": plans[2].number.lower()}).content.decode()

    assert [plan.short_title in content for plan in plans] == [True] * 3
    assert [plan.short_title in found for plan in plans] == [False, False, True]
    assert "Không có kế hoạch nào khớp" in office.get(url, {"q": "zzz"}).content.decode()
