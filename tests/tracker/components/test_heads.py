"""Heads of pages."""

from django.template import Template
from pytest_django.asserts import assertHTMLEqual

from tests.tracker.components import BAD, SAFE, render


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


def test_a_crumb_may_say_that_it_is_the_page():
    assertHTMLEqual(
        render("{% page_head %}{% crumb is_current=True %}A{% endcrumb %}{% endpage_head %}"),
        '<div class="page-head"><ol class="crumbs"><li aria-current="page">A</li></ol></div>',
    )


def test_the_parts_of_a_head_may_come_from_an_include():
    partial = Template("{% crumb %}{{ x }}{% endcrumb %}")

    html = render("{% page_head %}{% include partial %}{% endpage_head %}", partial=partial, x=BAD)

    assert f'<ol class="crumbs"><li>{SAFE}</li></ol>' in html
