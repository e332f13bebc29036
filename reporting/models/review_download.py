"""The record of who downloaded which file of a review."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.models.review import Review


class ReviewDownload(models.Model):
    """A file of a review as it was handed to `by`, with its name and its SHA-256.

    The name tells a draft from the issued paper, the hash tells which bytes were given.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="downloads")
    file_name = models.CharField("tên tệp", max_length=200)
    file_sha256 = models.CharField("mã băm", max_length=64)
    at = models.DateTimeField("tải lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải",
        on_delete=models.PROTECT,
        related_name="downloads_of_reviews",
    )

    class Meta:
        verbose_name = "lượt tải báo cáo"
        verbose_name_plural = "lượt tải báo cáo"
        indexes = [models.Index(fields=["review", "-at", "-id"], name="reporting_download_newest")]
        constraints = [
            models.CheckConstraint(
                name="reporting_reviewdownload_names_a_file",
                condition=~Q(file_name="") & ~Q(file_sha256=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.at:%d/%m/%Y}"
