"""The filters of the dashboard and of the lists behind its numbers."""

from typing import Any

from django import forms

from plans.models import Plan, Task, TaskGroup
from reporting.counting.status import Cell, Label
from reporting.models import ReportingPeriod
from units.models import Bloc, Unit


class BoardFilterForm(forms.Form):
    period = forms.ModelChoiceField(
        label="Tính đến kỳ",
        required=False,
        queryset=ReportingPeriod.objects.none(),
        empty_label="Mới nhất",
    )
    bloc = forms.ChoiceField(label="Khối", required=False, choices=[("", "Tất cả"), *Bloc.choices])

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = plan.periods.opened().newest_first()
        period: Any = self.fields["period"]
        period.queryset = opened
        # Read once, for whoever shows the form and tells of the periods too
        self.opened = list(opened)
        period.choices = [("", period.empty_label), *((row.pk, str(row)) for row in self.opened)]

    def asked(self, name: str) -> Any:
        """What was asked for under NAME; nothing where it is not understood."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class AssignmentFilterForm(BoardFilterForm):
    q = forms.CharField(label="Tìm", required=False)
    unit = forms.ModelChoiceField(
        label="Đơn vị", required=False, queryset=Unit.objects.in_list_order(), empty_label="Tất cả"
    )
    group = forms.ModelChoiceField(
        label="Nhóm", required=False, queryset=TaskGroup.objects.none(), empty_label="Tất cả"
    )
    task = forms.ModelChoiceField(
        label="Nhiệm vụ", required=False, queryset=Task.objects.none(), empty_label="Tất cả"
    )
    label = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Tất cả"), *Label.choices]
    )
    cell = forms.ChoiceField(
        label="Hoàn thành", required=False, choices=[("", "Tất cả"), *Cell.choices]
    )
    done = forms.BooleanField(label="Chỉ việc đã hoàn thành", required=False)

    field_order = ("q", "period", "bloc", "unit", "group", "task", "label", "cell", "done")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["group"].queryset = plan.groups.order_by("position", "pk")  # type: ignore[attr-defined]
        self.fields["task"].queryset = Task.objects.filter(plan=plan).in_plan_order()  # type: ignore[attr-defined]
