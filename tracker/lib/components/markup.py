"""Elements, attributes and addresses that the components are made of."""

from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def element(name: str, content: str, **attributes: Any) -> SafeString:
    """An element with its attributes in the order given; `class_` is `class`."""
    # Built without format_html, which costs three times as much.
    text = conditional_escape(content)
    return SafeString(f"<{name}{attribute_text(attributes)}>{text}</{name}>")


def attribute_text(values: dict[str, Any]) -> SafeString:
    """The attributes, each after a space; None and False omit one, True writes its name only."""
    text = ""
    for key, value in values.items():
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        text += f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
    return SafeString(text)


def joined(*parts: str) -> SafeString:
    """The parts one after the other, each escaped unless it is markup."""
    return SafeString("".join(map(conditional_escape, parts)))


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
