"""Forms of the filing page."""

from typing import Any

from django import forms

from reporting.entries.fields import LABELS, TEXT_FIELDS
from reporting.filing.filing import LONGEST_TEXT
from reporting.indicators.forms import IndicatorFields
from reporting.models import DeclaredState
from tracker.lib.numbers import parse_id

PERCENT_WORDS = "Tỷ lệ hoàn thành là một số nguyên từ 0 đến 100."
_TOO_LONG = {"max_length": "Nội dung quá dài (tối đa %(limit_value)d ký tự)."}
_ANSWERS = {"yes": True, "no": False, "": None}


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
    """One task of the report, as the unit types it. Answers come as `answer-<item id>`."""

    version = forms.IntegerField(
        min_value=0, error_messages={"required": "Trang đã cũ, hãy tải lại."}
    )
    # What the fields were when the writer began, and the version a choice was made in view of
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

    def answers(self) -> dict[int, bool | None]:
        """What was answered in the checklist, by the component's id."""
        found = {}
        for name, value in self.data.items():
            prefix, _, item_id = name.partition("-")
            pk = parse_id(item_id) if prefix == "answer" else None
            if pk is not None and value in _ANSWERS:
                found[pk] = _ANSWERS[value]
        return found

    def wrong(self) -> list[str]:
        """The names of the fields that cannot be taken, as the page calls them."""
        return [str(self.fields[name].label) for name in self.errors if self.fields[name].label]

    def choices(self) -> dict[str, str]:
        """What was chosen where two people changed one field: "mine", "theirs" or "edit"."""
        return {
            name.removeprefix("keep-"): value
            for name, value in self.data.items()
            if name.startswith("keep-") and value in ("mine", "theirs", "edit")
        }

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, good or bad, to show it again."""
        return {name: self.data.get(name, "") for name in self.fields}


class TakeBackForm(forms.Form):
    note = forms.CharField(
        max_length=1000,
        error_messages={
            "required": "Cần nêu lý do sửa lại.",
            "max_length": "Lý do quá dài (tối đa 1.000 ký tự).",
        },
    )
