"""The numbers in the form of an entry."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from plans.models import Indicator
from reporting.indicators.inputs import (
    INPUT_LABELS,
    NUMBERS,
    BadNumbers,
    IndicatorInput,
    measure_of,
    parts_of,
    read,
    recast_words,
)
from reporting.indicators.lines import field_name

_OF_INDICATOR = re.compile(r"indicator-[0-9]{1,18}-(value|numerator|denominator|explanation)")


class IndicatorFields(forms.Form):
    """Fields `indicator-<id>-<part>` for `indicators`; those that were not sent do not change."""

    def __init__(self, *args: Any, indicators: Iterable[Indicator] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._indicators = list(indicators)
        self._inputs: dict[int, IndicatorInput] = {}
        for indicator in self._indicators:
            for part in (*parts_of(indicator), "not_applicable", "explanation"):
                self.fields[field_name(indicator, part)] = forms.CharField(
                    label=f"{indicator.name} ({INPUT_LABELS[part]})", required=False
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for indicator in self._indicators:
            parts = (*parts_of(indicator), "not_applicable", "explanation")
            was_sent = any(field_name(indicator, part) in self.data for part in parts)
            texts = {part: cleaned.pop(field_name(indicator, part), "") for part in parts}
            if self._is_recast(indicator):
                words = f"{recast_words(indicator)} Hãy tải lại trang rồi ghi lại số."
                self.add_error(field_name(indicator, parts[0]), words)
            elif was_sent:
                self._read(indicator, texts)
        return cleaned

    def indicator_values(self) -> dict[int, IndicatorInput]:
        """The valid input, by the indicator's id."""
        return self._inputs

    def unasked(self) -> list[int]:
        """The ids of filled-in indicators that are no longer followed."""
        known = {indicator.pk for indicator in self._indicators}
        found = {
            int(name.split("-")[1])
            for name, value in self.data.items()
            if _OF_INDICATOR.fullmatch(name) and value.strip()
        }
        return sorted(found - known)

    def _is_recast(self, indicator: Indicator) -> bool:
        """Whether numbers were typed while the indicator was counted in another way."""
        measure = self.data.get(field_name(indicator, "measure"), "")
        typed = [self.data.get(field_name(indicator, part), "").strip() for part in NUMBERS]
        return bool(measure) and measure != measure_of(indicator) and any(typed)

    def _read(self, indicator: Indicator, texts: dict[str, str]) -> None:
        try:
            self._inputs[indicator.pk] = read(
                indicator,
                texts,
                is_not_applicable=bool(texts["not_applicable"]),
                explanation=texts["explanation"],
            )
        except BadNumbers as bad:
            for part, words in bad.errors.items():
                self.add_error(field_name(indicator, part), words)
