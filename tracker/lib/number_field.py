"""A form field for numbers in Vietnamese notation."""

from decimal import Decimal

from django import forms

from tracker.lib.numbers import NotANumber, parse_decimal, write_decimal


class NumberField(forms.Field):
    """Cleans to a Decimal, or None if empty; see `tracker.lib.numbers`."""

    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "30"}
    )

    def to_python(self, value: str | None) -> Decimal | None:
        try:
            return parse_decimal(value or "")
        except NotANumber as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value: object) -> object:
        return write_decimal(value) if isinstance(value, Decimal) else value
