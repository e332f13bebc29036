"""Filters of the dashboard and of the lists behind its numbers."""

from collections.abc import Mapping
from typing import TypeVar

from django import forms
from django.db.models import Model

from plans.models import Plan, Task, TaskGroup
from reporting.counting.status import Cell, Label
from reporting.models import ReportingPeriod
from tracker.lib.form_fields import set_choices, set_queryset
from units.models import Bloc, Unit

NEWEST = "Mới nhất"
Row = TypeVar("Row", bound=Model)


class DashboardFilterForm(forms.Form):
    period = forms.ModelChoiceField(
        label="Tính đến kỳ",
        required=False,
        queryset=ReportingPeriod.objects.none(),
        empty_label=NEWEST,
    )
    bloc = forms.ChoiceField(label="Khối", required=False, choices=[("", "Tất cả"), *Bloc.choices])

    def __init__(self, data: Mapping[str, object], *, plan: Plan) -> None:
        super().__init__(data)
        opened = plan.periods.opened().newest_first()
        set_queryset(self, "period", opened)
        # Read once, also for pages that show the periods beside the form
        self.opened = list(opened)
        set_choices(
            self, "period", [("", NEWEST), *((str(row.pk), str(row)) for row in self.opened)]
        )

    def row_of(self, name: str, model: type[Row]) -> Row | None:
        """The chosen row of `model`; None if nothing valid was submitted under `name`."""
        self.is_valid()
        row = self.cleaned_data.get(name)
        return row if isinstance(row, model) else None

    def text_of(self, name: str) -> str:
        """The submitted text or choice; empty if nothing valid was submitted under `name`."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class AssignmentFilterForm(DashboardFilterForm):
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

    def __init__(self, data: Mapping[str, object], *, plan: Plan) -> None:
        super().__init__(data, plan=plan)
        set_queryset(self, "group", plan.groups.order_by("position", "pk"))
        set_queryset(self, "task", Task.objects.filter(plan=plan).in_plan_order())
