"""The head of a page: where it stands, its name, a line about it and what can be done.

    {% page_head %}
      {% crumb "reporting:list-plans" %}Plans{% endcrumb %}
      {% crumb %}{{ plan.number }}{% endcrumb %}
      {% heading %}{{ plan.title }}{% endheading %}
      {% lead %}{{ plan.subject }}{% endlead %}
      {% actions %}<a class="button" href="{% url "plans:edit" plan.pk %}">Edit</a>{% endactions %}
    {% endpage_head %}

All parts are optional. Contents outside of them follow below the heading.
"""

from dataclasses import dataclass, field

from django import template
from django.template.base import Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from tracker.lib.components.markup import address, element, joined, trimmed

register = template.Library()

SLOTS = "page_head"


@dataclass
class Slots:
    """The parts of a head, collected while its contents are rendered."""

    crumbs: list[SafeString] = field(default_factory=list)
    heading: SafeString | None = None
    lead: SafeString | None = None
    actions: SafeString | None = None

    def path(self, *, is_plain: bool) -> SafeString:
        """The crumbs as a list; a plain one has no order, and tells screen readers its role."""
        steps = joined(*self.crumbs)
        if is_plain:
            return element("ul", steps, class_="crumbs", role="list")
        return element("ol", steps, class_="crumbs")


class PageHead(template.Node):
    """Render the contents to collect the parts, then `_components/page_head.html`."""

    def __init__(
        self, nodelist: template.NodeList, options: dict[str, template.base.FilterExpression]
    ) -> None:
        self.nodelist = nodelist
        self.options = options

    def render(self, context: template.Context) -> SafeString:
        options = {name: value.resolve(context) for name, value in self.options.items()}
        slots = Slots()
        with context.push(**{SLOTS: slots}):
            rest = trimmed(self.nodelist.render(context))
        crumbs = slots.path(is_plain=options.get("tag") == "header") if slots.crumbs else ""
        page = template.Engine.get_default().get_template("_components/page_head.html")
        with context.push(**options, slots=slots, crumbs=crumbs, rest=rest):
            return page.render(context)


@register.tag
def page_head(parser: Parser, token: Token) -> PageHead:
    """See the top of this module; options are `tag` ("div" or "header") and `class`."""
    options = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endpage_head",))
    parser.delete_first_token()
    return PageHead(nodelist, options)


@register.simple_block_tag(takes_context=True)
def crumb(
    context: template.Context,
    content: str,
    to: str = "",
    *args: object,
    query: str = "",
    is_current: bool = False,
) -> SafeString:
    """One step of the path to the page: a link to the page named `to`, or text without it."""
    text = trimmed(content)
    step = element("a", text, href=address(to, *args, query=query)) if to else text
    here = "page" if is_current else None
    _slots(context).crumbs.append(element("li", step, aria_current=here))
    return SafeString("")


@register.simple_block_tag(takes_context=True)
def heading(context: template.Context, content: str, **attributes: object) -> SafeString:
    """The `<h1>`."""
    _slots(context).heading = element("h1", trimmed(content), **attributes)
    return SafeString("")


@register.simple_block_tag(takes_context=True)
def lead(context: template.Context, content: str) -> SafeString:
    """The line below the heading."""
    _slots(context).lead = trimmed(content)
    return SafeString("")


@register.simple_block_tag(takes_context=True)
def actions(context: template.Context, content: str) -> SafeString:
    """Links and buttons beside the heading."""
    _slots(context).actions = trimmed(content)
    return SafeString("")


def _slots(context: template.Context) -> Slots:
    slots: Slots = context[SLOTS]
    return slots
