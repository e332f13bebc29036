"""The field in which the office says whose name it is: a unit, or all units of a kind."""

from collections.abc import Sequence
from datetime import date

from django import forms

from plans.models import Plan
from plans.unlisted_names import BearersByName
from units.models import Unit, UnitKind

ALL_OF_KIND = "Mọi đơn vị loại “{}”"


class UnitsOfName:
    """What may be typed for a name, to choose from, and the units that it means."""

    def __init__(self, plan: Plan, *, on: date) -> None:
        self.bearers = BearersByName(plan, on=on)
        self.kinds = {ALL_OF_KIND.format(kind.name): kind.pk for kind in UnitKind.objects.shown()}

    @property
    def choices(self) -> list[str]:
        return [*self.kinds, *(unit.name for unit in self.bearers.units)]

    def of(self, typed: str) -> Sequence[Unit]:
        if typed in self.kinds:
            return [unit for unit in self.bearers.units if unit.kind_id == self.kinds[typed]]
        unit = self.bearers.named(typed) if typed else None
        return [unit] if unit else []


class UnitOfNameForm(forms.Form):
    unit = forms.CharField(
        label="Đơn vị",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "known-units", "autocomplete": "off"}),
    )

    def __init__(self, data: object = None, *, name_id: int, known: UnitsOfName) -> None:
        super().__init__(data, auto_id=f"unit-of-{name_id}-%s")  # type: ignore[arg-type]
        self.known = known
        self.chosen: Sequence[Unit] = ()

    def clean_unit(self) -> str:
        typed = str(self.cleaned_data["unit"]).strip()
        self.chosen = self.known.of(typed)
        if not self.chosen:
            raise forms.ValidationError(
                f"Không chọn được đơn vị “{typed}”. Hãy chọn trong gợi ý."
                if typed
                else "Hãy chọn đơn vị trong gợi ý."
            )
        return typed
