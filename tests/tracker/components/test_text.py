"""Sentences over several lines, attributes, moments and badges."""

from datetime import UTC, datetime

import pytest
from django.template import Template, TemplateSyntaxError

from tests.tracker.components import BAD, SAFE, render


def test_a_line_break_beside_a_tag_adds_no_space():
    source = """
        {% inline %}
          due {{ day }}
          {% if late %}, late{% endif %}
          {% if note %} ({{ note }}){% endif %}
        {% endinline %}"""

    assert render(source, day="1/2", late=True, note="x").strip() == "due 1/2, late (x)"
    assert render(source, day="1/2").strip() == "due 1/2"


def test_other_line_breaks_of_a_sentence_become_one_space():
    source = """{% inline %}
      one
      two {{ x }}
      three
      {{ x }}
    {% endinline %}"""

    assert render(source, x="X") == "one two X three X"


def test_a_sentence_keeps_the_line_breaks_of_its_values():
    assert render("{% inline %}\n  {{ x }}\n{% endinline %}", x="a\n  b\n") == "a\n  b\n"


def test_a_sentence_may_hold_loops_and_sentences_go_on_after_it():
    source = """{% inline %}
      {% for x in xs %}
        {{ x }}{% if not forloop.last %}, {% endif %}
      {% endfor %}
    {% endinline %}
    {% if xs %}
      after
    {% endif %}"""

    assert render(source, xs="ab") == "a, b\n    \n      after\n    "


def test_a_sentence_is_kept_under_a_name_and_escaped_once():
    source = """{% inline as question %}
      End {{ x }}?
    {% endinline %}<i title="{{ question }}">{{ question }}</i>"""

    assert render(source, x=BAD) == f'<i title="End {SAFE}?">End {SAFE}?</i>'


@pytest.mark.parametrize("source", ["{% inline x %}", "{% inline as %}", "{% inline %}"])
def test_a_malformed_sentence_is_refused(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


def test_attributes_appear_with_their_condition():
    source = "<a {% attrs open=a hidden=b aria_current=a|yesno:'page,' data_x=c value=d %}>"

    assert render(source, a=[1], b=[], c=BAD, d="") == (
        f'<a open aria-current="page" data-x="{SAFE}">'
    )
    assert render(source) == "<a >"


def test_a_moment_is_local_and_names_who_did_it():
    at = datetime(2024, 3, 18, 23, 5, tzinfo=UTC)

    assert render("{% moment at %}", at=at) == (
        '<time datetime="2024-03-19T06:05:00+07:00">06:05, 19/03/2024</time>'
    )
    assert f"19/03/2024 · {SAFE}</time>" in render("{% moment at by %}", at=at, by=BAD)
    assert '<time class="muted" datetime' in render('{% moment at class="muted" %}', at=at)


def test_a_badge_shows_icon_word_and_colour():
    html = render('{% badge kind "clock" %} {{ x }} {% endbadge %}', kind=BAD, x=BAD)

    assert html.startswith(f'<span class="status status--{SAFE}"><svg')
    assert html.endswith(f"</svg> {SAFE}</span>")
