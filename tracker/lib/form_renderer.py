"""Drawing of form fields, many times faster where a page shows hundreds of options.

Django renders a template for each option and each attribute. Selects and plain inputs are drawn
here in one pass, to the same HTML; a test compares them with Django's templates. `FlatSelect` also
goes without the dictionary that Django makes of each option.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

WIDGETS = "django/forms/widgets"
# Widgets as Django describes them to its templates
Widget = dict[str, Any]


class FlatRenderer(DjangoTemplates):
    """Django's own renderer, except for selects and plain inputs."""

    def render(
        self, template_name: str, context: Widget, request: HttpRequest | None = None
    ) -> str:
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return SafeString(draw(context["widget"]))


class FlatSelect(forms.Select):
    """A select of many single choices, as Django draws it; without groups."""

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        choices = [("" if key is None else str(key), label) for key, label in self.choices]
        keys = [key for key, _ in choices]
        (chosen,) = self.format_value(value)
        # The first of equal choices only
        place = keys.index(chosen) if chosen in keys else None
        options = (
            _option(key, " selected" if index == place else "", label)
            for index, (key, label) in enumerate(choices)
        )
        attributes = _attributes({"attrs": self.build_attrs(self.attrs, attrs)})
        return SafeString(_select_of(name, attributes, "".join(options)))


def _select(widget: Widget) -> str:
    options = "".join(_group(name, group) for name, group, _ in widget["optgroups"])
    return _select_of(widget["name"], _attributes(widget), options)


def _select_of(name: str, attributes: str, options: str) -> str:
    return f'<select name="{escape(name)}"{attributes}>{options}\n</select>'


def _group(name: str | None, options: Iterable[Widget]) -> str:
    inside = "".join(
        _option(option["value"], _attributes(option), option["label"]) for option in options
    )
    if not name:
        return inside
    return f'\n  <optgroup label="{conditional_escape(name)}">{inside}\n  </optgroup>'


def _option(value: object, attributes: str, label: object) -> str:
    return f'\n  <option value="{_text(value)}"{attributes}>{_text(label)}</option>\n'


def _input(widget: Widget) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{_text(value)}"'
    kind, name = escape(widget["type"]), escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{shown}{_attributes(widget)}>'


def _attributes(widget: Widget) -> str:
    """True stands for an attribute without a value, False for none."""
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: object) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))


PLAIN = ("input", "text", "number", "email", "password", "hidden", "date", "checkbox")
DRAWN: dict[str, Callable[[Widget], str]] = {
    f"{WIDGETS}/select.html": _select,
    **{f"{WIDGETS}/{name}.html": _input for name in PLAIN},
}
