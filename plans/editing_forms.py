"""Forms of plans, groups, tasks and commitments. The rules are in `plans.editing`."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, cast

from django import forms
from django.http import QueryDict

from plans.document_fields import DocumentChoiceField, DocumentsField
from plans.editing import facts
from plans.editing.commitments import CommitmentSpec, items_in
from plans.editing.groups import GroupSpec
from plans.editing.heads import PlanSpec
from plans.editing.tasks import TaskSpec
from plans.models import GroupKind, LegalDocument, Plan, Task, TaskGroup, TaskKind
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import (
    ModelForm,
    set_choices,
    set_queryset,
)
from tracker.lib.legacy.fields import WordsArea, WordsField
from tracker.lib.refusal import Refused
from units.models import Unit

# Fields whose values are not words yet
CHOICES = {"kind": (*TaskKind.choices, *GroupKind.choices)}


class SeenForm(forms.BaseForm):
    """A form that remembers what it showed, so that a concurrent change is not overwritten."""

    base_fields: ClassVar[dict[str, forms.Field]] = {}
    shown_digests: str | None = None

    def remember(self, shown: Mapping[str, object]) -> None:
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial["seen"] = facts.digests(shown)

    def clean(self) -> None:
        super().clean()
        self.shown_digests = self.cleaned_data.pop("seen", "") or None

    def show_refusal(self, refusal: Refused, current: Mapping[str, object]) -> None:
        """Show why nothing was saved, beside the field that it concerns.

        Of fields that somebody else changed too it shows the present words; saving again
        replaces them.
        """
        if not isinstance(refusal, facts.BothChanged):
            name = getattr(refusal, "field", None)
            self.add_error(name if name in self.fields else None, str(refusal))
            return
        self.add_error(None, str(refusal))
        for name in refusal.fields:
            self.add_error(name, f"Người khác vừa sửa thành: {self._words(name, current[name])}")
        latest = facts.digests({name: current[name] for name in refusal.fields})
        data = cast(QueryDict, self.data).copy()
        data["seen"] = f"{data.get('seen', '')},{latest}"
        self.data = data

    def _words(self, name: str, value: object) -> str:
        if isinstance(value, tuple):
            return ", ".join(map(str, value)) or "(trống)"
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        labels = dict(CHOICES.get(name, ()))
        if isinstance(value, bool):
            return "có" if value else "không"
        return str(labels.get(str(value), value) or "(trống)")


class PlanForm(SeenForm, ModelForm[Plan]):
    """The facts of a plan, as on the paper: its head, what it is about, and its foot."""

    issued_on = DateField(label="Ngày ban hành")
    parent_document = DocumentChoiceField(
        label="Văn bản được triển khai",
        required=False,
        queryset=LegalDocument.objects.order_by("-issued_on", "number", "pk"),
        empty_label="Không có, hoặc chưa có trong danh mục",
    )

    class Meta:
        model = Plan
        fields = (
            *("kind", "number", "issued_on", "short_title", "subject", "parent_document"),
            *("superior_body", "issuing_body", "issuer", "issuing_unit", "symbol", "place"),
            *("basis", "purposes", "requirements"),
            *("signer_capacity", "signer_post", "signer_name", "recipients"),
        )
        words = (
            *("kind", "number", "short_title", "superior_body", "issuing_body", "issuer"),
            *("symbol", "place", "signer_capacity", "signer_post", "signer_name"),
        )
        areas = ("subject", "basis", "purposes", "requirements", "recipients")
        field_classes = dict.fromkeys((*words, *areas), WordsField)
        widgets = {name: WordsArea(attrs={"rows": 3}) for name in areas} | {
            "subject": WordsArea(attrs={"rows": 2}),
            "recipients": WordsArea(attrs={"rows": 5}),
        }
        help_texts = {
            "number": "Ghi cả ký hiệu. Ví dụ: 18-KH/ĐU, 45/KH-UBND.",
            "short_title": "Tên dùng trên màn hình. Ví dụ: Kế hoạch 18 về cải cách hành chính.",
            "subject": "Không ghi lại chữ “Kế hoạch”. Ví dụ: triển khai Chỉ thị số 35-CT/TU …",
            "superior_body": "Ví dụ: ĐẢNG BỘ TỈNH HOA SÚNG. In đúng như ghi ở đây. Để trống nếu "
            "văn bản không ghi.",
            "issuing_body": "Ví dụ: ĐẢNG ỦY XÃ HOA SEN. In đúng như ghi ở đây.",
            "issuer": "Tên trong câu. Ví dụ: Ban Thường vụ Đảng ủy xã Hoa Sen.",
            "issuing_unit": "Nếu cơ quan ban hành có trong danh mục đơn vị.",
        }

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        plan: Plan | None = None,
        initial: Mapping[str, object] | None = None,
        shown: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=plan, initial=dict(initial or {}))
        set_queryset(self, "issuing_unit", Unit.objects.in_list_order(), empty_label="Không chọn")
        if shown:
            self.remember(shown)

    def spec(self) -> PlanSpec:
        is_inferred = self.instance.is_head_inferred
        return PlanSpec(**self.cleaned_data, is_head_inferred=is_inferred)

    def _post_clean(self) -> None:
        """Leave the instance unchanged: the rules are in the use case."""


class CopyForm(PlanForm):
    """The facts of the next plan, and whether its units come along."""

    with_units = forms.BooleanField(
        label="Đề xuất cả đơn vị thực hiện",
        required=False,
        initial=True,
        help_text="Mọi phân công là đề xuất, Văn phòng xác nhận sau.",
    )

    def spec(self) -> PlanSpec:
        facts_of_plan = {name: self.cleaned_data[name] for name in PlanForm.Meta.fields}
        return PlanSpec(**facts_of_plan)


class GroupForm(SeenForm, ModelForm[TaskGroup]):
    class Meta:
        model = TaskGroup
        fields = ("code", "heading", "label", "kind")
        field_classes = dict.fromkeys(("code", "heading", "label"), WordsField)
        widgets = {"heading": WordsArea(attrs={"rows": 2}), "kind": forms.RadioSelect}
        help_texts = {
            "code": "Ví dụ: 1, II.1, III. Mỗi nhóm của kế hoạch một mã.",
            "heading": "Chép đúng đề mục trong văn bản.",
            "label": "Tên dùng trên màn hình và trong bảng.",
            "kind": "Tổ chức thực hiện: phần giao trách nhiệm cho từng cơ quan, đơn vị.",
        }

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        group: TaskGroup | None = None,
        shown: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=group)
        set_choices(self, "kind", GroupKind.choices)  # without the empty choice
        if shown:
            self.remember(shown)

    def spec(self) -> GroupSpec:
        return GroupSpec(**self.cleaned_data)

    def _post_clean(self) -> None:
        """Leave the instance unchanged: the rules are in the use case."""


class TaskForm(SeenForm, ModelForm[Task]):
    """The facts of a task: its wording, what it is due to bring and when, and what it cites."""

    deadline = DateField(
        label="Thời hạn",
        required=False,
        help_text="Ngày tính ra từ lời văn; nộp đúng ngày này vẫn tính là đúng hạn.",
    )
    deadline_document = DocumentChoiceField(
        label="Văn bản đặt thời hạn",
        required=False,
        queryset=LegalDocument.objects.order_by("-issued_on", "number", "pk"),
        empty_label="Chính kế hoạch này",
    )
    documents = DocumentsField(
        label="Văn bản viện dẫn",
        required=False,
        queryset=LegalDocument.objects.order_by("-issued_on", "number", "pk"),
    )

    class Meta:
        model = Task
        fields = (
            *("code", "title", "text", "kind", "is_fan_out"),
            *("timing_words", "deadline", "deadline_document"),
            *("deliverable", "suggested_evidence", "suggested_figures"),
            *("stated_bodies", "proposed_lead", "proposed_coordinators"),
            *("privacy_note", "documents"),
        )
        words = ("code", "title", "timing_words", "deliverable")
        areas = (
            *("text", "suggested_evidence", "suggested_figures", "stated_bodies"),
            *("proposed_lead", "proposed_coordinators", "privacy_note"),
        )
        field_classes = dict.fromkeys((*words, *areas), WordsField)
        widgets = {name: WordsArea(attrs={"rows": 2}) for name in areas} | {
            "text": WordsArea(attrs={"rows": 5}),
            "kind": forms.RadioSelect,
        }
        help_texts = {
            "code": "Ví dụ: 1.1, III.2.1. Mỗi nhiệm vụ của kế hoạch một mã.",
            "title": "Tên ngắn dùng trong các bảng, trọn ý, không quá 200 ký tự.",
            "text": "Chép đúng câu, đoạn trong văn bản.",
            "timing_words": "Ví dụ: trước ngày 15/11 hằng năm; thường xuyên.",
            "is_fan_out": "Nhiều đơn vị cùng chủ trì, mỗi đơn vị báo cáo phần việc của mình.",
            "deliverable": "Ví dụ: Kế hoạch của UBND xã.",
            "stated_bodies": "Cơ quan, đơn vị mà câu này nêu tên.",
        }

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        task: Task | None = None,
        shown: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, instance=task)
        set_choices(self, "kind", TaskKind.choices)  # without the empty choice
        self.initial.setdefault("kind", TaskKind.ONE_OFF)
        if shown:
            self.remember(shown)

    def spec(self) -> TaskSpec:
        typed = self.cleaned_data
        return TaskSpec(**typed | {"documents": tuple(typed["documents"])})

    def _post_clean(self) -> None:
        """Leave the instance unchanged: the rules are in the use case."""


class CommitmentForm(SeenForm, forms.Form):
    name = WordsField(
        label="Phương châm", max_length=80, help_text="Ví dụ: 4 tăng, 2 giảm, 2 không."
    )
    items = WordsField(
        label="Thành tố",
        widget=WordsArea(attrs={"rows": 8}),
        help_text="Mỗi dòng một thành tố, có thể ghi nhóm trước dấu hai chấm. "
        "Ví dụ: TĂNG: tính công khai, minh bạch.",
    )
    footnote = WordsField(
        label="Chú thích nguyên văn", required=False, widget=WordsArea(attrs={"rows": 3})
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        shown: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(shown or {}))
        if shown:
            self.remember(shown)

    def spec(self) -> CommitmentSpec:
        typed = self.cleaned_data
        return CommitmentSpec(typed["name"], typed["footnote"], items_in(typed["items"]))
