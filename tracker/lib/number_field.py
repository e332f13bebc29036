"""A form field for numbers typed the Vietnamese way."""

from decimal import Decimal
from typing import Any

from django import forms

from tracker.lib.numbers import NotANumber, parse_decimal, write_decimal


class NumberField(forms.CharField):
    """Gives a Decimal, or None for nothing typed; see `tracker.lib.numbers`."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "30"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        try:
            return parse_decimal(value or "")
        except NotANumber as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return write_decimal(value) if isinstance(value, Decimal) else value
