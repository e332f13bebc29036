"""Forms of the lists of words. They validate input; the rules are in the use cases."""

from collections.abc import Mapping

from django import forms
from django.db.models import Q

from tracker.lib.form_fields import ModelChoiceField, set_choices, set_queryset
from tracker.lib.legacy.fields import WordsField
from units.kinds.presets import LONGEST_PLACE
from units.kinds.usual_offices import OfficePlace, UsualOffice
from units.models import Bloc, Role, UnitKind
from units.models.kind import LONGEST_NAME
from units.models.membership import role_names

CHOOSE = "– Chọn –"


class BlocForm(forms.Form):
    name = WordsField(label="Tên khối", max_length=LONGEST_NAME)


class KindForm(forms.Form):
    name = WordsField(label="Tên loại đơn vị", max_length=LONGEST_NAME)
    bloc = ModelChoiceField[Bloc](
        label="Khối thường thuộc",
        queryset=Bloc.objects.none(),
        empty_label=CHOOSE,
        help_text="Đơn vị mới của loại này thuộc khối này, trừ khi chọn khối khác ở trang đơn vị.",
    )

    def __init__(
        self, data: Mapping[str, object] | None = None, *, kind: UnitKind | None = None
    ) -> None:
        initial = {"name": kind.name, "bloc": kind.bloc_id} if kind else None
        super().__init__(data, initial=initial)
        offered = Q(is_on=True) | Q(pk=kind.bloc_id if kind else "")
        set_queryset(self, "bloc", Bloc.objects.filter(offered).in_list_order())


class RoleNamesForm(forms.Form):
    """A field for each role; empty, it goes back to the words of the product."""

    def __init__(self, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial=role_names())
        for role in Role:
            self.fields[role.value] = WordsField(
                label=role.label,
                max_length=LONGEST_NAME,
                required=False,
            )

    def names(self) -> dict[Role, str]:
        return {role: self.cleaned_data[role.value] for role in Role}


class PlaceForm(forms.Form):
    """Where the office is, from which its usual units get their names."""

    sort = forms.ChoiceField(label="Cấp")
    place = WordsField(label="Tên địa phương", max_length=LONGEST_PLACE)

    def __init__(self, data: Mapping[str, object] | None = None, *, office: UsualOffice) -> None:
        super().__init__(data)
        set_choices(self, "sort", [(sort, sort.capitalize()) for sort in office.sorts])
        self.fields["place"].help_text = f"Không ghi cấp; ví dụ: {office.example}."

    def chosen(self) -> OfficePlace | None:
        """The place, if one was typed."""
        if not self.is_bound or not self.is_valid():
            return None
        return OfficePlace(self.cleaned_data["sort"], self.cleaned_data["place"])
