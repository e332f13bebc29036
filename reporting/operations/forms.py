"""The password, asked again before a step that a borrowed session must not take."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from units.models import User


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Mật khẩu của bạn",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        self._user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self._user.check_password(password):
            raise ValidationError("Mật khẩu không đúng.")
        return password
