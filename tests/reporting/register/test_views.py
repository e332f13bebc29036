"""The page of the register and its sheet."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from plans import access
from reporting.models import Term
from reporting.register.numbering import term_for_issue
from tests.factories import TODAY, PlanFactory, person
from tests.reporting.register.scene import BODY, issued_paper
from units.models import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def plan():
    return PlanFactory()


@pytest.fixture
def office(client, plan):
    access.ensure_grants(plan=plan)
    client.force_login(person(Role.REVIEWER), backend=BACKEND)
    return client


def _get(client, **query):
    return client.get(reverse("reporting:register"), query)


def test_missing_numbers_and_the_next_one_are_told(office, plan):
    for serial in (4, 6, 8):
        issued_paper(plan=plan, serial=serial)

    page = _get(office, term=Term.objects.get().pk).content.decode()

    assert "3 văn bản, còn thiếu số 05, 07" in page
    assert "Số tiếp theo: 09-BC/HU" in page


def test_the_term_of_today_is_shown_first(office, plan):
    old = issued_paper(plan=plan, serial=4, issued_on=TODAY.replace(year=2023))
    new = issued_paper(plan=plan, serial=5, issued_on=localdate())

    assert [paper.pk for paper in _get(office).context["page"]] == [new.pk]
    assert {paper.pk for paper in _get(office, term="").context["page"]} == {old.pk, new.pk}


@pytest.mark.parametrize(
    ("query", "serials"),
    [({"q": "05-bc"}, [5]), ({"q": "Khác"}, [6]), ({"kind": "final"}, [])],
)
def test_the_register_is_filtered(office, plan, query, serials):
    issued_paper(plan=plan, serial=5)
    issued_paper(plan=plan, serial=6, title="sơ kết việc Khác")

    page = _get(office, term="", **query).context["page"]

    assert [paper.serial for paper in page] == serials


def test_papers_of_other_plans_are_not_shown_but_their_numbers_are_taken(office, plan):
    issued_paper(plan=plan, serial=5)
    issued_paper(serial=6)

    response = _get(office, term=Term.objects.get().pk)

    assert [paper.serial for paper in response.context["page"]] == [5]
    assert "Số tiếp theo: 07-BC/HU" in response.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_register_runs_the_same_queries_for_any_number_of_papers(
    office, plan, n, django_assert_num_queries
):
    for serial in range(n):
        issued_paper(plan=plan, serial=serial + 1)

    with django_assert_num_queries(12):
        _get(office, term=Term.objects.get().pk)


def test_the_sheet_has_days_as_days_and_formulas_as_text(office, plan):
    issued_paper(plan=plan, serial=5, title='=HYPERLINK("x")')

    content = office.get(reverse("reporting:download-register"), {"term": ""}).content

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[4]][:2] == ["05-BC/HU", sheet["B4"].value]
    assert sheet["B4"].value.date() == TODAY
    assert (sheet["D4"].value, sheet["D4"].data_type) == ('=HYPERLINK("x")', "s")


def test_the_office_corrects_the_days_of_a_term(office):
    term = term_for_issue(BODY, TODAY)
    address = reverse("reporting:edit-term", args=[term.pk])

    typed = {"name": "2025-2030", "first_day": "01/08/2025", "last_day": "31/07/2030"}
    wrong = office.post(address, {**typed, "last_day": "01/01/2025"})
    right = office.post(address, typed)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "01/01/2025" in wrong.content.decode()
    term.refresh_from_db()
    assert f"{term.first_day:%d/%m/%Y}" == "01/08/2025"
    assert term.saved_by is not None


def test_a_paper_of_the_body_that_succeeded_is_in_the_register_and_its_term_is_kept(office, plan):
    paper = issued_paper(plan=plan, serial=5)
    paper.term.issuing_body = "ĐẢNG ỦY XÃ THỬ"
    paper.term.save(update_fields=["issuing_body"])

    page = _get(office, term=paper.term.pk)

    assert [found.pk for found in page.context["page"]] == [paper.pk]
    assert page.context["term"] == paper.term
    address = reverse("reporting:edit-term", args=[paper.term.pk])
    assert office.get(address).status_code == 200
