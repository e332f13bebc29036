"""Tables and the pages of a long one."""

from django.core.paginator import Paginator
from pytest_django.asserts import assertHTMLEqual

from tests.tracker.components import BAD, SAFE, render


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
