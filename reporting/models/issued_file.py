"""What was really issued: the signed PDF and the edited Word file, as they were handed in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.models.review import Review


class IssuedFileKind(models.TextChoices):
    SIGNED_PDF = "pdf", "Bản PDF đã ký"
    EDITED_WORD = "docx", "Bản Word đã sửa"


class IssuedFile(models.Model):
    """A file that the office stored with an issued review, byte for byte.

    It stands beside the files that the machine made and replaces none. `file_size` is in bytes.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="issued_files")
    kind = models.CharField("loại", max_length=4, choices=IssuedFileKind)
    file_sha256 = models.CharField("mã băm", max_length=64)
    file_name = models.CharField("tên tệp", max_length=200)
    file_size = models.PositiveBigIntegerField("kích thước")
    added_at = models.DateTimeField("lưu lúc")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        on_delete=models.PROTECT,
        related_name="added_issued_files",
    )

    class Meta:
        verbose_name = "bản đã phát hành"
        verbose_name_plural = "bản đã phát hành"
        constraints = [
            models.CheckConstraint(
                name="reporting_issuedfile_kind_known",
                condition=Q(kind__in=IssuedFileKind.values),
            ),
            models.CheckConstraint(
                name="reporting_issuedfile_has_a_file",
                condition=~Q(file_sha256="") & ~Q(file_name=""),
            ),
            models.UniqueConstraint(
                fields=["review", "file_sha256"],
                name="reporting_issuedfile_once",
                violation_error_message="Tệp này đã lưu rồi.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
