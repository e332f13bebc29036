"""Typed access to Django's model forms and to the choice fields of a form.

mypy asks for the model of a `ModelForm`, but Python cannot subscript Django's class at runtime.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from django import forms
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)

if TYPE_CHECKING:
    ModelForm = forms.ModelForm
    ModelChoiceField = forms.ModelChoiceField
    ModelMultipleChoiceField = forms.ModelMultipleChoiceField
else:

    class ModelForm(forms.ModelForm):
        def __class_getitem__(cls, model):
            return cls

    class ModelChoiceField(forms.ModelChoiceField):
        def __class_getitem__(cls, model):
            return cls

    class ModelMultipleChoiceField(forms.ModelMultipleChoiceField):
        def __class_getitem__(cls, model):
            return cls


def set_queryset(
    form: forms.BaseForm, name: str, rows: "QuerySet[Row]", *, empty_label: str | None = None
) -> None:
    """Offer `rows` in the field `name`; `empty_label` replaces the label of the empty choice."""
    field = cast("forms.ModelChoiceField[Row]", form.fields[name])
    field.queryset = rows
    if empty_label is not None:
        field.empty_label = empty_label


def set_choices(
    form: forms.BaseForm,
    name: str,
    choices: Sequence[tuple[str, str] | tuple[str, list[tuple[str, str]]]],
) -> None:
    """Offer `choices`, single ones or named groups of them, in the field `name`."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def set_rows(
    form: forms.BaseForm,
    name: str,
    rows: Iterable[Row],
    *,
    empty_label: str,
    label: Callable[[Row], str] = str,
) -> None:
    """Offer `rows`, which are read already, in the typed choice `name`; it yields the chosen row.

    A field with a QuerySet would read once to check the choice and again to show them all.
    """
    by_key = {str(row.pk): row for row in rows}
    set_choices(
        form, name, [("", empty_label), *((key, label(row)) for key, row in by_key.items())]
    )
    cast(forms.TypedChoiceField, form.fields[name]).coerce = by_key.__getitem__
