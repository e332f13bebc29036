"""A unit's number for one indicator in one entry."""

from django.db import models
from django.db.models import Q

from plans.models import Indicator
from reporting.models.entry import ProgressEntry


class IndicatorValue(models.Model):
    """A number, or a numerator and a denominator; or "nothing arose" (not applicable).

    A row with neither is missing, which differs from zero and from not applicable. Numbers are
    in the indicator's unit of measure. `explanation` answers a plausibility warning.
    """

    entry = models.ForeignKey(
        ProgressEntry, on_delete=models.CASCADE, related_name="indicator_values"
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField("tử số", max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(
        "mẫu số", max_digits=18, decimal_places=4, null=True, blank=True
    )
    is_not_applicable = models.BooleanField("không phát sinh", default=False)
    explanation = models.CharField("giải trình", max_length=500, blank=True)

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "indicator"], name="reporting_indicatorvalue_once_per_entry"
            ),
            models.CheckConstraint(
                name="reporting_indicatorvalue_not_applicable_has_no_number",
                condition=Q(is_not_applicable=False)
                | Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True),
                violation_error_message="Đã chọn “Không phát sinh” thì không ghi số.",
            ),
            models.CheckConstraint(
                name="reporting_indicatorvalue_value_or_parts",
                condition=Q(value__isnull=True)
                | Q(numerator__isnull=True, denominator__isnull=True),
            ),
            models.CheckConstraint(
                name="reporting_indicatorvalue_parts_not_negative",
                condition=(Q(numerator__isnull=True) | Q(numerator__gte=0))
                & (Q(denominator__isnull=True) | Q(denominator__gte=0)),
                violation_error_message="Tử số và mẫu số không thể âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.indicator_id}"

    @property
    def is_missing(self) -> bool:
        numbers = (self.value, self.numerator, self.denominator)
        return not self.is_not_applicable and all(number is None for number in numbers)
