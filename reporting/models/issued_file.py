"""The files of a review: what was printed, and what was handed in as really issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.models.review import Review


class ReviewPrint(models.Model):
    """A draft of a review, or (`is_final`) its issued paper, as it was printed.

    `number` is that of the draft; the issued paper has that of the last one. `blocks` are the words
    of the paper (`reporting.reviews.prints.kept`), None where it was printed before words were
    kept. `printed_by` asked for it, nobody where a schedule did. Sizes are in bytes.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="prints")
    number = models.PositiveSmallIntegerField("dự thảo lần")
    is_final = models.BooleanField("bản ban hành", default=False)
    printed_at = models.DateTimeField("lập lúc")
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lập",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    snapshot_sha256 = models.CharField("mã băm số liệu", max_length=64, blank=True)
    pdf_sha256 = models.CharField("mã băm PDF", max_length=64)
    pdf_size = models.PositiveBigIntegerField("kích thước PDF", null=True, blank=True)
    pdf_pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    docx_sha256 = models.CharField("mã băm Word", max_length=64, blank=True)
    docx_size = models.PositiveBigIntegerField("kích thước Word", null=True, blank=True)
    blocks = models.JSONField("nội dung", null=True, blank=True)

    class Meta:
        verbose_name = "bản in của báo cáo"
        verbose_name_plural = "bản in của báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["review", "number", "is_final"], name="reporting_reviewprint_once"
            ),
            models.CheckConstraint(
                name="reporting_reviewprint_has_a_file", condition=~Q(pdf_sha256="")
            ),
        ]

    def __str__(self) -> str:
        return "Bản ban hành" if self.is_final else f"Dự thảo lần {self.number}"


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
