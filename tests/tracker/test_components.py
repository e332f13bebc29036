"""The components write exactly their elements, and escape what they are given."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.utils.html import escape
from pytest_django.asserts import assertHTMLEqual

BAD = """<b>"'&"""
SAFE = escape(BAD)


def render(source, **values):
    return Template(source).render(Context(values))


# --- text


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


# --- boxes


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


# --- heads


def test_the_head_of_a_page_has_a_row_where_something_can_be_done():
    source = """{% page_head %}
      {% crumb "units:list-people" %}A {{ x }}{% endcrumb %}
      {% crumb "/b" query="?c=1&d" %}B{% endcrumb %}
      {% crumb %}{{ x }}{% endcrumb %}
      {% heading id="h" %}{{ x }}{% endheading %}
      {% lead %}{{ x }}{% endlead %}
      {% actions %}<button>Go</button>{% endactions %}
      <p>rest</p>
    {% endpage_head %}"""

    assertHTMLEqual(
        render(source, x=BAD),
        f"""<div class="page-head">
        <ol class="crumbs"><li><a href="/people/">A {SAFE}</a></li>
          <li><a href="/b?c=1&amp;d">B</a></li><li>{SAFE}</li></ol>
        <div class="page-head__row"><div class="page-head__title"><h1 id="h">{SAFE}</h1>
          <p class="page-head__sub">{SAFE}</p></div><button>Go</button></div>
        <p>rest</p></div>""",
    )


def test_the_head_of_a_page_needs_only_its_heading():
    assertHTMLEqual(
        render("{% page_head %}{% heading %}A{% endheading %}{% endpage_head %}"),
        '<div class="page-head"><h1>A</h1></div>',
    )
    assertHTMLEqual(
        render(
            '{% page_head tag="header" class="wide" %}{% crumb %}B{% endcrumb %}'
            "{% heading %}A{% endheading %}{% lead %}C{% endlead %}{% endpage_head %}"
        ),
        '<header class="page-head wide"><ul class="crumbs" role="list"><li>B</li></ul>'
        '<h1>A</h1><p class="page-head__sub">C</p></header>',
    )


def test_two_heads_of_a_page_share_nothing():
    html = render(
        "{% page_head %}{% crumb %}B{% endcrumb %}{% heading %}A{% endheading %}{% endpage_head %}"
        "{% page_head %}{% heading %}C{% endheading %}{% endpage_head %}"
    )

    assert html.count("crumbs") == 1


# --- tables


def test_a_table_scrolls_and_names_its_columns():
    source = """{% data_table x id="t" %}{% columns %}
      {% column x %}{% column "B" "num" %}{% column "C" is_hidden=True %}
    {% endcolumns %}<tbody></tbody>{% enddata_table %}"""

    assertHTMLEqual(
        render(source, x=BAD),
        f"""<div class="table-scroll"><table class="data data--stacked" id="t">
        <caption class="visually-hidden">{SAFE}</caption>
        <thead><tr><th scope="col">{SAFE}</th><th class="num" scope="col">B</th>
        <th scope="col"><span class="visually-hidden">C</span></th></tr></thead>
        <tbody></tbody></table></div>""",
    )


def test_a_table_may_do_without_caption_and_stacking():
    assert render("{% data_table is_stacked=False %}{% enddata_table %}") == (
        '<div class="table-scroll"><table class="data"></table></div>'
    )


def test_the_pager_keeps_the_filters_of_the_list(rf):
    request = rf.get("/", {"q": BAD})
    pages = Paginator(range(50), 10)

    html = render("{% pager page %}", page=pages.page(2), request=request)

    assert "Trang 2/5 · 50 mục" in html
    assert 'href="?q=%3Cb%3E%22%27%26&amp;page=1"' in html
    assert 'href="?q=%3Cb%3E%22%27%26&amp;page=3"' in html
    assert not render("{% pager page %}", page=Paginator([1], 10).page(1), request=request).strip()


# --- forms


class SmallForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label="A & B", help_text="Help")
    note = forms.CharField(label="Note", required=False)
    is_late = forms.BooleanField(label="Late", required=False)
    way = forms.ChoiceField(label="Way", choices=[("a", "A")], widget=forms.RadioSelect)

    def clean(self):
        raise forms.ValidationError(BAD)


def test_a_form_of_one_step_brings_its_token():
    source = (
        """{% post_form "/x" query="?a=1&b" confirm=x class="row" %}<button>{% endpost_form %}"""
    )

    html = render(source, x=BAD, csrf_token="T0")

    assert html == (
        f'<form class="row" method="post" action="/x?a=1&amp;b" data-confirm="{SAFE}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="T0"><button></form>'
    )
    assert "data-confirm" not in render('{% post_form "/x" %}{% endpost_form %}', csrf_token="T0")


def test_a_form_shows_errors_then_hidden_fields_then_fields():
    html = render("{% form_fields form %}", form=SmallForm({"seen": "1"}))

    assert html.index(f"<span>{SAFE}</span>") < html.index('name="seen"') < html.index("A &amp; B")
    assert '<p class="field__help" id="id_name_helptext">Help</p>' in html
    assert '<p class="field__error" id="id_name_error">' in html


def test_a_field_says_that_it_is_optional_unless_it_is_needed():
    form = SmallForm()

    assert "(không bắt buộc)" in render("{% field form.note %}", form=form)
    assert "(không bắt buộc)" not in render("{% field form.note is_needed=True %}", form=form)
    assert "(không bắt buộc)" not in render("{% field form.name %}", form=form)


def test_a_choice_is_labelled_as_what_it_is():
    form = SmallForm()

    assert "<legend>Way</legend>" in render("{% field form.way %}", form=form)
    assert '<label class="choice" for="id_is_late">' in render(
        "{% field form.is_late %}", form=form
    )


def test_the_filters_of_a_list_can_be_cleared():
    html = render('{% filters form "units:list-people" %}', form=SmallForm())

    assert '<label for="id_note">Note</label>' in html
    assert '<label class="choice"><input type="checkbox"' in html
    assert '<a class="button button--quiet" href="/people/">Bỏ lọc</a>' in html
    assert "Bỏ lọc" not in render('{% filters form label="Xem" icon="" %}', form=SmallForm())
