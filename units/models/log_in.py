"""What is kept about log-ins: where a name comes from, and who tried."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

LONGEST_NAME = 60
KNOWN_FOR = timedelta(days=30)


class LogInOriginQuerySet(models.QuerySet["LogInOrigin"]):
    def waiting(self, at: datetime) -> Self:
        return self.filter(free_at__gt=at)

    def forgettable(self, at: datetime) -> Self:
        """Those that neither limit nor spare anybody any more."""
        since = at - KNOWN_FOR
        return self.filter(
            Q(succeeded_at=None) | Q(succeeded_at__lt=since),
            Q(failed_at=None) | Q(failed_at__lt=since),
        )


class LogInOrigin(models.Model):
    """A name at an address: its last success and its failures since. Without name: the address.

    A name need not exist. `address` is a network for IPv6 (see `client_network`).
    """

    name = models.CharField("tên đã nhập", max_length=LONGEST_NAME, blank=True)
    address = models.CharField("địa chỉ", max_length=50, blank=True)
    succeeded_at = models.DateTimeField("đăng nhập được lúc", null=True)
    failed_at = models.DateTimeField("nhập sai lúc", null=True)
    num_failures = models.PositiveIntegerField("số lần sai", default=0)
    free_at = models.DateTimeField("được thử lại lúc", null=True)

    objects = LogInOriginQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi đăng nhập"
        verbose_name_plural = "nơi đăng nhập"
        constraints = [
            models.UniqueConstraint(fields=["address", "name"], name="units_loginorigin_once")
        ]

    def is_known(self, at: datetime) -> bool:
        """Whether the name logged in from here lately."""
        return self.succeeded_at is not None and self.succeeded_at > at - KNOWN_FOR


class LogInOutcome(models.TextChoices):
    PASSED = "passed", "Đăng nhập được"
    WRONG = "wrong", "Sai tên hoặc mật khẩu"
    WRONG_CODE = "wrong_code", "Sai mã xác thực"
    LOCKED = "locked", "Tài khoản đã bị khóa"


class LogInTryQuerySet(models.QuerySet["LogInTry"]):
    def failed(self) -> Self:
        return self.exclude(outcome=LogInOutcome.PASSED)

    def matching(self, query: str) -> Self:
        """Tries whose name or address contains `query`."""
        query = query.strip()
        return self.filter(Q(name__icontains=query) | Q(address__contains=query))

    def newest_first(self) -> Self:
        return self.select_related("person").order_by("-at", "-pk")


class LogInTry(models.Model):
    """One try to log in that was not refused beforehand. Kept for a limited time."""

    at = models.DateTimeField("lúc", db_index=True)
    name = models.CharField("tên đã nhập", max_length=LONGEST_NAME, blank=True)
    address = models.CharField("địa chỉ", max_length=50, blank=True)
    outcome = models.CharField("kết quả", max_length=10, choices=LogInOutcome)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người dùng",
        null=True,
        on_delete=models.CASCADE,
        related_name="log_in_tries",
    )

    objects = LogInTryQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt đăng nhập"
        verbose_name_plural = "lượt đăng nhập"
        constraints = [
            models.CheckConstraint(
                name="units_logintry_outcome_known",
                condition=Q(outcome__in=LogInOutcome.values),
            )
        ]
