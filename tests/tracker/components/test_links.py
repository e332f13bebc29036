"""Addresses of pages in templates."""

import pytest
from django.urls import NoReverseMatch, reverse

from tests.tracker.components import render
from tracker.lib.addresses import address_of

TASK = "reporting:task"


def test_an_address_is_that_of_django():
    wanted = reverse(TASK, args=[7])

    assert render('{% url "reporting:task" pk %}', pk=7) == wanted
    assert render('{% url "reporting:task" pk %}', pk="7") == wanted
    assert render('{% url "reporting:task" pk=pk %}', pk=7) == wanted
    assert render('{% url "reporting:task" pk as a %}[{{ a }}?b&c]', pk=7) == f"[{wanted}?b&c]"


def test_two_rows_have_two_addresses_however_often_they_are_asked_for():
    assert [address_of(TASK, pk) for pk in (1, 2, 1)] == ["/tasks/1/", "/tasks/2/", "/tasks/1/"]


def test_an_address_is_escaped_once_where_it_is_joined_with_a_query():
    assert render("{{ url }}", url=f"{address_of(TASK, 1)}?a&b") == "/tasks/1/?a&amp;b"


def test_a_page_that_is_not_there_is_named_unless_a_template_asks_for_it():
    with pytest.raises(NoReverseMatch):
        render('{% url "reporting:no-such-page" 1 %}')
    assert render('{% url "reporting:no-such-page" 1 as a %}[{{ a }}]') == "[]"
