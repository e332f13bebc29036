"""Reporting periods (kỳ báo cáo), which the office creates, opens and closes."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from plans.models import Plan
from units.models import Event

if TYPE_CHECKING:
    from units.models import User


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def opened(self) -> "ReportingPeriodQuerySet":
        """Periods that were opened, including those closed since."""
        return self.filter(opened_at__isnull=False)

    def open(self) -> "ReportingPeriodQuerySet":
        """Periods that accept submissions now."""
        return self.filter(opened_at__isnull=False, closed_at__isnull=True)

    def readable_by(self, user: "User") -> "ReportingPeriodQuerySet":
        return self.filter(plan__in=Plan.objects.readable_by(user).values("pk"))

    def newest_first(self) -> "ReportingPeriodQuerySet":
        return self.order_by("-data_to", "-data_from", "-pk")

    def oldest_first(self) -> "ReportingPeriodQuerySet":
        return self.order_by("data_to", "data_from", "pk")


class ReportingPeriod(models.Model):
    """A span of days, inclusive; submissions are due by the end of `due_on`.

    Results name their period by its last day, which no other period of the plan has.
    """

    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="periods"
    )
    name = models.CharField("tên kỳ", max_length=80)
    data_from = models.DateField("số liệu từ ngày")
    data_to = models.DateField("đến hết ngày")
    due_on = models.DateField("hạn gửi báo cáo")
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    closed_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    # Made before last days had to differ; such periods keep their days and their results
    shares_last_day = models.BooleanField(
        "cùng ngày cuối với kỳ khác", default=False, editable=False
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="reporting_period_name_once_per_plan",
                violation_error_message="Kế hoạch đã có kỳ báo cáo mang tên này.",
            ),
            models.UniqueConstraint(
                fields=["plan", "data_to"],
                condition=Q(shares_last_day=False),
                name="reporting_period_last_day_once_per_plan",
                violation_error_message="Kế hoạch đã có kỳ báo cáo kết thúc ngày này.",
            ),
            models.CheckConstraint(
                name="reporting_period_data_to_not_before_from",
                condition=Q(data_to__gte=models.F("data_from")),
                violation_error_message="Ngày cuối của số liệu phải sau ngày đầu.",
            ),
            models.CheckConstraint(
                name="reporting_period_due_after_data_begins",
                condition=Q(due_on__gte=models.F("data_from")),
                violation_error_message="Hạn gửi phải sau ngày đầu của số liệu.",
            ),
            models.CheckConstraint(
                name="reporting_period_closed_only_after_opened",
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                violation_error_message="Kỳ chưa mở thì chưa thể đóng.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    def is_open_on(self, day: date) -> bool:
        """Whether it accepted submissions at the end of `day`."""
        return self._was_opened_by(day) and not self.is_closed_on(day)

    def is_closed_on(self, day: date) -> bool:
        """Whether it was closed by the end of `day`."""
        return self.closed_at is not None and localdate(self.closed_at) <= day

    @property
    def is_closed_early(self) -> bool:
        """Whether it was closed before the end of its due day."""
        return self.is_closed_on(self.due_on)

    def is_unfinished_on(self, day: date) -> bool:
        """Whether its submissions could still change after `day`: it was open, or not yet due."""
        return self.is_open_on(day) or (self._was_opened_by(day) and self.due_on >= day)

    def _was_opened_by(self, day: date) -> bool:
        return self.opened_at is not None and localdate(self.opened_at) <= day

    def covers(self, day: date) -> bool:
        return self.data_from <= day <= self.data_to


class PeriodEventKind(models.TextChoices):
    CREATED = "created", "Lập kỳ"
    CHANGED = "changed", "Sửa kỳ"
    OPENED = "opened", "Mở kỳ"
    CLOSED = "closed", "Đóng kỳ"
    REOPENED = "reopened", "Mở lại kỳ"
    RELEASED = "released", "Miễn báo cáo"
    ADDED = "added", "Bổ sung đơn vị"
    ADJUSTMENT_REMOVED = "adjustment_removed", "Bỏ điều chỉnh"
    URGED = "urged", "Đôn đốc"


class PeriodEvent(Event):
    """A step of a period: made, changed, opened, closed, reopened; units released, added, urged."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=20, choices=PeriodEventKind)

    class Meta:
        verbose_name = "diễn biến kỳ báo cáo"
        verbose_name_plural = "diễn biến kỳ báo cáo"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
