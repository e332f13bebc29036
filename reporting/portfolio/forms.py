"""Filters of the lists over all plans."""

from collections.abc import Mapping

from django import forms

from plans.models import PlanStatus
from reporting.portfolio.late import LateFilter
from reporting.portfolio.page import (
    ALL,
    ANYBODYS,
    ARCHIVED,
    CURRENT,
    OF_OFFICE,
    OF_UNITS,
    SORTS,
    PlanFilter,
    Sort,
)
from reporting.portfolio.todo import Todo
from tracker.lib.form_fields import set_choices
from units.models import Bloc

ORDERS = {
    "next": "Mốc gần nhất trước",
    "late": "Nhiều việc quá hạn trước",
    "waiting": "Nhiều kết quả chờ thẩm tra trước",
    "on_time": "Tỷ lệ đúng hạn thấp trước",
    "period": "Tỷ lệ đạt trong kỳ thấp trước",
    "number": "Mới ban hành trước",
    "status": "Theo trạng thái",
}
UNKNOWN = {"invalid_choice": "Không có lựa chọn này. Trang đang bỏ qua điều kiện này."}


class PlanFilterForm(forms.Form):
    """What is not understood is named and left out."""

    q = forms.CharField(label="Số, tên kế hoạch", required=False, max_length=200)
    status = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[
            (CURRENT, "Đang nhập, đang thực hiện"),
            *PlanStatus.choices,
            (ARCHIVED, "Đã lưu trữ"),
            (ALL, "Tất cả"),
        ],
        error_messages=UNKNOWN,
    )
    owner = forms.ChoiceField(
        label="Của",
        required=False,
        choices=[
            (ANYBODYS, "Văn phòng và đơn vị"),
            (OF_OFFICE, "Văn phòng"),
            (OF_UNITS, "Kế hoạch của đơn vị"),
        ],
        error_messages=UNKNOWN,
    )
    sort = forms.ChoiceField(
        label="Sắp xếp", required=False, choices=[*ORDERS.items()], error_messages=UNKNOWN
    )
    todo = forms.ChoiceField(
        label="Việc của Văn phòng",
        required=False,
        choices=[("", "Tất cả"), *Todo.choices],
        error_messages=UNKNOWN,
    )
    late = forms.BooleanField(label="Chỉ kế hoạch có việc quá hạn", required=False)

    def __init__(self, data: Mapping[str, object], *, for_office: bool = True) -> None:
        super().__init__(data)
        if not for_office:
            del self.fields["todo"]
        asked = str(data.get("sort", ""))
        by = asked.removeprefix("-")
        if asked != by and by in SORTS:  # the other way round, from the head of its column
            other = (asked, f"{ORDERS[by]} (ngược lại)")
            set_choices(self, "sort", [*ORDERS.items(), other])

    def chosen(self) -> PlanFilter:
        self.is_valid()
        found = self.cleaned_data
        return PlanFilter(
            status=found.get("status", CURRENT),
            words=found.get("q", ""),
            only_late=bool(found.get("late")),
            owner=found.get("owner", ANYBODYS),
            todo=Todo(found["todo"]) if found.get("todo") else None,
        )

    def sort_chosen(self) -> Sort:
        self.is_valid()
        asked = self.cleaned_data.get("sort") or "next"
        return Sort(asked.removeprefix("-"), asked.startswith("-"))


class LateFilterForm(forms.Form):
    q = forms.CharField(label="Đơn vị", required=False, max_length=200)
    bloc = forms.ChoiceField(label="Khối", required=False, error_messages=UNKNOWN)

    def __init__(self, data: Mapping[str, object]) -> None:
        super().__init__(data)
        set_choices(self, "bloc", [("", "Tất cả"), *Bloc.choices()])

    def chosen(self) -> LateFilter:
        self.is_valid()
        found = self.cleaned_data
        return LateFilter(bloc=found.get("bloc", ""), words=found.get("q", ""))
