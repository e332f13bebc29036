"""Forms of `plans`. They validate input; the rules are in the use cases."""

import hashlib
from collections.abc import Mapping

from django import forms

from plans.document_fields import document_field
from plans.indicators import IndicatorSpec
from plans.models import (
    Assignment,
    AssignmentRole,
    Indicator,
    IndicatorKind,
    LegalDocument,
    Plan,
    Task,
    TaskGroup,
)
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import (
    ModelForm,
    set_choices,
    set_queryset,
)
from tracker.lib.legacy.fields import WordsArea, WordsField, WordsInput
from tracker.lib.number_field import NumberField
from units.models import Bloc, Unit


class GridFilterForm(forms.Form):
    group = forms.ModelChoiceField(
        label="Nhóm nhiệm vụ",
        required=False,
        queryset=TaskGroup.objects.none(),
        empty_label="Tất cả",
    )
    bloc = forms.ChoiceField(label="Khối", required=False)

    def __init__(self, data: Mapping[str, object], *, plan: Plan) -> None:
        super().__init__(data)
        groups = TaskGroup.objects.filter(plan=plan).order_by("position", "pk")
        set_queryset(self, "group", groups)
        set_choices(self, "bloc", [("", "Tất cả"), *Bloc.choices()])


class CellForm(forms.Form):
    """A change of one cell of the grid: a unit's part in a task."""

    task = forms.ModelChoiceField(queryset=Task.objects.none())
    unit = forms.ModelChoiceField(queryset=Unit.objects.all())
    action = forms.ChoiceField(
        choices=[
            *AssignmentRole.choices,
            ("own_part", "Chủ trì một phần"),
            ("none", "Không tham gia"),
            ("confirm", "Xác nhận"),
        ]
    )

    def __init__(self, data: Mapping[str, object], *, plan: Plan) -> None:
        super().__init__(data)
        set_queryset(self, "task", plan.tasks.select_related("plan"))


