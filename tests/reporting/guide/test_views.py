"""The guide is found from each screen, by words, and by those who cannot log in."""

import re

import pytest
from django.urls import reverse

from plans import access
from tests.factories import AssignmentFactory, PlanFactory, person
from units.models import Role

BACKEND = "django.contrib.auth.backends.ModelBackend"
GUIDE = reverse("reporting:guide")
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    access.ensure_grants(plan=PlanFactory())
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    return client


def _page(slug):
    return reverse("reporting:guide-page", args=[slug])


def test_each_screen_leads_to_its_own_page(office):
    for link in office.get(GUIDE).context["navigation"]:
        response = office.get(link.url)

        assert response.context["guide_url"] not in ("", GUIDE), link.label
        assert f'href="{response.context["guide_url"]}"' in response.content.decode()


def test_a_screen_without_a_page_leads_to_the_front_page(office):
    assert office.get("/nowhere/").context["guide_url"] == GUIDE
    assert office.get(_page("nowhere")).status_code == 404


def test_first_steps_of_ones_own_role_stand_first(office):
    response = office.get(GUIDE)

    assert [page.key for page in response.context["own"]] == ["office"]
    assert len(response.context["others"]) == 5


def test_search_needs_no_accents_and_names_titles_first(office):
    found = office.get(GUIDE, {"q": "tham tra"}).context["found"]

    assert found[0].page.key == "verification"
    assert "words" in [one.page.key for one in found]
    assert office.get(GUIDE, {"q": "xyzzy"}).context["found"] == []


def test_words_that_stand_together_are_found_together_with_their_sentence(office):
    answer = office.get(GUIDE, {"q": "đôn đốc"})

    found = answer.context["found"]
    assert all("đôn đốc" in f"{one.page.title} {one.sentence}".lower() for one in found)
    assert "log_in" not in [one.page.key for one in found]
    assert "Bắt đầu với vai trò của bạn" not in answer.content.decode()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.OFFICER])
def test_links_of_the_first_steps_open(client, role):
    assignment = AssignmentFactory()
    access.ensure_grants(plan=assignment.task.plan)
    client.force_login(person(role, assignment.unit), backend=BACKEND)
    steps = client.get(GUIDE).context["own"][0]
    text = client.get(steps.url).content.decode().partition("<article")[2]

    addresses = set(re.findall(r'href="(/(?!static/)[^"]+)"', text.partition("</article")[0]))

    assert len(addresses) > 6
    assert {url: client.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)


def test_pages_ask_for_no_more_than_the_bar(office, django_assert_num_queries):
    office.get(_page("filing"))

    for url in (GUIDE, _page("filing"), GUIDE + "?q=ky"):
        with django_assert_num_queries(3):
            office.get(url)


def test_a_stranger_reads_about_the_first_log_in_only(client):
    person(Role.OFFICER)  # without people the log-in page leads to the set-up
    text = client.get(reverse("reporting:log-in-guide")).content.decode()

    assert client.get(GUIDE).status_code == 302
    assert "Đăng nhập lần đầu" in text
    assert reverse("reporting:guide-page", args=["account"]) not in text
    assert reverse("reporting:log-in-guide") in client.get(reverse("units:log-in")).content.decode()


def test_whoever_must_set_a_password_may_read_how(client):
    newcomer = person(Role.OFFICER)
    newcomer.must_change_password = True
    newcomer.save()
    client.force_login(newcomer, backend=BACKEND)

    assert client.get(reverse("reporting:log-in-guide")).status_code == 200
    assert client.get(GUIDE).status_code == 302
