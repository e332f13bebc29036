"""Forms of the register: its filter, and a term."""

from collections.abc import Iterable, Mapping

from django import forms
from django.http import QueryDict

from plans.models import Plan
from reporting.models import ReviewKind, Term
from reporting.register.page import RegisterFilter
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import ModelForm, set_choices, set_rows
from units.models import User

_DAY_WORDS = {"required": "Cần chọn ngày.", "invalid": "Ngày ghi theo dạng 31/12/2026."}


class RegisterFilterForm(forms.Form):
    term = forms.TypedChoiceField(label="Nhiệm kỳ", required=False, empty_value=None)
    plan = forms.TypedChoiceField(label="Kế hoạch", required=False, empty_value=None)
    kind = forms.ChoiceField(
        label="Loại", required=False, choices=[("", "Tất cả"), *ReviewKind.choices]
    )
    q = forms.CharField(label="Số hoặc trích yếu", required=False, max_length=100)

    def __init__(self, data: Mapping[str, object], *, user: User, terms: Iterable[Term]) -> None:
        super().__init__(data)
        set_rows(self, "term", terms, empty_label="Tất cả")
        plans = Plan.objects.with_permission(user, "read_filings").order_by("issued_on", "pk")
        set_rows(self, "plan", plans, empty_label="Tất cả")

    def chosen(self) -> RegisterFilter:
        """The requested filter, without its invalid parts."""
        self.is_valid()
        cleaned = self.cleaned_data
        return RegisterFilter(
            term=cleaned.get("term"),
            plan=cleaned.get("plan"),
            kind=cleaned.get("kind", ""),
            words=cleaned.get("q", ""),
        )


class CheckForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True,  # an empty one is simply no issued paper
        error_messages=dict.fromkeys(
            ("required", "invalid", "missing"), "Hãy chọn tệp cần đối chiếu."
        ),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Lý do thu hồi",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Thu hồi cần nêu lý do.",
            "max_length": "Lý do tối đa 2.000 ký tự.",
        },
    )


class TermForm(ModelForm[Term]):
    """Name and days of a term; its body cannot change once it is added."""

    issuing_body = forms.ChoiceField(label="Cơ quan ban hành")
    first_day = DateField(label="Từ ngày", error_messages=_DAY_WORDS)
    last_day = DateField(label="Đến hết ngày", error_messages=_DAY_WORDS)

    class Meta:
        model = Term
        fields = ("issuing_body", "name", "first_day", "last_day")
        error_messages = {
            "name": {
                "required": "Cần ghi tên nhiệm kỳ.",
                "max_length": "Tên nhiệm kỳ tối đa 20 ký tự.",
            },
        }

    def __init__(self, data: QueryDict | None = None, *, instance: Term, bodies: list[str]) -> None:
        super().__init__(data, instance=instance)
        self.order_fields(["issuing_body", "name", "first_day", "last_day"])
        if instance.pk:
            del self.fields["issuing_body"]
        else:
            set_choices(self, "issuing_body", [(body, body) for body in bodies])

    def validate_unique(self) -> None:
        """The use case checks names and days together."""
