"""Schedules of automatic reviews, edited by the office and run by beat."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import Plan
from reporting.models.review import ByUnits, ReviewKind


class Recurrence(models.TextChoices):
    ONCE = "once", "Một lần"
    MONTHLY = "monthly", "Hằng tháng"
    QUARTERLY = "quarterly", "Hằng quý"
    HALF_YEARLY = "half_yearly", "6 tháng một lần"
    YEARLY = "yearly", "Hằng năm"


class ReviewSchedule(models.Model):
    """Request a review of the last `num_periods` opened periods on `next_on`, then move on."""

    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="review_schedules"
    )
    kind = models.CharField("loại báo cáo", max_length=10, choices=ReviewKind)
    recurrence = models.CharField("lặp lại", max_length=12, choices=Recurrence)
    next_on = models.DateField("ngày lập tiếp theo", null=True, blank=True)
    by_units = models.CharField("tính theo", max_length=4, choices=ByUnits, default=ByUnits.THEN)
    num_periods = models.PositiveSmallIntegerField("số kỳ gần nhất", default=2)
    is_active = models.BooleanField("đang dùng", default=True)
    last_run_at = models.DateTimeField("chạy lần cuối", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lưu",
        on_delete=models.PROTECT,
        related_name="review_schedules",
    )

    class Meta:
        verbose_name = "lịch lập báo cáo"
        verbose_name_plural = "lịch lập báo cáo"
        constraints = [
            models.CheckConstraint(
                name="reporting_schedule_kind_known", condition=Q(kind__in=ReviewKind.values)
            ),
            models.CheckConstraint(
                name="reporting_schedule_recurrence_known",
                condition=Q(recurrence__in=Recurrence.values),
            ),
            models.CheckConstraint(
                name="reporting_schedule_by_units_known", condition=Q(by_units__in=ByUnits.values)
            ),
            models.CheckConstraint(
                name="reporting_schedule_day_while_active",
                condition=Q(is_active=False) | Q(next_on__isnull=False),
                violation_error_message="Lịch đang dùng cần có ngày lập tiếp theo.",
            ),
            models.CheckConstraint(
                name="reporting_schedule_at_least_one_period",
                condition=Q(num_periods__gte=1),
                violation_error_message="Cần ít nhất một kỳ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_recurrence_display()}"
