"""Contributions: what co-ordinating units did for a task in a period, for its lead."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import Assignment
from reporting.models.attachment import Attachment
from reporting.models.entry import ProgressEntry
from reporting.models.period import ReportingPeriod
from units.models import Event, Unit

if TYPE_CHECKING:
    from units.models import User


class ContributionStatus(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    WITH_HEAD = "with_head", "Chờ thủ trưởng xác nhận"
    SENT = "sent", "Đã gửi"


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def fileable_by(self, user: "User") -> "ContributionQuerySet":
        """Contributions that `user` may write."""
        return self.filter(assignment__unit__in=Unit.objects.fileable_by(user).values("pk"))

    def readable_by(self, user: "User") -> "ContributionQuerySet":
        """Contributions that `user` may read; other units' only once they are sent.

        Those who read the results of the assignment read them, and the people of the units that
        lead its task.
        """
        own = Q(assignment__unit__in=Unit.objects.readable_by(user).values("pk"))
        led = Assignment.objects.owed().filter(unit__in=Unit.objects.readable_by(user).values("pk"))
        of_others = Q(assignment__in=Assignment.objects.readable_by(user).values("pk")) | Q(
            assignment__task__in=led.values("task")
        )
        return self.filter(own | Q(of_others, status=ContributionStatus.SENT))

    def sent(self) -> "ContributionQuerySet":
        return self.filter(status=ContributionStatus.SENT)

    def for_row(self) -> "ContributionQuerySet":
        return self.select_related("period__plan", "assignment__task__group", "assignment__unit")


class Contribution(models.Model):
    """What one co-ordinating unit did for its task in one period.

    It counts for nothing and blocks nothing: the lead may take its text into the own result.
    Where the plan needs it, the head of the unit confirms it before it is sent.
    `version` counts the saves, as that of an entry does.
    """

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="contributions"
    )
    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="contributions"
    )
    text = models.TextField("nội dung phối hợp", blank=True)
    status = models.CharField(
        "tình trạng",
        max_length=10,
        choices=ContributionStatus,
        default=ContributionStatus.DRAFT,
    )
    version = models.PositiveIntegerField("phiên bản", default=0)
    saved_at = models.DateTimeField("lưu lúc")
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        on_delete=models.PROTECT,
        related_name="saved_contributions",
    )
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người gửi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sent_contributions",
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "nội dung phối hợp"
        verbose_name_plural = "nội dung phối hợp"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "assignment"],
                name="reporting_contribution_once_per_period_and_assignment",
                violation_error_message="Đơn vị đã có nội dung phối hợp cho nhiệm vụ trong kỳ này.",
            ),
            models.CheckConstraint(
                name="reporting_contribution_status_known",
                condition=Q(status__in=ContributionStatus.values),
            ),
            models.CheckConstraint(
                name="reporting_contribution_says_something_when_sent",
                condition=Q(status="draft") | ~Q(text=""),
                violation_error_message="Cần nêu nội dung phối hợp trước khi gửi.",
            ),
            models.CheckConstraint(
                name="reporting_contribution_sent_at_and_by_when_sent",
                condition=Q(status="sent", sent_at__isnull=False, sent_by__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True, sent_by__isnull=True)),
                violation_error_message="Nội dung đã gửi phải ghi lúc gửi và người gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}/{self.assignment_id}"

    @property
    def is_sent(self) -> bool:
        return self.status == ContributionStatus.SENT

    @property
    def is_with_head(self) -> bool:
        return self.status == ContributionStatus.WITH_HEAD


class ContributionEvidence(Attachment):
    """A document, a file, or both, that shows what a co-ordinating unit did."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="evidence"
    )

    class Meta:
        verbose_name = "minh chứng phối hợp"
        verbose_name_plural = "minh chứng phối hợp"
        constraints = [
            *Attachment.Meta.constraints,
            models.UniqueConstraint(
                name="reporting_contributionevidence_file_once",
                fields=["contribution", "file_sha256"],
                condition=~Q(file_sha256=""),
                violation_error_message="Tệp này đã có trong minh chứng của nội dung phối hợp.",
            ),
        ]


class ContributionUse(models.Model):
    """The lead took a contribution into its result: the source stays linked."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="uses")
    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="used")
    at = models.DateTimeField("lấy lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lấy",
        on_delete=models.PROTECT,
        related_name="used_contributions",
    )

    class Meta:
        verbose_name = "nội dung phối hợp đã lấy"
        verbose_name_plural = "nội dung phối hợp đã lấy"
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "entry"],
                name="reporting_contributionuse_once_per_entry",
                violation_error_message="Nội dung phối hợp này đã được lấy vào kết quả.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} → {self.entry_id}"


class ContributionEventKind(models.TextChoices):
    SENT = "sent", "Gửi đơn vị chủ trì"
    TAKEN_BACK = "taken_back", "Lấy lại để sửa"
    ASKED = "asked", "Trình thủ trưởng"
    WITHDRAWN = "withdrawn", "Rút lại"
    GIVEN_BACK = "given_back", "Thủ trưởng trả lại"
    USED = "used", "Đơn vị chủ trì lấy vào kết quả"


class ContributionEvent(Event):
    """A step of a contribution; a sending keeps the text and the evidence as sent."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=10, choices=ContributionEventKind)
    content = models.JSONField("nội dung đã gửi", null=True, blank=True)

    class Meta:
        verbose_name = "diễn biến nội dung phối hợp"
        verbose_name_plural = "diễn biến nội dung phối hợp"
        constraints = [
            models.CheckConstraint(
                name="reporting_contributionevent_kind_known",
                condition=Q(kind__in=ContributionEventKind.values),
            ),
            models.CheckConstraint(
                name="reporting_contributionevent_content_when_sent",
                condition=~Q(kind="sent") | Q(content__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
