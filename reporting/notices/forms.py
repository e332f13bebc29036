"""The form of a person's own settings for notices."""

from django import forms

from reporting.models import NoticeKind
from units.forms import EmailField


class NoticeSettingsForm(forms.Form):
    """Ticked kinds come as values of `shown` and `mailed`."""

    email = EmailField(label="Địa chỉ thư công vụ", required=False)
    shown = forms.MultipleChoiceField(required=False, choices=NoticeKind.choices)
    mailed = forms.MultipleChoiceField(required=False, choices=NoticeKind.choices)
