"""The part of an entry's form that holds numbers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from plans.models import Indicator
from reporting.indicators.given import BadNumbers, Given, parts_of, read
from reporting.indicators.indicator_lines import field_name


class IndicatorFields(forms.Form):
    """Fields `indicator-<id>-<part>` for INDICATORS. Those that were not sent are left alone."""

    def __init__(self, *args: Any, indicators: Iterable[Indicator] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._indicators = list(indicators)
        self._given: dict[int, Given] = {}
        for indicator in self._indicators:
            for part in (*parts_of(indicator), "not_applicable", "explanation"):
                self.fields[field_name(indicator, part)] = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for indicator in self._indicators:
            parts = (*parts_of(indicator), "not_applicable", "explanation")
            was_sent = any(field_name(indicator, part) in self.data for part in parts)
            texts = {part: cleaned.pop(field_name(indicator, part), "") for part in parts}
            if was_sent:
                self._read(indicator, texts)
        return cleaned

    def indicator_values(self) -> dict[int, Given]:
        """What was given, by the indicator's id."""
        return self._given

    def _read(self, indicator: Indicator, texts: dict[str, str]) -> None:
        try:
            self._given[indicator.pk] = read(
                indicator,
                texts,
                is_not_applicable=bool(texts["not_applicable"]),
                explanation=texts["explanation"],
            )
        except BadNumbers as bad:
            for part, words in bad.errors.items():
                self.add_error(field_name(indicator, part), words)
