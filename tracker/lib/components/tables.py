"""Tables that become lists on narrow screens, and the pages of a long one.

    {% data_table "Units of the plan" %}
      {% columns %}
        {% column "Unit" %}
        {% column "Tasks" "num" %}
        {% sort_column "Late" "late" sort "num" %}
        {% column "Edit" is_hidden=True %}
      {% endcolumns %}
      <tbody>
        {% for row in rows %}
          <tr>
            <th scope="row">{{ row.name }}</th>
            <td class="num" data-label="Tasks">{{ row.num_tasks }}</td>
    …
    {% enddata_table %}

Rows are plain HTML: there are hundreds of them.
"""

from typing import Protocol

from django import template
from django.core.paginator import Page
from django.utils.safestring import SafeString

from tracker.lib.components.markup import classes, element, joined
from tracker.lib.template_tags import icon, query_with

register = template.Library()


@register.simple_block_tag
def data_table(
    content: str, caption: str = "", *, is_stacked: bool = True, **attributes: object
) -> SafeString:
    """A table that scrolls sideways; its caption is for screen readers.

    On a narrow screen the rows of a stacked table become lists: each cell has a `data-label`.
    """
    title = element("caption", caption, class_="visually-hidden") if caption else ""
    table = element(
        "table",
        joined(title, content),
        class_=classes("data", "data--stacked" if is_stacked else ""),
        **attributes,
    )
    return element("div", table, class_="table-scroll")


@register.simple_block_tag
def columns(content: str) -> SafeString:
    """The head of a table, one `{% column %}` a line."""
    return element("thead", element("tr", content))


@register.simple_tag
def column(label: str, kind: str = "", *, is_hidden: bool = False) -> SafeString:
    """The head of a column; `kind` is its class, `is_hidden` leaves it to screen readers."""
    words = element("span", label, class_="visually-hidden") if is_hidden else label
    return element("th", words, scope="col", class_=kind or None)


class Sorting(Protocol):
    """By which column a list is sorted, and how."""

    by: str
    is_reversed: bool

    @property
    def is_descending(self) -> bool: ...


@register.simple_tag(takes_context=True)
def sort_column(
    context: template.Context, label: str, name: str, sort: Sorting, kind: str = ""
) -> SafeString:
    """The head of a column by which the list can be sorted; followed again, the other way round."""
    is_current = sort.by == name
    asked = f"-{name}" if is_current and not sort.is_reversed else name
    url = query_with(context, sort=asked, page=None)
    mark = icon("arrow-down" if sort.is_descending else "arrow-up", 12) if is_current else ""
    order = "descending" if sort.is_descending else "ascending"
    return element(
        "th",
        element("a", joined(label, mark), href=url, class_="sort"),
        scope="col",
        class_=kind or None,
        aria_sort=order if is_current else None,
    )


@register.inclusion_tag("_components/pager.html", takes_context=True)
def pager(
    context: template.Context, page: Page[object], name: str = "page", anchor: str = ""
) -> dict[str, object]:
    """Links to the page before and after, where there is more than one page.

    A page with two lists names the parameter of each, and the id of its heading as `anchor`.
    """
    place = f"#{anchor}" if anchor else ""

    def url(number: int) -> str:
        return query_with(context, **{name: number}) + place

    return {
        "page": page,
        "before": url(page.previous_page_number()) if page.has_previous() else "",
        "after": url(page.next_page_number()) if page.has_next() else "",
    }
