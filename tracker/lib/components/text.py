"""Components inside a line: sentences with conditions, attributes, moments and badges."""

import re
from datetime import datetime
from typing import cast

from django import template
from django.template.base import Parser, Token, TokenType
from django.utils import timezone
from django.utils.safestring import SafeString

from tracker.lib.components.markup import attribute_text, element, joined, trimmed
from tracker.lib.template_tags import hm_dmy, icon

register = template.Library()

# Attributes without a value: any true value sets them.
SWITCHES = {"checked", "disabled", "hidden", "multiple", "open", "required", "selected"}
BREAK = re.compile(r"\s*\n\s*")


class Inline(template.Node):
    """The contents of `{% inline %}`, printed or kept under a name."""

    def __init__(self, nodelist: template.NodeList, name: str | None) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        text = self.nodelist.render(context)
        if self.name is None:
            return text
        context[self.name] = text
        return SafeString("")


@register.tag
def inline(parser: Parser, token: Token) -> Inline:
    """A sentence over several lines: a line break beside a `{% tag %}` adds no space.

    The break goes together with its indentation; every other break becomes one space. A space
    beside a tag is written inside the line: `{% if name %} · {{ name }}{% endif %}`. Done once
    when the template is compiled, so it costs nothing later and never touches a value.

        {% inline %}                                  {% inline as question %}
          sent {{ sent_at|hm_dmy }}                     End the role of {{ person }}?
          {% if late %}, late{% endif %}              {% endinline %}
        {% endinline %}                               <form data-confirm="{{ question }}">
    """
    bits = token.split_contents()
    if len(bits) not in (1, 3) or (len(bits) == 3 and bits[1] != "as"):
        raise template.TemplateSyntaxError("inline takes nothing, or `as` and a name")
    _close_up(cast(list[Token], parser.tokens))
    nodelist = parser.parse(("endinline",))
    parser.delete_first_token()
    return Inline(nodelist, bits[2] if len(bits) == 3 else None)


def _close_up(tokens: list[Token]) -> None:
    """Remove the line breaks up to `endinline`; `tokens` holds the next one last."""
    before = TokenType.BLOCK
    for place in reversed(range(len(tokens))):
        token = tokens[place]
        if token.token_type == TokenType.BLOCK and token.contents == "endinline":
            return
        if token.token_type == TokenType.TEXT:
            after = tokens[place - 1].token_type if place else TokenType.BLOCK
            token.contents = _on_one_line(token.contents, before, after)
        before = token.token_type


def _on_one_line(text: str, before: TokenType, after: TokenType) -> str:
    if before != TokenType.VAR:
        text = re.sub(r"^[ \t]*\n\s*", "", text)
    if after != TokenType.VAR:
        text = re.sub(r"\s*\n[ \t]*$", "", text)
    return BREAK.sub(" ", text)


@register.simple_tag
def attrs(**values: object) -> SafeString:
    """Attributes that depend on a value: ` open`, ` aria-current="page"`, or nothing.

    An underscore stands for a hyphen. Empty values, None and False omit the attribute; a
    condition becomes a value with `yesno`:

        <a href="{{ link.url }}" {% attrs aria_current=link.is_current|yesno:"page," %}>
        <details class="card" {% attrs open=form.errors %}>
    """
    named = {
        name: bool(value) if name in SWITCHES else value
        for name, value in values.items()
        if value not in ("", None)
    }
    return SafeString(attribute_text(named).lstrip())


@register.simple_tag
def moment(at: datetime, by: object = None, **attributes: object) -> SafeString:
    """A `<time>` and, unless `by` is empty, who did it: {% moment event.at event.by %}."""
    words = f"{hm_dmy(at)} · {by}" if by else hm_dmy(at)
    return element("time", words, **attributes, datetime=timezone.localtime(at).isoformat())


@register.simple_block_tag
def badge(content: str, kind: str, icon_name: str) -> SafeString:
    """A status in words of its own: {% badge "overdue" "clock-alert" %}3 days late{% endbadge %}.

    `{% status code label %}` is the one for statuses that a model names; it is also faster.
    """
    words = joined(icon(icon_name, 16), " ", trimmed(content))
    return element("span", words, class_=f"status status--{kind}")
