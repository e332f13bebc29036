"""A remark of the office on a single field of a returned entry."""

from django.db import models
from django.db.models import Q

from reporting.models.entry import EntryEvent, ProgressEntry


class RemarkField(models.TextChoices):
    STATE = "state", "Mức độ thực hiện"
    PERCENT = "percent", "Tỷ lệ hoàn thành"
    RESULT = "result", "Kết quả thực hiện"
    OBSTACLE = "obstacle", "Khó khăn, vướng mắc"
    RECOMMENDATION = "recommendation", "Kiến nghị, đề xuất"
    INDICATORS = "indicators", "Số liệu"
    CHECKLIST = "checklist", "Tự đánh giá phương châm"
    EVIDENCE = "evidence", "Minh chứng"


class EntryRemark(models.Model):
    """A remark of one return (`event`), beside the field it concerns. Never changed."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="remarks")
    event = models.ForeignKey(EntryEvent, on_delete=models.CASCADE, related_name="remarks")
    field = models.CharField("mục", max_length=15, choices=RemarkField)
    text = models.TextField("ý kiến")

    class Meta:
        verbose_name = "ý kiến thẩm tra từng mục"
        verbose_name_plural = "ý kiến thẩm tra từng mục"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "field"], name="reporting_entryremark_once_per_field"
            ),
            models.CheckConstraint(
                name="reporting_entryremark_field_known", condition=Q(field__in=RemarkField.values)
            ),
            models.CheckConstraint(
                name="reporting_entryremark_says_something", condition=~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return self.get_field_display()
