"""The form of the head's page."""

from django import forms

LONGEST_NOTE = 2000


class GiveBackForm(forms.Form):
    """`seen` is the presentation that was read; `place` says which of the two forms was used."""

    note = forms.CharField(
        label="Ý kiến của thủ trưởng",
        max_length=LONGEST_NOTE,
        error_messages={
            "required": "Cần nêu ý kiến để cán bộ biết cần sửa gì.",
            "max_length": "Ý kiến quá dài (tối đa 2.000 ký tự).",
        },
    )
