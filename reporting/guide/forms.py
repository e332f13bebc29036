"""The search in the guide."""

from django import forms


class GuideSearchForm(forms.Form):
    q = forms.CharField(label="Tìm trong hướng dẫn", required=False, max_length=200)

    def words(self) -> str:
        return str(self.cleaned_data["q"]) if self.is_valid() else ""
