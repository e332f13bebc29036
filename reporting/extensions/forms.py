"""Forms of the pages of extensions. They check what is typed; the rules stand in `extending`."""

from typing import Any

from django import forms

from plans.forms import DocumentChoiceField
from plans.models import LegalDocument, Plan
from reporting.extensions.extending import NewDocument
from reporting.extensions.page import ExtensionFilter
from reporting.models import Extension, ExtensionQuerySet, ExtensionStatus
from units.forms import DateField
from units.models import Unit

AS_PROPOSED, ANOTHER_DAY = "proposed", "other"
NEW_DOCUMENT = ("kind", "number", "issued_on", "issuer", "subject")


def _text(label: str, *, rows: int, required: str = "", help_text: str = "") -> forms.CharField:
    """A longer text; REQUIRED is what is said where it is missing, if it must be there."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=5000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": required,
            "max_length": "Nội dung quá dài (tối đa %(limit_value)d ký tự).",
        },
    )


class AskForm(forms.Form):
    proposed_deadline = DateField(
        label="Thời hạn đề nghị", error_messages={"required": "Hãy nhập thời hạn đề nghị."}
    )
    reason = _text("Lý do", rows=4, required="Hãy nêu lý do xin gia hạn.")
    work_done = _text(
        "Việc đã làm",
        rows=5,
        required="Hãy nêu những việc đã làm đến nay.",
        help_text="Những việc đã xong, việc còn lại và dự kiến các bước tiếp theo.",
    )


class GrantForm(forms.Form):
    """Yes to the day that was proposed or to another one, by a document old or new."""

    day = forms.ChoiceField(
        label="Thời hạn mới",
        widget=forms.RadioSelect,
        initial=AS_PROPOSED,
        error_messages={"required": "Hãy chọn thời hạn mới."},
    )
    other_deadline = DateField(
        label="Ngày khác", required=False, help_text="Chỉ nhập khi chọn “Đến ngày khác”."
    )
    words = forms.CharField(
        label="Thời hạn theo lời văn bản",
        max_length=200,
        help_text="Ghi đúng như văn bản, ví dụ: trước ngày 20/6/2026.",
        error_messages={"required": "Cần ghi thời hạn đúng như lời văn của văn bản."},
    )
    document = DocumentChoiceField(
        label="Văn bản trong danh mục",
        required=False,
        queryset=LegalDocument.objects.order_by("-issued_on", "number", "pk"),
        empty_label="Chọn văn bản",
    )
    kind = forms.CharField(label="Loại văn bản", max_length=60, required=False, initial="Công văn")
    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False)
    issued_on = DateField(label="Ngày ban hành", required=False)
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    subject = forms.CharField(
        label="Trích yếu",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = _text("Ý kiến", rows=2)

    def __init__(self, *args: Any, extension: Extension, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed_deadline = extension.proposed_deadline
        proposed = f"Đến {extension.proposed_deadline:%d/%m/%Y} như đơn vị đề nghị"
        self.fields["day"].choices = [  # type: ignore[attr-defined]
            (AS_PROPOSED, proposed),
            (ANOTHER_DAY, "Đến ngày khác"),
        ]

    @property
    def has_new_document(self) -> bool:
        """Whether a document was begun to be typed, or what was typed of it was not taken."""
        typed = any(self.data.get(name, "").strip() for name in ("number", "issued_on", "subject"))
        return typed or any(name in self.errors for name in NEW_DOCUMENT)

    @property
    def name_of_day(self) -> str:
        """The field that says which day: there stands what is wrong with it."""
        return "other_deadline" if self.data.get("day") == ANOTHER_DAY else "day"

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        is_other = asked.get("day") == ANOTHER_DAY and "other_deadline" not in self.errors
        if is_other and not asked.get("other_deadline"):
            self.add_error("other_deadline", "Hãy nhập ngày khác.")
        if not self.has_new_document:
            if not asked.get("document") and "document" not in self.errors:
                self.add_error("document", "Hãy chọn văn bản, hoặc nhập văn bản mới bên dưới.")
        elif asked.get("document"):
            self.add_error("document", "Chọn văn bản có sẵn hoặc nhập văn bản mới, không cả hai.")
        else:
            self._check_new_document(asked)
        return asked

    def decision(self) -> dict[str, Any]:
        """What `extending.grant` is called with."""
        asked = self.cleaned_data
        is_other = asked["day"] == ANOTHER_DAY
        document = asked["document"] or NewDocument(**{name: asked[name] for name in NEW_DOCUMENT})
        return {
            "deadline": asked["other_deadline"] if is_other else self.proposed_deadline,
            "words": asked["words"],
            "document": document,
            "note": asked["note"],
        }

    def _check_new_document(self, asked: dict[str, Any]) -> None:
        words = {
            "kind": "Hãy ghi loại văn bản.",
            "number": "Hãy ghi số, ký hiệu.",
            "issued_on": "Hãy nhập ngày ban hành.",
        }
        for name, missing in words.items():
            if not asked.get(name) and name not in self.errors:
                self.add_error(name, missing)


class RefuseForm(forms.Form):
    note = _text("Lý do không đồng ý", rows=3, required="Không đồng ý gia hạn cần nêu lý do.")


class ExtensionFilterForm(forms.Form):
    status = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Tất cả"), *ExtensionStatus.choices]
    )
    plan = forms.ModelChoiceField(
        label="Kế hoạch", required=False, queryset=Plan.objects.none(), empty_label="Tất cả"
    )
    unit = forms.ModelChoiceField(
        label="Đơn vị", required=False, queryset=Unit.objects.none(), empty_label="Tất cả"
    )

    def __init__(self, *args: Any, extensions: ExtensionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = Plan.objects.filter(pk__in=extensions.values("assignment__task__plan"))
        units = Unit.objects.filter(pk__in=extensions.values("assignment__unit"))
        self.fields["plan"].queryset = plans.order_by("issued_on", "pk")  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units.in_list_order()  # type: ignore[attr-defined]

    def wanted(self) -> ExtensionFilter:
        """The filter that was asked for; what is not understood is left out."""
        self.is_valid()
        asked = self.cleaned_data
        return ExtensionFilter(
            status=asked.get("status", ""), plan=asked.get("plan"), unit=asked.get("unit")
        )
