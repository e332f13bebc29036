"""Filters of the page of an indicator."""

from collections.abc import Iterable, Mapping

from django import forms

from plans.models import Assignment
from reporting.indicators.trend import TrendStep
from tracker.lib.form_fields import set_choices
from units.models import Bloc


class TrendFilterForm(forms.Form):
    step = forms.ChoiceField(label="Xem theo", required=False, choices=TrendStep.choices)
    bloc = forms.ChoiceField(label="Khối", required=False)
    unit = forms.ChoiceField(label="Đơn vị", required=False)

    def __init__(self, data: Mapping[str, object], *, assignments: Iterable[Assignment]) -> None:
        super().__init__(data)
        self._assignments = list(assignments)
        names = {str(row.unit_id): row.unit.short_name for row in self._assignments}
        set_choices(self, "bloc", [("", "Tất cả"), *Bloc.choices()])
        set_choices(self, "unit", [("", "Tất cả"), *names.items()])

    @property
    def step_chosen(self) -> str:
        return self._chosen("step") or TrendStep.PERIOD

    @property
    def is_narrowed(self) -> bool:
        return bool(self._chosen("bloc") or self._chosen("unit"))

    def assignments(self) -> list[Assignment]:
        """Those of the chosen bloc and unit."""
        bloc, unit = self._chosen("bloc"), self._chosen("unit")
        return [
            row
            for row in self._assignments
            if (not bloc or row.unit.bloc_id == bloc) and (not unit or str(row.unit_id) == unit)
        ]

    def _chosen(self, name: str) -> str:
        """The submitted choice; empty if nothing valid was submitted under `name`."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
