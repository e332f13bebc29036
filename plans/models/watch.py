"""Task groups that units follow without carrying them out."""

from django.db import models

from plans.models.task import TaskGroup
from units.models import Unit


class TaskGroupWatchManager(models.Manager["TaskGroupWatch"]):
    def get_by_natural_key(
        self, unit_code: str, number: str, issued_on: str, group_code: str
    ) -> "TaskGroupWatch":
        return self.get(
            unit__code=unit_code,
            group__plan__number=number,
            group__plan__issued_on=issued_on,
            group__plan__owner__isnull=True,
            group__code=group_code,
        )


class TaskGroupWatch(models.Model):
    """A group of tasks that a unit (ban đảng, Ủy ban Kiểm tra) follows and others carry out."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="watches")
    group = models.ForeignKey(TaskGroup, on_delete=models.CASCADE, related_name="watches")

    objects = TaskGroupWatchManager()

    class Meta:
        verbose_name = "phần việc theo dõi"
        verbose_name_plural = "phần việc theo dõi"
        constraints = [
            models.UniqueConstraint(fields=["unit", "group"], name="plans_taskgroupwatch_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.group_id}"

    def natural_key(self) -> tuple[object, ...]:
        return (self.unit.code, *self.group.natural_key())

    natural_key.dependencies = ["units.unit", "plans.taskgroup"]  # type: ignore[attr-defined]
