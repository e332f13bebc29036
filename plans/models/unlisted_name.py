"""Names of bearers in the text of a plan that no unit of the directory bears."""

from typing import Self

from django.db import models
from django.db.models import Q

from plans.models.assignment import AssignmentRole
from plans.models.task import Task


class UnlistedState(models.TextChoices):
    OPEN = "open", "Chưa có trong danh mục"
    GIVEN = "given", "Đã giao cho đơn vị"
    LEFT = "left", "Để nguyên"


class UnlistedNameQuerySet(models.QuerySet["UnlistedName"]):
    def undecided(self) -> Self:
        return self.filter(state=UnlistedState.OPEN)

    def without_unit(self) -> Self:
        return self.exclude(state=UnlistedState.GIVEN)

    def in_plan_order(self) -> Self:
        return self.order_by("task__group__position", "task__position", "-role", "pk")


class UnlistedName(models.Model):
    """A bearer of a task as the document names it, while no unit bears that name.

    It stays with the task, whatever the office decides: to give it to units, or to leave it.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="unlisted_names")
    role = models.CharField("vai trò", max_length=12, choices=AssignmentRole)
    words = models.TextField("tên trong văn bản")
    state = models.CharField(
        "trạng thái", max_length=5, choices=UnlistedState, default=UnlistedState.OPEN
    )

    objects = UnlistedNameQuerySet.as_manager()

    class Meta:
        verbose_name = "tên chưa có trong danh mục"
        verbose_name_plural = "tên chưa có trong danh mục"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "role", "words"], name="plans_unlistedname_once_per_task"
            ),
            models.CheckConstraint(
                name="plans_unlistedname_role_known", condition=Q(role__in=AssignmentRole.values)
            ),
            models.CheckConstraint(
                name="plans_unlistedname_state_known", condition=Q(state__in=UnlistedState.values)
            ),
            models.CheckConstraint(name="plans_unlistedname_words_given", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words
