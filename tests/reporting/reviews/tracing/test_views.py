"""The page of a figure lists the rows that it counts."""

import re
from html import unescape

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from plans.models import Plan
from reporting.models import EntryStatus, Review, ReviewKind
from reporting.reviews.composing import compose
from reporting.reviews.tracing.tracing import Tracer
from tests.factories import AssignmentFactory, TaskFactory, entry_at, person
from tests.reporting.reviews.scene import SOLO_RESULT, compiled, plan_at_work, request_review
from tests.reporting.reviews.tracing.scene import places_in
from units.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_printing")]
DONE = "figures.totals.done"


@pytest.fixture
def work():
    # Django caches content types; the number of queries must not depend on other tests
    ContentType.objects.get_for_model(Plan)
    return plan_at_work()


@pytest.fixture
def draft(work):
    return compiled(request_review(work))


@pytest.fixture
def office(client):
    client.force_login(person(Role.REVIEWER), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _get(client, draft, place):
    return client.get(reverse("reporting:trace-figure", args=[draft.pk, place]))


def _rows(page):
    return re.findall(r'<th scope="row"><a href="([^"]+)">', page.content.decode())


@pytest.mark.parametrize("kind", ReviewKind)
def test_every_figure_opens_as_many_rows_as_it_counts(work, kind):
    draft = compiled(request_review(work, kind=kind))
    places = places_in(compose(draft).document)

    assert len(places) > 40
    tracer = Tracer(draft, draft.snapshot)
    for place in places:
        figure = tracer.trace(place)
        assert figure is not None, place
        assert figure.agrees, place
        if isinstance(figure.frozen, int) and "difference" not in place:
            assert len(figure.traced.rows) == figure.frozen, place


def test_the_page_names_the_figure_and_its_rows(office, draft):
    page = _get(office, draft, DONE)

    assert "Phần việc đã hoàn thành: 2" in page.content.decode()
    assert len(_rows(page)) == 2
    assert "nay được" not in page.content.decode()


def test_accepted_results_open_the_results_themselves(office, draft):
    page = _get(office, draft, "topics.0.results")

    addresses = _rows(page)
    assert len(addresses) == 2
    assert SOLO_RESULT in unescape(office.get(addresses[0]).content.decode())


def test_what_was_recorded_later_for_those_days_is_told(office, draft):
    Review.objects.filter(pk=draft.pk).update(
        snapshot=draft.snapshot | {"figures": draft.snapshot["figures"] | {"totals": {"done": 1}}}
    )

    page = _get(office, draft, DONE).content.decode()

    assert "Phần việc đã hoàn thành: 1" in page
    assert "nay được 2" in page


def test_a_figure_of_zero_says_that_there_is_nothing(office, draft):
    assert "Không có mục nào" in _get(office, draft, "figures.totals.done_late").content.decode()


@pytest.mark.parametrize(
    "place",
    [
        "plan.number",
        "figures",
        "figures.by_group",
        "figures.by_group.0.code",
        "figures.by_group.9.cells.done",
        "figures.matrix.0.unit",
        "groups.0.tasks.0.id",
        "topics",
        "topics.0.tasks",
        "topics.0.units.done.names",
        "documents.0.entries",
        "contributions",
        "-1",
    ],
)
def test_what_is_no_figure_has_no_page(office, draft, place):
    assert _get(office, draft, place).status_code == 404


def test_figures_of_an_earlier_form_have_no_page(office, draft):
    Review.objects.filter(pk=draft.pk).update(snapshot=draft.snapshot | {"schema": 0})

    assert _get(office, draft, DONE).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize(
    ("place", "queries"),
    [
        (DONE, 8),
        ("topics.0.results", 12),
        ("topics.0.documents", 9),
        ("figures.filings.0.on_time", 10),
    ],
)
def test_a_figure_takes_the_same_queries_for_any_number_of_rows(
    office, work, n, place, queries, django_assert_num_queries
):
    for number in range(n):
        task = TaskFactory(group=work.plan.groups.first(), code=f"1.{number + 5}")
        assignment = AssignmentFactory(task=task)
        entry_at(EntryStatus.ACCEPTED, period=work.period, assignment=assignment)
    draft = compiled(request_review(work))

    with django_assert_num_queries(queries):
        assert _get(office, draft, place).status_code == 200
