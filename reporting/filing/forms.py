"""Forms of the filing page."""

from typing import Any

from django import forms

from reporting.entries.fields import LABELS, TEXT_FIELDS, own_content_in
from reporting.filing.filing import LONGEST_TEXT, SavedContent
from reporting.indicators.forms import IndicatorFields
from reporting.models import DeclaredState, SelfAssessment
from tracker.lib.numbers import parse_id

PERCENT_WORDS = "Tỷ lệ hoàn thành là một số nguyên từ 0 đến 100."
_TOO_LONG = {"max_length": "Nội dung quá dài (tối đa %(limit_value)d ký tự)."}


class TextFields(forms.Form):
    """The text fields of an entry."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in TEXT_FIELDS:
            self.fields[field.name] = forms.CharField(
                label=field.label,
                required=False,
                max_length=LONGEST_TEXT,
                error_messages=_TOO_LONG,
            )


class EntryForm(IndicatorFields, TextFields):
    """The input of one section. Answers come as `answer-<item id>`.

    Without `asks_percent` it reads no percentage: pages opened before the kind of the task was
    known to have none may still send one.
    """

    version = forms.IntegerField(
        min_value=0, error_messages={"required": "Trang đã cũ, hãy tải lại."}
    )
    # Digests of the fields when the writer began; the version seen when choosing between two
    base = forms.CharField(required=False)
    seen = forms.IntegerField(required=False, min_value=0)
    state = forms.ChoiceField(
        label=LABELS["state"],
        required=False,
        choices=[("", ""), *DeclaredState.choices],
        error_messages={"invalid_choice": "Hãy chọn một trong bốn mức độ thực hiện."},
    )
    percent = forms.IntegerField(
        label=LABELS["percent"],
        required=False,
        min_value=0,
        max_value=100,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), PERCENT_WORDS),
    )

    def __init__(self, *args: Any, asks_percent: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_percent:
            del self.fields["percent"]

    def answers(self) -> dict[int, bool | None]:
        """The answers of the checklist, by the component's id."""
        found = {}
        for name, value in self.data.items():
            prefix, _, item_id = name.partition("-")
            pk = parse_id(item_id) if prefix == "answer" else None
            if pk is not None and value in SelfAssessment.values:
                found[pk] = SelfAssessment(value).is_kept
        return found

    def content(self) -> SavedContent:
        """The content of a valid form."""
        return {
            **own_content_in({"percent": None, **self.cleaned_data}),
            "answers": self.answers(),
            "indicator_values": self.indicator_values(),
        }

    def wrong(self) -> list[str]:
        """The labels of the fields with errors."""
        return [str(self.fields[name].label) for name in self.errors if self.fields[name].label]

    def choices(self) -> dict[str, str]:
        """The choice for each field that two people changed: "mine", "theirs" or "edit"."""
        return {
            name.removeprefix("keep-"): value
            for name, value in self.data.items()
            if name.startswith("keep-") and value in ("mine", "theirs", "edit")
        }

    def typed(self) -> dict[str, str]:
        """The content of the fields, valid or not, to show it again."""
        return {name: self.data.get(name, "") for name in self.fields}


class TakeBackForm(forms.Form):
    note = forms.CharField(
        max_length=1000,
        error_messages={
            "required": "Cần nêu lý do sửa lại.",
            "max_length": "Lý do quá dài (tối đa 1.000 ký tự).",
        },
    )
