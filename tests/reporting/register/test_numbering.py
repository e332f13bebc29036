"""Numbers by term: the next one, the missing ones, and terms."""

import importlib
from datetime import date, timedelta

import pytest
from django.apps import apps as django_apps

from reporting.models import Term
from reporting.register import frozen, numbering
from reporting.register.terms import save_term
from tests.factories import NOON, TODAY, UserFactory
from tests.reporting.register.scene import BODY, issued_paper
from tracker.lib.refusal import Refused

pytestmark = pytest.mark.django_db


def _term(first, last, name="2025-2030"):
    return Term(issuing_body=BODY, name=name, first_day=first, last_day=last)


@pytest.mark.parametrize(
    ("typed", "printed"), [("5", "05-BC/HU"), ("125", "125-BC/HU"), ("125-BC/VPHU", "125-BC/VPHU")]
)
def test_a_short_number_is_completed(typed, printed):
    assert str(numbering.read_number(typed, symbol="HU")) == printed


@pytest.mark.parametrize("typed", ["năm", "0", "5-QĐ/HU", "٥", ""])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(Refused):
        numbering.read_number(typed, symbol="HU")


@pytest.mark.parametrize(
    ("serials", "words"),
    [([], ""), ([4], ""), ([4, 5], ""), ([4, 6, 8], "05, 07"), ([4, 9, 11], "05–08, 10")],
)
def test_missing_numbers_are_told_from_the_lowest(serials, words):
    assert numbering.words_of(numbering.missing(serials)) == words


def test_the_next_number_follows_the_highest_of_its_series():
    for serial in (4, 8):
        issued_paper(serial=serial)
    issued_paper(serial=20, series="BC/VPHU")
    term = Term.objects.get()

    serials = numbering.serials_on(term.issuing_body, term.last_day, "BC/HU")
    after = term.last_day + timedelta(days=1)
    assert numbering.next_serial(serials) == 9
    assert numbering.words_of(numbering.missing(serials)) == "05–07"
    assert numbering.next_serial(numbering.serials_on(term.issuing_body, after, "BC/HU")) == 1


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 6, 30), "2020-2025"),
        (date(2025, 7, 1), "2025-2030"),
        (date(2029, 12, 31), "2025-2030"),
    ],
)
def test_a_body_without_terms_gets_the_usual_one(day, name):
    assert numbering.term_for_issue(BODY, day).name == name
    assert numbering.term_for_issue(BODY, day) == Term.objects.get()


def test_an_added_term_ends_before_the_next_one_begins():
    _term(date(2026, 5, 1), date(2031, 4, 30), "2026-2031").save()
    _term(date(2020, 8, 1), date(2025, 8, 31), "2020-2025").save()

    added = numbering.term_for_issue(BODY, TODAY)

    assert (added.first_day, added.last_day) == (date(2025, 9, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (_term(date(2026, 1, 1), date(2025, 1, 1)), "sau ngày đầu"),
        (_term(date(2031, 1, 1), date(2032, 1, 1), "Tối mật"), "bí mật"),
        (_term(date(2025, 1, 1), date(2026, 1, 1)), "đã có nhiệm kỳ 2025-2030"),
        (_term(date(2030, 6, 30), date(2035, 1, 1), "2030-2035"), "Trùng ngày"),
    ],
)
def test_a_term_that_contradicts_another_is_refused(term, words):
    _term(date(2025, 7, 1), date(2030, 6, 30)).save()

    with pytest.raises(Refused, match=words):
        save_term(term=term, by=UserFactory(), at=NOON)


def test_a_term_keeps_the_days_of_its_papers():
    term = issued_paper(serial=5).term
    term.first_day = date(2026, 4, 1)

    with pytest.raises(Refused, match="Văn bản số 05-BC/HU ban hành ngày 16/03/2026"):
        save_term(term=term, by=UserFactory(), at=NOON)


def test_papers_issued_before_are_numbered_by_term():
    """Two papers had the same number on different days, which was allowed."""
    papers = [issued_paper(serial=5, issued_on=date(2026, month, 1)) for month in (3, 1, 2)]
    papers += [issued_paper(serial=5, issued_on=date(2024, 1, 1)), issued_paper(serial=7)]
    frozen.uninstall()
    type(papers[0]).objects.update(term=None, series="", serial=None)
    Term.objects.all().delete()
    migration = importlib.import_module("reporting.migrations.0032_numbers_by_term")

    migration.give_terms(django_apps, None)

    for paper in papers:
        paper.refresh_from_db()
    assert [paper.term.name for paper in papers] == [
        *["2025-2030"] * 3,
        "2020-2025",
        "2025-2030",
    ]
    assert [paper.serial for paper in papers] == [None, 5, None, 5, 7]
    assert {paper.series for paper in papers} == {"BC/HU"}
