"""History of the directory."""

from django.conf import settings
from django.db import models

from units.models.unit import Unit


class DirectoryEvent(models.Model):
    """A change of a unit or a person: written in the same transaction, never edited."""

    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        on_delete=models.PROTECT,
        related_name="directory_changes",
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
    )
    what = models.CharField("việc", max_length=400)

    class Meta:
        verbose_name = "diễn biến danh bạ"
        verbose_name_plural = "diễn biến danh bạ"
        constraints = [
            models.CheckConstraint(
                name="units_directoryevent_about_something",
                condition=models.Q(unit__isnull=False) | models.Q(person__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.what
