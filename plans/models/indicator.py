"""Indicators (chỉ tiêu, chỉ số): numbers counted under a task, with their targets."""

from typing import Self

from django.db import models
from django.db.models import Q

from plans.models.document import LegalDocument
from plans.models.task import Task
from tracker.lib.numbers import write_measured
from units.models import Event


class IndicatorKind(models.TextChoices):
    VALUE = "value", "Một con số"
    RATIO = "ratio", "Tử số trên mẫu số"


class Direction(models.TextChoices):
    UP = "up", "Càng cao càng tốt"
    DOWN = "down", "Càng thấp càng tốt"


class Aggregation(models.TextChoices):
    SUM = "sum", "Cộng các kỳ"
    LAST = "last", "Lấy số của kỳ cuối"


class IndicatorEventKind(models.TextChoices):
    ADDED = "added", "Thêm chỉ tiêu"
    CHANGED = "changed", "Sửa chỉ tiêu"
    RETIRED = "retired", "Thôi theo dõi"
    REVIVED = "revived", "Theo dõi lại"


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def active(self) -> Self:
        """Indicators that units report on; retired ones only keep their filed numbers."""
        return self.filter(is_retired=False)

    def in_task_order(self) -> Self:
        return self.order_by("task", "position", "pk")


class Indicator(models.Model):
    """A number that each unit leading `task` reports for a period.

    A VALUE is one number in `unit_of_measure`; values of units are added up. A RATIO is a
    labelled numerator and denominator; the ratio of several units is the sum of the numerators
    over the sum of the denominators, times 100 if the unit of measure is "%". `aggregation` says
    what several periods of one unit make: their sum (what happened in each), or the last of them
    (what there is at their end); that of a ratio concerns its two parts. `is_cumulative` counts
    from the beginning of the plan, so it should never drop, and takes the last. Every target has
    the document that set it.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveIntegerField("thứ tự")
    name = models.CharField("tên chỉ tiêu", max_length=200)
    kind = models.CharField("cách tính", max_length=10, choices=IndicatorKind)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40)
    direction = models.CharField("chiều", max_length=10, choices=Direction, default=Direction.UP)
    numerator_label = models.CharField("tử số là", max_length=200, blank=True)
    denominator_label = models.CharField("mẫu số là", max_length=200, blank=True)
    is_cumulative = models.BooleanField("lũy kế từ đầu kế hoạch", default=False)
    aggregation = models.CharField(
        "gộp nhiều kỳ", max_length=10, choices=Aggregation, default=Aggregation.SUM
    )
    baseline = models.DecimalField(
        "mức ban đầu", max_digits=18, decimal_places=4, null=True, blank=True
    )
    target = models.DecimalField("mục tiêu", max_digits=18, decimal_places=4, null=True, blank=True)
    target_document = models.ForeignKey(
        LegalDocument,
        verbose_name="văn bản giao mục tiêu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicator_targets",
    )
    is_retired = models.BooleanField("thôi theo dõi", default=False)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "name"],
                name="plans_indicator_name_once_per_task",
                violation_error_message="Nhiệm vụ đã có chỉ tiêu mang tên này.",
            ),
            models.CheckConstraint(
                name="plans_indicator_kind_known", condition=Q(kind__in=IndicatorKind.values)
            ),
            models.CheckConstraint(
                name="plans_indicator_direction_known", condition=Q(direction__in=Direction.values)
            ),
            models.CheckConstraint(
                name="plans_indicator_aggregation_known",
                condition=Q(aggregation__in=Aggregation.values),
            ),
            models.CheckConstraint(
                name="plans_indicator_cumulative_takes_its_last",
                condition=Q(is_cumulative=False) | Q(aggregation="last"),
                violation_error_message="Số lũy kế không cộng các kỳ: lấy số của kỳ cuối.",
            ),
            models.CheckConstraint(
                name="plans_indicator_parts_named_iff_ratio",
                condition=Q(kind="value", numerator_label="", denominator_label="")
                | (Q(kind="ratio") & ~Q(numerator_label="") & ~Q(denominator_label="")),
                violation_error_message="Chỉ tiêu dạng tỷ lệ cần nêu rõ tử số và mẫu số.",
            ),
            models.CheckConstraint(
                name="plans_indicator_target_has_its_document",
                condition=Q(target__isnull=True) | Q(target_document__isnull=False),
                violation_error_message="Mục tiêu phải kèm văn bản giao mục tiêu đó.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ratio(self) -> bool:
        return self.kind == IndicatorKind.RATIO

    @property
    def is_percentage(self) -> bool:
        return self.is_ratio and self.unit_of_measure == "%"

    @property
    def target_words(self) -> str:
        """The target with its unit, as in "98%" or "120 hồ sơ"; empty without one."""
        return "" if self.target is None else write_measured(self.target, self.unit_of_measure)


class IndicatorEvent(Event):
    """History of an indicator, with its former properties."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=10, choices=IndicatorEventKind)

    class Meta:
        verbose_name = "diễn biến chỉ tiêu"
        verbose_name_plural = "diễn biến chỉ tiêu"
        constraints = [
            models.CheckConstraint(
                name="plans_indicatorevent_kind_known",
                condition=Q(kind__in=IndicatorEventKind.values),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d/%m/%Y}"
