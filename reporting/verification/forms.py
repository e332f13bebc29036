"""Forms of the verification pages."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from django import forms
from django.utils import timezone

from plans import access
from plans.models import Plan, TaskGroup
from reporting.models import RemarkField, ReportingPeriod
from reporting.verification.queue import QueueFilter
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import set_choices, set_rows
from units.models import Bloc, Unit, User

# Frequent reasons to choose from
REASONS = (
    "Kết quả nêu chung chung, đề nghị bổ sung số liệu cụ thể trong kỳ.",
    "Chưa có minh chứng cho kết quả đã báo cáo.",
    "Số liệu chưa khớp với kỳ trước, đề nghị đối chiếu và giải trình.",
    "Nội dung không thuộc nhiệm vụ này, đề nghị báo cáo lại.",
)
DAYS_TO_ANSWER = 7
LONGEST_REMARK = 1000


class SendBackForm(forms.Form):
    """The reason of a return, and the day until which it is to be answered.

    `remark-<field>` takes a remark on each of `fields`; with a remark the reason may be empty.
    """

    reason = forms.CharField(
        label="Lý do trả lại",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Lý do quá dài (tối đa 2.000 ký tự)."},
    )
    answer_by = DateField(label="Hạn bổ sung", error_messages={"required": "Hãy nhập hạn bổ sung."})

    def __init__(self, *args: Any, fields: Iterable[RemarkField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("answer_by", timezone.localdate() + timedelta(days=DAYS_TO_ANSWER))
        self.remark_names = {field: f"remark-{field}" for field in fields}
        for field, name in self.remark_names.items():
            self.fields[name] = forms.CharField(
                label=field.label,
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"max_length": "Nhận xét quá dài (tối đa 1.000 ký tự)."},
            )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not typed.get("reason") and not any(self.remarks().values()) and not self.errors:
            self.add_error(
                "reason", "Hãy nêu lý do để đơn vị biết cần bổ sung gì, hoặc nhận xét một mục."
            )
        return typed

    def remarks(self) -> dict[RemarkField, str]:
        """The remarks by field; empty texts included."""
        return {field: self.cleaned_data.get(name, "") for field, name in self.remark_names.items()}

    @property
    def remark_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.remark_names.values()]

    @property
    def has_remarks(self) -> bool:
        """Whether a remark has text or an error, so that the remarks are unfolded."""
        return any(field.errors or field.data for field in self.remark_fields)

    @property
    def typed(self) -> list[str]:
        """All typed texts, to show them where the form can no longer be sent."""
        names = ["reason", *self.remark_names.values()]
        texts = [self.data.get(name, "").strip() for name in names]
        return [text for text in texts if text]


class QueueFilterForm(forms.Form):
    """With several plans, periods and groups are offered once a plan is chosen."""

    q = forms.CharField(label="Tìm", required=False)
    plan = forms.TypedChoiceField(label="Kế hoạch", required=False, empty_value=None)
    period = forms.ModelChoiceField(
        label="Kỳ", required=False, queryset=ReportingPeriod.objects.none(), empty_label="Tất cả"
    )
    group = forms.ModelChoiceField(
        label="Nhóm", required=False, queryset=TaskGroup.objects.none(), empty_label="Tất cả"
    )
    bloc = forms.ChoiceField(label="Khối", required=False)
    unit = forms.ModelChoiceField(
        label="Đơn vị", required=False, queryset=Unit.objects.none(), empty_label="Tất cả"
    )
    done = forms.BooleanField(label="Chỉ báo cáo hoàn thành, đạt yêu cầu", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "bloc", cache(lambda: [("", "Tất cả"), *Bloc.choices()]))
        plans = access.plans_with("verify_entries", by=user)
        self.has_many_plans = len(plans) > 1
        if self.has_many_plans:
            plans = self._offer_plans(plans)
        else:
            del self.fields["plan"]
        choices: dict[str, object] = {
            "period": ReportingPeriod.objects.filter(plan__in=plans).newest_first(),
            "group": TaskGroup.objects.filter(plan__in=plans).order_by("plan", "position"),
            "unit": Unit.objects.in_list_order(),
        }
        for name, queryset in choices.items():
            if name in self.fields:
                self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def _offer_plans(self, plans: list[int]) -> list[int]:
        """Offer `plans`, and return those whose periods and groups are offered."""
        rows = Plan.objects.filter(pk__in=plans).order_by("-issued_on", "-pk")
        set_rows(self, "plan", rows, empty_label="Tất cả", label=lambda plan: plan.short_title)
        asked = [pk for pk in plans if str(pk) == self.data.get("plan")]
        for name in ("period", "group"):
            # An address may name one of them without its plan
            if not asked and not self.data.get(name):
                del self.fields[name]
        return asked or plans

    def chosen(self) -> QueueFilter:
        """The requested filter, without invalid values."""
        self.is_valid()
        cleaned = self.cleaned_data
        return QueueFilter(
            plan=cleaned.get("plan"),
            period=cleaned.get("period"),
            unit=cleaned.get("unit"),
            group=cleaned.get("group"),
            bloc=cleaned.get("bloc", ""),
            query=cleaned.get("q", ""),
            only_done=cleaned.get("done", False),
        )
