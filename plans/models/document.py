"""Documents cited by plans and tasks, or setting deadlines."""

from datetime import date

from django.db import models


class LegalDocument(models.Model):
    """A document by number, day and issuer. Numbers are reused, so they are no key alone."""

    number = models.CharField("số, ký hiệu", max_length=60)
    kind = models.CharField("loại văn bản", max_length=60)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    subject = models.TextField("trích yếu", blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        constraints = [
            models.UniqueConstraint(
                fields=["number", "issued_on"],
                name="plans_legaldocument_once",
                violation_error_message="Văn bản này đã có trong danh mục.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} số {self.number}"

    def natural_key(self) -> tuple[str, date | None]:
        return (self.number, self.issued_on)
