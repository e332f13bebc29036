"""Forms of bodies that issue papers and of their signing capacities."""

from collections.abc import Mapping

from django import forms

from plans.bodies import BodySpec, CapacitySpec
from plans.models import BodyKind, IssuingBody, OfficeLevel, SigningCapacity
from tracker.lib.days.fields import DateField
from tracker.lib.form_fields import ModelForm, set_choices, set_queryset

_FIRST_DAY = "Để trống nếu từ trước khi theo dõi."
_LAST_DAY = "Để trống nếu đang còn."


class BodyForm(ModelForm[IssuingBody]):
    """A body as the head of its papers names it."""

    first_day = DateField(label="Từ ngày", required=False, help_text=_FIRST_DAY)
    last_day = DateField(label="Đến hết ngày", required=False, help_text=_LAST_DAY)

    class Meta:
        model = IssuingBody
        fields = (
            *("kind", "superior_body", "name", "title", "symbol", "place"),
            *("common_name", "level", "first_day", "last_day", "successor"),
            *("is_two_sided", "has_end_mark"),
        )
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "kind": "Chọn thể thức: văn bản của Đảng, hoặc Nghị định 30/2020/NĐ-CP.",
            "superior_body": "Ví dụ: ĐẢNG BỘ TỈNH HOA SEN. In đúng như ghi ở đây. Để trống nếu "
            "văn bản không ghi.",
            "name": "Ví dụ: ĐẢNG ỦY XÃ HOA SEN. In đúng như ghi ở đây.",
            "common_name": "Hiện trên màn hình. Ví dụ: Đảng ủy xã Hoa Sen.",
            "has_end_mark": "Báo cáo của cơ quan nhà nước luôn có, theo Nghị định 30/2020/NĐ-CP.",
            "successor": "Cơ quan ký báo cáo của các kế hoạch từ sau ngày cuối.",
        }

    def __init__(
        self, data: Mapping[str, object] | None = None, *, instance: IssuingBody | None = None
    ) -> None:
        super().__init__(data, instance=instance)
        set_choices(self, "kind", BodyKind.choices)
        set_choices(self, "level", [("", "Không ghi"), *OfficeLevel.choices])
        others = IssuingBody.objects.order_by("name", "pk")
        if instance:
            others = others.exclude(pk=instance.pk)
        set_queryset(self, "successor", others, empty_label="Không có")

    def spec(self) -> BodySpec:
        return BodySpec(**self.cleaned_data)

    def _post_clean(self) -> None:
        """Leave the instance unchanged: the rules are in the use case."""


class SuccessorForm(BodyForm):
    """The body that takes over, beginning with what holds for the one before."""

    def __init__(
        self, data: Mapping[str, object] | None = None, *, predecessor: IssuingBody
    ) -> None:
        super().__init__(data, instance=predecessor)
        del self.fields["last_day"], self.fields["successor"]
        self.order_fields(["first_day"])
        self.initial["first_day"] = None
        first_day = self.fields["first_day"]
        first_day.required, first_day.help_text = True, "Cơ quan cũ kết thúc hết ngày hôm trước."


class CapacityForm(ModelForm[SigningCapacity]):
    """How papers of a body are signed, and by whom, in some days."""

    first_day = DateField(label="Từ ngày", required=False, help_text=_FIRST_DAY)
    last_day = DateField(label="Đến hết ngày", required=False, help_text=_LAST_DAY)

    class Meta:
        model = SigningCapacity
        fields = ("capacity", "post", "name", "first_day", "last_day")
        help_texts = {
            "name": "Không ghi học hàm, học vị. Để trống nếu mỗi lần ký ghi riêng.",
        }

    def spec(self) -> CapacitySpec:
        return CapacitySpec(**self.cleaned_data)

    def _post_clean(self) -> None:
        """Leave the instance unchanged: the rules are in the use case."""
