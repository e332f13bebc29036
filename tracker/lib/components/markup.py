"""Elements, attributes and addresses that the components are made of."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def element(name: str, content: str, **attributes: Any) -> SafeString:
    """An element with its attributes in the order given; `class_` is `class`."""
    named = {key.rstrip("_"): value for key, value in attributes.items()}
    return format_html("<{0}{1}>{2}</{0}>", name, attribute_text(named), content)


def attribute_text(values: dict[str, Any]) -> SafeString:
    """The attributes, each after a space; None and False omit one, True writes its name only."""
    return SafeString(
        "".join(
            format_html(" {}" if value is True else ' {}="{}"', name.replace("_", "-"), value)
            for name, value in values.items()
            if value is not None and value is not False
        )
    )


def classes(*names: str) -> str | None:
    """The names that are not empty, or None, so that `element` omits the attribute."""
    return " ".join(filter(None, names)) or None


def address(to: str, *args: Any, query: str = "") -> str:
    """The address of a named page; paths, fragments and queries are taken as they are."""
    path = to if to.startswith(("/", "#", "?", "http")) else reverse(to, args=args)
    return f"{path}{query}"  # not a SafeString, so that `&` is escaped once, when it is written


def trimmed(content: str) -> SafeString:
    """Rendered contents without the line breaks around them; some elements would show those."""
    return SafeString(content.strip())
