"""The field in which the office says whose name it is: a unit, or all units of a kind."""

from collections.abc import Sequence
from datetime import date

from django import forms

from plans import unlisted_names
from units.models import Unit, UnitKind

ALL_OF_KIND = "Mọi đơn vị loại “{}”"


class UnitsOfName:
    """What may be typed for a name, to choose from, and the units that it means."""

    def __init__(self, *, on: date) -> None:
        self.units = list(Unit.objects.existing_on(on).in_list_order())
        self.kinds = {ALL_OF_KIND.format(kind.name): kind.pk for kind in UnitKind.objects.shown()}
        self.on = on

    @property
    def choices(self) -> list[str]:
        return [*self.kinds, *(unit.name for unit in self.units)]

    def of(self, typed: str) -> Sequence[Unit]:
        if typed in self.kinds:
            return [unit for unit in self.units if unit.kind_id == self.kinds[typed]]
        code = unlisted_names.unit_by_name(on=self.on).code_of(typed) if typed else None
        return [unit for unit in self.units if unit.code == code]


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
                f"Danh mục không có đơn vị “{typed}”. Hãy chọn trong gợi ý."
                if typed
                else "Hãy chọn đơn vị trong gợi ý."
            )
        return typed
