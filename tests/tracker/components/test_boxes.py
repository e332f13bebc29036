"""Alerts, cards, disclosures, tiles, facts and empty states."""

from decimal import Decimal

from pytest_django.asserts import assertHTMLEqual

from tests.tracker.components import BAD, SAFE, render


def test_an_alert_takes_icon_and_role_from_its_kind():
    assertHTMLEqual(
        render('{% alert "error" %} {{ x }} {% endalert %}', x=BAD),
        render(
            '<p class="alert alert--error" role="alert">{% icon "circle-alert" %}'
            "<span>{{ x }}</span></p>",
            x=BAD,
        ),
    )
    assertHTMLEqual(
        render("{% alert %}x{% endalert %}"),
        render('<p class="alert">{% icon "info" %}<span>x</span></p>'),
    )


def test_an_alert_may_hold_paragraphs_and_have_other_attributes():
    assertHTMLEqual(
        render(
            '{% alert "error" "users" is_block=True role="" id=x class="wide" %}'
            "<p>x</p>{% endalert %}",
            x=BAD,
        ),
        render(
            '<div class="alert alert--error wide" id="{{ x }}">{% icon "users" %}'
            "<div><p>x</p></div></div>",
            x=BAD,
        ),
    )


def test_a_card_has_a_heading_that_may_name_it():
    assert render("{% card x %}{{ x }}{% endcard %}", x=BAD) == (
        f'<section class="card"><h2>{SAFE}</h2>{SAFE}</section>'
    )
    assert render('{% card "A" title_id="a" class="stack" id="b" %}x{% endcard %}') == (
        '<section class="card stack" aria-labelledby="a" id="b"><h2 id="a">A</h2>x</section>'
    )
    assert render("{% card %}x{% endcard %}") == '<section class="card">x</section>'


def test_a_disclosure_is_open_where_its_value_is_true():
    source = '{% disclosure x class="card" open=errors %}y{% enddisclosure %}'

    assert render(source, x=BAD) == (f'<details class="card"><summary>{SAFE}</summary>y</details>')
    assert '<details class="card" open>' in render(source, errors={"a": 1})


def test_a_tile_is_a_link_where_it_has_an_address():
    source = "{% tile 0 kind url=url %} {{ x }} {% endtile %}"

    assert render(source, x=BAD, url="/?a=1&b=2", kind="done") == (
        '<a class="tile tile--done" href="/?a=1&amp;b=2"><span class="tile__figure">0</span>'
        f'<span class="tile__label">{SAFE}</span></a>'
    )
    assert render(source).startswith('<div class="tile"><span')


def test_a_figure_is_written_as_in_a_template():
    for figure in (1234, Decimal("1234.50"), "1.234"):
        html = render("{% tile figure %}x{% endtile %}{{ figure }}", figure=figure)

        assert html.count(f">{html.rpartition('>')[2]}<") == 1


def test_a_fact_has_no_line_breaks_around_its_text():
    assert render('{% fact x class="text" %}\n  {{ x }}\n{% endfact %}', x=BAD) == (
        f'<dt>{SAFE}</dt><dd class="text">{SAFE}</dd>'
    )


def test_an_empty_state_says_why_and_offers_a_step():
    picture = render('{% icon "users" 32 %}')

    assertHTMLEqual(
        render('{% empty_state "users" x url="/a" action=x %} {{ x }} {% endempty_state %}', x=BAD),
        f'<div class="empty">{picture}<h2>{SAFE}</h2><p>{SAFE}</p>'
        f'<a class="button button--primary" href="/a">{SAFE}</a></div>',
    )


def test_an_empty_state_needs_neither_text_nor_step():
    html = render('{% empty_state "users" "A" heading="h1" %}\n{% endempty_state %}')

    assert html.endswith("</svg><h1>A</h1></div>")
