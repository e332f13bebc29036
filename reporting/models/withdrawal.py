"""The withdrawal (thu hồi) of an issued review, beside the review, which never changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.models.review import Review


class ReviewWithdrawal(models.Model):
    """Why and when an issued review was withdrawn; its paper stays readable."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField("lý do thu hồi")
    withdrawn_at = models.DateTimeField("thu hồi lúc")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi thu hồi",
        on_delete=models.PROTECT,
        related_name="withdrawn_reviews",
    )

    class Meta:
        verbose_name = "thu hồi báo cáo"
        verbose_name_plural = "thu hồi báo cáo"
        constraints = [
            models.CheckConstraint(
                name="reporting_reviewwithdrawal_has_a_reason", condition=~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.withdrawn_at:%d/%m/%Y}"
