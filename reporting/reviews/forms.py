"""Forms of the review pages."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.http import QueryDict

from plans.bodies import body_on
from plans.models import IssuingBody, Plan
from reporting.models import (
    ByUnits,
    Circulation,
    Recurrence,
    ReportingPeriod,
    Review,
    ReviewKind,
    ReviewSchedule,
    Urgency,
)
from reporting.register import numbering
from reporting.reviews.requesting import LONGEST_TITLE
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import ModelForm, set_choices, set_queryset
from units.forms import CHOOSE

_DAY_WORDS = {"required": "Cần chọn ngày.", "invalid": "Ngày ghi theo dạng 31/12/2026."}


def _day(label: str, *, required: bool = True, help_text: str = "") -> DateField:
    return DateField(label=label, error_messages=_DAY_WORDS, required=required, help_text=help_text)


class ByUnitsField(forms.ChoiceField):
    """To which units a review counts; without an answer, to those of that time."""

    def __init__(self) -> None:
        super().__init__(
            label="Tính theo",
            choices=ByUnits.choices,
            required=False,
            help_text=(
                "Đơn vị hiện nay: phần việc của đơn vị đã sáp nhập, đổi tên hoặc giải thể tính cho "
                "đơn vị kế thừa."
            ),
        )

    def clean(self, value: object) -> str:
        return str(super().clean(value) or ByUnits.THEN)


class ReviewRequestForm(forms.Form):
    """Kind, periods, cut-off day and title of a new review."""

    kind = forms.ChoiceField(
        label="Loại báo cáo",
        choices=ReviewKind.choices,
        widget=forms.RadioSelect,
        help_text="Báo cáo của riêng một kỳ: chọn kỳ đó ở cả hai ô dưới.",
    )
    period_from = forms.ModelChoiceField(
        ReportingPeriod.objects.none(),
        label="Từ kỳ",
        empty_label=None,
        error_messages={"required": "Cần chọn kỳ đầu.", "invalid_choice": "Hãy chọn lại kỳ đầu."},
    )
    period_to = forms.ModelChoiceField(
        ReportingPeriod.objects.none(),
        label="Đến kỳ",
        empty_label=None,
        error_messages={"required": "Cần chọn kỳ cuối.", "invalid_choice": "Hãy chọn lại kỳ cuối."},
    )
    cutoff_on = _day(
        "Chốt số liệu đến hết ngày",
        help_text="Chỉ tính những gì đã gửi và đã được thẩm tra đến hết ngày này.",
    )
    by_units = ByUnitsField()
    title = forms.CharField(
        label="Trích yếu",
        required=False,
        max_length=LONGEST_TITLE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bỏ trống để dùng trích yếu gợi ý theo loại báo cáo.",
        error_messages={"max_length": f"Trích yếu tối đa {LONGEST_TITLE} ký tự."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        plan: Plan,
        periods: Iterable[ReportingPeriod],
        only: int | None = None,
        today: date,
    ) -> None:
        """`only`: the one period of a periodic review, where the reader comes from its page."""
        periods = list(periods)
        begun = [period.pk for period in periods if period.data_from <= today]
        asked = [pk for pk in begun if pk == only]
        offered = asked or begun
        initial = {
            "kind": ReviewKind.PERIODIC if asked else ReviewKind.INTERIM,
            "cutoff_on": today,
            "period_from": offered[0] if offered else None,
            "period_to": offered[-1] if offered else None,
        }
        super().__init__(data, initial=initial)
        opened = ReportingPeriod.objects.opened().filter(plan=plan).oldest_first()
        for name in ("period_from", "period_to"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- declared above
            field.queryset = opened


class IssueForm(forms.Form):
    """Number, day and signer, as registered by the văn thư (records clerk).

    The next free number of the term is proposed. A reason is asked for while points are open.
    """

    number = forms.CharField(
        label="Số",
        max_length=60,
        error_messages={"required": "Cần ghi số."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    issued_on = _day("Ngày ban hành")
    signer_capacity = forms.CharField(
        label="Thẩm quyền ký",
        max_length=80,
        error_messages={"required": "Cần ghi thẩm quyền ký."},
    )
    signer_post = forms.CharField(label="Chức vụ người ký", max_length=80, required=False)
    signer_name = forms.CharField(
        label="Họ và tên người ký",
        max_length=80,
        error_messages={"required": "Cần ghi người ký."},
    )
    reason = forms.CharField(
        label="Lý do vẫn ban hành",
        help_text="Bắt buộc, vì còn những việc bỏ ngỏ ở trên.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Cần ghi lý do vẫn ban hành khi còn việc chưa xong.",
            "max_length": "Lý do tối đa 1.000 ký tự.",
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        review: Review,
        has_open_points: bool,
        today: date,
    ) -> None:
        body = review.body or body_on(review.plan, today)
        series = numbering.series_of(body.symbol, is_party=body.is_party)
        serials = numbering.serials_on(body.name, today, series)
        number = numbering.Number(numbering.next_serial(serials), series)
        self.capacities = list(body.capacities.on(today).order_by("pk")) if body.pk else []
        proposed = self.capacities[0] if self.capacities else None
        missing = numbering.words_of(numbering.missing(serials))
        super().__init__(
            data,
            initial={
                "number": f"{number.serial:02d}",
                "issued_on": today,
                "signer_capacity": proposed.capacity if proposed else review.plan.signer_capacity,
                "signer_post": proposed.post if proposed else review.plan.signer_post,
                "signer_name": proposed.name if proposed else "",
            },
        )
        for name in ("capacity", "post", "name"):
            self.fields[f"signer_{name}"].widget.attrs["list"] = f"known-{name}"
        if not has_open_points:
            del self.fields["reason"]
        self.fields["number"].help_text = (
            f"Số văn thư đã cấp. Số tiếp theo trong sổ là {number}"
            f"{f', còn thiếu số {missing}' if missing else ''}."
        )


class HeadForm(ModelForm[Review]):
    """Who issues a draft, and its marks of urgency and circulation."""

    class Meta:
        model = Review
        fields = ("body", "urgency", "urgent_by", "circulation")

    def __init__(self, data: QueryDict | None = None, *, instance: Review, today: date) -> None:
        super().__init__(data, instance=instance)
        bodies = IssuingBody.objects.on(today).order_by("name", "pk")
        usual = body_on(instance.plan, today)
        set_queryset(self, "body", bodies, empty_label=f"Theo kế hoạch: {usual}")
        set_choices(self, "urgency", [("", "Không đóng dấu"), *Urgency.choices])
        set_choices(self, "circulation", [("", "Không đóng dấu"), *Circulation.choices])

    def _post_clean(self) -> None:
        """Leave the instance unchanged: the rules are in the use case."""


class DropReviewForm(forms.Form):
    """Why a draft is dropped; nothing is asked for one that was never printed."""

    reason = forms.CharField(
        label="Lý do bỏ",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Bỏ dự thảo cần nêu lý do.",
            "max_length": "Lý do tối đa 2.000 ký tự.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, needs_reason: bool) -> None:
        super().__init__(data)
        if not needs_reason:
            del self.fields["reason"]


class ScheduleForm(ModelForm[ReviewSchedule]):
    """When beat requests a review automatically."""

    next_on = _day(
        "Ngày lập tiếp theo",
        required=False,
        help_text="Hệ thống tự lập dự thảo vào đầu ngày này, số liệu chốt đến hết hôm trước.",
    )
    by_units = ByUnitsField()

    class Meta:
        model = ReviewSchedule
        fields = ("kind", "recurrence", "next_on", "num_periods", "by_units", "is_active")
        help_texts = {"num_periods": "Gộp số liệu của bấy nhiêu kỳ gần nhất đã mở."}
        error_messages = {
            "kind": {"required": "Cần chọn loại báo cáo."},
            "recurrence": {"required": "Cần chọn chu kỳ lặp lại."},
        }

    def __init__(self, data: QueryDict | None = None, *, instance: ReviewSchedule) -> None:
        super().__init__(data, instance=instance)
        set_choices(self, "kind", [CHOOSE, *ReviewKind.choices])
        set_choices(self, "recurrence", [CHOOSE, *Recurrence.choices])
