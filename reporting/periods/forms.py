"""Forms of the period pages."""

from django import forms

from units.forms import DateField


class PeriodForm(forms.Form):
    """A period as typed by the office or suggested by a preset."""

    name = forms.CharField(label="Tên kỳ", max_length=80)
    data_from = DateField(label="Số liệu từ ngày")
    data_to = DateField(label="Đến hết ngày")
    due_on = DateField(
        label="Hạn gửi báo cáo",
        help_text="Gửi trong chính ngày này vẫn tính là đúng hạn.",
    )


class ReopenForm(forms.Form):
    note = forms.CharField(
        label="Lý do mở lại",
        max_length=300,
        error_messages={"required": "Cần nêu lý do mở lại kỳ."},
    )
