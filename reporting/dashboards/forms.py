"""Filters of the dashboard and of the lists behind its numbers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from plans.models import Plan, Task, TaskGroup
from reporting.counting.figures import Scope
from reporting.counting.status import Cell, Label
from reporting.models import ByUnits, ReportingPeriod
from tracker.lib.form_fields import set_choices, set_queryset
from units.forms import DateField
from units.models import Bloc, Unit

NEWEST = "Mới nhất"
FOR_TODAY = "Trang đang tính đến hôm nay."
Row = TypeVar("Row", bound=Model)


class DashboardFilterForm(forms.Form):
    """What all tabs are limited to. What is not understood is named and left out."""

    period = forms.ModelChoiceField(
        label="Tính đến kỳ",
        required=False,
        queryset=ReportingPeriod.objects.none(),
        empty_label=NEWEST,
        error_messages={
            "invalid_choice": "Kế hoạch không có kỳ này. Trang đang tính đến kỳ mới nhất."
        },
    )
    bloc = forms.ChoiceField(
        label="Khối",
        required=False,
        choices=[("", "Tất cả"), *Bloc.choices],
        error_messages={"invalid_choice": "Không có khối này. Trang đang tính mọi khối."},
    )
    as_of = DateField(
        label="Tính đến hết ngày",
        required=False,
        error_messages={"invalid": f"Hãy nhập ngày theo dạng 31/12/2026. {FOR_TODAY}"},
    )

    by_units = forms.ChoiceField(
        label="Tính theo",
        required=False,
        choices=[("", ByUnits.THEN.label), (ByUnits.NOW, ByUnits.NOW.label)],
        error_messages={"invalid_choice": "Không có lựa chọn này. Trang đang tính đơn vị lúc đó."},
    )

    def __init__(self, data: Mapping[str, object], *, plan: Plan, today: date) -> None:
        super().__init__(data)
        self.plan = plan
        self.today = today
        opened = plan.periods.opened().newest_first()
        set_queryset(self, "period", opened)
        # Read once, also for pages that show the periods beside the form
        self.opened = list(opened)
        set_choices(
            self, "period", [("", NEWEST), *((str(row.pk), str(row)) for row in self.opened)]
        )

    def clean_as_of(self) -> date | None:
        """The chosen day, within the life of the plan; None for today."""
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and day < self.plan.issued_on:
            raise ValidationError(
                f"Kế hoạch ban hành ngày {self.plan.issued_on:%d/%m/%Y}; "
                f"hãy chọn từ ngày đó trở đi. {FOR_TODAY}"
            )
        if day is not None and day > self.today:
            raise ValidationError(
                f"Chưa đến ngày này; hãy chọn muộn nhất là hôm nay, {self.today:%d/%m/%Y}. "
                f"{FOR_TODAY}"
            )
        return day

    def row_of(self, name: str, model: type[Row]) -> Row | None:
        """The chosen row of `model`; None if nothing valid was submitted under `name`."""
        self.is_valid()
        row = self.cleaned_data.get(name)
        return row if isinstance(row, model) else None

    def text_of(self, name: str) -> str:
        """The submitted text or choice; empty if nothing valid was submitted under `name`."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")

    def day_of(self) -> date | None:
        """The chosen day; None if the page is for today."""
        self.is_valid()
        day = self.cleaned_data.get("as_of")
        return day if isinstance(day, date) else None

    def scope(self) -> Scope:
        return Scope(
            plan=self.plan,
            as_of=self.day_of() or self.today,
            up_to=self.row_of("period", ReportingPeriod),
            bloc=self.text_of("bloc"),
            by_units=ByUnits(self.text_of("by_units") or ByUnits.THEN),
        )

    def kept(self) -> dict[str, str]:
        """The valid choices, which links to other tabs and to lists repeat."""
        period, day = self.row_of("period", ReportingPeriod), self.day_of()
        chosen = {
            "period": str(period.pk) if period else "",
            "bloc": self.text_of("bloc"),
            "as_of": f"{day:%d/%m/%Y}" if day else "",
            "by_units": self.text_of("by_units"),
        }
        return {name: value for name, value in chosen.items() if value}


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

    field_order = (
        "q",
        "period",
        "bloc",
        "as_of",
        "by_units",
        "unit",
        "group",
        "task",
        "label",
        "cell",
        "done",
    )

    def __init__(self, data: Mapping[str, object], *, plan: Plan, today: date) -> None:
        super().__init__(data, plan=plan, today=today)
        set_queryset(self, "group", plan.groups.order_by("position", "pk"))
        set_queryset(self, "task", Task.objects.filter(plan=plan).in_plan_order())
        for name in ("unit", "group", "task", "label", "cell"):
            self.fields[name].error_messages["invalid_choice"] = (
                "Không có lựa chọn này. Trang đang bỏ qua điều kiện này."
            )

    def scope(self) -> Scope:
        """The scope of the tabs, with the conditions of one number."""
        unit, group = self.row_of("unit", Unit), self.row_of("group", TaskGroup)
        task = self.row_of("task", Task)
        return replace(
            super().scope(),
            unit_id=unit.pk if unit else None,
            group_id=group.pk if group else None,
            task_id=task.pk if task else None,
            label=self.text_of("label"),
            cell=self.text_of("cell"),
            only_done=bool(self.text_of("done")),
        )
