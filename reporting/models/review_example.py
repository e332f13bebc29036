"""Accepted results that the office picked to be told in reviews, with the history of the choice."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import Plan
from reporting.models.entry import ProgressEntry
from units.models import Event


class ReviewExampleQuerySet(models.QuerySet["ReviewExample"]):
    def of_plan(self, plan: Plan) -> "ReviewExampleQuerySet":
        """The examples of a plan as reviews tell them: by group, then in the office's order."""
        return self.filter(entry__assignment__task__plan=plan).order_by(
            "entry__assignment__task__group__position", "position", "pk"
        )


class ReviewExample(models.Model):
    """An entry that reviews quote; those of one group of tasks stand by `position`."""

    entry = models.OneToOneField(ProgressEntry, on_delete=models.CASCADE, related_name="example")
    position = models.PositiveIntegerField("thứ tự", default=0)
    picked_at = models.DateTimeField("chọn lúc")
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người chọn",
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ReviewExampleQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả nêu trong báo cáo"
        verbose_name_plural = "kết quả nêu trong báo cáo"

    def __str__(self) -> str:
        return f"{self.position}"


class ReviewExampleEventKind(models.TextChoices):
    PICKED = "picked", "Chọn nêu trong báo cáo"
    DROPPED = "dropped", "Thôi nêu trong báo cáo"
    MOVED = "moved", "Đổi thứ tự"


class ReviewExampleEvent(Event):
    """A step of the choice of an entry; it stays when the entry is no example any more."""

    entry = models.ForeignKey(
        ProgressEntry, on_delete=models.CASCADE, related_name="example_events"
    )
    kind = models.CharField("việc", max_length=10, choices=ReviewExampleEventKind)

    class Meta:
        verbose_name = "diễn biến kết quả nêu trong báo cáo"
        verbose_name_plural = "diễn biến kết quả nêu trong báo cáo"
        constraints = [
            models.CheckConstraint(
                name="reporting_reviewexampleevent_kind_known",
                condition=Q(kind__in=ReviewExampleEventKind.values),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
