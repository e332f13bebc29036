"""Parts of pages that are drawn once, until what they show changes.

    {% kept drawing "figures" %}…{% endkept %}

Nothing in such a part may be of one reader or of one request, as a form that posts, and all that it
shows is named by the key or moves the version.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from tracker.lib import versioned

register = template.Library()


@dataclass(frozen=True)
class KeptBy:
    """What parts of a page are kept by; without a key or a version they are drawn each time.

    The version was read before anything that they show.
    """

    key: Hashable | None
    version: Hashable | None


class Kept(template.Node):
    def __init__(self, nodelist: NodeList, drawing: FilterExpression, name: str) -> None:
        self.nodelist = nodelist
        self.drawing = drawing
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        drawing = self.drawing.resolve(context)
        if not isinstance(drawing, KeptBy) or drawing.key is None:
            return self.nodelist.render(context)
        return versioned.value_of(
            ("drawn", self.name, drawing.key),
            lambda: self.nodelist.render(context),
            version=drawing.version,
        )


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """The name tells the parts of one drawing apart."""
    _, drawing, name = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, parser.compile_filter(drawing), name.strip('"'))
