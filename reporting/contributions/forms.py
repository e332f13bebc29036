"""The form of a contribution; its evidence has the form of all evidence."""

from django import forms


class ContributionForm(forms.Form):
    """The text as typed, and the version that the writer saw."""

    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(
        min_value=0, error_messages={"required": "Trang đã cũ, hãy tải lại."}
    )
