"""Units that the office released from one period, or added to it, each with its reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.models.period import ReportingPeriod
from units.models import Unit


class AdjustmentKind(models.TextChoices):
    RELEASED = "released", "Miễn báo cáo kỳ này"
    ADDED = "added", "Bổ sung đơn vị báo cáo kỳ này"


class PeriodAdjustment(models.Model):
    """What the office decided about one unit in one period, against the rule of obligations.

    A released unit owes nothing there; an added one owes its lead assignments of the plan. The row
    is removed when the office takes the decision back; the history of the period keeps both steps.
    """

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="adjustments"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="period_adjustments"
    )
    kind = models.CharField("việc", max_length=10, choices=AdjustmentKind)
    reason = models.TextField("lý do")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "điều chỉnh đơn vị báo cáo"
        verbose_name_plural = "điều chỉnh đơn vị báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"],
                name="reporting_periodadjustment_once_per_unit",
                violation_error_message="Đơn vị đã được miễn hoặc bổ sung ở kỳ này.",
            ),
            models.CheckConstraint(
                name="reporting_periodadjustment_kind_known",
                condition=Q(kind__in=AdjustmentKind.values),
                violation_error_message="Chọn miễn báo cáo hoặc bổ sung đơn vị.",
            ),
            models.CheckConstraint(
                name="reporting_periodadjustment_says_why",
                condition=~Q(reason=""),
                violation_error_message="Cần nêu lý do miễn hoặc bổ sung đơn vị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.unit_id}"
