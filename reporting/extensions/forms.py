"""Forms of the extension pages. They validate input; the rules are in `extending`."""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

from django import forms

from plans.document_fields import DocumentChoiceField
from plans.models import LegalDocument, Plan
from reporting.extensions.extending import NewDocument
from reporting.extensions.page import ExtensionFilter
from reporting.models import Extension, ExtensionQuerySet, ExtensionStatus
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import set_choices, set_queryset
from tracker.lib.legacy.fields import WordsArea, WordsField
from units.models import Unit

AS_PROPOSED, ANOTHER_DAY = "proposed", "other"
NEW_DOCUMENT = ("kind", "number", "issued_on", "issuer", "subject")


class Decision(TypedDict):
    """The arguments of `extending.grant` that the form provides."""

    deadline: date
    words: str
    document: LegalDocument | NewDocument
    note: str


def _text(label: str, *, rows: int, required: str = "", help_text: str = "") -> forms.CharField:
    """A longer text; `required` is the message if it is missing, empty if it is optional."""
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


class ExtensionRequestForm(forms.Form):
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
    """A grant of the proposed or another day, by a document of the catalogue or a new one."""

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
    number = WordsField(label="Số, ký hiệu", max_length=60, required=False)
    issued_on = DateField(label="Ngày ban hành", required=False)
    issuer = WordsField(label="Cơ quan ban hành", max_length=200, required=False)
    subject = WordsField(
        label="Trích yếu",
        max_length=1000,
        required=False,
        widget=WordsArea(attrs={"rows": 2}),
    )
    note = _text("Ý kiến", rows=2)

    def __init__(self, data: Mapping[str, object] | None = None, *, extension: Extension) -> None:
        super().__init__(data)
        self.proposed_deadline = extension.proposed_deadline
        proposed = f"Đến {extension.proposed_deadline:%d/%m/%Y} như đơn vị đề nghị"
        set_choices(self, "day", [(AS_PROPOSED, proposed), (ANOTHER_DAY, "Đến ngày khác")])

    @property
    def has_new_document(self) -> bool:
        """Whether a new document was typed, even in part, or one of its fields has an error."""
        typed = any(self.data.get(name, "").strip() for name in ("number", "issued_on", "subject"))
        return typed or any(name in self.errors for name in NEW_DOCUMENT)

    @property
    def day_field(self) -> str:
        """Name of the field with the chosen day, which shows its errors."""
        return "other_deadline" if self.data.get("day") == ANOTHER_DAY else "day"

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        is_other = cleaned.get("day") == ANOTHER_DAY and "other_deadline" not in self.errors
        if is_other and not cleaned.get("other_deadline"):
            self.add_error("other_deadline", "Hãy nhập ngày khác.")
        if not self.has_new_document:
            if not cleaned.get("document") and "document" not in self.errors:
                self.add_error("document", "Hãy chọn văn bản, hoặc nhập văn bản mới bên dưới.")
        elif cleaned.get("document"):
            self.add_error("document", "Chọn văn bản có sẵn hoặc nhập văn bản mới, không cả hai.")
        else:
            self._check_new_document()

    def decision(self) -> Decision:
        cleaned = self.cleaned_data
        is_other = cleaned["day"] == ANOTHER_DAY
        new_document = {name: cleaned[name] for name in NEW_DOCUMENT}
        return {
            "deadline": cleaned["other_deadline"] if is_other else self.proposed_deadline,
            "words": cleaned["words"],
            "document": cleaned["document"] or NewDocument(**new_document),
            "note": cleaned["note"],
        }

    def _check_new_document(self) -> None:
        messages = {
            "kind": "Hãy ghi loại văn bản.",
            "number": "Hãy ghi số, ký hiệu.",
            "issued_on": "Hãy nhập ngày ban hành.",
        }
        for name, message in messages.items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, message)


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

    def __init__(self, data: Mapping[str, object], *, extensions: ExtensionQuerySet) -> None:
        super().__init__(data)
        plans = Plan.objects.not_archived().filter(
            pk__in=extensions.values("assignment__task__plan")
        )
        units = Unit.objects.filter(pk__in=extensions.values("assignment__unit"))
        set_queryset(self, "plan", plans.order_by("issued_on", "pk"))
        set_queryset(self, "unit", units.in_list_order())

    def chosen(self) -> ExtensionFilter:
        """The requested filter, without its invalid parts."""
        self.is_valid()
        cleaned = self.cleaned_data
        return ExtensionFilter(
            status=cleaned.get("status", ""), plan=cleaned.get("plan"), unit=cleaned.get("unit")
        )
