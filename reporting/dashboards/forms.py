"""Filters of the dashboard and of the lists behind its numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from plans.models import Plan, Task, TaskGroup
from reporting.counting.calendar import calendar_at
from reporting.counting.figures import Scope
from reporting.counting.status import OF_PERIOD, Cell, Label
from reporting.models import ByUnits, ReportingPeriod
from tracker.lib import versioned
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import set_choices, set_rows
from tracker.lib.form_renderer import FlatSelect
from tracker.lib.parted import Version
from units.models import Bloc, Unit

NEWEST = "Mới nhất"
ALL = "Tất cả"
FOR_TODAY = "Trang đang tính đến hôm nay."
Row = TypeVar("Row", bound=Model)


class DashboardFilterForm(forms.Form):
    """What all tabs are limited to. What is not understood is named and left out."""

    period = forms.TypedChoiceField(
        label="Tính đến kỳ",
        required=False,
        widget=FlatSelect,
        empty_value=None,
        error_messages={
            "invalid_choice": "Kế hoạch không có kỳ này. Trang đang tính đến kỳ mới nhất."
        },
    )
    bloc = forms.ChoiceField(
        label="Khối",
        required=False,
        error_messages={"invalid_choice": "Không có khối này. Trang đang tính mọi khối."},
    )
    group = forms.TypedChoiceField(
        label="Nhóm nhiệm vụ",
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": "Kế hoạch không có nhóm này. Trang đang tính mọi nhóm."},
    )
    by_units = forms.ChoiceField(
        label="Tính theo",
        required=False,
        choices=[("", ByUnits.THEN.label), (ByUnits.NOW, ByUnits.NOW.label)],
        error_messages={"invalid_choice": "Không có lựa chọn này. Trang đang tính đơn vị lúc đó."},
    )
    as_of = DateField(
        label="Tính đến hết ngày",
        required=False,
        error_messages={
            "invalid": f"Hãy nhập ngày theo dạng 31/12/2026. {FOR_TODAY}",
            "note": FOR_TODAY,
        },
    )

    def __init__(
        self,
        data: Mapping[str, object],
        *,
        plan: Plan,
        groups: Sequence[TaskGroup],
        today: date,
        version: Version | None,
    ) -> None:
        super().__init__(data)
        self.plan = plan
        self.today = today
        # Read once, also for what the page counts and shows beside the form
        self.calendar = calendar_at(version, plan)
        self.groups = groups
        self.blocs = Bloc.choices(version=self.common)
        set_choices(self, "bloc", [("", ALL), *self.blocs])
        set_rows(self, "period", self.calendar.periods, empty_label=NEWEST)
        set_rows(self, "group", self.groups, empty_label=ALL, label=_name_of)

    @property
    def common(self) -> int | None:
        """The version of what the fields offer."""
        version = self.calendar.version
        return version.common if version else None

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
        group = self.row_of("group", TaskGroup)
        return Scope(
            plan=self.plan,
            as_of=self.day_of() or self.today,
            up_to=self.row_of("period", ReportingPeriod),
            bloc=self.text_of("bloc"),
            group_id=group.pk if group else None,
            by_units=ByUnits(self.text_of("by_units") or ByUnits.THEN),
            calendar=self.calendar,
        )

    def kept(self) -> dict[str, str]:
        """The valid choices, which links to other tabs and to lists repeat."""
        period, group = self.row_of("period", ReportingPeriod), self.row_of("group", TaskGroup)
        day = self.day_of()
        chosen = {
            "period": str(period.pk) if period else "",
            "bloc": self.text_of("bloc"),
            "group": str(group.pk) if group else "",
            "as_of": f"{day:%d/%m/%Y}" if day else "",
            "by_units": self.text_of("by_units"),
        }
        return {name: value for name, value in chosen.items() if value}


class AssignmentFilterForm(DashboardFilterForm):
    q = forms.CharField(label="Tìm", required=False)
    unit = forms.ChoiceField(label="Đơn vị", required=False, widget=FlatSelect)
    task = forms.ChoiceField(label="Nhiệm vụ", required=False, widget=FlatSelect)
    label = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", ALL), *Label.choices]
    )
    period_label = forms.ChoiceField(
        label="Kỳ gần nhất đã đến hạn",
        required=False,
        choices=[("", ALL), *((label.value, label.label) for label in OF_PERIOD)],
    )
    cell = forms.ChoiceField(label="Hoàn thành", required=False, choices=[("", ALL), *Cell.choices])
    done = forms.BooleanField(label="Chỉ việc đã hoàn thành", required=False)

    field_order = (
        "q",
        "period",
        "bloc",
        "group",
        "by_units",
        "as_of",
        "unit",
        "task",
        "label",
        "period_label",
        "cell",
        "done",
    )

    def __init__(
        self,
        data: Mapping[str, object],
        *,
        plan: Plan,
        groups: Sequence[TaskGroup],
        today: date,
        version: Version | None,
    ) -> None:
        super().__init__(data, plan=plan, groups=groups, today=today, version=version)
        set_choices(self, "unit", self._kept("units", Unit.objects.in_list_order()))
        tasks = Task.objects.filter(plan=plan).in_plan_order()
        set_choices(self, "task", self._kept(f"tasks of {plan.pk}", tasks))
        for name in ("unit", "task", "label", "period_label", "cell"):
            self.fields[name].error_messages["invalid_choice"] = (
                "Không có lựa chọn này. Trang đang bỏ qua điều kiện này."
            )

    def _kept(self, name: str, rows: Iterable[Unit] | Iterable[Task]) -> list[tuple[str, str]]:
        """The choices of `rows`, which are hundreds and the same on every list."""
        return versioned.value_of(
            ("choices", name),
            lambda: [("", ALL), *((str(row.pk), str(row)) for row in rows)],
            version=self.common,
        )

    def _id_of(self, name: str) -> int | None:
        return int(self.text_of(name) or 0) or None

    def scope(self) -> Scope:
        """The scope of the tabs, with the conditions of one number."""
        return replace(
            super().scope(),
            unit_id=self._id_of("unit"),
            task_id=self._id_of("task"),
            label=self.text_of("label"),
            period_label=self.text_of("period_label"),
            cell=self.text_of("cell"),
            only_done=bool(self.text_of("done")),
        )


def _name_of(group: TaskGroup) -> str:
    return f"{group.code}. {group.label}"
