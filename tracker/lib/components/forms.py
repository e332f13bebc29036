"""Forms: one that posts a step, fields with their errors, filters above a list."""

from collections.abc import Mapping
from functools import lru_cache

from django import forms, template
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString

from tracker.lib.components.markup import (
    address,
    attribute_text,
    element,
    escaped,
    joined,
)
from tracker.lib.template_tags import icon

register = template.Library()


class TokenAndWriter(CsrfTokenNode):
    """The token of a form, and who it was made for: input that outlives a session is theirs."""

    def render(self, context: template.Context) -> SafeString:
        token = SafeString(super().render(context))
        user = context.get("user")
        if not token or user is None or not user.is_authenticated:
            return token
        return SafeString(f'{token}<input type="hidden" name="writer" value="{user.pk}">')


@register.tag("csrf_token")
def csrf_token(parser: template.base.Parser, token: template.base.Token) -> TokenAndWriter:
    """Django's tag of this name, with the writer."""
    return TokenAndWriter()


@register.simple_block_tag(takes_context=True)
def post_form(
    context: template.Context,
    content: str,
    to: str,
    *args: object,
    query: str = "",
    **attributes: object,
) -> SafeString:
    """A form with its token that posts to the page named `to`; `confirm` asks before.

    {% post_form "reporting:open-period" period.pk confirm=question %}
      <button class="button" type="submit">Open</button>
    {% endpost_form %}
    """
    confirm = attributes.pop("confirm", None)
    return element(
        "form",
        joined(TokenAndWriter().render(context), content),
        **attributes,
        method="post",
        action=address(to, *args, query=query),
        data_confirm=confirm or None,
    )


@register.inclusion_tag("_components/field.html")
def field(field: forms.BoundField, *, is_needed: bool = False) -> dict[str, object]:
    """A field with label, help and errors; `is_needed` drops the note that it is optional."""
    return {"field": field, "is_needed": is_needed}


@register.simple_tag
def choice(
    name: str,
    value: object,
    label: str,
    chosen: object = None,
    *,
    kind: str = "radio",
    **attributes: object,
) -> SafeString:
    """One of several answers: {% choice "state" value word values.state %}.

    It is checked where `chosen` reads the same as `value`. It is as fast as plain HTML, so long
    lists may use it.
    """
    is_checked = chosen is not None and str(chosen) == str(value)
    if attributes or not isinstance(value, str):
        return _choice(name, value, label, is_checked, kind, attributes)
    return _repeated_choice(name, value, label, is_checked, kind)


def _choice(
    name: str,
    value: object,
    label: str,
    is_checked: bool,
    kind: str,
    attributes: Mapping[str, object],
) -> SafeString:
    box = f"<input{attribute_text({'type': kind, 'name': name, 'value': value})}"
    rest = attribute_text({**attributes, "checked": is_checked})
    text = escaped(label)
    return SafeString(f'<label class="choice">{box}{rest}> <span>{text}</span></label>')


# Fifty sections offer the same answers. Typed, for markup and text of the same letters differ.
@lru_cache(maxsize=1024, typed=True)
def _repeated_choice(name: str, value: str, label: str, is_checked: bool, kind: str) -> SafeString:
    return _choice(name, value, label, is_checked, kind, {})


@register.simple_tag
def pick_file(
    field_id: str, label: str = "Chọn tệp", icon_name: str = "paperclip", **attributes: object
) -> SafeString:
    """A button that chooses files: {% pick_file "sheet-file" accept=".xlsx" required=True %}.

    It takes the place of the browser's own, which speaks the language of the browser. The field
    stays there for the keyboard; its script writes the names of the chosen files beside it, and
    without scripts the field itself shows them.
    """
    given = {name: value for name, value in attributes.items() if value != ""}
    fixed = {"id": field_id, "type": "file", "name": "file"}
    button = joined(icon(icon_name, 16), element("span", label))
    return element(
        "span",
        joined(
            SafeString(f"<input{attribute_text({**fixed, **given})}>"),
            element("label", button, class_="button", for_=field_id),
            element("span", "", class_="file-names", role="status"),
        ),
        class_="file-pick",
    )


@register.inclusion_tag("_components/order_steps.html")
def order_steps(
    whose: str, *, is_first: bool, is_last: bool, form: str = "", action: str = ""
) -> dict[str, object]:
    """The buttons that move a row of an ordered list; the form around them says which row.

    On a page with one `form` for all rows they name it, and the `action` of their row.
    """
    return {
        "whose": whose,
        "is_first": is_first,
        "is_last": is_last,
        "form": form,
        "action": action,
    }


@register.inclusion_tag("_components/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, object]:
    """The errors of a form that belong to no field."""
    return {"form": form}


@register.inclusion_tag("_components/form_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, object]:
    """All of a form: errors, hidden fields, fields."""
    return {"form": form}


@register.inclusion_tag("_components/filters.html")
def filters(
    form: forms.BaseForm, clear: str = "", *args: object, label: str = "Lọc", icon: str = "search"
) -> dict[str, object]:
    """The fields that narrow a list; `clear` names the page without any of them."""
    clear_url = address(clear, *args) if clear else ""
    return {"form": form, "clear_url": clear_url, "label": label, "button_icon": icon}
