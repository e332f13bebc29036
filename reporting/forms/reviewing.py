"""Forms of the verification pages."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from plans.models import Plan, TaskGroup
from reporting.models import ReportingPeriod
from reporting.review_queue import QueueFilter
from units.forms import DateField
from units.models import Bloc, Unit, User

# What reviewers write most often, to pick from
REASONS = (
    "Kết quả nêu chung chung, đề nghị bổ sung số liệu cụ thể trong kỳ.",
    "Chưa có minh chứng cho nội dung đã báo cáo hoàn thành.",
    "Số liệu chưa khớp với kỳ trước, đề nghị đối chiếu và giải trình.",
    "Nội dung không thuộc nhiệm vụ này, đề nghị báo cáo lại.",
)
DAYS_TO_ANSWER = 7


class SendBackForm(forms.Form):
    """Why an entry goes back, and by when it is to be answered."""

    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Hãy nêu lý do để đơn vị biết cần bổ sung gì."},
    )
    answer_by = DateField(label="Hạn bổ sung", error_messages={"required": "Hãy nhập hạn bổ sung."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answer_by", timezone.localdate() + timedelta(days=DAYS_TO_ANSWER))


class QueueFilterForm(forms.Form):
    q = forms.CharField(label="Tìm", required=False)
    period = forms.ModelChoiceField(
        label="Kỳ", required=False, queryset=ReportingPeriod.objects.none(), empty_label="Tất cả"
    )
    group = forms.ModelChoiceField(
        label="Nhóm", required=False, queryset=TaskGroup.objects.none(), empty_label="Tất cả"
    )
    bloc = forms.ChoiceField(label="Khối", required=False, choices=[("", "Tất cả"), *Bloc.choices])
    unit = forms.ModelChoiceField(
        label="Đơn vị", required=False, queryset=Unit.objects.none(), empty_label="Tất cả"
    )
    done = forms.BooleanField(label="Chỉ báo cáo hoàn thành", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = Plan.objects.with_permission(user, "verify_entries").values("pk")
        choices: dict[str, Any] = {
            "period": ReportingPeriod.objects.filter(plan__in=plans).newest_first(),
            "group": TaskGroup.objects.filter(plan__in=plans).order_by("plan", "position"),
            "unit": Unit.objects.in_list_order(),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def wanted(self) -> QueueFilter:
        """The filter that was asked for; what is not understood is left out."""
        self.is_valid()
        asked = self.cleaned_data
        return QueueFilter(
            period=asked.get("period"),
            unit=asked.get("unit"),
            group=asked.get("group"),
            bloc=asked.get("bloc", ""),
            query=asked.get("q", ""),
            only_done=asked.get("done", False),
        )
