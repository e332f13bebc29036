"""Forms of an import: the file or text, and each part of what was recognised."""

from collections.abc import Mapping, Sequence

from django import forms

from plans.forms import IndicatorForm
from plans.importing.changes import (
    DocumentChange,
    GroupChange,
    HeadChange,
    IndicatorChange,
    TaskChange,
)
from plans.importing.findings import Findings
from plans.models import GroupKind, Indicator, IndicatorKind, TaskKind
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import set_choices
from tracker.lib.legacy.fields import WordsArea, WordsField
from tracker.lib.number_field import NumberField
from tracker.lib.text import fold

A_LINE_EACH = "Mỗi dòng một tên, như văn bản ghi."


def _words(label: str, most: int, *, required: bool = True, help_text: str = "") -> WordsField:
    return WordsField(label=label, max_length=most, required=required, help_text=help_text)


def _area(
    label: str, most: int, *, rows: int = 2, required: bool = False, help_text: str = ""
) -> WordsField:
    return WordsField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=WordsArea(attrs={"rows": rows}),
    )


class PlanFileForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True, error_messages={"required": "Hãy chọn tệp kế hoạch."}
    )


class PastedPlanForm(forms.Form):
    text = forms.CharField(required=False, strip=False)

    def clean_text(self) -> str:
        """The text as it was pasted: a browser ends each line of a form with CRLF."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class PartForm(forms.Form):
    """`seen` is the version of the part that the form shows."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def version(self) -> int:
        """The version that the form showed; none of a part is -1."""
        seen = self.cleaned_data["seen"]
        return -1 if seen is None else int(seen)

    def change(self) -> dict[str, object]:
        """What was typed, without the fields of the form itself."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("seen", "passage")
        }


class HeadFindingForm(PartForm):
    number = _words("Số, ký hiệu", 60, help_text="Ví dụ: 18-KH/ĐU, 45/KH-UBND.")
    issued_on = DateField(label="Ngày ban hành")
    kind = _words("Loại văn bản", 60)
    short_title = _words("Tên gọi tắt", 200, help_text="Tên dùng trong danh mục kế hoạch.")
    subject = _area("Trích yếu", 5_000, required=True)
    superior = _words("Cơ quan cấp trên (dòng 1)", 120, required=False)
    issuer = _words("Cơ quan ban hành (dòng 2)", 120)
    title = _words("Tên cơ quan ban hành trong câu", 200)
    symbol = _words("Ký hiệu cơ quan", 20, help_text="Ví dụ: HU, ĐU, UBND.")
    place = _words("Địa danh", 80)
    signer_capacity = _words("Thẩm quyền ký", 80, required=False)
    signer_post = _words("Chức vụ người ký", 80, required=False)
    signer_name = _words("Người ký", 80, required=False)
    recipients = _area("Nơi nhận", 5_000, rows=4, help_text="Mỗi dòng một nơi nhận.")

    def head_change(self) -> HeadChange:
        return HeadChange(**self.change())  # type: ignore[arg-type]


class GroupFindingForm(PartForm):
    passage = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    code = forms.CharField(label="Mã", max_length=10)
    label = _words("Tên ngắn", 80)
    heading = _area("Tên nguyên văn", 5_000, required=True)
    kind = forms.ChoiceField(label="Loại", choices=GroupKind, widget=forms.RadioSelect)

    def group_change(self) -> GroupChange:
        return GroupChange(**self.change())  # type: ignore[arg-type]


class TaskFindingForm(PartForm):
    passage = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    code = forms.CharField(label="Mã", max_length=12)
    title = _words("Tên ngắn", 200)
    text = _area("Nguyên văn", 20_000, rows=5, required=True)
    group = forms.ChoiceField(
        label="Nhóm",
        error_messages={"required": "Hãy chọn nhóm; nếu chưa có, thêm nhóm nhiệm vụ trước."},
    )
    kind = forms.ChoiceField(label="Loại", choices=TaskKind, widget=forms.RadioSelect)
    leads = _area("Chủ trì", 2_000, help_text=A_LINE_EACH)
    coordinators = _area("Phối hợp", 2_000, help_text=A_LINE_EACH)
    deliverable = _words("Sản phẩm", 300, required=False)
    deadline_words = _words("Thời hạn theo lời văn", 200, required=False)
    deadline = DateField(label="Thời hạn", required=False)
    targets = _area("Chỉ tiêu", 5_000, help_text="Mỗi dòng một chỉ tiêu.")
    documents = forms.MultipleChoiceField(
        label="Văn bản viện dẫn", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        initial: Mapping[str, object] | None = None,
        found: Findings,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        groups = [group for group in found["groups"] if not group["is_dropped"]]
        set_choices(
            self, "group", [(group["id"], f"{group['code']}. {group['label']}") for group in groups]
        )
        cited = [row for row in found["documents"] if not row["is_dropped"]]
        set_choices(
            self,
            "documents",
            [
                (row["id"], f"{row['kind']} {row['number']}".strip() or row["words"])
                for row in cited
            ],
        )
        if not cited:
            del self.fields["documents"]

    def task_change(self) -> TaskChange:
        typed = self.change()
        chosen = self.cleaned_data.get("documents", [])
        return TaskChange(**{**typed, "documents": tuple(chosen)})  # type: ignore[arg-type]


class TargetFindingForm(PartForm):
    """Whether units report a number for a target, and which."""

    is_reported = forms.ChoiceField(
        label="Cách theo dõi",
        choices=[("yes", "Đơn vị chủ trì báo số liệu"), ("", "Chỉ ghi bằng lời ở nhiệm vụ")],
        required=False,
        widget=forms.RadioSelect,
    )
    target = NumberField(
        label="Mục tiêu", required=False, help_text="Mục tiêu cho kết quả chung của các đơn vị."
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        names = ("name", "kind", "unit_of_measure", "numerator_label", "denominator_label")
        self.fields |= forms.fields_for_model(
            Indicator,
            [*names, "direction"],
            widgets={**IndicatorForm.Meta.widgets},
            help_texts=IndicatorForm.Meta.help_texts,
        )
        set_choices(self, "kind", IndicatorKind.choices)  # without the empty choice
        self.order_fields(["is_reported", *names, "direction", "target"])
        if data is not None and not data.get("is_reported"):
            for name in (*names, "direction"):
                self.fields[name].required = False

    def indicator_change(self) -> IndicatorChange | None:
        typed = self.change()
        return IndicatorChange(**typed) if typed.pop("is_reported") else None  # type: ignore[arg-type]


class DocumentFindingForm(PartForm):
    kind = _words("Loại văn bản", 60)
    number = _words("Số, ký hiệu", 60, required=False)
    issued_on = DateField(label="Ngày ban hành", required=False)
    issuer = _words("Cơ quan ban hành", 200, required=False)

    def document_change(self) -> DocumentChange:
        return DocumentChange(**self.change())  # type: ignore[arg-type]


class UnitsFindingForm(PartForm):
    """A line for each body that the text names, to write the unit's name into."""

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        words: Sequence[str],
        shown: Mapping[str, str],
        codes: Mapping[str, str],
        seen: int,
    ) -> None:
        super().__init__(data, initial={"seen": seen})
        self.words, self.codes = words, codes
        for index, each in enumerate(words):
            self.fields[f"unit-{index}"] = forms.CharField(
                label=each,
                required=False,
                max_length=200,
                initial=shown.get(each, ""),
                widget=forms.TextInput(attrs={"list": "known-units", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, object]:
        self.chosen: dict[str, str] = {}
        for index, words in enumerate(self.words):
            if f"unit-{index}" not in self.data:
                continue  # somebody else has added it since
            typed = self.cleaned_data.get(f"unit-{index}", "")
            code = self.codes.get(fold(typed), "")
            if typed and not code:
                self.add_error(
                    f"unit-{index}",
                    f"Không chọn được đơn vị “{typed}”. Hãy chọn trong gợi ý, hoặc để trống.",
                )
            self.chosen[words] = code
        return self.cleaned_data
