"""Evidence (minh chứng) of an entry."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from reporting.models.attachment import Attachment
from reporting.models.entry import ProgressEntry
from reporting.models.review import Review
from units.models import Unit

if TYPE_CHECKING:
    from units.models import User


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def readable_by(self, user: "User") -> "EvidenceQuerySet":
        """Evidence of the entries that `user` may read; other units' once it was sent."""
        own = Q(entry__submission__unit__in=Unit.objects.readable_by(user).values("pk"))
        return self.filter(
            own | Q(added_at__lte=F("entry__last_sent_at")),
            entry__in=ProgressEntry.objects.readable_by(user).values("pk"),
        )

    def fileable_by(self, user: "User") -> "EvidenceQuerySet":
        """Evidence of the entries that `user` may write."""
        return self.filter(entry__in=ProgressEntry.objects.fileable_by(user).values("pk"))


class Evidence(Attachment):
    """A document, a file, or both, that shows the result of an entry.

    `review` is the issued review of which it is the paper, if it is one.
    """

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="evidence")
    review = models.ForeignKey(
        Review,
        verbose_name="báo cáo đã ban hành",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="evidence",
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        indexes = [models.Index(fields=["file_sha256"], name="reporting_evidence_by_hash")]
        constraints = [
            *Attachment.Meta.constraints,
            models.UniqueConstraint(
                name="reporting_evidence_file_once_per_entry",
                fields=["entry", "file_sha256"],
                condition=~Q(file_sha256=""),
                violation_error_message="Tệp này đã có trong minh chứng của nhiệm vụ.",
            ),
            models.UniqueConstraint(
                name="reporting_evidence_review_once_per_entry",
                fields=["entry", "review"],
                condition=Q(review__isnull=False),
                violation_error_message="Báo cáo này đã có trong minh chứng của nhiệm vụ.",
            ),
        ]
