"""Django's way to `try_password`."""

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.timezone import now

from tracker.lib.http.client_address import client_address, client_network
from units.log_in import trying
from units.models import User


class PasswordBackend(BaseBackend):
    """Asks no other backend after it."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, *, username: str, password: str
    ) -> User:
        request = request or HttpRequest()
        person = trying.try_password(
            typed_name=username,
            password=password,
            address=client_address(request),
            network=client_network(request),
            at=now(),
        )
        if person is None:
            raise PermissionDenied
        return person

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
