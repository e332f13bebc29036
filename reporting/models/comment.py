"""Comments of unit and office on an entry, apart from the formal verdicts."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.models.entry import ProgressEntry


class Comment(models.Model):
    """One contribution to the thread of an entry. Never changed, never removed."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="comments")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người viết",
        on_delete=models.PROTECT,
        related_name="comments",
    )
    is_from_office = models.BooleanField("của Văn phòng")
    text = models.TextField("nội dung")

    class Meta:
        verbose_name = "trao đổi"
        verbose_name_plural = "trao đổi"
        indexes = [models.Index(fields=["entry", "at"], name="reporting_comment_thread")]
        constraints = [
            models.CheckConstraint(
                name="reporting_comment_says_something",
                condition=~Q(text=""),
                violation_error_message="Hãy nhập nội dung trao đổi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.text[:40]}"
