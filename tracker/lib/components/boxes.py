"""Components that hold part of a page: alert, card, disclosure, tile, fact, empty state."""

from django import template
from django.utils.safestring import SafeString

from tracker.lib.components.markup import classes, element, joined, trimmed
from tracker.lib.template_tags import icon

register = template.Library()

ALERT_ICONS = {"error": "circle-alert", "warn": "triangle-alert", "ok": "circle-check"}


@register.simple_block_tag
def alert(
    content: str,
    kind: str = "",
    icon: str = "",
    *,
    is_block: bool = False,
    role: str | None = None,
    **attributes: object,
) -> SafeString:
    """A message; `kind` is "error", "warn", "ok" or empty, `is_block` allows paragraphs inside.

    {% alert "error" %}{{ refusal }}{% endalert %}
    {% alert "warn" "mail-warning" %}No address yet.{% endalert %}
    {% alert icon="hourglass" is_block=True %}<p>…</p><p>…</p>{% endalert %}

    An error has the role `alert`, so that screen readers read it at once; `role=""` omits it.
    """
    if role is None and kind == "error":
        role = "alert"
    extra = attributes.pop("class", "")
    inner = element("div" if is_block else "span", trimmed(content))
    return element(
        "div" if is_block else "p",
        joined(_icon(icon or ALERT_ICONS.get(kind, "info")), inner),
        class_=classes("alert", kind and f"alert--{kind}", extra),
        role=role or None,
        **attributes,
    )


@register.simple_block_tag
def card(content: str, title: str = "", **attributes: object) -> SafeString:
    """A section with a frame and an `<h2>`: {% card "History" class="stack" %}…{% endcard %}.

    `title_id` gives the heading an id and names the section by it.
    """
    title_id = attributes.pop("title_id", None)
    heading = element("h2", title, id=title_id) if title else ""
    return element(
        "section",
        joined(heading, content),
        class_=classes("card", attributes.pop("class", "")),
        aria_labelledby=title_id,
        **attributes,
    )


@register.simple_block_tag
def disclosure(content: str, summary: str, **attributes: object) -> SafeString:
    """Contents that open on demand: {% disclosure "Pause" class="card" open=form.errors %}…"""
    is_open = bool(attributes.pop("open", False))
    return element(
        "details",
        joined(element("summary", summary), content),
        **attributes,
        open=is_open,
    )


@register.simple_block_tag
def tile(content: str, figure: object, kind: str = "", url: str = "") -> SafeString:
    """A large figure and its label, a link where there is a `url`.

    {% tile total.num_late|decimal "overdue" url=urls.late %}late{% endtile %}
    """
    parts = joined(
        element("span", figure, class_="tile__figure"),
        element("span", trimmed(content), class_="tile__label"),
    )
    return element(
        "a" if url else "div",
        parts,
        class_=classes("tile", kind and f"tile--{kind}"),
        href=url or None,
    )


@register.simple_block_tag
def fact(content: str, label: str, **attributes: object) -> SafeString:
    """A term of `<dl class="facts">`: {% fact "Reason" class="text" %}{{ reason }}{% endfact %}."""
    return joined(element("dt", label), element("dd", trimmed(content), **attributes))


@register.simple_block_tag
def empty_state(
    content: str,
    icon: str,
    title: str,
    *,
    url: str = "",
    action: str = "",
    heading: str = "h2",
    kind: str = "primary",
) -> SafeString:
    """Shown in place of an empty list: why it is empty, and the step that fills it.

    `kind` is that of the button, `heading` is "h1" where nothing else is on the page.

    {% empty_state "users" "No people found" url=add_url action="Add" %}Try…{% endempty_state %}
    """
    text = trimmed(content)
    style = classes("button", kind and f"button--{kind}")
    parts = joined(
        _icon(icon, 32),
        element(heading, title),
        element("p", text) if text else "",
        element("a", action, class_=style, href=url) if url else "",
    )
    return element("div", parts, class_="empty")


def _icon(name: str, size: int = 18) -> SafeString:
    """The icon, for functions whose parameter is called `icon`."""
    return icon(name, size)
