"""Typed access to Django's model forms and to the choice fields of a form.

mypy asks for the model of a `ModelForm`, but Python cannot subscript Django's class at runtime.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar, cast

from django import forms
from django.db.models import Model, QuerySet
from django.utils.choices import BaseChoiceIterator

Row = TypeVar("Row", bound=Model)
Choices: TypeAlias = Sequence[tuple[str, str] | tuple[str, list[tuple[str, str]]]]

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
    choices: Choices | Callable[[], Choices],
) -> None:
    """Offer `choices`, single ones or named groups of them, in the field `name`.

    A function is called only where they are drawn or one is chosen, and each time.
    """
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class RowChoices(BaseChoiceIterator, Generic[Row]):
    """Choices of `rows`, made only where they are drawn or one is chosen."""

    def __init__(self, rows: Iterable[Row], empty_label: str, label: Callable[[Row], str]) -> None:
        self.rows, self.empty_label, self.label = rows, empty_label, label

    def __iter__(self) -> Iterator[tuple[str, str]]:
        yield "", self.empty_label
        for row in self.rows:
            yield str(row.pk), self.label(row)

    def row_of(self, key: str) -> Row:
        return next(row for row in self.rows if str(row.pk) == key)


def set_rows(
    form: forms.BaseForm,
    name: str,
    rows: Iterable[Row],
    *,
    empty_label: str,
    label: Callable[[Row], str] = str,
) -> None:
    """Offer `rows` in the typed choice `name`; it yields the chosen row.

    A field with a QuerySet would read once to check the choice and again to show them all.
    """
    field = cast(forms.TypedChoiceField, form.fields[name])
    choices = RowChoices(rows, empty_label, label)
    field.choices, field.coerce = choices, choices.row_of
