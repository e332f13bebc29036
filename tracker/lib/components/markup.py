"""Elements, attributes and addresses that the components are made of."""

from typing import cast

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from tracker.lib.addresses import address_of


def element(name: str, content: object, **attributes: object) -> SafeString:
    """An element with its attributes in the order given; `class_` is `class`."""
    # Built without format_html, which costs three times as much.
    return SafeString(f"<{name}{attribute_text(attributes)}>{escaped(content)}</{name}>")


def attribute_text(values: dict[str, object]) -> SafeString:
    """The attributes, each after a space; None and False omit one, True writes its name only."""
    text = ""
    for key, value in values.items():
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        text += f" {name}" if value is True else f' {name}="{escaped(value)}"'
    return SafeString(text)


def joined(*parts: object) -> SafeString:
    """The parts one after the other, each escaped unless it is markup."""
    return SafeString("".join(map(escaped, parts)))


def escaped(value: object) -> str:
    """The text of a value as `{{ value }}` shows it: numbers and days in the local format."""
    return conditional_escape(value if isinstance(value, str) else cast(str, localize(value)))


def classes(*names: object) -> str | None:
    """The names that are not empty, or None, so that `element` omits the attribute."""
    return " ".join(str(name) for name in names if name) or None


def address(to: str, *args: object, query: str = "") -> str:
    """The address of a named page; paths, fragments and queries are taken as they are."""
    path = to if to.startswith(("/", "#", "?", "http")) else address_of(to, *args)
    return f"{path}{query}"  # not a SafeString, so that `&` is escaped once, when it is written


def trimmed(content: str) -> SafeString:
    """Rendered contents without the line breaks around them; some elements would show those."""
    return SafeString(content.strip())
