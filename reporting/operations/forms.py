"""The password, asked each time before the key that opens all backups is given."""

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from tracker.lib.refusal import Refused
from units.requests import SignedInRequest


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Mật khẩu của bạn",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: SignedInRequest) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self._request = request

    def clean_password(self) -> str:
        """Tries are counted, and refused for a while, as at the log-in."""
        password: str = self.cleaned_data["password"]
        user = self._request.user
        try:
            person = authenticate(self._request, username=user.username, password=password)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        if person is None or person.pk != user.pk:
            raise ValidationError("Mật khẩu không đúng.")
        return password
