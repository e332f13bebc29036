"""The content of an entry that a later save replaced."""

from django.conf import settings
from django.db import models

from reporting.models.entry import ProgressEntry


class EntryVersion(models.Model):
    """What an entry held at one of its versions, until it is sent (`reporting.entries.versions`).

    `saved_at` and `saved_by` are of that content, `kept_at` is the moment of the save that
    replaced it.
    """

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField("phiên bản")
    content = models.JSONField("nội dung")
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kept_at = models.DateTimeField("thay lúc")

    class Meta:
        verbose_name = "bản trước của kết quả"
        verbose_name_plural = "bản trước của kết quả"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "version"], name="reporting_entryversion_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.version}"
