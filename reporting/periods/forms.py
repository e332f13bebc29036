"""Forms of the period pages."""

from collections.abc import Mapping
from datetime import date

from django import forms

from plans.models import Assignment
from reporting.models import AdjustmentKind, ReportingPeriod
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import ModelChoiceField, set_queryset
from units.models import Unit


class PeriodForm(forms.Form):
    """A period as typed by the office or suggested by a preset."""

    name = forms.CharField(label="Tên kỳ", max_length=80)
    data_from = DateField(label="Số liệu từ ngày")
    data_to = DateField(
        label="Đến hết ngày",
        help_text="Mỗi ngày cuối chỉ có một kỳ: báo cáo Quý 1 thay cho báo cáo Tháng 3.",
    )
    due_on = DateField(
        label="Hạn gửi báo cáo",
        help_text="Gửi trong chính ngày này vẫn tính là đúng hạn.",
    )


class OpenedPeriodForm(PeriodForm):
    """A period that is opened: its page shows the days of its data and does not ask for them.

    Days that were typed before somebody opened it still arrive, for the use case to refuse.
    """

    data_from = DateField(label="Số liệu từ ngày", required=False)
    data_to = DateField(label="Đến hết ngày", required=False)

    def clean_data_from(self) -> date:
        return self._typed_or_kept("data_from")

    def clean_data_to(self) -> date:
        return self._typed_or_kept("data_to")

    def _typed_or_kept(self, name: str) -> date:
        typed: date | None = self.cleaned_data[name]
        return typed or self.initial[name]


class ReopenForm(forms.Form):
    note = forms.CharField(
        label="Lý do mở lại",
        max_length=300,
        error_messages={"required": "Cần nêu lý do mở lại kỳ."},
    )


class AdjustmentForm(forms.Form):
    """A unit that leads a task of the plan, released from the period or added to it."""

    unit = ModelChoiceField[Unit](
        Unit.objects.none(),
        label="Đơn vị",
        empty_label="– Chọn –",
        error_messages={
            "required": "Chọn đơn vị.",
            "invalid_choice": "Đơn vị này không chủ trì nhiệm vụ nào của kế hoạch.",
        },
    )
    kind = forms.ChoiceField(
        label="Việc",
        choices=AdjustmentKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chọn miễn hay bổ sung.",
            "invalid_choice": "Chọn miễn hay bổ sung.",
        },
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Cần nêu lý do miễn hoặc bổ sung đơn vị."},
    )

    def __init__(
        self,
        data: Mapping[str, object] | None,
        *,
        period: ReportingPeriod,
        initial: dict[str, str],
    ) -> None:
        super().__init__(data, initial=initial)
        leads = Assignment.objects.owed().filter(task__plan=period.plan_id)
        units = Unit.objects.filter(pk__in=leads.values("unit")).in_list_order()
        set_queryset(self, "unit", units)
