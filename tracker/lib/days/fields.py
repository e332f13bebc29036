"""A form field for days, which understands digits alone and asks about unlikely years."""

from collections.abc import Mapping
from datetime import date, datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import BaseRenderer
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tracker.lib.days.reading import NotADay, is_far, parse_day, question_on


class TypedDay(str):
    """The text of a day, and whether the same text was asked about before."""

    is_confirmed = False


class DayInput(forms.DateInput):
    """A line for a day. Where its year was asked about, the form says so when it comes back."""

    def __init__(self) -> None:
        attributes = {"placeholder": "ngày/tháng/năm", "inputmode": "numeric"}
        super().__init__(format="%d/%m/%Y", attrs=attributes)

    def value_from_datadict(
        self,
        data: Mapping[str, object],
        files: "MultiValueDict[str, UploadedFile[bytes]]",
        name: str,
    ) -> str | None:
        value: str | None = super().value_from_datadict(data, files, name)
        if not isinstance(value, str):
            return None
        typed = TypedDay(value)
        typed.is_confirmed = data.get(f"{name}-asked") == value
        return typed

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        line = super().render(name, value, attrs, renderer)
        if not isinstance(value, str) or not _is_asked_about(value):
            return line
        asked = format_html('<input type="hidden" name="{}-asked" value="{}">', name, value)
        return SafeString(line + asked)


class DateField(forms.DateField):
    """A day typed as 31/12/2026, 31.12.26, 31122026 or in words."""

    widget = DayInput
    default_error_messages = {"invalid": "Ngày không đúng. Hãy nhập dạng 31/12/2026."}

    def to_python(self, value: "str | datetime | date | None") -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            day = parse_day(value)
        except NotADay as error:
            raise self._refused(str(error)) from None
        if is_far(day) and not getattr(value, "is_confirmed", False):
            raise self._refused(question_on(day))
        return day

    def _refused(self, words: str) -> forms.ValidationError:
        """The reason, with what else the field says about a wrong day (`note`)."""
        if not words:
            return forms.ValidationError(self.error_messages["invalid"], code="invalid")
        note = self.error_messages.get("note", "")
        return forms.ValidationError(f"{words} {note}".strip(), code="invalid")


def _is_asked_about(text: str) -> bool:
    try:
        return is_far(parse_day(text))
    except NotADay:
        return False
