"""A form field for words, which offers to convert what is typed in an encoding before Unicode."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html

from tracker.lib.legacy import BUTTON, Legacy, converted_if_asked, found_in

if TYPE_CHECKING:
    Files = MultiValueDict[str, UploadedFile[bytes]]

# One element, since the line of an error is a row of its elements
QUESTION = (
    "<span>Chữ viết bằng mã cũ {}, đọc là “{}”. Nếu muốn giữ như đã gõ, hãy lưu lần nữa. "
    '<button class="button button--small" name="{}" value="{}">Chuyển sang Unicode và lưu</button>'
    '<input type="hidden" name="{}" value="{}"></span>'
)


class TypedWords(str):
    """The words of field `name`, converted if that was asked for, and whether they were shown."""

    name = ""
    is_confirmed = False


def _typed(data: Mapping[str, object], name: str) -> TypedWords | None:
    if not isinstance(data.get(name), str):
        return None
    words = {key: value for key, value in data.items() if isinstance(value, str)}
    typed = TypedWords(converted_if_asked(words, name))
    # Lines may come back from a hidden field with other ends
    typed.name, typed.is_confirmed = name, words.get(_shown(name), "").split() == typed.split()
    return typed


class WordsInput(forms.TextInput):
    def value_from_datadict(self, data: Mapping[str, object], files: "Files", name: str) -> object:
        return _typed(data, name)


class WordsArea(forms.Textarea):
    def value_from_datadict(self, data: Mapping[str, object], files: "Files", name: str) -> object:
        return _typed(data, name)


class WordsField(forms.CharField):
    """Asks once about words in an old encoding; the button for it stands in the error."""

    widget = WordsInput

    def clean(self, value: object) -> str:
        found = found_in(value) if isinstance(value, str) else None
        if isinstance(value, TypedWords) and found is not None and not value.is_confirmed:
            raise forms.ValidationError(_question(value, found), code="legacy")
        words: str = super().clean(value)
        return words


def _question(typed: TypedWords, found: Legacy) -> str:
    asked = BUTTON, typed.name, _shown(typed.name), str(typed)
    return format_html(QUESTION, found.name, found.excerpt, *asked)


def _shown(name: str) -> str:
    return f"{name}-as-typed"