def _choices_by_bloc(units: list[Unit]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of `units` under the name of their bloc; a bloc without units is left out."""
    by_bloc = [
        (label, [(str(unit.pk), unit.short_name) for unit in units if unit.bloc_id == bloc])
        for bloc, label in Bloc.choices()
    ]
    return [(label, rows) for label, rows in by_bloc if rows]


class RolesForm(forms.Form):
    """Units that lead a task and units that co-ordinate it.

    `seen` is a digest of the displayed roles, so that a concurrent change is not overwritten
    unnoticed.
    """

    lead = forms.ChoiceField(label="Đơn vị chủ trì", required=False)
    leads = forms.MultipleChoiceField(
        label="Đơn vị chủ trì phần việc của mình",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    coordinating = forms.MultipleChoiceField(
        label="Đơn vị phối hợp", required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        task: Task,
        units: list[Unit],
        assignments: list[Assignment],
    ) -> None:
        self.units = {str(unit.pk): unit for unit in units}
        self.current = {str(row.unit_id): row.role for row in assignments}
        leads = [unit for unit, role in self.current.items() if role == AssignmentRole.LEAD]
        initial = {
            "lead": leads[0] if leads else "",
            "leads": leads,
            "coordinating": [unit for unit in self.current if unit not in leads],
            "seen": self.digest(),
        }
        super().__init__(data, initial=initial)
        choices = _choices_by_bloc(units)
        set_choices(self, "coordinating", choices)
        if task.is_fan_out:
            del self.fields["lead"]
            set_choices(self, "leads", choices)
        else:
            del self.fields["leads"]
            set_choices(self, "lead", [("", "Chưa giao"), *choices])

    def digest(self) -> str:
        text = ",".join(f"{unit}:{role}" for unit, role in sorted(self.current.items()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("seen") != self.digest():
            raise forms.ValidationError(
                "Người khác vừa đổi phân công của nhiệm vụ này. Hãy mở lại trang để đối chiếu; "
                "những gì bạn chọn vẫn còn dưới đây."
            )
        both = set(self._leads()) & set(self.cleaned_data.get("coordinating", []))
        if both:
            names = ", ".join(self.units[unit].short_name for unit in sorted(both))
            raise forms.ValidationError(f"Vừa chủ trì vừa phối hợp: {names}. Hãy chọn một.")

    def roles(self) -> dict[Unit, AssignmentRole | None]:
        """The requested role of every unit on the form."""
        leads = set(self._leads())
        coordinating = set(self.cleaned_data["coordinating"])
        return {
            unit: AssignmentRole.LEAD
            if pk in leads
            else AssignmentRole.COORDINATING
            if pk in coordinating
            else None
            for pk, unit in self.units.items()
        }

    def _leads(self) -> list[str]:
        single: str = self.cleaned_data.get("lead", "")
        return self.cleaned_data.get("leads") or [unit for unit in [single] if unit]


class DeadlineForm(forms.Form):
    deadline = DateField(
        label="Thời hạn", required=False, help_text="Để trống để bỏ thời hạn đang có."
    )
    words = forms.CharField(
        label="Thời hạn theo lời văn bản",
        max_length=200,
        required=False,
        help_text="Ví dụ: trước ngày 20/6/2026. Ngày ghi ở ô Thời hạn vẫn tính là đúng hạn.",
    )
    document = document_field("Văn bản đặt thời hạn")
    effective_on = DateField(
        label="Hiệu lực từ ngày", required=False, help_text="Để trống là hôm nay."
    )


class ConfirmAssignmentForm(forms.Form):
    first_day = DateField(
        label="Thực hiện từ ngày",
        required=False,
        help_text="Để trống là hôm nay. Kỳ kết thúc trước ngày này thì đơn vị chưa phải báo cáo.",
    )


class FirstDayForm(forms.Form):
    first_day = DateField(label="Thực hiện từ ngày")
    document = document_field("Văn bản")


class DeliverableForm(forms.Form):
    deliverable = forms.CharField(label="Sản phẩm", max_length=300, required=False)
    document = document_field("Văn bản phân công", required=False)


class PauseForm(forms.Form):
    first_day = DateField(label="Từ ngày")
    document = document_field("Văn bản")


class TransferForm(forms.Form):
    to = forms.ModelChoiceField(
        label="Chuyển cho đơn vị", queryset=Unit.objects.in_list_order(), empty_label="Chọn đơn vị"
    )
    on = DateField(label="Từ ngày")
    document = document_field("Văn bản")
    takes_result = forms.BooleanField(
        label="Chuyển cả kết quả đã được chấp nhận",
        required=False,
        initial=True,
        help_text=(
            "Chọn: việc đã hoàn thành đúng hạn vẫn là hoàn thành đúng hạn ở đơn vị mới. "
            "Không chọn: đơn vị mới bắt đầu chưa có kết quả. Báo cáo đã gửi luôn ở lại với "
            "đơn vị cũ."
        ),
    )


class DropForm(forms.Form):
    on = DateField(label="Từ ngày")
    reason = forms.CharField(label="Lý do", max_length=250)
    document = document_field("Văn bản", required=False)


class IndicatorForm(ModelForm[Indicator]):
    """An indicator of a task: its name, kind and target, with the document that sets it."""

    baseline = NumberField(label="Mức ban đầu", required=False)
    target = NumberField(
        label="Mục tiêu", required=False, help_text="Mục tiêu cho kết quả chung của các đơn vị."
    )
    target_document = document_field("Văn bản giao mục tiêu", required=False)

    class Meta:
        model = Indicator
        fields = [
            "name",
            "kind",
            "unit_of_measure",
            "numerator_label",
            "denominator_label",
            "direction",
            "is_cumulative",
            "aggregation",
            "baseline",
            "target",
            "target_document",
        ]
        widgets = {
            "kind": forms.RadioSelect,
            "direction": forms.RadioSelect,
            "aggregation": forms.RadioSelect,
        }
        help_texts = {
            "kind": "Số của các đơn vị được cộng lại. Tỷ lệ chung tính từ tổng tử số và tổng mẫu "
            "số, không lấy trung bình các tỷ lệ.",
            "unit_of_measure": "Ví dụ: %, hồ sơ, cuộc, giờ.",
            "numerator_label": "Cần ghi với tỷ lệ. Ví dụ: hồ sơ giải quyết đúng hạn, trước hạn.",
            "denominator_label": "Cần ghi với tỷ lệ. Ví dụ: tổng số hồ sơ đã giải quyết.",
            "is_cumulative": "Mỗi kỳ đơn vị ghi tổng từ đầu kế hoạch, nên không tự giảm.",
            "aggregation": "Cộng: số phát sinh trong từng kỳ, ví dụ số hồ sơ, số cuộc. Kỳ cuối: số "
            "tại thời điểm báo cáo, ví dụ số hộ nghèo, số máy đang dùng. Số lũy kế luôn lấy kỳ "
            "cuối; tỷ lệ tính từ tử số và mẫu số đã gộp.",
        }

    def __init__(
        self, data: Mapping[str, object] | None = None, *, instance: Indicator | None = None
    ) -> None:
        super().__init__(data, instance=instance)
        set_choices(self, "kind", IndicatorKind.choices)  # without the empty choice
        self.initial.setdefault("kind", IndicatorKind.RATIO)

    def spec(self) -> IndicatorSpec:
        return IndicatorSpec(**self.cleaned_data)

    def _post_clean(self) -> None:
        """Leave the instance unchanged: the rules are in the use case."""


class DocumentForm(ModelForm[LegalDocument]):
    issued_on = DateField(label="Ngày ban hành", required=False)

    class Meta:
        model = LegalDocument
        fields = ["kind", "number", "issued_on", "issuer", "subject", "note"]
        field_classes = dict.fromkeys(("kind", "number", "issuer", "subject", "note"), WordsField)
        widgets = {
            "kind": WordsInput,
            "number": WordsInput,
            "issuer": WordsInput,
            "subject": WordsArea(attrs={"rows": 2}),
            "note": WordsArea(attrs={"rows": 2}),
        }
