"""A second factor beside the password: codes of an application, and printed ones."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SecondFactor(models.Model):
    """The secret that an application of the person shares, sealed, and the last code it gave."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor"
    )
    sealed_secret = models.CharField(max_length=300)
    # Number of the half minute whose code was used last; earlier ones are refused
    last_step = models.BigIntegerField()

    class Meta:
        verbose_name = "xác thực hai bước"
        verbose_name_plural = "xác thực hai bước"
        constraints = [
            models.CheckConstraint(
                name="units_secondfactor_secret_given", condition=~Q(sealed_secret="")
            )
        ]


class RecoveryCode(models.Model):
    """A printed code that lets its person in once, without the application."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField("dùng lúc", null=True)

    class Meta:
        verbose_name = "mã dự phòng"
        verbose_name_plural = "mã dự phòng"
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="units_recoverycode_once")
        ]
