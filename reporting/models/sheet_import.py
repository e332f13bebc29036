"""An uploaded workbook between its preview and its confirmation."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.models.submission import Submission


class SheetImport(models.Model):
    """The changes in an uploaded workbook; none is written before confirmation.

    `rows` is a list with an object for each row of the sheet (see `reporting.workbook`). A
    confirmed import keeps its rows as the record of the changes.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="sheet_imports"
    )
    file_name = models.CharField("tên tệp", max_length=200)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        on_delete=models.PROTECT,
        related_name="sheet_imports",
    )
    rows = models.JSONField("các dòng")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    num_written = models.PositiveIntegerField("số dòng đã ghi", null=True, blank=True)

    class Meta:
        verbose_name = "biểu Excel tải lên"
        verbose_name_plural = "biểu Excel tải lên"
        constraints = [
            models.CheckConstraint(
                name="reporting_sheetimport_counted_iff_confirmed",
                condition=Q(confirmed_at__isnull=True, num_written__isnull=True)
                | Q(confirmed_at__isnull=False, num_written__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.file_name
