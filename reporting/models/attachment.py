"""What all evidence consists of: a reference to a document, a file, or both."""

from django.conf import settings
from django.db import models
from django.db.models import Q

# Types that browsers show, detected by content at the upload (`tracker.lib.uploads`)
SHOWN_TYPES = ("application/pdf", "image/jpeg", "image/png")


class Attachment(models.Model):
    """A document by number, day, issuer and subject; a file kept by its SHA-256; or both.

    `file_size` is in bytes, `file_type` the media type found by content. A subclass adds the row
    that it belongs to.
    """

    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    subject = models.CharField("trích yếu", max_length=300, blank=True)
    file_sha256 = models.CharField("mã băm", max_length=64, blank=True)
    file_name = models.CharField("tên tệp", max_length=200, blank=True)
    file_size = models.PositiveBigIntegerField("kích thước", null=True, blank=True)
    file_type = models.CharField("loại tệp", max_length=100, blank=True)
    is_declared_not_secret = models.BooleanField("không chứa bí mật nhà nước")
    added_at = models.DateTimeField("thêm lúc")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thêm",
        on_delete=models.PROTECT,
        related_name="added_%(class)s",
    )

    # What the sender should know about the file just uploaded; not stored
    file_note = ""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="reporting_%(class)s_refers_to_something",
                condition=~Q(number="") | ~Q(file_sha256="") | ~Q(subject=""),
                violation_error_message="Minh chứng cần số ký hiệu, trích yếu hoặc tệp đính kèm.",
            ),
            models.CheckConstraint(
                name="reporting_%(class)s_file_described",
                condition=Q(file_sha256="", file_name="", file_type="", file_size__isnull=True)
                | (
                    ~Q(file_sha256="")
                    & ~Q(file_name="")
                    & ~Q(file_type="")
                    & Q(file_size__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="reporting_%(class)s_declared_not_secret",
                condition=Q(is_declared_not_secret=True),
                violation_error_message="Cần xác nhận minh chứng không chứa bí mật nhà nước.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.subject or self.file_name

    @property
    def in_words(self) -> str:
        """Everything that identifies this evidence, in one line; the file by its whole hash."""
        day = f"{self.issued_on:%d/%m/%Y}" if self.issued_on else ""
        parts = [self.number, day, self.issuer, self.subject, self.file_name, self.file_sha256]
        return " · ".join(filter(None, parts))

    @property
    def reference(self) -> str:
        """Number, day, issuer and subject in one line; empty where no document is named."""
        day = f"ngày {self.issued_on:%d/%m/%Y}" if self.issued_on else ""
        issuer = f"của {self.issuer}" if self.issuer else ""
        named = " ".join(filter(None, [self.number, day, issuer]))
        return " – ".join(filter(None, [named, self.subject]))

    @property
    def can_be_shown(self) -> bool:
        """Whether the file can be shown inside a page."""
        return self.file_type in SHOWN_TYPES

    @property
    def is_picture(self) -> bool:
        return self.file_type.startswith("image/")
