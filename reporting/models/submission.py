"""Submissions: a unit's report for a period, with its history."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import Plan
from reporting.models.period import ReportingPeriod
from units.models import Event, Unit

if TYPE_CHECKING:
    from units.models import User


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def fileable_by(self, user: "User") -> "SubmissionQuerySet":
        """Submissions that `user` may edit."""
        return self.filter(unit__in=Unit.objects.fileable_by(user).values("pk"))

    def readable_by(self, user: "User") -> "SubmissionQuerySet":
        """Submissions that `user` may read whole: people of the unit, the office, leaders."""
        return self.filter(
            Q(unit__in=Unit.objects.readable_by(user).values("pk"))
            | Q(period__plan__in=Plan.objects.with_permission(user, "read_filings").values("pk"))
        )

    def for_row(self) -> "SubmissionQuerySet":
        return self.select_related("period", "period__plan", "unit")


class Submission(models.Model):
    """A unit's report for a period, created on the first visit of an officer who may file.

    `sent_at` is the first time that it was sent whole. It decides on punctuality and never
    changes. While `confirmation_asked_at` is set, the head of the unit has the submission and
    its entries cannot change.
    """

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="submissions"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    sent_at = models.DateTimeField("gửi lần đầu lúc", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người gửi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sent_submissions",
    )
    last_sent_at = models.DateTimeField("gửi lần cuối lúc", null=True, blank=True)
    confirmation_asked_at = models.DateTimeField("trình thủ trưởng lúc", null=True, blank=True)
    confirmation_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trình",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions_to_confirm",
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"],
                name="reporting_submission_once_per_period_and_unit",
                violation_error_message="Đơn vị đã có báo cáo cho kỳ này.",
            ),
            models.CheckConstraint(
                name="reporting_submission_sent_at_and_by_together",
                condition=Q(sent_at__isnull=True, sent_by__isnull=True, last_sent_at__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False, last_sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reporting_submission_confirmation_asked_at_and_by_together",
                condition=Q(confirmation_asked_at__isnull=True, confirmation_asked_by__isnull=True)
                | Q(confirmation_asked_at__isnull=False, confirmation_asked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}/{self.unit_id}"

    @property
    def is_with_head(self) -> bool:
        """Whether it is waiting for confirmation by the head of the unit."""
        return self.confirmation_asked_at is not None


class SubmissionEventKind(models.TextChoices):
    ASKED = "asked", "Trình thủ trưởng xác nhận"
    WITHDRAWN = "withdrawn", "Rút lại để sửa"
    GIVEN_BACK = "given_back", "Thủ trưởng trả lại"
    CONFIRMED = "confirmed", "Thủ trưởng xác nhận và gửi"


class SubmissionEvent(Event):
    """A step of a submission inside its unit."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=10, choices=SubmissionEventKind)

    class Meta:
        verbose_name = "diễn biến báo cáo của đơn vị"
        verbose_name_plural = "diễn biến báo cáo của đơn vị"
        constraints = [
            models.CheckConstraint(
                name="reporting_submissionevent_kind_known",
                condition=Q(kind__in=SubmissionEventKind.values),
            ),
            models.CheckConstraint(
                name="reporting_submissionevent_remark_when_given_back",
                condition=~Q(kind="given_back") | ~Q(note=""),
                violation_error_message="Trả lại cần nêu ý kiến.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
