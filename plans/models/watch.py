"""Task groups that units follow without carrying them out."""

from django.db import models

from plans.models.task import TaskGroup
from units.models import Unit


class TaskGroupWatch(models.Model):
    """A group of tasks that a unit (ban đảng, Ủy ban Kiểm tra) follows and others carry out."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="watches")
    group = models.ForeignKey(TaskGroup, on_delete=models.CASCADE, related_name="watches")

    class Meta:
        verbose_name = "phần việc theo dõi"
        verbose_name_plural = "phần việc theo dõi"
        constraints = [
            models.UniqueConstraint(fields=["unit", "group"], name="plans_taskgroupwatch_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.group_id}"
