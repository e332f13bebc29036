"""The request as views get it: LoginRequiredMiddleware has seen to it that one is logged in."""

from django.http import HttpRequest

from units.models import User


class SignedInRequest(HttpRequest):
    user: User
