"""Type of the requests that views get after `LoginRequiredMiddleware`."""

from django.http import HttpRequest

from units.models import User


class SignedInRequest(HttpRequest):
    user: User
