"""The form with the text of an urging; the units are boxes in the list of the page."""

from django import forms

from reporting.urging.urging import LONGEST_TEXT


class UrgeForm(forms.Form):
    text = forms.CharField(
        label="Nội dung đôn đốc",
        max_length=LONGEST_TEXT,
        help_text=(
            f"Dài nhất {LONGEST_TEXT} ký tự. Việc còn thiếu của từng đơn vị tự ghi ở đầu thông báo."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Cần có nội dung đôn đốc."},
    )
