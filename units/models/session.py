"""Sessions, with what their owner recognizes them by."""

from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

if TYPE_CHECKING:
    from units.models.user import User

LONGEST_DEVICE = 300


class SessionManager(BaseSessionManager["Session"]):
    def of(self, person: "User", at: datetime) -> models.QuerySet["Session"]:
        """Sessions of `person` that have not ended, the latest first."""
        return self.filter(person=person, expire_date__gt=at).order_by("-seen_at", "session_key")

    def ended(self, at: datetime) -> models.QuerySet["Session"]:
        return self.filter(expire_date__lte=at)


class Session(AbstractBaseSession):
    """Django's session, with columns for its person, address and device."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    address = models.CharField("địa chỉ", max_length=50, blank=True)
    device = models.CharField("thiết bị", max_length=LONGEST_DEVICE, blank=True)
    started_at = models.DateTimeField("đăng nhập lúc")
    seen_at = models.DateTimeField("dùng lần cuối")

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "phiên đăng nhập"
        verbose_name_plural = "phiên đăng nhập"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
