"""The form of a contribution; its evidence has the form of all evidence."""

from django import forms


class ContributionForm(forms.Form):
    """The text as typed, and the version that the writer saw."""

    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(
        min_value=0, error_messages={"required": "Trang đã cũ, hãy tải lại."}
    )


class DecisionForm(forms.Form):
    """The head's decision: the version that was read and, to give it back, a remark."""

    seen = forms.IntegerField(min_value=0, error_messages={"required": "Trang đã cũ, hãy tải lại."})
    note = forms.CharField(
        label="Ý kiến của thủ trưởng",
        required=False,
        max_length=2_000,
        error_messages={"max_length": "Ý kiến quá dài (tối đa 2.000 ký tự)."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
