"""An uploaded list of units and people between its preview and its confirmation."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class DirectoryImport(models.Model):
    """The rows of a file as they were typed; nothing of them is written before confirmation.

    `content` (see `units.importing.reading`) is emptied by the confirmation, which leaves its
    traces in the histories of units and people.
    """

    file_name = models.CharField("tên tệp", max_length=200)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        on_delete=models.PROTECT,
        related_name="directory_imports",
    )
    content = models.JSONField("các dòng")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    num_written = models.PositiveIntegerField("số dòng đã ghi", null=True, blank=True)

    class Meta:
        verbose_name = "danh sách tải lên"
        verbose_name_plural = "danh sách tải lên"
        constraints = [
            models.CheckConstraint(
                name="units_directoryimport_counted_iff_confirmed",
                condition=Q(confirmed_at__isnull=True, num_written__isnull=True)
                | Q(confirmed_at__isnull=False, num_written__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.file_name
